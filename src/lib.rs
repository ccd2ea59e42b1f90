//! tuanxue.
pub mod cli;
pub mod ingest;
pub mod model;
pub mod output;
pub mod policy;
pub mod problem;
pub mod report;
pub mod rules;
pub mod run;
pub mod tables;

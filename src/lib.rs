#![doc = include_str!("../README.md")]
//!
//! # Invariants
//!
//! Rules never touch the outside world. No float decides. A record without a place does not exist. A number in `rules` without
//! a clause or the word "assumed" is a defect. Nothing is written unless everything is built. Same inputs, same bytes. No
//! iteration over a hash map reaches an output. Text from a cell never becomes a formula, a path or a sheet name unsanitised.

pub mod cli;
pub mod forms;
pub mod ingest;
pub mod model;
pub mod output;
pub mod policy;
pub mod problem;
pub mod report;
pub mod rules;
pub mod run;
pub mod tables;

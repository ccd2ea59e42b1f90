//! The integration tests: one binary.

// The samples: made by code, and what the tool makes of them.
mod samples;

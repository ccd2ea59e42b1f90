//! The integration tests: one binary.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests fail loudly and make their own files")]

// Seats from head-counts: published tables, a literal second reading, properties.
mod apportion;
// The congress's year: held in time, its tasks, contacts, coverage.
mod calendar;
// Worked examples from outside, each with its source and the hand calculation.
mod cases;
// One group per clause and per setting of the policy.
mod clauses;
// The evaluation beside that of an earlier term.
mod change;
// The corpus of the fuzz targets, replayed.
mod corpus;
// The review of the delegates.
mod delegates;
// The evaluation of cadres: scores, grades, the panel, raters.
mod evaluation;
// Who should be talked to about leaving a post.
mod exit;
// One student's page: what would have been enough, which courses count and why.
mod explain;
// Blank input workbooks: what is written, left unfilled, filled in.
mod forms;
// Two results beside each other.
mod comparison;
// Broken and hostile files.
mod hostile;
// What the ledgers prove of a year: meetings, training, requests, notices, rotation, help.
mod ledgers;
// The log for support: what it says, and that it names nobody.
mod log;
// Every sheet layout and format: the same decisions.
mod layouts;
// What a sheet shows beside the values of its cells: percentages, formulas, errors, merges, hidden rows.
mod marks;
// Class matrices: what stands under, over and beside the names of courses.
mod matrices;
// The public lists: who stands on them, what of a person does, and that nothing else gets there.
mod notice;
// What the unions are made of, and who their people are.
mod offices;
// The reports' folder: replaced as a whole or not at all.
mod output;
// The policy: its layers, what it refuses, the commands that show it.
mod policy;
// The allocation of delegates: totals, methods, ties, lots.
mod quota;
// Ratings in the shapes schools keep them: raters as columns, a sheet for each rater or each person.
mod raters;
// The quick reader of plain sheets beside the general one.
mod readers;
// Faults that once were there.
mod regressions;
// `watch`: what starts another run, what does not, and how it ends.
mod watch;
// The command line: commands, options, exit codes.
mod cli;
// A second, literal implementation of the rules beside the tool's own.
mod oracle;
// The smallest drop that raises each problem, and how the problem is worded.
mod problems;
// What holds whatever the data is.
mod properties;
// How the colleges score.
mod scorecard;
// The samples: made by code, and what the tool makes of them.
mod samples;
// Small schools in a few lines: who is on the roster and what they scored.
mod scene;
// The national form, filled as far as the drop goes.
mod self_assessment;
// Sheets as people keep them, each with one trap.
mod sheets;
// The organisation's structure: head-counts and presidiums.
mod structure;
// A drop in a few lines of text, one run, and what came out.
mod support;
// The code itself: who may use whom, and what the README says.
mod tidy;
// What titles say of the rows below them.
mod titles;
// Values as cells hold them: numbers, terms, days, student numbers, names.
mod values;
// Elections: quorum, majority, ties, lots.
mod votes;

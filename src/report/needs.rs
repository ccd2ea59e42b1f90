//! Which sheets each report needs (需要的材料), so that whoever lacks some can be told what the next one would bring.

use crate::model::Kind;

use super::{
    Outcome, delegates, eligibility, evaluation, exit, ledgers, quota, ranking, scorecard, self_assessment, structure,
};

/// A report, and the sets of sheets of which any one suffices for it.
type Need = (&'static str, &'static [&'static [Kind]]);

/// What can be decided of students with.
const DECIDES: &[&[Kind]] = &[&[Kind::Roster, Kind::Grades], &[Kind::Roster, Kind::Comprehensive]];

/// The needs of all reports; tried out by a test, as the rules themselves say what they can do.
pub const NEEDS: [Need; 10] = [
    (eligibility::NAME, DECIDES),
    (ranking::NAME, DECIDES),
    (quota::NAME, &[&[Kind::Roster], &[Kind::Headcount]]),
    (delegates::NAME, &[&[Kind::Delegates, Kind::Roster], &[Kind::Votes], &[Kind::Meetings], &[Kind::Contacts]]),
    (evaluation::NAME, &[&[Kind::Ratings], &[Kind::Ballots]]),
    (structure::NAME, &[&[Kind::Cadres]]),
    (
        exit::NAME,
        &[
            &[Kind::Cadres, Kind::Roster],
            &[Kind::Cadres, Kind::Grades],
            &[Kind::Cadres, Kind::Discipline],
            &[Kind::Cadres, Kind::Ratings],
            &[Kind::Cadres, Kind::Ballots],
        ],
    ),
    (
        ledgers::NAME,
        &[
            &[Kind::Meetings],
            &[Kind::Training],
            &[Kind::Requests],
            &[Kind::Notices],
            &[Kind::Rotation],
            &[Kind::Services],
        ],
    ),
    (self_assessment::NAME, &[&[Kind::Cadres]]),
    (scorecard::NAME, &[&[Kind::Cadres]]),
];

/// Sheets of which any one would make these reports possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gain {
    /// What to add: each of these alone; where `together`, all of them.
    pub kinds: Vec<Kind>,
    /// Whether all of them are needed.
    pub together: bool,
    /// File names of the reports.
    pub reports: Vec<&'static str>,
}

/// What each sheet that is not there would bring, the most useful first; then what only several together would.
#[must_use]
pub fn gains(outcome: &Outcome<'_>, made: &[&str]) -> Vec<Gain> {
    let is_there = |kind: &Kind| outcome.facts.kinds.contains(kind);
    let open: Vec<&Need> = NEEDS.iter().filter(|(report, _)| !made.contains(report)).collect();
    let lacks = |way: &[Kind]| {
        Kind::ALL.into_iter().filter(|kind| way.contains(kind) && !is_there(kind)).collect::<Vec<Kind>>()
    };
    let mut gains: Vec<Gain> = Vec::new();
    let mut add = |kinds: Vec<Kind>, together: bool, reports: Vec<&'static str>| {
        // Sheets that bring the same stand in one line.
        match gains.iter_mut().find(|gain| !together && !gain.together && gain.reports == reports) {
            Some(gain) => gain.kinds.extend(kinds),
            None => gains.push(Gain { kinds, together, reports }),
        }
    };
    let mut reached: Vec<&str> = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|kind| !is_there(kind)) {
        let is_enough = |(_, ways): &&&Need| ways.iter().any(|way| lacks(way) == [kind]);
        let reports: Vec<&'static str> = open.iter().filter(is_enough).map(|(report, _)| *report).collect();
        if !reports.is_empty() {
            reached.extend(&reports);
            add(vec![kind], false, reports);
        }
    }
    let mut distant: Vec<(Vec<Kind>, Vec<&'static str>)> = Vec::new();
    for (report, ways) in open.iter().filter(|(report, _)| !reached.contains(report)) {
        // The first way is the usual one; nothing lacking means that what is there cannot be used.
        let Some(kinds) = ways.first().map(|way| lacks(way)).filter(|kinds| kinds.len() > 1) else { continue };
        match distant.iter_mut().find(|(own, _)| *own == kinds) {
            Some((_, reports)) => reports.push(report),
            None => distant.push((kinds, vec![report])),
        }
    }
    for (kinds, reports) in distant {
        add(kinds, true, reports);
    }
    gains.sort_by_key(|gain| (gain.together, std::cmp::Reverse(gain.reports.len())));
    gains
}

/// Reports whose sheets are all there, and which cannot be made of them all the same.
#[must_use]
pub fn hindered(outcome: &Outcome<'_>, made: &[&str]) -> Vec<&'static str> {
    let is_there = |kind: &Kind| outcome.facts.kinds.contains(kind);
    let is_hindered =
        |(report, ways): &&Need| !made.contains(report) && ways.iter().any(|way| way.iter().all(is_there));
    NEEDS.iter().filter(is_hindered).map(|(report, _)| *report).collect()
}

/// `01 候选资格审查`: a report as it is spoken of.
#[must_use]
pub fn spoken(report: &str) -> String {
    report.trim_end_matches(".xlsx").replacen('-', " ", 1)
}

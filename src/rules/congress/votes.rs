//! Elections (选举): whether a vote holds, who is elected, who ties for the last seat. H-C7 as far as the ballots go.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;

use crate::model::facts::Facts;
use crate::model::number::Share;
use crate::model::origin::CellRef;
use crate::model::text::fold_name;
use crate::model::union::{Candidate, Contest, ContestDoubt};
use crate::policy::Policy;
use crate::policy::congress::DrawnLot;
use crate::policy::votes::VoteTie;

/// The question of a lot about the last seat of an election; behind a slash may stand what is elected.
pub const LAST_SEAT: &str = "votes.last_seat";

/// The outcome of one election.
#[derive(Clone, Debug)]
pub struct ContestResult {
    /// Which of the contests of the facts.
    pub contest: usize,
    /// The candidates, in the order of the sheet.
    pub candidates: Vec<CandidateResult>,
    /// What holds for the election as a whole.
    pub findings: Vec<Fault>,
    /// The candidates who tie for the last seats, as places in the list, and for how many; empty where nobody does or a lot has
    /// been drawn.
    pub tie: Option<(Vec<usize>, u32)>,
    /// The lot that settled a tie, as an index into the policy's.
    pub lot: Option<usize>,
}

/// What becomes of a candidate.
#[derive(Clone, Debug)]
pub struct CandidateResult {
    /// What follows.
    pub elected: Elected,
    /// What is wrong with the row, or why.
    pub findings: Vec<Fault>,
    /// Rank among the candidates of the contest by votes for, equal ones alike; `None` without a number.
    pub rank: Option<u32>,
}

/// Whether somebody is elected (是否当选).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elected {
    /// 当选.
    Yes,
    /// 未当选.
    No,
    /// A human decides (待定).
    NeedsDecision,
}

impl Elected {
    /// The word of the result file.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NeedsDecision => "needs_decision",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Yes => "当选",
            Self::No => "未当选",
            Self::NeedsDecision => "待定",
        }
    }
}

/// What is found of a vote. Its `Display` is the only wording.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the numbers that the variant's line names")]
pub enum Fault {
    /// More returned than issued: the election is void.
    MoreReturned { returned: u32, issued: u32 },
    /// More valid than returned.
    MoreValid { valid: u32, returned: u32 },
    /// More votes than valid ballots.
    MoreVotes { sum: u64, valid: u32 },
    /// Fewer votes than valid ballots.
    FewerVotes { sum: u64, valid: u32 },
    /// Too few returned.
    NoQuorum { returned: u32, issued: u32, quorum: Share },
    /// The sheet does not say how many were issued, returned or valid.
    NumbersMissing { what: &'static str },
    /// A number could not be read.
    Unreadable,
    /// Not more than the share of the valid ballots.
    NoMajority { votes: u32, valid: u32, majority: Share },
    /// Enough votes, but others have more.
    Outvoted { votes: u32, least: u32, seats: u32 },
    /// Level with others at the last seat.
    Tied { votes: u32, candidates: usize, seats: u32 },
    /// Level with others, and the rule leaves the seat vacant.
    LeftVacant { votes: u32 },
    /// A lot decided.
    Drawn { by: String, date: String },
    /// How many are to be elected the sheet does not say.
    SeatsUnknown,
    /// The same candidate stands in another row.
    Repeated,
    /// Which rows belong to the election nobody can tell.
    Ungrouped(ContestDoubt),
    /// Valid and invalid ballots are not those returned.
    InvalidDiffers { valid: u32, invalid: u32, returned: u32 },
    /// The row names nobody.
    NoName,
    /// The sheet says otherwise.
    SaidOtherwise { said: bool },
    /// Fewer elected than seats.
    SeatsLeft { elected: u32, seats: u32 },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MoreReturned { returned, issued } => {
                write!(f, "收回 {returned} 张，多于发出 {issued} 张，选举无效。请核对票数")
            }
            Self::MoreValid { valid, returned } => {
                write!(f, "有效票 {valid} 张，多于收回 {returned} 张。请核对票数")
            }
            Self::MoreVotes { sum, valid } => {
                write!(f, "赞成、反对、弃权相加 {sum}，多于有效票 {valid}。请核对票数")
            }
            Self::FewerVotes { sum, valid } => {
                write!(f, "赞成、反对、弃权相加 {sum}，少于有效票 {valid}。如有另选他人等票请注明，否则请核对")
            }
            Self::NoQuorum { returned, issued, quorum } => {
                write!(f, "收回 {returned} / 发出 {issued}，不足 {quorum}，选举不能成立")
            }
            Self::NumbersMissing { what } => write!(f, "没有写{what}，不能判断。请补填"),
            Self::Unreadable => f.write_str("票数有看不懂的，不能判断。请更正"),
            Self::NoMajority { votes, valid, majority } => {
                write!(f, "赞成 {votes} / 有效 {valid}，没有超过 {majority}")
            }
            Self::Outvoted { votes, least, seats } => {
                write!(f, "赞成 {votes} 票，应选 {seats} 名，末位当选者 {least} 票")
            }
            Self::Tied { votes, candidates, seats } => {
                write!(f, "{candidates} 人同为 {votes} 票，末位名额 {seats} 名，规则分不出先后，须另行决定")
            }
            Self::LeftVacant { votes } => write!(f, "末位同为 {votes} 票，按规定名额空缺"),
            Self::Drawn { by, date } => write!(f, "末位同票，抽签决定（{by}，{date}）"),
            Self::SeatsUnknown => f.write_str("没有写应选人数，或写法不一，得票过线的不能判断是否当选。请补填“应选”"),
            Self::Repeated => f.write_str("同一候选人有两行，不能判断。请核对后只留一行"),
            Self::Ungrouped(doubt) => {
                let why = match doubt {
                    ContestDoubt::Divider => "表中间有一行看不出是不是另一项选举的开始",
                    ContestDoubt::UnreadColumn => "有一列没有读取，各行写法不同",
                    ContestDoubt::PartlyNamed => "有的行写了选举事项，有的没有写",
                    ContestDoubt::TwoSheets => "同一选举事项出现在两张表里",
                };
                write!(
                    f,
                    "{why}，看不出哪些候选人属于同一项选举，得票过线的不能判断是否当选。请在“选举事项”列逐行写明，一项选举放在一张表里"
                )
            }
            Self::InvalidDiffers { valid, invalid, returned } => {
                write!(f, "有效 {valid} 加无效 {invalid}，不等于收回 {returned}。请核对票数")
            }
            Self::NoName => f.write_str("没有写候选人，不能判断。请补填"),
            Self::SaidOtherwise { said } => {
                write!(f, "表上写着{}，与票数算出的不同。请核对", if *said { "当选" } else { "未当选" })
            }
            Self::SeatsLeft { elected, seats } => {
                write!(f, "应选 {seats} 名，当选 {elected} 名，缺 {} 名", seats - elected)
            }
        }
    }
}

/// Decides all elections.
#[must_use]
pub fn decide_all(policy: &Policy, facts: &Facts) -> Vec<ContestResult> {
    facts.contests.iter().enumerate().map(|(idx, contest)| decide(policy, facts, idx, contest)).collect()
}

/// Whether the row's numbers bear a verdict: no fault, a fault that leaves it open, or one that makes the vote void.
enum Count {
    Sound { votes: u32, has_majority: bool },
    Open,
    Void,
}

fn decide(policy: &Policy, facts: &Facts, idx: usize, contest: &Contest) -> ContestResult {
    let mut candidates: Vec<CandidateResult> = Vec::new();
    let mut counts = Vec::new();
    for candidate in &contest.candidates {
        let mut findings = Vec::new();
        counts.push(count_of(policy, candidate, &mut findings));
        candidates.push(CandidateResult { elected: Elected::No, findings, rank: None });
    }
    for (place, candidate) in contest.candidates.iter().enumerate() {
        let above = |votes: u32| contest.candidates.iter().filter(|other| other.votes[0] > Some(votes)).count();
        candidates[place].rank = candidate.votes[0].map(|votes| u32::try_from(above(votes) + 1).unwrap_or(u32::MAX));
    }
    for (place, candidate) in contest.candidates.iter().enumerate() {
        let fault = if !candidate.name.is_some() {
            Fault::NoName
        } else if contest
            .candidates
            .iter()
            .enumerate()
            .any(|(other, of)| other != place && is_same(facts, of, candidate))
        {
            Fault::Repeated
        } else {
            continue;
        };
        candidates[place].findings.push(fault);
        counts[place] = Count::Open;
    }
    let mut result = ContestResult { contest: idx, candidates, findings: Vec::new(), tie: None, lot: None };
    let is_open = counts.iter().any(|count| matches!(count, Count::Open));
    // By votes, the most first; those without a majority cannot be elected.
    let mut passed: Vec<(u32, usize)> = counts
        .iter()
        .enumerate()
        .filter_map(|(place, count)| match count {
            Count::Sound { votes, has_majority: true } => Some((*votes, place)),
            _ => None,
        })
        .collect();
    passed.sort_by_key(|(votes, place)| (Reverse(*votes), *place));
    for (place, count) in counts.iter().enumerate() {
        if matches!(count, Count::Open) {
            result.candidates[place].elected = Elected::NeedsDecision;
        }
    }
    if let Some(doubt) = contest.doubt {
        result.findings.push(Fault::Ungrouped(doubt));
        for (_, place) in &passed {
            result.candidates[*place].elected = Elected::NeedsDecision;
        }
        return result;
    }
    // Nobody is elected to no seat: the number has not been filled in.
    let Some(seats) = contest.seats.filter(|seats| *seats > 0) else {
        result.findings.push(Fault::SeatsUnknown);
        for (_, place) in &passed {
            result.candidates[*place].elected = Elected::NeedsDecision;
        }
        return result;
    };
    let n_open = u32::try_from(counts.iter().filter(|count| matches!(count, Count::Open)).count()).unwrap_or(u32::MAX);
    let n_passed = u32::try_from(passed.len()).unwrap_or(u32::MAX);
    if is_open && n_passed.saturating_add(n_open) > seats {
        // Whose numbers are open may stand above anybody.
        for (_, place) in &passed {
            result.candidates[*place].elected = Elected::NeedsDecision;
        }
        return result;
    }
    seat(policy, facts, contest, &passed, seats, &mut result);
    for (candidate, decided) in contest.candidates.iter().zip(&mut result.candidates) {
        let is_elected = decided.elected == Elected::Yes;
        if let Some(said) = candidate.said_elected.filter(|said| *said != is_elected)
            && decided.elected != Elected::NeedsDecision
        {
            decided.findings.push(Fault::SaidOtherwise { said });
        }
    }
    let elected = result.candidates.iter().filter(|candidate| candidate.elected == Elected::Yes).count();
    let elected = u32::try_from(elected).unwrap_or(u32::MAX);
    if elected < seats && !is_open && result.tie.is_none() {
        result.findings.push(Fault::SeatsLeft { elected, seats });
    }
    result
}

/// Gives the seats to those who have the most votes; a tie at the last one is a result.
fn seat(
    policy: &Policy,
    facts: &Facts,
    contest: &Contest,
    passed: &[(u32, usize)],
    seats: u32,
    result: &mut ContestResult,
) {
    let n_seats = seats as usize;
    if passed.len() <= n_seats {
        for (_, place) in passed {
            result.candidates[*place].elected = Elected::Yes;
        }
        return;
    }
    if n_seats == 0 {
        return;
    }
    let least = passed[n_seats - 1].0;
    let above = passed.iter().filter(|(votes, _)| *votes > least).count();
    let level: Vec<usize> = passed.iter().filter(|(votes, _)| *votes == least).map(|(_, place)| *place).collect();
    for (votes, place) in passed {
        if *votes > least {
            result.candidates[*place].elected = Elected::Yes;
        } else if *votes < least {
            result.candidates[*place].findings.push(Fault::Outvoted { votes: *votes, least, seats });
        }
    }
    let left = n_seats - above;
    if level.len() == left {
        for place in level {
            result.candidates[place].elected = Elected::Yes;
        }
        return;
    }
    let left_seats = u32::try_from(left).unwrap_or(u32::MAX);
    if let Some((lot, drawn)) = lot_for(policy, facts, contest, &level, left) {
        for place in &level {
            let name = facts.words.text(contest.candidates[*place].name);
            let is_winner = drawn.draws(name);
            result.candidates[*place].elected = if is_winner { Elected::Yes } else { Elected::No };
            let fault = Fault::Drawn { by: drawn.by.clone(), date: drawn.date.clone() };
            result.candidates[*place].findings.push(fault);
        }
        result.lot = Some(lot);
        return;
    }
    for place in &level {
        let candidate = &mut result.candidates[*place];
        match policy.votes.tie.value {
            VoteTie::Vacant => candidate.findings.push(Fault::LeftVacant { votes: least }),
            VoteTie::NeedsDecision => {
                candidate.elected = Elected::NeedsDecision;
                candidate.findings.push(Fault::Tied { votes: least, candidates: level.len(), seats: left_seats });
            }
        }
    }
    if policy.votes.tie.value == VoteTie::NeedsDecision {
        result.tie = Some((level, left_seats));
    }
}

/// The lot that was drawn for exactly these candidates of this contest.
fn lot_for<'p>(
    policy: &'p Policy,
    facts: &Facts,
    contest: &Contest,
    level: &[usize],
    seats: usize,
) -> Option<(usize, &'p DrawnLot)> {
    let names: Vec<&str> = level.iter().map(|place| facts.words.text(contest.candidates[*place].name)).collect();
    let title = facts.words.text(contest.title);
    policy.congress.lots.iter().enumerate().find(|(_, lot)| {
        let is_here = match lot.question.strip_prefix(LAST_SEAT) {
            // Without a name it is about the only election in which these people stand.
            Some("") => facts.contests.iter().filter(|other| has_all(facts, other, &names)).count() == 1,
            Some(rest) => rest.strip_prefix('/') == Some(title),
            None => false,
        };
        is_here && lot.is_about(&names, u32::try_from(seats).unwrap_or(u32::MAX))
    })
}

/// Whether two rows are of one candidate.
fn is_same(facts: &Facts, a: &Candidate, b: &Candidate) -> bool {
    let text = |word| fold_name(facts.words.text(word));
    let is_told_apart = a.student.is_some() && b.student.is_some() && text(a.student) != text(b.student);
    text(a.name) == text(b.name) && !is_told_apart
}

/// Whether these people all stand in an election.
fn has_all(facts: &Facts, contest: &Contest, names: &[&str]) -> bool {
    let stands = |name: &&str| {
        contest.candidates.iter().any(|candidate| fold_name(facts.words.text(candidate.name)) == fold_name(name))
    };
    names.iter().all(stands)
}

/// Lots about a last seat that settle no tie there is.
#[must_use]
pub fn lots_of_no_tie<'p>(policy: &'p Policy, facts: &Facts, results: &[ContestResult]) -> Vec<(&'p DrawnLot, String)> {
    let is_used = |idx: usize| results.iter().any(|result| result.lot == Some(idx));
    let lots = policy.congress.lots.iter().enumerate();
    lots.filter(|(idx, lot)| lot.question.starts_with(LAST_SEAT) && !is_used(*idx))
        .map(|(_, lot)| {
            let ties: Vec<String> = results
                .iter()
                .filter_map(|result| {
                    let (places, seats) = result.tie.as_ref()?;
                    let contest = &facts.contests[result.contest];
                    let names = places.iter().map(|place| facts.words.text(contest.candidates[*place].name));
                    Some(format!(
                        "{}（question = \"{}\"，抽出 {seats} 名）",
                        names.collect::<Vec<_>>().join("、"),
                        question(facts, contest)
                    ))
                })
                .collect();
            let folded = |names: &mut dyn Iterator<Item = &str>| names.map(fold_name).collect::<BTreeSet<String>>();
            let own = folded(&mut lot.tied.iter().map(String::as_str));
            let is_of_them = |result: &ContestResult| {
                result.tie.as_ref().is_some_and(|(places, _)| {
                    let contest = &facts.contests[result.contest];
                    own == folded(&mut places.iter().map(|place| facts.words.text(contest.candidates[*place].name)))
                })
            };
            let is_other_question = results.iter().any(is_of_them);
            let why = if is_other_question {
                format!("同票的人对，question 或抽中的人数不对：现在是 {}", ties.join("；"))
            } else if results.is_empty() {
                "材料里没有选举结果".to_owned()
            } else if ties.is_empty() {
                "现在没有末位同票".to_owned()
            } else {
                format!("现在同票的是 {}", ties.join("；"))
            };
            (lot, why)
        })
        .collect()
}

/// Numbers of votes that cannot be, each with its cell: slips of the sheet, whatever becomes of the candidate.
#[must_use]
pub fn wrong_numbers<'r>(facts: &Facts, results: &'r [ContestResult]) -> Vec<(&'r Fault, CellRef)> {
    let is_wrong = |fault: &&Fault| {
        matches!(
            fault,
            Fault::MoreReturned { .. }
                | Fault::MoreValid { .. }
                | Fault::MoreVotes { .. }
                | Fault::InvalidDiffers { .. }
                | Fault::Repeated
        )
    };
    let mut wrong = Vec::new();
    for result in results {
        let rows = facts.contests[result.contest].candidates.iter().zip(&result.candidates);
        wrong.extend(rows.flat_map(|(candidate, decided)| {
            let cell = candidate.cells[0].unwrap_or(candidate.cell);
            decided.findings.iter().filter(is_wrong).map(move |fault| (fault, cell))
        }));
    }
    wrong
}

/// The question a lot about this contest has to name.
#[must_use]
pub fn question(facts: &Facts, contest: &Contest) -> String {
    let title = facts.words.text(contest.title);
    if facts.contests.len() == 1 || title.is_empty() { LAST_SEAT.to_owned() } else { format!("{LAST_SEAT}/{title}") }
}

/// Looks at one row's numbers.
fn count_of(policy: &Policy, candidate: &Candidate, findings: &mut Vec<Fault>) -> Count {
    if candidate.is_unreadable {
        findings.push(Fault::Unreadable);
        return Count::Open;
    }
    let [issued, returned, valid] = candidate.ballots;
    let [in_favour, against, abstained] = candidate.votes;
    let missing = [("发出票数", issued), ("收回票数", returned), ("有效票数", valid), ("赞成票数", in_favour)];
    let missing: Vec<Fault> = missing
        .into_iter()
        .filter(|(_, number)| number.is_none())
        .map(|(what, _)| Fault::NumbersMissing { what })
        .collect();
    let (Some(issued), Some(returned), Some(valid), Some(votes)) = (issued, returned, valid, in_favour) else {
        findings.extend(missing);
        return Count::Open;
    };
    if returned > issued {
        findings.push(Fault::MoreReturned { returned, issued });
        return Count::Void;
    }
    let quorum = policy.votes.quorum.value;
    if u64::from(returned) * u64::from(quorum.denom) < u64::from(quorum.numer) * u64::from(issued) {
        findings.push(Fault::NoQuorum { returned, issued, quorum });
        return Count::Void;
    }
    if valid > returned {
        findings.push(Fault::MoreValid { valid, returned });
        return Count::Open;
    }
    if let Some(invalid) = candidate.invalid
        && u64::from(valid) + u64::from(invalid) != u64::from(returned)
    {
        findings.push(Fault::InvalidDiffers { valid, invalid, returned });
        return Count::Open;
    }
    let sum: u64 = [Some(votes), against, abstained].into_iter().flatten().map(u64::from).sum();
    if sum > u64::from(valid) {
        findings.push(Fault::MoreVotes { sum, valid });
        return Count::Open;
    }
    if sum < u64::from(valid) && against.is_some() && abstained.is_some() {
        findings.push(Fault::FewerVotes { sum, valid });
    }
    let majority = policy.votes.majority.value;
    let has_majority = u64::from(votes) * u64::from(majority.denom) > u64::from(majority.numer) * u64::from(valid);
    if !has_majority {
        findings.push(Fault::NoMajority { votes, valid, majority });
    }
    Count::Sound { votes, has_majority }
}

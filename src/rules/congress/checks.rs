//! What the congress and its people have to keep to, unit by unit: H-C1, H-C2, H-C5, H-C6, H-C7, H-C9, and W-C1, W-C2, W-C4, which
//! ask the same.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::origin::CellRef;
use crate::model::term::Date;
use crate::model::text::{fold, fold_name};
use crate::model::union::{Cadre, Candidate, Host, Meeting, MeetingRecord, Post, Way};
use crate::model::words::Word;
use crate::model::{Basis, Kind, Strength};
use crate::policy::Policy;

use super::delegates::{self, DelegateReview};
use super::votes::{CandidateResult, ContestResult, Elected, Fault};
use super::{Quota, count};
use crate::rules::basis_of;
use crate::rules::staff::{all_unions, is_of_union};
use crate::rules::units;
use crate::rules::year::Year;

/// All checks of the congress that the drop's sheets allow.
#[must_use]
pub fn check_all(
    policy: &Policy,
    facts: &Facts,
    quota: Option<&Quota>,
    review: Option<&DelegateReview>,
    votes: &[ContestResult],
) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Some(quota) = quota {
        checks.push(share_of_students(policy, quota));
        checks.push(coverage(policy, facts, quota));
    }
    checks.extend(review.into_iter().flat_map(|review| delegates::checks(policy, facts, review)));
    checks.extend(calendar(policy, facts));
    checks.extend(presidium(policy, facts, votes));
    checks.extend(votes.iter().map(|result| election(policy, facts, result)));
    checks.extend(contacts(policy, facts, review));
    checks
}

/// H-C1: enough delegates for the students.
fn share_of_students(policy: &Policy, quota: &Quota) -> Check {
    let min = &policy.congress.min_percent;
    // A total below the minimum was not shared out; what the policy set is what is checked.
    let found = quota.below_minimum.unwrap_or(quota.total);
    Check {
        verdict: if found < quota.minimum_total { Verdict::Fail } else { Verdict::Pass },
        found: format!("{found} 名"),
        limit: format!("≥ {} × {}，即至少 {} 名", min.value, quota.population, quota.minimum_total),
        evidence: heads(quota),
        ..Check::new("H-C1", "", &min.basis)
    }
}

/// The cells of all heads that were counted.
fn heads(quota: &Quota) -> Vec<CellRef> {
    quota.units.iter().flat_map(|unit| unit.cells.iter().copied()).collect()
}

/// H-C2: every unit and every main association has a seat.
fn coverage(policy: &Policy, facts: &Facts, quota: &Quota) -> Check {
    let unit = policy.congress.unit.value.chinese();
    let without = quota.uncovered();
    let names: Vec<&str> = without.iter().map(|unit| quota.units[*unit].name.as_str()).collect();
    let associations = quota.associations.as_deref();
    let bare: Vec<&str> = associations
        .into_iter()
        .flatten()
        .filter(|(_, seats, _)| *seats == 0)
        .map(|(name, ..)| name.as_str())
        .collect();
    let covered = quota.units.len() - without.len();
    let mut found = format!("{unit} {covered} / {}", quota.units.len());
    if let Some(associations) = associations {
        let _ = write!(found, "，主要社团 {} / {}", associations.len() - bare.len(), associations.len());
    }
    let (verdict, note) = if !names.is_empty() || !bare.is_empty() {
        (Verdict::Fail, format!("没有名额的：{}", names.iter().chain(&bare).copied().collect::<Vec<_>>().join("、")))
    } else if associations.is_none() {
        (Verdict::Review, "材料里没有社团名册，主要社团没有核查".to_owned())
    } else if associations.is_some_and(<[_]>::is_empty) {
        (Verdict::Review, "社团名册里没有主要社团，请核对".to_owned())
    } else {
        (Verdict::Pass, String::new())
    };
    let unclear = facts.associations.iter().flatten().filter(|association| association.is_main.is_none()).count();
    let (verdict, note) = match (verdict, unclear) {
        (Verdict::Pass, 1..) => (Verdict::Review, format!("有 {unclear} 个社团看不出是不是主要社团")),
        (verdict, _) => (verdict, note),
    };
    Check {
        verdict,
        found,
        limit: format!("各{unit}和主要社团都有"),
        note,
        evidence: heads(quota).into_iter().chain(associations.into_iter().flatten().map(|(.., cell)| *cell)).collect(),
        ..Check::new("H-C2", "", &basis_of(policy, "H-C2"))
    }
}

/// H-C5 and H-C6: each unit's congress within the year, and what it did.
fn calendar(policy: &Policy, facts: &Facts) -> Vec<Check> {
    let Some(year) = Year::of(facts) else { return Vec::new() };
    let is_of_congress =
        |record: &&MeetingRecord| matches!(record.sort, Some(Meeting::Congress | Meeting::AllStudents) | None);
    // A ledger of nothing but reports on one's work is none of meetings in general.
    let records: Vec<&MeetingRecord> = facts.meetings.iter().filter(is_of_congress).collect();
    if !facts.has_general_meetings() {
        return Vec::new();
    }
    let mut checks = Vec::new();
    for units::Unit { host, name, heads } in units::school_and_colleges(facts) {
        let unit = Unit { policy, facts, year, host, name, heads };
        checks.push(unit.held(&records));
        checks.extend(unit.did(&records));
    }
    checks
}

struct Unit<'a> {
    policy: &'a Policy,
    facts: &'a Facts,
    year: Year,
    host: Host,
    name: String,
    heads: Option<u32>,
}

impl Unit<'_> {
    /// Whether a meeting of all students stands for a congress here.
    fn may_meet_all(&self) -> bool {
        self.heads.is_some_and(|heads| heads < self.policy.congress.all_student_meeting_below.value)
    }

    fn counts(&self, record: &MeetingRecord) -> bool {
        record.sort == Some(Meeting::Congress) || record.sort == Some(Meeting::AllStudents) && self.may_meet_all()
    }

    /// Records of this unit with a day not after the day of the run, the latest first.
    fn held_on<'r>(&self, records: &[&'r MeetingRecord]) -> Vec<(Date, &'r MeetingRecord)> {
        let own = records.iter().filter(|record| record.host == Some(self.host) && self.counts(record));
        let mut held: Vec<(Date, &MeetingRecord)> =
            own.filter_map(|record| Some((record.day?, *record))).filter(|(day, _)| *day <= self.year.as_of).collect();
        held.sort_by_key(|(day, record)| std::cmp::Reverse((*day, record.cells[0])));
        held
    }

    /// H-C5.
    fn held(&self, records: &[&MeetingRecord]) -> Check {
        let frequency = &self.policy.congress.frequency_months;
        let held = self.held_on(records);
        let last = held.first().map(|(day, _)| *day);
        let months = frequency.value;
        let is_recent = last.is_some_and(|last| self.year.as_of <= last.plus_months(months));
        let is_in_year = months >= 12 && last.is_some_and(|last| self.year.holds(last));
        // What cannot be read may be this unit's congress.
        let unclear: Vec<CellRef> = records
            .iter()
            .filter(|record| {
                let may_be_here = record.host.is_none_or(|host| host == self.host);
                may_be_here && (record.sort.is_none() || record.day.is_none() || record.host.is_none())
            })
            .map(|record| record.cells[0])
            .collect();
        let all_students =
            records.iter().find(|record| record.host == Some(self.host) && record.sort == Some(Meeting::AllStudents));
        let is_open = last.is_none() && !self.year.is_over();
        let (verdict, note) = match last {
            Some(_) if is_recent || is_in_year => (Verdict::Pass, String::new()),
            _ if !unclear.is_empty() => {
                (Verdict::Review, format!("有 {} 条会议记录的日期、类型或主办单位看不懂，可能就是", unclear.len()))
            }
            Some(last) => (Verdict::Fail, format!("距 {last} 已超过 {months} 个月")),
            None if all_students.is_some() && !self.may_meet_all() => (
                Verdict::Fail,
                format!(
                    "开的是全体学生大会；学生 {} 人，不少于 {} 人，应召开学生代表大会",
                    self.heads.map_or_else(|| "全校".to_owned(), |heads| heads.to_string()),
                    self.policy.congress.all_student_meeting_below.value
                ),
            ),
            None if self.year.is_over() => (Verdict::Fail, String::new()),
            None => {
                let ahead = records.iter().filter(|record| record.host == Some(self.host) && self.counts(record));
                let ahead = ahead.filter_map(|record| record.day).filter(|day| *day > self.year.as_of).min();
                let ahead = ahead.map_or_else(String::new, |day| format!("（台账里 {day} 的还没有到）"));
                (Verdict::Review, format!("本学年还没有结束，台账里也没有上一次，不能判断{ahead}"))
            }
        };
        let shown =
            |(day, record): &(Date, &MeetingRecord)| format!("{day} {}", record.sort.map_or("", Meeting::chinese));
        Check {
            period: self.year.name(),
            verdict,
            found: held.first().map_or_else(|| "没有记录".to_owned(), shown),
            limit: format!("每 {months} 个月（每学年）一次"),
            is_due: !(is_open && verdict == Verdict::Review && unclear.is_empty()),
            note,
            evidence: held.first().map(|(_, record)| vec![record.cells[0]]).unwrap_or(unclear),
            ..Check::new("H-C5", &self.name, &frequency.basis)
        }
    }

    /// H-C6: what the congress of this year, else the last one, had on its agenda.
    fn did(&self, records: &[&MeetingRecord]) -> Option<Check> {
        let tasks = &self.policy.congress.agenda;
        let held = self.held_on(records);
        let (day, record) = held.first()?;
        let agenda = fold(self.facts.words.text(record.agenda)).into_owned();
        let missing: Vec<&str> = tasks.value.iter().filter(|task| !does(task, &agenda)).map(String::as_str).collect();
        let (verdict, note) = match (agenda.is_empty(), missing.is_empty()) {
            (true, _) => (Verdict::Review, "没有写议程。请补填".to_owned()),
            (false, true) => (Verdict::Pass, String::new()),
            (false, false) => (Verdict::Fail, format!("议程里没有：{}", missing.join("、"))),
        };
        let academic = day.academic_year();
        Some(Check {
            period: format!("{academic}-{}", academic + 1),
            verdict,
            found: format!("{} / {}", tasks.value.len() - missing.len(), tasks.value.len()),
            limit: tasks.value.join("、"),
            note,
            evidence: vec![record.cells[1]],
            ..Check::new("H-C6", &self.name, &tasks.basis)
        })
    }
}

/// Whether an agenda names a task, in one of the words for it.
fn does(task: &str, agenda: &str) -> bool {
    let words: &[&str] = match task {
        "审议报告" => &["报告"],
        "选举" => &["选举", "换届"],
        "章程" => &["章程"],
        "征求意见" => &["意见", "建议", "提案"],
        other => return agenda.contains(&*fold(other)),
    };
    words.iter().any(|word| agenda.contains(word))
}

/// What the ballots say of an officer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Vote {
    /// Under the officer's student number.
    Own(Elected),
    /// Under the same name without a number, which may be another person's.
    OfName(Elected),
    /// Nothing.
    None,
}

/// The vote on an officer, and its cell.
fn vote_of(facts: &Facts, votes: &[ContestResult], cadre: &Cadre) -> (Vote, Option<CellRef>) {
    let number = facts.words.text(cadre.person.student);
    let name = fold_name(facts.words.text(cadre.person.name));
    let all =
        || votes.iter().flat_map(|result| facts.contests[result.contest].candidates.iter().zip(&result.candidates));
    let own = all()
        .filter(|(candidate, _)| candidate.student.is_some() && *fold(facts.words.text(candidate.student)) == *number);
    let named = all().filter(|(candidate, _)| {
        !candidate.student.is_some() && !name.is_empty() && fold_name(facts.words.text(candidate.name)) == name
    });
    // Who lost one election may have won another.
    let best = |found: Vec<(Elected, CellRef)>| found.into_iter().max_by_key(|(elected, _)| *elected == Elected::Yes);
    let result = |(candidate, result): (&Candidate, &CandidateResult)| {
        (result.elected, candidate.cells[0].unwrap_or(candidate.cell))
    };
    if let Some((elected, cell)) = best(own.map(result).collect()) {
        return (Vote::Own(elected), Some(cell));
    }
    match best(named.map(result).collect()) {
        Some((elected, cell)) => (Vote::OfName(elected), Some(cell)),
        None => (Vote::None, None),
    }
}

/// Whether an officer was elected by the congress; `None` where nobody can say. The ballots go before the list.
fn was_elected(vote: Vote, way: Option<Way>) -> Option<bool> {
    match vote {
        Vote::Own(Elected::Yes) => Some(true),
        Vote::Own(Elected::No) => Some(false),
        Vote::Own(Elected::NeedsDecision) => None,
        // The name proves nothing; where it agrees with the list, the list stands.
        Vote::OfName(Elected::Yes) | Vote::None => way.map(|way| way == Way::Elected),
        Vote::OfName(_) => way.filter(|way| *way != Way::Elected).map(|_| false),
    }
}

/// H-C7: each organisation's chair was elected by a congress; and of the rest of its presidium, some or all.
fn presidium(policy: &Policy, facts: &Facts, votes: &[ContestResult]) -> Vec<Check> {
    let basis = basis_of(policy, "H-C7");
    let mut checks = Vec::new();
    for union in all_unions(policy, facts) {
        let presidium = union.cadres.into_iter().filter(|cadre| cadre.post.is_some_and(Post::is_presidium));
        let (chairs, others): (Vec<&Cadre>, Vec<&Cadre>) = presidium.partition(|cadre| cadre.post == Some(Post::Chair));
        let part_is_enough = !policy.congress.elects_whole_presidium.value;
        if !chairs.is_empty() {
            checks.push(elected(facts, votes, union.unit, "执行主席", &chairs, false, &basis));
        }
        if !others.is_empty() {
            let basis = Basis { strength: Strength::Warn, ..basis.clone() };
            checks.push(elected(facts, votes, union.unit, "主席团其他成员", &others, part_is_enough, &basis));
        }
    }
    checks
}

/// Whether a part of a presidium was elected.
fn elected(
    facts: &Facts,
    votes: &[ContestResult],
    organisation: &str,
    label: &str,
    group: &[&Cadre],
    is_part_enough: bool,
    basis: &Basis,
) -> Check {
    let of: Vec<(&Cadre, Vote, Option<CellRef>, Option<bool>)> = group
        .iter()
        .map(|cadre| {
            let (vote, cell) = vote_of(facts, votes, cadre);
            (*cadre, vote, cell, was_elected(vote, cadre.way))
        })
        .collect();
    let number = |wanted: Option<bool>| of.iter().filter(|(.., elected)| *elected == wanted).count();
    let (n_elected, n_unclear) = (number(Some(true)), number(None));
    let verdict = if n_elected == group.len() || is_part_enough && n_elected > 0 {
        Verdict::Pass
    } else if n_unclear > 0 {
        Verdict::Review
    } else {
        Verdict::Fail
    };
    let not = || of.iter().filter(|(.., elected)| *elected != Some(true));
    let notes: BTreeSet<String> = not()
        .map(|(cadre, vote, _, elected)| match (vote, elected) {
            (Vote::Own(_), Some(_)) => "选举结果为未当选".to_owned(),
            (Vote::Own(_), None) => "选举结果待定".to_owned(),
            (Vote::OfName(result), None) => {
                format!("选举结果里有同名候选人（{}），没有学号，请核对", result.chinese())
            }
            (_, Some(_)) => format!("产生方式为{}", cadre.way.map_or("", way_chinese)),
            (Vote::None, None) => "没有写产生方式，选举结果里也没有".to_owned(),
        })
        .collect();
    Check {
        verdict,
        found: format!("{label} {} 名，由学代会选举产生 {n_elected} 名", group.len()),
        limit: if is_part_enough { "部分由学代会选举产生" } else { "由学代会选举产生" }.to_owned(),
        note: notes.into_iter().collect::<Vec<_>>().join("；"),
        persons: not().map(|(cadre, ..)| (cadre.person.id, cadre.person.name)).collect(),
        evidence: of
            .iter()
            .flat_map(|(cadre, _, cell, _)| [Some(cadre.cells[3].unwrap_or(cadre.person.cell)), *cell])
            .flatten()
            .collect(),
        ..Check::new("H-C7", organisation, basis)
    }
}

fn way_chinese(way: Way) -> &'static str {
    match way {
        Way::Elected => "选举",
        Way::Appointed => "任命或聘任",
        Way::Selected => "选拔",
    }
}

/// H-C7: an election holds and fills its seats.
fn election(policy: &Policy, facts: &Facts, result: &ContestResult) -> Check {
    let contest = &facts.contests[result.contest];
    let elected = result.candidates.iter().filter(|candidate| candidate.elected == Elected::Yes).count();
    let all = || result.candidates.iter().flat_map(|candidate| &candidate.findings).chain(&result.findings);
    let is_void = |fault: &&Fault| matches!(fault, Fault::MoreReturned { .. } | Fault::NoQuorum { .. });
    let is_open = result.candidates.iter().any(|candidate| candidate.elected == Elected::NeedsDecision);
    let verdict = if all().any(|fault| is_void(&fault)) {
        Verdict::Fail
    } else if is_open
        || all().any(|fault| {
            matches!(
                fault,
                Fault::SeatsUnknown | Fault::Ungrouped(_) | Fault::FewerVotes { .. } | Fault::SaidOtherwise { .. }
            )
        })
    {
        Verdict::Review
    } else if result.findings.iter().any(|fault| matches!(fault, Fault::SeatsLeft { .. })) {
        Verdict::Fail
    } else {
        Verdict::Pass
    };
    let notes: Vec<String> =
        result.findings.iter().chain(all().filter(is_void).take(1)).map(Fault::to_string).collect();
    let title = facts.words.text(contest.title);
    Check {
        unit: if title.is_empty() { "选举".to_owned() } else { title.to_owned() },
        verdict,
        found: format!("当选 {elected} 名"),
        limit: format!(
            "收回 ≥ 发出 × {}，赞成 > 有效 × {}，应选 {}",
            policy.votes.quorum.value,
            policy.votes.majority.value,
            contest.seats.map_or_else(|| "不明".to_owned(), |seats| format!("{seats} 名"))
        ),
        note: notes.join("；"),
        evidence: contest.candidates.iter().map(|candidate| candidate.cells[0].unwrap_or(candidate.cell)).collect(),
        ..Check::new("H-C7", "", &basis_of(policy, "H-C7"))
    }
}

/// H-C9: who of delegates and staff has talked with students, as far as the ledger says.
fn contacts(policy: &Policy, facts: &Facts, review: Option<&DelegateReview>) -> Option<Check> {
    if !facts.kinds.contains(&Kind::Contacts) {
        return None;
    }
    let delegates = delegates::persons_of(&facts.delegates.present);
    let staff = facts.cadres.present.iter().filter(|cadre| is_of_union(cadre));
    let mut seen = HashSet::new();
    let people: Vec<_> = delegates
        .filter(|_| review.is_some())
        .map(|delegate| delegate.person)
        .chain(staff.map(|cadre| cadre.person))
        .filter(|person| seen.insert(person.student))
        .collect();
    let year = Year::of(facts)?;
    let asked: HashSet<Word> = people.iter().map(|person| person.student).collect();
    let records = facts.contacts.iter().filter(|contact| contact.day.is_none_or(|day| year.holds(day)));
    // Whoever is neither a delegate nor of the staff is not asked.
    let records = records.filter(|contact| asked.is_empty() || asked.contains(&contact.person.student));
    let records: Vec<_> = records.collect();
    let reached: u64 = records.iter().filter_map(|contact| contact.reached).map(u64::from).sum();
    let with: HashSet<Word> = records.iter().map(|contact| contact.person.student).collect();
    let without: Vec<_> = people.iter().filter(|person| !with.contains(&person.student)).collect();
    let (verdict, note) = if people.is_empty() {
        (Verdict::Review, "材料里没有代表名册和工作人员名册，不知道应有谁".to_owned())
    } else if without.is_empty() {
        (Verdict::Pass, String::new())
    } else {
        (Verdict::Review, format!("{} 名代表和工作人员没有联系记录", without.len()))
    };
    Some(Check {
        period: year.name(),
        verdict,
        found: format!(
            "联系 {} 次、{reached} 人次；{} 名代表和工作人员中 {} 名有记录",
            records.len(),
            people.len(),
            count(people.len() - without.len())
        ),
        limit: "方案没有规定次数，每人至少应有一次记录".to_owned(),
        note,
        persons: without.iter().map(|person| (person.id, person.name)).collect(),
        evidence: records.iter().map(|contact| contact.person.cell).collect(),
        ..Check::new("H-C9", "", &basis_of(policy, "H-C9"))
    })
}

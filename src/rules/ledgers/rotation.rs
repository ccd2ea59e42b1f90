//! The rotation of the executive chair (执行主席轮换) H-B10: one after the other, nobody for too long, all of the presidium.

use crate::model::Kind;
use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::ledgers::Turn;
use crate::model::term::Date;
use crate::model::words::Word;
use crate::policy::Policy;
use crate::rules::recorded::Recorded;
use crate::rules::staff::{SCHOOL, names, school_presidium};
use crate::rules::year::Year;

use super::Findings;

/// What is wrong with the turns.
#[derive(Default)]
struct Faults {
    verdict: Option<Verdict>,
    notes: Vec<String>,
    persons: Vec<(Word, Word)>,
}

impl Faults {
    fn add(&mut self, verdict: Verdict, turn: &Turn, note: String) {
        self.verdict = self.verdict.max(Some(verdict));
        self.notes.push(note);
        self.persons.push((turn.person.id, turn.person.name));
    }
}

pub(super) fn review(policy: &Policy, facts: &Facts, findings: &mut Findings) {
    let Some(year) = Year::of(facts).filter(|_| facts.kinds.contains(&Kind::Rotation)) else { return };
    let most = &policy.structure.rotation_months;
    let evidence = facts.ledgers.turns.iter().flat_map(|turn| turn.cells).collect();
    if most.value == 0 {
        findings.recorded.push(Recorded {
            rule: "H-B10",
            basis: most.basis.clone(),
            found: format!("轮值台账 {} 条", facts.ledgers.turns.len()),
            why: "本政策没有规定执行主席轮换",
            evidence,
        });
        return;
    }
    let name = |turn: &Turn| facts.words.text(turn.person.name);
    let mut faults = Faults::default();
    let mut turns: Vec<(Date, &Turn)> = Vec::new();
    for turn in &facts.ledgers.turns {
        match turn.from {
            Some(from) if turn.is_open || turn.to.is_some() => turns.push((from, turn)),
            _ => faults.add(Verdict::Review, turn, format!("{}的日期看不懂或前后颠倒", name(turn))),
        }
    }
    turns.sort_by_key(|(from, turn)| (*from, turn.cells[0]));
    let until = |turn: &Turn| turn.to.unwrap_or(year.as_of);
    let last = turns.iter().map(|(from, _)| *from).max();
    for (idx, (from, turn)) in turns.iter().enumerate() {
        // Congresses do not meet on the same day each year: less than a month more is for a human.
        if until(turn) > from.plus_months(most.value) {
            let span = turn.to.map_or_else(|| "至今".to_owned(), |to| format!("至 {to}"));
            let is_far = until(turn) > from.plus_months(most.value + 1);
            let verdict = if is_far { Verdict::Fail } else { Verdict::Review };
            let more = if is_far { "" } else { "，不到一个月" };
            faults.add(
                verdict,
                turn,
                format!("{}任执行主席 {from} {span}，超过 {} 个月{more}", name(turn), most.value),
            );
        }
        if turn.is_open && Some(*from) != last {
            faults.add(Verdict::Review, turn, format!("{}没有写结束日期，后面已有人接任", name(turn)));
        }
        let Some((before_from, before)) = idx.checked_sub(1).map(|idx| turns[idx]) else { continue };
        if before.person.student == turn.person.student {
            faults.add(Verdict::Fail, turn, format!("{}连任（{before_from}、{from}）", name(turn)));
        } else if turns[..idx].iter().any(|(_, earlier)| earlier.person.student == turn.person.student) {
            faults.add(Verdict::Review, turn, format!("{}再次担任（{from}）", name(turn)));
        }
        let Some(before_to) = before.to else { continue };
        if before_to.next() < *from {
            faults.add(Verdict::Review, turn, format!("{before_to} 至 {from} 之间没有执行主席"));
        } else if before_to > *from {
            faults.add(
                Verdict::Review,
                turn,
                format!("{}和{}的任期有重叠（{from} 至 {before_to}）", name(before), name(turn)),
            );
        }
    }
    members(facts, year, &turns, &mut faults);
    if let Some((_, turn)) = turns.last()
        && let Some(to) = turn.to.filter(|to| *to < year.as_of)
    {
        faults.add(Verdict::Review, turn, format!("{to} 以后没有执行主席的记录"));
    }
    let shown: Vec<String> = turns
        .iter()
        .map(|(from, turn)| {
            let to = turn.to.map_or_else(|| "今".to_owned(), |to| format!(" {to}"));
            format!("{}（{from} 至{to}）", name(turn))
        })
        .collect();
    findings.checks.push(Check {
        verdict: if turns.is_empty() { Verdict::Review } else { faults.verdict.unwrap_or(Verdict::Pass) },
        found: if shown.is_empty() { "没有记录".to_owned() } else { shown.join("、") },
        limit: format!("由主席团成员轮换，一人不超过 {} 个月，前后相接", most.value),
        note: faults.notes.join("；"),
        persons: names(facts, faults.persons.into_iter()),
        evidence,
        ..Check::new("H-B10", SCHOOL, &most.basis)
    });
}

/// Whoever is chair now stands in the presidium of the present list.
fn members(facts: &Facts, year: Year, turns: &[(Date, &Turn)], faults: &mut Faults) {
    let presidium = || school_presidium(facts);
    if presidium().next().is_none() {
        return;
    }
    let is_now = |(from, turn): &&(Date, &Turn)| *from <= year.as_of && turn.to.is_none_or(|to| to >= year.as_of);
    for (_, turn) in turns.iter().filter(is_now) {
        if !presidium().any(|cadre| cadre.person.student == turn.person.student) {
            let note = format!("{}不在现任主席团名册里", facts.words.text(turn.person.name));
            faults.add(Verdict::Fail, turn, note);
        }
    }
}

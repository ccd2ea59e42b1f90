//! How people are selected, in the open: an open call first H-A7 (W-A2), the result made public long enough and before the
//! appointment H-A8, the steps in their order H-E7.

use std::collections::BTreeMap;

use crate::model::Kind;
use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::ledgers::{Notice, Step};
use crate::model::number::count;
use crate::model::origin::CellRef;
use crate::model::term::Date;
use crate::model::union::{Cadre, Host};
use crate::policy::Policy;
use crate::rules::basis_of;
use crate::rules::staff::{all_unions_by_level, names};
use crate::rules::units::{self, name_of};
use crate::rules::year::Year;

use super::{Findings, asked, none_at_all, with};

/// One notice, judged by itself.
#[derive(Clone, Debug)]
pub struct NoticeFinding {
    /// Which, as an index into the ledger.
    pub notice: usize,
    /// Working days it stood; `None` where a day cannot be read.
    pub days: Option<u32>,
    /// What follows; of a step that has no length of its own, nothing.
    pub verdict: Option<Verdict>,
    /// Why.
    pub note: String,
}

pub(super) fn review(policy: &Policy, facts: &Facts, findings: &mut Findings) {
    let Some(year) = Year::of(facts).filter(|_| facts.kinds.contains(&Kind::Notices)) else { return };
    let ledger = Ledger { policy, facts, year };
    let notices: Vec<NoticeFinding> = (0..facts.ledgers.notices.len()).map(|idx| ledger.judge(idx)).collect();
    findings.checks.extend(notices.iter().filter_map(|finding| ledger.check_of(finding)));
    let selections = ledger.selections();
    findings.checks.extend(ledger.coverage(&selections));
    findings.checks.extend(ledger.calls(&selections));
    findings.checks.extend(ledger.order(&selections));
    findings.notices = notices;
}

struct Ledger<'a> {
    policy: &'a Policy,
    facts: &'a Facts,
    year: Year,
}

/// What the ledger and the list of cadres say of one union's selections.
#[derive(Default)]
struct Selections<'a> {
    /// Notices with a first day not after the day of the run, in order of time.
    notices: Vec<(Date, &'a Notice)>,
    /// Who was appointed in this academic year, by day.
    appointed: BTreeMap<Date, Vec<&'a Cadre>>,
    /// Whose day of appointment the list does not say.
    undated: Vec<&'a Cadre>,
}

impl<'a> Ledger<'a> {
    /// Whether a notice was long enough, is over, and without objections left.
    fn judge(&self, idx: usize) -> NoticeFinding {
        let notice = &self.facts.ledgers.notices[idx];
        let finding = |days, verdict, note: String| NoticeFinding { notice: idx, days, verdict, note };
        if notice.step != Some(Step::Publicity) {
            let note = if notice.step.is_none() { "看不出是哪一个环节，没有核查" } else { "" };
            return finding(None, None, note.to_owned());
        }
        let Some((from, to)) = notice.from.zip(notice.to) else {
            return finding(None, Some(Verdict::Review), "日期看不懂或前后颠倒".to_owned());
        };
        let least = self.policy.ledgers.notice_days.value;
        let calendar = &self.policy.ledgers.calendar;
        let days = calendar.days_through(from, to);
        let mut notes = Vec::new();
        let mut verdict = Verdict::Pass;
        if days < least {
            verdict = Verdict::Fail;
            notes.push(format!("只有 {days} 个工作日"));
        }
        let unknown: Vec<String> = [from.year, to.year]
            .into_iter()
            .filter(|year| !calendar.knows(*year))
            .map(|year| year.to_string())
            .collect();
        if !unknown.is_empty() {
            notes.push(format!("政策里没有 {} 年的节假日，只除去了周末", unknown[0]));
        }
        if to >= self.year.as_of {
            verdict = verdict.max(Verdict::Review);
            notes.push("公示还没有结束".to_owned());
        }
        match notice.objections {
            Some(0) => {}
            Some(n) if notice.handling.is_some() => {
                notes.push(format!("异议 {n} 条，处理：{}", self.facts.words.text(notice.handling)));
            }
            Some(n) => {
                verdict = verdict.max(Verdict::Review);
                notes.push(format!("异议 {n} 条，没有写处理结果"));
            }
            None => {
                verdict = verdict.max(Verdict::Review);
                notes.push("没有写异议数，没有异议的请写 0".to_owned());
            }
        }
        finding(Some(days), Some(verdict), notes.join("；"))
    }

    /// H-A8 of a notice of this year.
    fn check_of(&self, finding: &NoticeFinding) -> Option<Check> {
        let notice = &self.facts.ledgers.notices[finding.notice];
        let verdict = finding.verdict?;
        if notice.from.is_some_and(|from| !self.year.holds(from)) {
            return None;
        }
        let setting = &self.policy.ledgers.notice_days;
        let (basis, assumed) = asked(self.policy, "H-A8", setting, &format!("{} 个工作日", setting.value));
        let span = notice.from.zip(notice.to).map(|(from, to)| format!("，{from} 至 {to}")).unwrap_or_default();
        let days = finding.days.map(|days| format!("，{days} 个工作日")).unwrap_or_default();
        Some(Check {
            period: self.year.name(),
            verdict,
            found: format!("“{}”{span}{days}", self.facts.words.text(notice.matter)),
            limit: format!("公示不少于 {} 个工作日", setting.value),
            note: with(finding.note.clone(), assumed.as_deref().unwrap_or_default()),
            evidence: notice.cells.to_vec(),
            ..Check::new("H-A8", name_of(self.facts, notice.host), &basis)
        })
    }

    /// Each union's notices and appointments, by what it is called.
    fn selections(&self) -> BTreeMap<Host, Selections<'a>> {
        let mut selections: BTreeMap<Host, Selections<'a>> = BTreeMap::new();
        for notice in &self.facts.ledgers.notices {
            let Some((host, from)) = notice.host.zip(notice.from.filter(|from| *from <= self.year.as_of)) else {
                continue;
            };
            selections.entry(host).or_default().notices.push((from, notice));
        }
        for own in selections.values_mut() {
            own.notices.sort_by_key(|(from, notice)| (*from, notice.step, notice.cells[0]));
        }
        let units = units::all(self.policy, self.facts);
        for (level, union) in all_unions_by_level(self.policy, self.facts) {
            let Some(host) = units.iter().find(|unit| unit.owns(level, &union)).map(|unit| unit.host) else { continue };
            let own = selections.entry(host).or_default();
            for cadre in union.cadres {
                match cadre.appointed {
                    Some(day) if self.year.holds(day) => own.appointed.entry(day).or_default().push(cadre),
                    // Who has held the post for longer was appointed in another year's ledger.
                    Some(_) => {}
                    None => own.undated.push(cadre),
                }
            }
        }
        selections
    }

    /// Notices of a step, in order of time.
    fn of<'s>(own: &'s Selections<'a>, step: Step) -> impl Iterator<Item = (Date, &'a Notice)> + 's {
        own.notices.iter().filter(move |(_, notice)| notice.step == Some(step)).copied()
    }

    /// H-A8: whoever was appointed this year had been made public before.
    fn coverage(&self, selections: &BTreeMap<Host, Selections<'a>>) -> Vec<Check> {
        let basis = basis_of(self.policy, "H-A8");
        let mut checks = Vec::new();
        for (host, own) in selections {
            let check = |verdict, found, note, persons: &[&Cadre], evidence| Check {
                period: self.year.name(),
                verdict,
                found,
                limit: "任职之前有已结束的公示".to_owned(),
                note,
                persons: names(self.facts, persons.iter().map(|cadre| (cadre.person.id, cadre.person.name))),
                evidence,
                ..Check::new("H-A8", name_of(self.facts, Some(*host)), &basis)
            };
            let cells = |cadres: &[&Cadre]| -> Vec<CellRef> {
                cadres.iter().map(|cadre| cadre.appointed_cell.unwrap_or(cadre.person.cell)).collect()
            };
            let mut covered: Vec<&Cadre> = Vec::new();
            for (day, cadres) in &own.appointed {
                // Only a notice of this academic year, or of the summer before it, is about these people.
                let of_time = |(from, notice): &(Date, &Notice)| {
                    from.academic_year() + 1 >= self.year.first && notice.to.is_some_and(|to| to < *day)
                };
                if Self::of(own, Step::Publicity).any(|notice| of_time(&notice)) {
                    covered.extend(cadres);
                    continue;
                }
                let running = Self::of(own, Step::Publicity)
                    .find(|(from, notice)| from <= day && notice.to.is_none_or(|to| to >= *day));
                // What cannot be read, or is of nobody knows whom, may be the notice that is sought.
                let may_be = |notice: &&Notice| {
                    notice.step == Some(Step::Publicity)
                        && (notice.host.is_none() || notice.host == Some(*host))
                        && (notice.host.is_none() || notice.from.is_none() || notice.to.is_none())
                        && notice.from.is_none_or(|from| from <= *day)
                };
                let is_open = self.facts.ledgers.notices.iter().any(|notice| may_be(&notice));
                let (verdict, why) = match running {
                    None if own.notices.is_empty() && !is_open => {
                        (Verdict::Review, "台账里没有这个单位的任何记录，可能记在别处。请把它的公示台账也放进来")
                    }
                    None if is_open => (Verdict::Review, "有公示的日期或单位看不懂，可能就是"),
                    Some((_, notice)) if notice.to.is_none() => (Verdict::Review, "公示的结束日期看不懂"),
                    Some(_) => (Verdict::Fail, "任职时公示还没有结束"),
                    None => (Verdict::Fail, "台账里没有任职之前的公示"),
                };
                checks.push(check(
                    verdict,
                    format!("{day} 任职 {} 人", cadres.len()),
                    why.to_owned(),
                    cadres,
                    cells(cadres),
                ));
            }
            if !covered.is_empty() {
                let found = format!("本学年任职 {} 人，任职之前有公示", covered.len());
                checks.push(check(Verdict::Pass, found, String::new(), &[], cells(&covered)));
            }
            if !own.undated.is_empty() {
                let found = format!("{} 人没有任职日期，或日期看不懂", own.undated.len());
                let note = "看不出任职之前有没有公示。请在名册里补填到日，例如 2025-09-22".to_owned();
                checks.push(check(Verdict::Review, found, note, &own.undated, Vec::new()));
            }
        }
        checks
    }

    /// H-A7: an open call came before the result was made public or people were appointed.
    fn calls(&self, selections: &BTreeMap<Host, Selections<'a>>) -> Vec<Check> {
        let basis = basis_of(self.policy, "H-A7");
        let limit = "公示或任职之前有面向全体同学的公开选拔";
        let has_call = selections.values().any(|own| Self::of(own, Step::Call).next().is_some());
        let new = |unit: &str| Check {
            period: self.year.name(),
            limit: limit.to_owned(),
            ..Check::new("H-A7", unit, &basis)
        };
        let selects = |own: &Selections<'a>| {
            let made_public =
                Self::of(own, Step::Publicity).map(|(from, _)| from).filter(|from| self.year.holds(*from));
            made_public.chain(own.appointed.keys().copied()).min()
        };
        if !has_call {
            let is_any = selections.values().any(|own| selects(own).is_some());
            let check = Check { found: "没有记录".to_owned(), ..new("") };
            return is_any.then(|| none_at_all(check, "公开选拔")).into_iter().collect();
        }
        let check = |(host, own): (&Host, &Selections<'a>)| {
            let first = selects(own)?;
            let call = Self::of(own, Step::Call)
                .filter(|(from, _)| *from <= first && from.academic_year() + 1 >= self.year.first)
                .last();
            Some(match call {
                Some((from, notice)) => Check {
                    found: format!("{from} “{}”，渠道 {}", self.facts.words.text(notice.matter), self.channel(notice)),
                    evidence: notice.cells.to_vec(),
                    ..new(name_of(self.facts, Some(*host)))
                },
                None => Check {
                    // A call for all colleges names none of them, and a unit without a record may keep its own ledger.
                    verdict: if self.may_have_called(own, first) { Verdict::Review } else { Verdict::Fail },
                    found: format!("{first} 公示或任职，之前没有公开选拔的记录"),
                    note: if self.may_have_called(own, first) {
                        "可能记在别处，或是看不出单位的那一条，请核对".to_owned()
                    } else {
                        String::new()
                    },
                    evidence: own.notices.iter().map(|(_, notice)| notice.cells[0]).collect(),
                    ..new(name_of(self.facts, Some(*host)))
                },
            })
        };
        selections.iter().filter_map(check).collect()
    }

    /// Whether the open call that is not found may be one of nobody knows whom, or stand in a ledger of the unit's own.
    fn may_have_called(&self, own: &Selections<'a>, first: Date) -> bool {
        let is_open = |notice: &Notice| {
            notice.step == Some(Step::Call)
                && (notice.host.is_none() || notice.from.is_none())
                && notice.from.is_none_or(|from| from <= first)
        };
        own.notices.is_empty() || self.facts.ledgers.notices.iter().any(is_open)
    }

    fn channel(&self, notice: &Notice) -> &'a str {
        let channel = self.facts.words.text(notice.channel);
        if channel.is_empty() { "没有写" } else { channel }
    }

    /// H-E7: the steps of each selection of the year stand in the ledger, in their order.
    fn order(&self, selections: &BTreeMap<Host, Selections<'a>>) -> Vec<Check> {
        let basis = basis_of(self.policy, "H-E7");
        let check = |(host, own): (&Host, &Selections<'a>)| {
            let steps: Vec<(Date, Step, &Notice)> = own
                .notices
                .iter()
                .filter(|(from, _)| self.year.holds(*from))
                .filter_map(|(from, notice)| Some((*from, notice.step?, *notice)))
                .collect();
            if steps.is_empty() {
                return None;
            }
            let rounds = rounds(&steps);
            let mut notes = Vec::new();
            let mut verdict = Verdict::Pass;
            for round in &rounds {
                let begins = round[0].0;
                let has = |step: Step| round.iter().any(|(_, own, _)| *own == step);
                let is_in_order = round.windows(2).all(|pair| pair[0].1 <= pair[1].1);
                if !is_in_order {
                    verdict = verdict.max(Verdict::Fail);
                    notes.push(format!("{begins} 开始的一轮，环节的先后不对"));
                }
                if has(Step::Appointment) && !has(Step::Publicity) {
                    verdict = verdict.max(Verdict::Fail);
                    notes.push(format!("{begins} 开始的一轮，任命之前没有公示"));
                }
                let missing = Step::ALL[..4]
                    .iter()
                    .filter(|step| !(has(**step) || has(Step::Appointment) && **step == Step::Publicity));
                let missing: Vec<&str> = missing.map(|step| step.chinese()).collect();
                if !missing.is_empty() {
                    verdict = verdict.max(Verdict::Review);
                    notes.push(format!("{begins} 开始的一轮，台账里没有：{}", missing.join("、")));
                }
            }
            let shown: Vec<String> = rounds
                .iter()
                .map(|round| {
                    round
                        .iter()
                        .map(|(day, step, _)| format!("{} {day}", step.chinese()))
                        .collect::<Vec<_>>()
                        .join(" → ")
                })
                .collect();
            Some(Check {
                period: self.year.name(),
                verdict,
                found: format!("{} 轮：{}", count(rounds.len()), shown.join("；")),
                limit: Step::ALL.map(Step::chinese).join(" → "),
                note: notes.join("；"),
                evidence: steps.iter().map(|(.., notice)| notice.cells[1]).collect(),
                ..Check::new("H-E7", name_of(self.facts, Some(*host)), &basis)
            })
        };
        selections.iter().filter_map(check).collect()
    }
}

/// Parts the steps of a year, in order of time, into selections: an earlier step behind a publicity or an appointment begins a new one.
fn rounds<T: Copy>(steps: &[(Date, Step, T)]) -> Vec<Vec<(Date, Step, T)>> {
    let mut rounds: Vec<Vec<(Date, Step, T)>> = Vec::new();
    for step in steps {
        let is_new = rounds
            .last()
            .and_then(|round| round.last())
            .is_none_or(|last| step.1 < last.1 && last.1 >= Step::Publicity);
        if is_new {
            rounds.push(Vec::new());
        }
        if let Some(round) = rounds.last_mut() {
            round.push(*step);
        }
    }
    rounds
}

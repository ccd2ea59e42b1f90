//! Training of cadres: each union in each term W-E4, the topics of a year W-E5.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::ledgers::Training;
use crate::model::number::count;
use crate::model::origin::CellRef;
use crate::model::term::Term;
use crate::model::text::fold;
use crate::model::union::{Host, Level};
use crate::model::words::Word;
use crate::policy::Policy;
use crate::rules::staff::{Union, all_unions_by_level, names};
use crate::rules::units::{self, Unit};
use crate::rules::year::{Part, Year};

use super::{Findings, Mark, asked, judge, none_at_all, verdict_of, with};

/// The trainings of one union in one term.
#[derive(Clone, Debug)]
pub struct TrainingRow {
    /// Whose.
    pub unit: String,
    /// The term.
    pub part: String,
    /// How many, or why none.
    pub mark: Mark,
    /// The union's people; `None` where no list of cadres says.
    pub staff: Option<u32>,
    /// How many of them came; `None` where nobody can say.
    pub reached: Option<u32>,
    /// Whether the ledger names those who came; otherwise it is the largest number of people at one training.
    pub is_by_name: bool,
    /// The topics, as written.
    pub topics: String,
    /// Who did not come, where the ledger names those who did.
    pub missed: Vec<(Word, Word)>,
    /// How many numbers of those who came are nobody's: each may be that of somebody missed.
    pub strangers: u32,
    /// The cells.
    pub evidence: Vec<CellRef>,
}

pub(super) fn review(policy: &Policy, facts: &Facts, findings: &mut Findings) {
    let Some(year) = Year::of(facts).filter(|_| facts.kinds.contains(&Kind::Training)) else { return };
    let ledger = Ledger { policy, facts, year };
    ledger.seasons(findings);
    findings.checks.extend(ledger.topics());
}

struct Ledger<'a> {
    policy: &'a Policy,
    facts: &'a Facts,
    year: Year,
}

impl<'a> Ledger<'a> {
    /// The terms in which the policy asks for training, as far as they have begun.
    fn parts(&self) -> Vec<Part> {
        let asked = &self.policy.ledgers.training.value;
        let is_asked = |part: &Part| match part {
            Part::Term(Term { number: 1, .. }) => asked.iter().any(|season| season == "autumn"),
            Part::Term(_) => asked.iter().any(|season| season == "spring"),
            _ => false,
        };
        self.year.parts(crate::policy::ledgers::Frequency::Termly).into_iter().filter(is_asked).collect()
    }

    /// Trainings of the year, up to the day of the run.
    fn held(&self) -> impl Iterator<Item = &'a Training> {
        let year = self.year;
        self.facts.ledgers.trainings.iter().filter(move |training| training.day.is_some_and(|day| year.holds(day)))
    }

    /// W-E4.
    fn seasons(&self, findings: &mut Findings) {
        let parts = self.parts();
        let setting = &self.policy.ledgers.training;
        let (basis, assumed) = asked(self.policy, "W-E4", setting, "每学期一次");
        let limit = "每学期一次全员培训".to_owned();
        let all = units::all(self.policy, self.facts);
        let (school, others): (Vec<Unit>, Vec<Unit>) = all.into_iter().partition(|unit| unit.host == Host::School);
        for (units, what) in [(school, "校级培训"), (others, "院级培训")] {
            if parts.is_empty() || units.is_empty() {
                continue;
            }
            if !units.iter().any(|unit| self.facts.ledgers.trainings.iter().any(|own| is_of(own, unit) != Some(false)))
            {
                let check = Check {
                    period: self.year.name(),
                    found: "没有记录".to_owned(),
                    limit: limit.clone(),
                    note: assumed.clone().unwrap_or_default(),
                    ..Check::new("W-E4", if what == "校级培训" { units[0].name.as_str() } else { "" }, &basis)
                };
                findings.checks.push(none_at_all(check, what));
                continue;
            }
            for unit in &units {
                let rows: Vec<TrainingRow> = parts.iter().map(|part| self.row(unit, *part)).collect();
                let check =
                    Check { period: self.year.name(), limit: limit.clone(), ..Check::new("W-E4", &unit.name, &basis) };
                findings.checks.push(sum_up(self.facts, check, &rows, assumed.as_deref().unwrap_or_default()));
                findings.trainings.extend(rows);
            }
        }
    }

    /// One union in one term.
    fn row(&self, unit: &Unit, part: Part) -> TrainingRow {
        let in_part = || self.held().filter(|training| training.day.is_some_and(|day| part.holds(day)));
        let own: Vec<&Training> = in_part().filter(|training| is_of(training, unit) == Some(true)).collect();
        let may_be = self.facts.ledgers.trainings.iter().filter(|training| {
            is_of(training, unit) != Some(false)
                && training.day.is_none_or(|day| part.holds(day))
                && (training.day.is_none() || is_of(training, unit).is_none())
        });
        // A row for each person is one training, whatever the number of rows.
        let sessions: BTreeSet<_> =
            own.iter().map(|training| (training.day, fold(self.facts.words.text(training.topic)))).collect();
        let holidays = &self.policy.ledgers.holiday_months.value;
        let mark = judge(part, sessions.len(), may_be.count(), 1, self.year, holidays);
        let staff = self.union_of(unit).map(|union| {
            let people = union.cadres.iter().map(|cadre| (cadre.person.student, (cadre.person.id, cadre.person.name)));
            people.collect::<std::collections::BTreeMap<Word, (Word, Word)>>()
        });
        let named: BTreeSet<Word> = own.iter().flat_map(|training| training.persons.iter().copied()).collect();
        let is_by_name = !named.is_empty();
        let most = own.iter().filter_map(|training| training.attended).max();
        let reached = match &staff {
            Some(staff) if is_by_name => Some(count(staff.keys().filter(|student| named.contains(student)).count())),
            _ => most,
        };
        let missed = staff.iter().filter(|_| is_by_name).flatten().filter(|(student, _)| !named.contains(student));
        let missed = missed.map(|(_, person)| *person).collect();
        let topics: Vec<String> = sessions.iter().map(|(_, topic)| topic.to_string()).collect();
        TrainingRow {
            unit: unit.name.clone(),
            part: part.to_string(),
            mark,
            staff: staff.as_ref().map(|staff| count(staff.len())),
            reached,
            is_by_name,
            topics: topics.join("；"),
            missed,
            strangers: own.iter().map(|training| training.strangers).sum(),
            evidence: own.iter().flat_map(|training| training.cells).collect(),
        }
    }

    fn union_of(&self, unit: &Unit) -> Option<Union<'a>> {
        let mut all = all_unions_by_level(self.policy, self.facts);
        all.find(|(level, union)| unit.owns(*level, union)).map(|(_, union)| union)
    }

    /// W-E5: each topic the plan names was that of a training this year.
    fn topics(&self) -> Option<Check> {
        let asked = &self.policy.ledgers.training_topics;
        if asked.value.is_empty() {
            return None;
        }
        let covers = |training: &&Training, topic: &str| {
            let text = fold(self.facts.words.text(training.topic)).into_owned();
            let topic = fold(topic).into_owned();
            // 思想、学习、工作、生活作风 names four topics and writes one of them.
            text.contains(&topic)
                || topic.strip_suffix("作风").is_some_and(|own| text.contains("作风") && text.contains(own))
        };
        let of = |topic: &str| self.held().find(|training| covers(training, topic));
        let missing: Vec<&str> = asked.value.iter().filter(|topic| of(topic).is_none()).map(String::as_str).collect();
        let is_over = Part::Year(self.year.first).is_over(self.year.as_of, &self.policy.ledgers.holiday_months.value);
        Some(Check {
            period: self.year.name(),
            verdict: match (missing.is_empty(), is_over) {
                (true, _) => Verdict::Pass,
                (false, true) => Verdict::Fail,
                (false, false) => Verdict::Review,
            },
            found: format!("{} / {} 个专题", asked.value.len() - missing.len(), asked.value.len()),
            limit: format!("本学年各专题都有：{}", asked.value.join("、")),
            note: match (missing.is_empty(), is_over) {
                (true, _) => String::new(),
                (false, true) => format!("没有：{}", missing.join("、")),
                (false, false) => format!("还没有：{}；本学年还没有结束", missing.join("、")),
            },
            evidence: asked.value.iter().filter_map(|topic| of(topic)).map(|training| training.cells[1]).collect(),
            ..Check::new("W-E5", "", &asked.basis)
        })
    }
}

/// Whether a training is that of a unit; `None` where its host or level leaves it open.
fn is_of(training: &Training, unit: &Unit) -> Option<bool> {
    match (training.host, training.level) {
        (Some(host), level) => {
            // A school's body trains the colleges' people when the level says so.
            let is_by_school_for_others = host == Host::School && matches!(level, Some(Level::College | Level::Campus));
            if is_by_school_for_others && unit.host != Host::School {
                None
            } else {
                Some(host == unit.host && !is_by_school_for_others)
            }
        }
        (None, Some(Level::School)) => Some(unit.host == Host::School),
        (None, Some(Level::Campus)) => {
            if matches!(unit.host, Host::Campus(_)) {
                None
            } else {
                Some(false)
            }
        }
        (None, Some(Level::College)) => {
            if matches!(unit.host, Host::College(_)) {
                None
            } else {
                Some(false)
            }
        }
        (None, Some(Level::Class)) => Some(false),
        (None, None) => None,
    }
}

/// A union's terms together.
fn sum_up(facts: &Facts, check: Check, rows: &[TrainingRow], assumed: &str) -> Check {
    let marks = || rows.iter().map(|row| &row.mark);
    let of = |wanted: Mark| -> Vec<&str> {
        rows.iter().filter(|row| row.mark == wanted).map(|row| row.part.as_str()).collect()
    };
    let held = rows.iter().filter(|row| matches!(row.mark, Mark::Times(_)));
    let mut verdict = verdict_of(&marks);
    let mut notes: Vec<String> = Vec::new();
    let mut persons: Vec<(Word, Word)> = Vec::new();
    for (mark, say) in [
        (Mark::Missing, "没有培训记录："),
        (Mark::Unclear, "有培训记录的日期、层级或单位看不懂，可能就是："),
        (Mark::NotYet, "还没有到期："),
    ] {
        let parts = of(mark);
        if !parts.is_empty() {
            notes.push(format!("{say}{}", parts.join("、")));
        }
    }
    let mut shown = Vec::new();
    for row in held {
        let (Some(staff), Some(reached)) = (row.staff, row.reached) else {
            shown.push(format!("{} 有", row.part));
            let lacks = if row.staff.is_none() { "没有工作人员名册" } else { "没有写参加人数或学号" };
            notes.push(format!("{} {lacks}，是否全员没有核查", row.part));
            continue;
        };
        shown.push(format!("{} 参训 {reached} / {staff} 人", row.part));
        if reached < staff && row.is_by_name {
            // A slip in a number must not make somebody who came one who did not.
            let is_certain = reached + row.strangers < staff;
            verdict = verdict.max(if is_certain { Verdict::Fail } else { Verdict::Review });
            persons.extend(&row.missed);
            if row.strangers > 0 {
                notes.push(format!("参训名单里有 {} 个学号名册里没有，可能是有关人员的学号写错了", row.strangers));
            }
        } else if reached > staff && !row.is_by_name {
            // Others were there, too, and may be more than those who were not.
            verdict = verdict.max(Verdict::Review);
            notes.push(format!("{} 参加人数多于工作人员，看不出工作人员是不是都到了，没有名单", row.part));
        } else if reached < staff {
            verdict = verdict.max(Verdict::Review);
            notes.push(format!("{} 按人数看不是全员，没有名单", row.part));
        }
    }
    let is_open = shown.is_empty() && of(Mark::Missing).is_empty() && of(Mark::Unclear).is_empty();
    Check {
        verdict: if is_open { Verdict::Review } else { verdict },
        is_due: !is_open,
        found: if shown.is_empty() { "没有记录".to_owned() } else { shown.join("；") },
        note: with(notes.join("；"), assumed),
        persons: names(facts, persons.into_iter()),
        evidence: rows.iter().flat_map(|row| row.evidence.iter().copied()).collect(),
        ..check
    }
}

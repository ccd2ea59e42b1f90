//! Meetings: joint ones H-E1 (W-E2), each union's own W-E1, the party organisation's H-E2 and reports to it H-E3 (W-E6).

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::number::count;
use crate::model::origin::CellRef;
use crate::model::union::{Host, Meeting, MeetingRecord};
use crate::model::{Basis, Layer};
use crate::policy::Policy;
use crate::policy::ledgers::Frequency;
use crate::rules::basis_of;
use crate::rules::recorded::Recorded;
use crate::rules::staff::SCHOOL;
use crate::rules::units::{self, Unit};
use crate::rules::year::{Part, Year};

use super::{Findings, Mark, Matrix, asked, is_asked, judge, none_at_all, verdict_of, with};

pub(super) fn review(policy: &Policy, facts: &Facts, findings: &mut Findings) {
    let Some(year) = Year::of(facts).filter(|_| facts.has_general_meetings()) else { return };
    let ledger = Ledger { policy, facts, year };
    ledger.joint(findings);
    ledger.own(findings);
    ledger.party(findings);
    ledger.beside(findings);
}

struct Ledger<'a> {
    policy: &'a Policy,
    facts: &'a Facts,
    year: Year,
}

/// What a unit did of a sort of meeting, part by part of the year.
struct Kept {
    unit: Unit,
    marks: Vec<Mark>,
    times: u32,
    evidence: Vec<CellRef>,
}

impl<'a> Ledger<'a> {
    fn holidays(&self) -> &'a [u32] {
        &self.policy.ledgers.holiday_months.value
    }

    /// Records of a sort by a host (any, if `None`) in a part of the year.
    fn held(&self, sort: Meeting, host: Option<Host>, part: Part) -> Vec<&'a MeetingRecord> {
        let is_own = |record: &&MeetingRecord| {
            record.sort == Some(sort)
                && (host.is_none() || record.host == host)
                && record.day.is_some_and(|day| part.holds(day) && day <= self.year.as_of)
        };
        self.facts.meetings.iter().filter(is_own).collect()
    }

    /// Records that may be what is sought: what cannot be read of them would have to be just that.
    fn unclear(&self, sort: Meeting, host: Option<Host>, part: Part) -> Vec<&'a MeetingRecord> {
        let may_be = |record: &&MeetingRecord| {
            let may_be_sort = record.sort.is_none_or(|own| own == sort);
            let may_be_here = host.is_none() || record.host.is_none() || record.host == host;
            let may_be_then = record.day.is_none_or(|day| part.holds(day) && day <= self.year.as_of);
            let is_unread = record.sort.is_none() || record.day.is_none() || host.is_some() && record.host.is_none();
            is_unread && may_be_sort && may_be_here && may_be_then
        };
        self.facts.meetings.iter().filter(may_be).collect()
    }

    /// What to say behind the share of colleges that have to come, where no text gives it.
    fn assumed_share(&self) -> &'static str {
        let is_assumed = self.policy.ledgers.attendance_min.basis.layer == Layer::Assumed;
        if is_assumed { "（比例是本工具的假设）" } else { "" }
    }

    /// What too few colleges come to: a share that no text gives makes no breach.
    fn too_few(&self) -> Verdict {
        let is_assumed = self.policy.ledgers.attendance_min.basis.layer == Layer::Assumed;
        if is_assumed { Verdict::Review } else { Verdict::Fail }
    }

    fn has_any(&self, sort: Meeting) -> bool {
        self.facts.meetings.iter().any(|record| record.sort == Some(sort))
    }

    /// H-E1: a joint meeting in every part of the year, to which the colleges came.
    fn joint(&self, findings: &mut Findings) {
        let setting = &self.policy.ledgers.joint_meeting;
        let Some(frequency) = setting.value else { return };
        let (basis, assumed) = asked(self.policy, "H-E1", setting, frequency.chinese());
        let assumed = assumed.unwrap_or_default();
        let parts = self.year.parts(frequency);
        let is_kept = |record: &MeetingRecord| {
            record.sort == Some(Meeting::Joint) && record.host.is_none_or(|host| host == Host::School)
        };
        if !self.facts.meetings.iter().any(is_kept) {
            let check = Check { period: self.year.name(), ..Check::new("H-E1", SCHOOL, &basis) };
            let check = Check {
                found: "没有记录".to_owned(),
                limit: format!("{}一次联席会议", frequency.chinese()),
                note: assumed,
                ..check
            };
            findings.checks.push(none_at_all(check, "联席会议"));
            return;
        }
        for part in &parts {
            findings.checks.extend(self.joint_in(*part, frequency, &basis, &assumed));
        }
        let colleges: Vec<Unit> = units::colleges(self.facts).collect();
        findings.checks.extend(colleges.iter().filter_map(|college| self.comes(college, &basis)));
        let row = |college: &Unit| {
            let marks = parts.iter().map(|part| self.mark_of(college.host, *part)).collect();
            (college.name.clone(), marks)
        };
        findings.joint = Some(Matrix {
            columns: parts.iter().map(Part::to_string).collect(),
            rows: colleges.iter().map(row).collect(),
        });
    }

    /// One part of the year; `None` where nothing is due.
    fn joint_in(&self, part: Part, frequency: Frequency, basis: &Basis, assumed: &str) -> Option<Check> {
        let least = &self.policy.ledgers.attendance_min;
        let held = self.held(Meeting::Joint, Some(Host::School), part);
        let unclear = self.unclear(Meeting::Joint, Some(Host::School), part);
        let n_colleges = count(self.facts.colleges.len());
        let needed = least.value.ceil_of(n_colleges);
        let check = Check {
            period: part.to_string(),
            limit: if n_colleges == 0 {
                format!("{}一次联席会议", frequency.chinese())
            } else {
                format!(
                    "{}一次联席会议，到会 ≥ {} × {n_colleges}，即至少 {needed} 个学院",
                    frequency.chinese(),
                    least.value
                )
            },
            ..Check::new("H-E1", SCHOOL, basis)
        };
        if held.is_empty() {
            let mark = judge(part, 0, unclear.len(), 1, self.year, self.holidays());
            let (verdict, note) = match mark {
                Mark::Missing => (Verdict::Fail, String::new()),
                Mark::Unclear => {
                    (Verdict::Review, format!("有 {} 条会议记录的日期或类型看不懂，可能就是", unclear.len()))
                }
                _ => return None,
            };
            let evidence = unclear.iter().map(|record| record.cells[0]).collect();
            let note = with(note, assumed);
            return Some(Check { verdict, found: "没有记录".to_owned(), note, evidence, ..check });
        }
        // Of several meetings the one to which most came stands for the part.
        let came = |record: &MeetingRecord| {
            let answers =
                || self.facts.colleges.iter().map(|(name, _)| (record.roll.attended(Host::College(*name)), *name));
            let number = |wanted: Option<bool>| answers().filter(|(answer, _)| *answer == wanted).count();
            let names = |wanted: Option<bool>| -> Vec<&str> {
                let of = answers().filter(|(answer, _)| *answer == wanted);
                of.map(|(_, name)| self.facts.words.text(name)).collect()
            };
            (number(Some(true)), number(None), names(Some(false)).join("、"))
        };
        let best = held.iter().copied().max_by_key(|record| came(record).0)?;
        let (present, unknown, absent) = came(best);
        let (verdict, note) = if n_colleges == 0 {
            (Verdict::Pass, "材料里没有学院名单，到会情况没有核查".to_owned())
        } else if count(present) >= needed {
            let note = if absent.is_empty() { String::new() } else { format!("没有到的：{absent}") };
            (Verdict::Pass, note)
        } else if count(present + unknown) >= needed {
            let what = if best.roll.is_written { "参加单位有看不懂的" } else { "没有写参加单位" };
            (Verdict::Review, format!("{what}，看不出哪些学院到会。请补填"))
        } else {
            (self.too_few(), format!("到会不足 {}{}，没有到的：{absent}", least.value, self.assumed_share()))
        };
        let days: Vec<String> = held.iter().filter_map(|record| record.day).map(|day| day.to_string()).collect();
        let share = if n_colleges == 0 || unknown > 0 && present == 0 {
            String::new()
        } else {
            format!("，到会学院 {present} / {n_colleges}")
        };
        Some(Check {
            verdict,
            found: format!("{} 次（{}）{share}", held.len(), days.join("、")),
            note: with(note, assumed),
            evidence: held.iter().flat_map(|record| [record.cells[0], record.cells[2]]).collect(),
            ..check
        })
    }

    /// H-E1 of one college: to how many of the year's joint meetings it came.
    fn comes(&self, college: &Unit, basis: &Basis) -> Option<Check> {
        let least = &self.policy.ledgers.attendance_min;
        let held: Vec<(&MeetingRecord, bool)> = self
            .held(Meeting::Joint, Some(Host::School), Part::Year(self.year.first))
            .into_iter()
            .filter_map(|record| Some((record, record.roll.attended(college.host)?)))
            .collect();
        let n = Some(count(held.len())).filter(|n| *n > 0)?;
        let came = count(held.iter().filter(|(_, came)| *came).count());
        let needed = least.value.ceil_of(n);
        let missed: Vec<String> =
            held.iter().filter(|(_, came)| !came).filter_map(|(record, _)| Some(record.day?.to_string())).collect();
        let missed = if missed.is_empty() { String::new() } else { format!("没有到：{}", missed.join("、")) };
        Some(Check {
            period: self.year.name(),
            verdict: if came >= needed { Verdict::Pass } else { self.too_few() },
            found: format!("出席联席会议 {came} / {n} 次"),
            limit: format!("≥ {} × {n}{}，即至少 {needed} 次", least.value, self.assumed_share()),
            note: missed,
            evidence: held.iter().map(|(record, _)| record.cells[2]).collect(),
            ..Check::new("H-E1", &college.name, basis)
        })
    }

    fn mark_of(&self, college: Host, part: Part) -> Mark {
        let held = self.held(Meeting::Joint, Some(Host::School), part);
        if held.is_empty() {
            let unclear = self.unclear(Meeting::Joint, Some(Host::School), part);
            // That the school held none is not the college's doing.
            return match judge(part, 0, unclear.len(), 1, self.year, self.holidays()) {
                Mark::Missing => Mark::NotHeld,
                other => other,
            };
        }
        let known: Vec<bool> = held.iter().filter_map(|record| record.roll.attended(college)).collect();
        if known.is_empty() {
            Mark::Unclear
        } else {
            Mark::At(count(known.iter().filter(|came| **came).count()), count(known.len()))
        }
    }

    /// What each unit did of a sort, in each of some parts of the year.
    fn kept(&self, sort: Meeting, units: Vec<Unit>, parts: &[Part], needed: u32) -> Vec<Kept> {
        let kept = |unit: Unit| {
            let mut kept = Kept { unit, marks: Vec::new(), times: 0, evidence: Vec::new() };
            for part in parts {
                let host = Some(kept.unit.host);
                let held = self.held(sort, host, *part);
                let unclear = self.unclear(sort, host, *part);
                let mark = judge(*part, held.len(), unclear.len(), needed, self.year, self.holidays());
                kept.times += count(held.len());
                let cells = held.iter().chain(if mark == Mark::Unclear { &unclear[..] } else { &[] });
                kept.evidence.extend(cells.map(|record| record.cells[0]));
                kept.marks.push(mark);
            }
            kept
        };
        units.into_iter().map(kept).collect()
    }

    /// A unit's check over parts of the year.
    fn check(&self, rule: &'static str, kept: &Kept, parts: &[Part], what: &str, basis: &Basis, limit: &str) -> Check {
        let of = |wanted: Mark| -> Vec<String> {
            kept.marks
                .iter()
                .zip(parts)
                .filter(|(mark, _)| **mark == wanted)
                .map(|(_, part)| part.to_string())
                .collect()
        };
        let (missing, unclear, not_yet) = (of(Mark::Missing), of(Mark::Unclear), of(Mark::NotYet));
        let done = kept.marks.iter().filter(|mark| matches!(mark, Mark::Times(_))).count();
        let due = done + missing.len() + unclear.len();
        let is_open = due == 0 && !not_yet.is_empty();
        let found = match parts {
            [_] => format!("{what} {} 次", kept.times),
            _ => format!("应有 {due} 个时段，有 {done} 个（共 {} 次）", kept.times),
        };
        let mut note = String::new();
        if !missing.is_empty() && parts.len() > 1 {
            note = format!("缺：{}", missing.join("、"));
        }
        if !unclear.is_empty() {
            note = with(note, &format!("有会议记录的日期、类型或主办单位看不懂，可能就是：{}", unclear.join("、")));
        }
        if is_open {
            note = with(note, "还没有到期");
        }
        Check {
            period: self.year.name(),
            verdict: if is_open { Verdict::Review } else { verdict_of(&|| kept.marks.iter()) },
            is_due: !is_open,
            found,
            limit: limit.to_owned(),
            note,
            evidence: kept.evidence.clone(),
            ..Check::new(rule, &kept.unit.name, basis)
        }
    }

    /// A sort that stands nowhere in the ledger, in one check.
    fn missing_sort(&self, rule: &'static str, basis: &Basis, limit: &str, what: &str) -> Check {
        let check = Check {
            period: self.year.name(),
            found: "没有记录".to_owned(),
            limit: limit.to_owned(),
            ..Check::new(rule, "", basis)
        };
        let unclear = self.facts.meetings.iter().filter(|record| record.sort.is_none()).count();
        if unclear > 0 {
            let note = format!("有 {unclear} 条会议记录的类型看不懂，可能就是{what}");
            return Check { verdict: Verdict::Review, note, ..check };
        }
        none_at_all(check, what)
    }

    /// W-E1: each union meets in every part of the year.
    fn own(&self, findings: &mut Findings) {
        let setting = &self.policy.ledgers.own_meeting;
        let Some(frequency) = setting.value else { return };
        let (basis, assumed) = asked(self.policy, "W-E1", setting, frequency.chinese());
        let limit = format!("{}至少一次学生会例会", frequency.chinese());
        if !self.has_any(Meeting::Regular) {
            findings.checks.push(self.missing_sort("W-E1", &basis, &limit, "学生会例会"));
            return;
        }
        let parts = self.year.parts(frequency);
        let kept = self.kept(Meeting::Regular, units::all(self.policy, self.facts), &parts, 1);
        for own in &kept {
            let check = self.check("W-E1", own, &parts, "例会", &basis, &limit);
            let note = with(check.note, assumed.as_deref().unwrap_or_default());
            findings.checks.push(Check { note, ..check });
        }
        findings.own = Some(Matrix {
            columns: parts.iter().map(Part::to_string).collect(),
            rows: kept.into_iter().map(|own| (own.unit.name, own.marks)).collect(),
        });
    }

    /// H-E2 and H-E3: each party organisation looks into the union's work, and hears its reports.
    fn party(&self, findings: &mut Findings) {
        let all = || units::school_and_colleges(self.facts).collect::<Vec<_>>();
        let mut matrix: Option<Matrix> = None;
        let mut add = |label: &dyn Fn(&Part) -> String, parts: &[Part], kept: &[Kept]| {
            let rows = || kept.iter().map(|own| (own.unit.name.clone(), Vec::new())).collect();
            let matrix = matrix.get_or_insert_with(|| Matrix { columns: Vec::new(), rows: rows() });
            matrix.columns.extend(parts.iter().map(label));
            for ((_, marks), own) in matrix.rows.iter_mut().zip(kept) {
                marks.extend(&own.marks);
            }
        };
        let study = &self.policy.ledgers.party_study_per_year;
        if study.value > 0 && is_asked(self.policy, "H-E2", study) {
            let (basis, assumed) = asked(self.policy, "H-E2", study, &format!("每年 {} 次", study.value));
            let limit = format!("每学年至少 {} 次", study.value);
            if self.has_any(Meeting::PartyStudy) {
                let parts = self.year.parts(Frequency::Yearly);
                let kept = self.kept(Meeting::PartyStudy, all(), &parts, study.value.max(1));
                for own in &kept {
                    let check = self.check("H-E2", own, &parts, "研究学生会工作", &basis, &limit);
                    let note = with(check.note, assumed.as_deref().unwrap_or_default());
                    findings.checks.push(Check { note, ..check });
                }
                add(&|_| "党组织研究学生会工作（本学年）".to_owned(), &parts, &kept);
            } else {
                findings.checks.push(self.missing_sort("H-E2", &basis, &limit, "党组织研究学生会工作"));
            }
        }
        let report = &self.policy.ledgers.report_to_party;
        let Some(frequency) = report.value else {
            findings.party = matrix;
            return;
        };
        if is_asked(self.policy, "H-E3", report) {
            let (basis, assumed) = asked(self.policy, "H-E3", report, frequency.chinese());
            let limit = format!("{}至少一次", frequency.chinese());
            if self.has_any(Meeting::ReportToParty) {
                let parts = self.year.parts(frequency);
                let kept = self.kept(Meeting::ReportToParty, all(), &parts, 1);
                for own in &kept {
                    let check = self.check("H-E3", own, &parts, "向党组织汇报", &basis, &limit);
                    let note = with(check.note, assumed.as_deref().unwrap_or_default());
                    findings.checks.push(Check { note, ..check });
                }
                add(&|part| format!("向党组织汇报（{part}）"), &parts, &kept);
            } else {
                let check = self.missing_sort("H-E3", &basis, &limit, "向党组织汇报");
                findings.checks.push(Check { note: with(check.note, assumed.as_deref().unwrap_or_default()), ..check });
            }
        }
        findings.party = matrix;
    }

    /// What the ledger holds and no text in force asks for.
    fn beside(&self, findings: &mut Findings) {
        let ledgers = &self.policy.ledgers;
        let asked = [
            ("H-E2", Meeting::PartyStudy, is_asked(self.policy, "H-E2", &ledgers.party_study_per_year)),
            ("H-E3", Meeting::ReportToParty, is_asked(self.policy, "H-E3", &ledgers.report_to_party)),
            ("W-E1", Meeting::Regular, ledgers.own_meeting.value.is_some()),
            ("H-E1", Meeting::Joint, ledgers.joint_meeting.value.is_some()),
        ];
        for (rule, sort, _) in asked.into_iter().filter(|(.., is_asked)| !is_asked) {
            let own = self.held(sort, None, Part::Year(self.year.first));
            if !own.is_empty() {
                findings.recorded.push(Recorded {
                    rule,
                    basis: basis_of(self.policy, rule),
                    found: format!("本学年{} {} 次", sort.chinese(), own.len()),
                    why: "本政策没有要求",
                    evidence: own.iter().map(|record| record.cells[0]).collect(),
                });
            }
        }
    }
}

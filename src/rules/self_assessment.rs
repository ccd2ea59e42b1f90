//! The national self-assessment form (改革自评表) of the school's union and of each college's: every item that the drop can fill, filled
//! with the figures of the other reports; the rest named with what is missing.

use std::collections::BTreeMap;

use crate::model::check::Check;
use crate::model::decision::{Decision, Verdict};
use crate::model::facts::Facts;
use crate::model::number::count;
use crate::model::origin::CellRef;
use crate::model::text::{fold, without_brackets};
use crate::model::union::{Cadre, Host, Known, Level, Post, of_whom};
use crate::model::words::Word;
use crate::model::{Basis, Cited, Kind};
use crate::policy::Policy;

use super::staff::{SCHOOL, Union, names, unions};
use super::structure::{department_names, is_of_league, people};
use super::{basis_of, eligibility};

/// The form of one union.
#[derive(Clone, Debug)]
pub struct Form {
    /// Whose.
    pub unit: String,
    /// Whether it is that of the school, which asks other things.
    pub is_of_school: bool,
    /// Its items, in the order of the form.
    pub items: Vec<Item>,
}

/// One item of the form.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it asks, a key of `templates/self-assessment.toml`.
    pub key: &'static str,
    /// What is filled in; empty where a human has to.
    pub filled: String,
    /// Whether it meets what is asked; `None` where a human has to say.
    pub verdict: Option<Verdict>,
    /// What is wrong, doubtful or missing; may be empty.
    pub note: String,
    /// Persons concerned: student number and name.
    pub persons: Vec<(Word, Word)>,
    /// What it rests on.
    pub basis: Basis,
    /// The cells.
    pub evidence: Vec<CellRef>,
}

/// The forms of all unions on the present list of cadres.
#[must_use]
pub fn fill_all(policy: &Policy, facts: &Facts, decisions: &[Decision], checks: &[Check]) -> Vec<Form> {
    let levels = [Level::School, Level::College];
    let all =
        levels.into_iter().flat_map(|level| unions(policy, facts, level).into_iter().map(move |own| (level, own)));
    all.map(|(level, union)| Filler { policy, facts, decisions, checks, level, union }.form()).collect()
}

impl Item {
    /// An item in which nothing stands yet.
    fn new(key: &'static str, basis: &Basis) -> Self {
        Self {
            key,
            filled: String::new(),
            verdict: None,
            note: String::new(),
            persons: Vec::new(),
            basis: basis.clone(),
            evidence: Vec::new(),
        }
    }

    /// An item for which a sheet is missing.
    fn missing(key: &'static str, what: &str, basis: &Basis) -> Self {
        Self { note: format!("需人工填写：缺{what}"), ..Self::new(key, basis) }
    }
}

struct Filler<'a> {
    policy: &'a Policy,
    facts: &'a Facts,
    decisions: &'a [Decision],
    checks: &'a [Check],
    level: Level,
    union: Union<'a>,
}

impl Filler<'_> {
    fn form(&self) -> Form {
        let structure = &self.policy.structure;
        let is_of_school = self.level == Level::School;
        let (staff, presidium) = if is_of_school {
            (structure.cap_of_school(), &structure.presidium_school)
        } else {
            (&structure.staff_college, &structure.presidium_college)
        };
        let all = people(self.union.cadres.iter().copied());
        let leaders = people(self.presidium());
        let size = |key, people: &super::structure::People, cap, rule| {
            self.size(key, count(people.len()), cap, rule, people.values().map(|(.., cell)| *cell).collect())
        };
        let mut items = vec![
            self.by_hand("duties", "请写明是否承担行政职能"),
            self.structure(),
            size("staff", &all, staff, if is_of_school { "H-B1" } else { "H-B2" }),
            size("presidium", &leaders, presidium, if is_of_school { "H-B3" } else { "H-B4" }),
        ];
        items.extend(is_of_school.then(|| self.departments()));
        items.extend([self.titles(), self.political(), self.study()]);
        items.extend(is_of_school.then(|| self.approvals()));
        items.extend([self.elected(), self.of_checks("congress", "H-C5", "会议台账")]);
        if !is_of_school {
            items.extend([
                self.of_checks("training", "W-E4", "培训台账"),
                self.by_hand("awards", "请写明评奖评优、推荐等以什么为依据"),
                self.of_checks("reports", "H-E3", "会议台账里向党组织汇报的记录"),
                self.officer(),
            ]);
        }
        Form { unit: self.unit().to_owned(), is_of_school, items }
    }

    fn unit(&self) -> &str {
        if self.level == Level::School { SCHOOL } else { self.union.unit }
    }

    fn presidium(&self) -> impl Iterator<Item = &Cadre> {
        self.union.cadres.iter().copied().filter(|cadre| cadre.post.is_some_and(Post::is_presidium))
    }

    /// What no sheet says.
    fn by_hand(&self, key: &'static str, note: &str) -> Item {
        Item { note: format!("需人工填写：{note}"), ..Item::new(key, &basis_of(self.policy, "")) }
    }

    /// The checks of a rule about this union, under whichever of its names.
    fn checks(&self, rule: &str) -> Vec<&Check> {
        let school = fold(&self.policy.school);
        let is_own = |check: &&Check| {
            check.rule == rule
                && if self.level == Level::School {
                    check.unit == SCHOOL
                } else {
                    !self.union.name.is_empty() && of_whom(&fold(&check.unit), &school) == self.union.name
                }
        };
        self.checks.iter().filter(is_own).collect()
    }

    /// A number of people beside the most there may be. What makes the number itself doubtful, the check of the structure says.
    fn size(&self, key: &'static str, n: u32, cap: &Cited<u32>, rule: &str, evidence: Vec<CellRef>) -> Item {
        let checks = self.checks(rule);
        let is_open = checks.iter().any(|check| check.verdict == Verdict::Review);
        Item {
            filled: format!("实有 {n} 人（不超过 {} 人）", cap.value),
            verdict: Some(match n > cap.value {
                _ if is_open => Verdict::Review,
                true => Verdict::Fail,
                false => Verdict::Pass,
            }),
            note: notes_of(&checks),
            evidence,
            ..Item::new(key, &cap.basis)
        }
    }

    /// No standing layer beside presidium and departments.
    fn structure(&self) -> Item {
        let layers = &self.policy.structure.standing_layers;
        let departments = department_names(self.policy, self.facts, &self.union);
        let is_layer = |name: &str| layers.value.iter().any(|layer| name.contains(layer.as_str()));
        let own: Vec<&str> = departments.iter().map(|(name, _)| name.as_str()).filter(|name| is_layer(name)).collect();
        if departments.is_empty() {
            return Item::missing("structure", "工作人员名册的“部门”列", &layers.basis);
        }
        Item {
            filled: format!("设主席团和 {} 个工作部门", departments.len()),
            verdict: Some(if own.is_empty() { Verdict::Pass } else { Verdict::Review }),
            note: if own.is_empty() {
                String::new()
            } else {
                format!("名称像常设层级的部门：{}，请核定", own.join("、"))
            },
            evidence: departments.iter().filter_map(|(_, cell)| *cell).collect(),
            ..Item::new("structure", &layers.basis)
        }
    }

    fn departments(&self) -> Item {
        let most = &self.policy.structure.departments_max;
        let departments = department_names(self.policy, self.facts, &self.union);
        if departments.is_empty() {
            return Item::missing("departments", "工作人员名册的“部门”列", &most.basis);
        }
        let shown: Vec<&str> = departments.iter().map(|(name, _)| name.as_str()).collect();
        Item {
            filled: format!("实有 {} 个：{}（不超过 {} 个）", departments.len(), shown.join("、"), most.value),
            verdict: Some(if count(departments.len()) > most.value { Verdict::Fail } else { Verdict::Pass }),
            evidence: departments.iter().filter_map(|(_, cell)| *cell).collect(),
            ..Item::new("departments", &most.basis)
        }
    }

    /// The posts as they are called, and those that the chosen edition of the form does not know.
    fn titles(&self) -> Item {
        let allowed = &self.policy.structure.form_titles;
        let mut posts: BTreeMap<String, Vec<&Cadre>> = BTreeMap::new();
        for cadre in &self.union.cadres {
            posts.entry(fold(self.facts.words.text(cadre.post_written)).into_owned()).or_default().push(cadre);
        }
        let is_allowed = |post: &str| {
            let post = without_brackets(post);
            allowed.value.iter().any(|title| post == *fold(title))
        };
        let strange: Vec<(&String, &Vec<&Cadre>)> = posts.iter().filter(|(post, _)| !is_allowed(post)).collect();
        let named = |posts: &[(&String, &Vec<&Cadre>)]| {
            posts.iter().map(|(post, cadres)| format!("{post} {} 人", cadres.len())).collect::<Vec<_>>().join("、")
        };
        let is_forbidden = self.checks("H-B6").iter().any(|check| check.verdict == Verdict::Fail);
        let all: Vec<(&String, &Vec<&Cadre>)> = posts.iter().collect();
        Item {
            filled: named(&all),
            verdict: Some(match (strange.is_empty(), is_forbidden) {
                (_, true) => Verdict::Fail,
                (true, false) => Verdict::Pass,
                (false, false) => Verdict::Review,
            }),
            note: if strange.is_empty() {
                String::new()
            } else {
                format!("不在本表允许的职务名称之内：{}。允许的是 {}", named(&strange), allowed.value.join("、"))
            },
            persons: names(
                self.facts,
                strange.iter().flat_map(|(_, cadres)| cadres.iter().map(|cadre| (cadre.person.id, cadre.person.name))),
            ),
            evidence: strange.iter().flat_map(|(_, cadres)| cadres.iter().filter_map(|cadre| cadre.cells[1])).collect(),
            ..Item::new("titles", &allowed.basis)
        }
    }

    /// Each of the staff once, with the index of the enrolled student; `None` where the roster does not have them.
    fn staff(&self) -> Vec<(Word, Word, Option<usize>)> {
        let mut staff: BTreeMap<Word, (Word, Word, Option<usize>)> = BTreeMap::new();
        for cadre in &self.union.cadres {
            let known = match cadre.person.known {
                Known::Enrolled(idx) if !cadre.is_under_other_name => Some(idx),
                _ => None,
            };
            staff.entry(cadre.person.student).or_insert((cadre.person.id, cadre.person.name, known));
        }
        staff.into_values().collect()
    }

    fn political(&self) -> Item {
        let accept = &self.policy.political.accept;
        if !self.facts.inputs.roster {
            return Item::missing("political", "学籍名册", &accept.basis);
        }
        let staff = self.staff();
        let mut statuses: BTreeMap<String, usize> = BTreeMap::new();
        let (mut wrong, mut open, mut evidence) = (Vec::new(), Vec::new(), Vec::new());
        for (id, name, student) in &staff {
            let reason = student.map(|student| (student, eligibility::political(self.policy, self.facts, student)));
            match reason {
                Some((student, reason)) if matches!(reason.verdict, Verdict::Pass | Verdict::Fail) => {
                    let status = self.facts.students[student].political.status;
                    let status = status.map_or("", |status| self.facts.words.text(status)).to_owned();
                    *statuses.entry(status).or_default() += 1;
                    if reason.verdict == Verdict::Fail {
                        wrong.push((*id, *name));
                    }
                    evidence.extend(self.facts.students[student].political.cell);
                }
                _ => open.push((*id, *name)),
            }
        }
        let shown: Vec<String> = statuses.iter().map(|(status, n)| format!("{status} {n} 人")).collect();
        let concerned = wrong.iter().chain(&open).copied();
        Item {
            filled: format!("工作人员 {} 人：{}", staff.len(), shown.join("、")),
            verdict: Some(verdict_of(wrong.len(), open.len())),
            note: note_of(&[(wrong.len(), "不是党员或团员"), (open.len(), "政治面貌看不出，或不在名册里")]),
            persons: names(self.facts, concerned),
            evidence,
            ..Item::new("political", &accept.basis)
        }
    }

    /// Rank and failed courses of the staff, as the eligibility of candidates has them.
    fn study(&self) -> Item {
        let basis = &self.policy.rank.percent.basis;
        if self.decisions.is_empty() {
            let missing = self.facts.inputs.missing();
            let what: Vec<&str> = missing.iter().map(|kind| kind.chinese()).collect();
            return Item::missing("study", &what.join("、"), basis);
        }
        let staff = self.staff();
        let (mut wrong, mut open, mut exempt, mut good) = (Vec::new(), Vec::new(), 0, 0);
        let mut evidence = Vec::new();
        for (id, name, student) in &staff {
            let Some(student) = *student else {
                open.push((*id, *name));
                continue;
            };
            let asked = || self.decisions[student].reasons.iter().filter(|own| matches!(own.rule, "H-A2" | "H-A3"));
            let is = |verdict: Verdict| asked().any(|reason| reason.verdict == verdict);
            if is(Verdict::Fail) {
                wrong.push((*id, *name));
            } else if is(Verdict::Review) {
                open.push((*id, *name));
            } else if is(Verdict::Exempt) {
                exempt += 1;
            } else {
                good += 1;
            }
            if is(Verdict::Fail) || is(Verdict::Review) {
                let subject = &self.facts.students[student];
                let telling = asked().filter(|own| matches!(own.verdict, Verdict::Fail | Verdict::Review));
                evidence.extend(telling.flat_map(|reason| reason.evidence.cells(self.facts, subject)));
            }
        }
        let concerned = wrong.iter().chain(&open).copied();
        Item {
            filled: format!("工作人员 {} 人：不作要求（一年级等）{exempt} 人，排名和课程都符合 {good} 人", staff.len()),
            verdict: Some(verdict_of(wrong.len(), open.len())),
            note: note_of(&[(wrong.len(), "排名或课程不符合"), (open.len(), "待复核")]),
            persons: names(self.facts, concerned),
            evidence,
            ..Item::new("study", basis)
        }
    }

    /// Whether each of the presidium was approved by all who have to.
    fn approvals(&self) -> Item {
        let required = &self.policy.reviews_required;
        if !self.facts.inputs.reviews || self.decisions.is_empty() {
            return Item::missing("approvals", "主席团成员的资格审核意见", &required.basis);
        }
        let (mut wrong, mut open, mut good) = (Vec::new(), Vec::new(), 0);
        let mut evidence = Vec::new();
        let presidium = people(self.presidium());
        for (student, (id, name, _)) in &presidium {
            let known =
                self.union.cadres.iter().find(|cadre| cadre.person.student == *student).map(|cadre| cadre.person.known);
            let reason = match known {
                Some(Known::Enrolled(idx)) => self.decisions[idx].reasons.iter().find(|reason| reason.rule == "H-A9"),
                _ => None,
            };
            if let (Some(reason), Some(Known::Enrolled(idx))) = (reason, known) {
                evidence.extend(reason.evidence.cells(self.facts, &self.facts.students[idx]));
            }
            match reason.map(|reason| reason.verdict) {
                Some(Verdict::Pass) => good += 1,
                Some(Verdict::Fail) => wrong.push((*id, *name)),
                _ => open.push((*id, *name)),
            }
        }
        let concerned = wrong.iter().chain(&open).copied();
        Item {
            filled: format!("主席团 {} 人，审批程序齐全 {good} 人（{}）", presidium.len(), required.value.join("、")),
            verdict: Some(verdict_of(wrong.len(), open.len())),
            note: note_of(&[(wrong.len(), "审批没有通过或顺序不对"), (open.len(), "审批没有填全")]),
            persons: names(self.facts, concerned),
            evidence,
            ..Item::new("approvals", &required.basis)
        }
    }

    /// Whether the whole presidium was elected: that is what the form asks, though a policy may be content with a part.
    fn elected(&self) -> Item {
        let item = self.of_checks("elected", "H-C7", "工作人员名册的产生方式，或选举结果");
        if item.verdict != Some(Verdict::Pass) || item.persons.is_empty() {
            return item;
        }
        let note = format!(
            "本校只要求主席团部分成员由选举产生，本项问的是整个主席团，另有 {} 人不是（{}），请核定怎样填",
            item.persons.len(),
            item.note
        );
        Item { verdict: Some(Verdict::Review), note, ..item }
    }

    /// An item that a check of another report answers.
    fn of_checks(&self, key: &'static str, rule: &str, needs: &str) -> Item {
        let checks = self.checks(rule);
        let Some(first) = checks.first() else { return Item::missing(key, needs, &basis_of(self.policy, rule)) };
        let found: Vec<&str> = checks.iter().map(|check| check.found.as_str()).collect();
        Item {
            filled: found.join("；"),
            verdict: checks.iter().map(|check| check.verdict).max(),
            note: notes_of(&checks),
            persons: names(self.facts, checks.iter().flat_map(|check| check.persons.iter().copied())),
            basis: first.basis.clone(),
            evidence: checks.iter().flat_map(|check| check.evidence.iter().copied()).collect(),
            ..Item::new(key, &first.basis)
        }
    }

    /// Who of the college's Youth League committee is in charge.
    fn officer(&self) -> Item {
        let basis = basis_of(self.policy, "H-B8");
        let is_own = |host: Option<Host>| match host {
            Some(Host::College(college)) => fold(self.facts.words.text(college)) == self.union.name.as_str(),
            _ => false,
        };
        let own: Vec<_> = self.facts.ledgers.advisors.iter().filter(|advisor| is_own(advisor.host)).collect();
        if own.is_empty() {
            let is_listed = self.facts.kinds.contains(&Kind::Advisors);
            let what = if is_listed { "指导教师名册里本学院的教师" } else { "指导教师名册" };
            return Item::missing("officer", what, &basis);
        }
        let text = |word| self.facts.words.text(word);
        let shown: Vec<String> =
            own.iter().map(|advisor| format!("{}（{}）", text(advisor.name), text(advisor.post))).collect();
        let has_secretary =
            own.iter().any(|advisor| text(advisor.post).contains("秘书长") && is_of_league(self.facts, advisor));
        Item {
            filled: shown.join("、"),
            verdict: Some(if has_secretary { Verdict::Pass } else { Verdict::Review }),
            note: if has_secretary {
                String::new()
            } else {
                "看不出秘书长由团组织的教师担任，请核对".to_owned()
            },
            evidence: own.iter().map(|advisor| advisor.cell).collect(),
            ..Item::new("officer", &basis)
        }
    }
}

fn verdict_of(wrong: usize, open: usize) -> Verdict {
    match (wrong, open) {
        (0, 0) => Verdict::Pass,
        (0, _) => Verdict::Review,
        _ => Verdict::Fail,
    }
}

/// What the checks say beside their findings, each once.
fn notes_of(checks: &[&Check]) -> String {
    let mut notes: Vec<&str> = Vec::new();
    for note in checks.iter().map(|check| check.note.as_str()) {
        if !note.is_empty() && !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes.join("；")
}

fn note_of(parts: &[(usize, &str)]) -> String {
    let said = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} 人{what}"));
    said.collect::<Vec<_>>().join("；")
}

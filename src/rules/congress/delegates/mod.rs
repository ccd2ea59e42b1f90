//! The review of the elected delegates (代表资格审查): H-C3, H-C4, H-C8, and each fault of the list once, at its cell.

mod checks;
mod units;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::model::Kind;
use crate::model::decision::Verdict;
use crate::model::facts::{Aspect, Facts, PunishmentState, Said, Student};
use crate::model::number::{Exact, Share, round_half_up};
use crate::model::origin::CellRef;
use crate::model::seats::{Backbone, Group, gender_of, is_han};
use crate::model::text::fold;
use crate::model::union::{Delegate, Known};
use crate::model::words::Word;
use crate::policy::Policy;

use super::{Quota, count, groups_of};
use crate::rules::apportion::Apportioned;
use crate::rules::staff::{self, Standing, standings};

pub use checks::checks;
use units::{Claim, Units};

/// What the review found.
#[derive(Clone, Debug)]
pub struct DelegateReview {
    /// Delegates, each person once, and the rows without a usable number.
    pub total: u32,
    /// Rows without a usable number: delegates of whom nobody can say who they are.
    pub unusable: u32,
    /// The share of those who are no backbone, under the policy's reading and under the other one.
    pub shares: [NonBackbone; 2],
    /// The share's verdict under the policy's reading (H-C3).
    pub verdict: Verdict,
    /// Faults, in the order of the list, those of units behind.
    pub findings: Vec<Finding>,
    /// Each delegate, in the order of the list: whom the row is about and what was found of it.
    pub members: Vec<Member>,
    /// Each unit with its seats and its delegates.
    pub units: Vec<UnitCount>,
    /// Delegates by gender, political status, ethnicity, cohort, college, backbone, channel.
    pub composition: Vec<(&'static str, Vec<(String, u32)>)>,
    /// Delegates by channel and unit: the channels, then the units with a number for each channel.
    pub channels: Channels,
    /// The floors of the policy, with how many there are.
    pub floors: Vec<FloorCount>,
}

/// Delegates who are no backbone (非骨干代表).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NonBackbone {
    /// Who is backbone.
    pub reading: Backbone,
    /// How many are certainly none.
    pub count: u32,
    /// Of whom nobody can say.
    pub unclear: u32,
    /// Least number.
    pub minimum: u32,
}

impl NonBackbone {
    /// Whether there are enough; `None` where it hangs on those of whom nobody can say.
    #[must_use]
    pub fn is_enough(&self) -> Option<bool> {
        if self.count >= self.minimum {
            Some(true)
        } else {
            Some(false).filter(|_| self.count + self.unclear < self.minimum)
        }
    }
}

/// One row's delegate.
#[derive(Clone, Debug)]
pub struct Member {
    /// Which of the delegates of the facts.
    pub delegate: usize,
    /// The unit it counts for, as an index into [`DelegateReview::units`].
    pub unit: Option<usize>,
    /// Whether backbone under the policy's reading; `None` where nobody can say.
    pub is_backbone: Option<bool>,
    /// Posts in the union.
    pub posts: Vec<(Word, CellRef)>,
    /// Faults, as indices into [`DelegateReview::findings`].
    pub findings: Vec<usize>,
    /// Whether the person stands in an earlier row.
    pub is_repeated: bool,
}

/// A unit's seats and delegates (名额对照).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitCount {
    /// Its name.
    pub name: String,
    /// Fewest and most seats: they differ while a lot is open; `None` where none are set.
    pub seats: Option<(u32, u32)>,
    /// Delegates of the list, each person once.
    pub delegates: u32,
    /// Those of them who are certainly no backbone.
    pub non_backbone: u32,
    /// Least number of such.
    pub minimum: u32,
    /// The cell that names an association.
    pub cell: Option<CellRef>,
}

/// Delegates by channel (产生渠道).
#[derive(Clone, Debug, Default)]
pub struct Channels {
    /// The channels, in order of number; those without one last, as an empty text.
    pub names: Vec<String>,
    /// The units, each with its number for each channel.
    pub units: Vec<(String, Vec<u32>)>,
}

/// A floor of the policy beside what the list has.
#[derive(Clone, Debug)]
pub struct FloorCount {
    /// The group.
    pub group: String,
    /// The share.
    pub share: Share,
    /// Least number.
    pub minimum: u32,
    /// Delegates of the group.
    pub count: u32,
    /// Delegates of whom nobody can say.
    pub unclear: u32,
}

impl FloorCount {
    /// What follows.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.count >= self.minimum {
            Verdict::Pass
        } else if self.count + self.unclear >= self.minimum {
            Verdict::Review
        } else {
            Verdict::Fail
        }
    }
}

/// A fault of the list (审查发现).
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// The person, if it is about one: student number and name as the list writes them.
    pub person: Option<(Word, Word)>,
    /// The unit, as the list writes it or as the allocation names it.
    pub unit: String,
    /// Whether a human has to look before it counts as one.
    pub verdict: Verdict,
    /// The cells.
    pub evidence: Vec<CellRef>,
}

/// What is wrong with a delegate or with a unit's delegates. Its `Display` is the only wording.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the names and numbers that the variant's line names")]
pub enum Fault {
    /// The roster does not have the number.
    UnknownStudent,
    /// Another row of the same person.
    Duplicate { first: String },
    /// The list names a unit that is not the delegate's.
    WrongUnit { written: String, own: String },
    /// The list names a unit that there is not.
    NoSuchUnit { written: String },
    /// The list names no unit.
    NoUnit,
    /// More delegates than seats.
    OverQuota { delegates: u32, seats: u32 },
    /// Fewer delegates than seats; of so many nobody can say which unit they are of.
    UnderQuota { delegates: u32, seats: u32, unplaced: u32 },
    /// Under punishment, in the words of the list.
    Punished { kind: String },
    /// Whether the punishment was lifted nobody can say.
    PunishmentUnclear { kind: String },
    /// Not enrolled.
    NotEnrolled { status: String },
    /// The roster has another name.
    NameMismatch { roster: String },
    /// A printed total that is not the number of the rows.
    TotalMismatch { printed: u32, rows: u32 },
}

impl Fault {
    /// The word of the result file.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownStudent => "unknown_student",
            Self::Duplicate { .. } => "duplicate",
            Self::WrongUnit { .. } | Self::NoSuchUnit { .. } | Self::NoUnit => "wrong_unit",
            Self::OverQuota { .. } => "over_quota",
            Self::UnderQuota { .. } => "under_quota",
            Self::Punished { .. } | Self::PunishmentUnclear { .. } => "punished",
            Self::NotEnrolled { .. } => "not_enrolled",
            Self::NameMismatch { .. } => "name_mismatch",
            Self::TotalMismatch { .. } => "total_mismatch",
        }
    }

    /// What sort of fault it is, in a few words.
    #[must_use]
    pub fn chinese(&self) -> &'static str {
        match self {
            Self::UnknownStudent => "名册中没有",
            Self::Duplicate { .. } => "重复",
            Self::WrongUnit { .. } | Self::NoSuchUnit { .. } | Self::NoUnit => "选举单位不符",
            Self::OverQuota { .. } => "超出名额",
            Self::UnderQuota { .. } => "名额未满",
            Self::Punished { .. } => "受处分",
            Self::PunishmentUnclear { .. } => "处分待复核",
            Self::NotEnrolled { .. } => "不在籍",
            Self::NameMismatch { .. } => "姓名不符",
            Self::TotalMismatch { .. } => "合计不符",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownStudent => f.write_str("名册中没有这个学号。请核对学号，或把该生补进名册"),
            Self::Duplicate { first } => write!(f, "名单里已有一行（{first}），只计一人。请删去多余的行"),
            Self::WrongUnit { written, own } => {
                write!(f, "选举单位写“{written}”，名册里该生属于{own}。请核对由哪个单位选举")
            }
            Self::NoSuchUnit { written } => {
                write!(f, "没有“{written}”这个选举单位。应是分配名额的单位、该生的班级或专业、主要社团或校学生会")
            }
            Self::NoUnit => f.write_str("没有写选举单位。请补填"),
            Self::OverQuota { delegates, seats } => {
                write!(f, "名额 {seats} 名，名单有 {delegates} 名，多 {} 名", delegates - seats)
            }
            Self::UnderQuota { delegates, seats, unplaced } => {
                write!(f, "名额 {seats} 名，名单有 {delegates} 名，少 {} 名", seats - delegates)?;
                if *unplaced > 0 {
                    write!(f, "；另有 {unplaced} 名选举单位不明，更正后再看")?;
                }
                Ok(())
            }
            Self::Punished { kind } => write!(f, "有未解除的处分（{kind}），不得当代表"),
            Self::PunishmentUnclear { kind } => write!(f, "有处分（{kind}），是不是该生的、是否解除，无法判断。请核实"),
            Self::NotEnrolled { status } => write!(f, "学籍状态为{status}，不是在籍学生"),
            Self::NameMismatch { roster } => write!(f, "名册里这个学号叫“{roster}”。请核对学号和姓名"),
            Self::TotalMismatch { printed, rows } => {
                write!(f, "合计不符：名单上写 {printed} 名，实有 {rows} 行。请核对")
            }
        }
    }
}

/// Reviews the present list; `None` without a list or a roster.
#[must_use]
pub fn review(policy: &Policy, facts: &Facts, quota: Option<&Quota>) -> Option<DelegateReview> {
    if facts.delegates.present.is_empty() || facts.students.is_empty() && facts.not_enrolled.is_empty() {
        return None;
    }
    let case =
        Case { policy, facts, quota, units: Units::new(policy, facts, quota), staff: standings(&facts.cadres.present) };
    Some(case.review())
}

struct Case<'a> {
    policy: &'a Policy,
    facts: &'a Facts,
    quota: Option<&'a Quota>,
    units: Units,
    staff: HashMap<Word, Standing>,
}

impl Case<'_> {
    fn text(&self, word: Word) -> String {
        self.facts.words.text(word).to_owned()
    }

    fn review(&self) -> DelegateReview {
        let delegates = &self.facts.delegates.present;
        let mut findings = Vec::new();
        let mut members = Vec::new();
        for (idx, delegate) in delegates.iter().enumerate() {
            let from = findings.len();
            let unit = self.look_at(delegate, &mut findings);
            members.push(Member {
                delegate: idx,
                unit,
                is_backbone: self.is_backbone(delegate, self.policy.congress.backbone.value),
                posts: self
                    .staff
                    .get(&delegate.person.student)
                    .map_or_else(Vec::new, |standing| standing.posts.clone()),
                findings: (from..findings.len()).collect(),
                is_repeated: delegate.first.is_some(),
            });
        }
        let units = self.count_units(&members, &mut findings);
        for total in self.facts.printed_totals.iter().filter(|total| total.printed != total.rows) {
            let fault = Fault::TotalMismatch { printed: total.printed, rows: total.rows };
            let evidence = vec![total.cell];
            findings.push(Finding { fault, person: None, unit: String::new(), verdict: Verdict::Fail, evidence });
        }
        let persons: Vec<&Delegate> = persons_of(delegates).collect();
        let own = self.policy.congress.backbone.value;
        let other = match own {
            Backbone::AllStaff => Backbone::PresidiumAndHeads,
            Backbone::PresidiumAndHeads => Backbone::AllStaff,
        };
        let shares = [own, other].map(|reading| self.share(&persons, reading));
        DelegateReview {
            total: self.total(&persons),
            unusable: self.facts.unusable(Kind::Delegates),
            verdict: verdict_of(shares[0].is_enough()),
            shares,
            composition: self.composition(&persons),
            channels: self.channels(&members, &units),
            floors: self.floors(&persons),
            findings,
            members,
            units,
        }
    }

    fn total(&self, persons: &[&Delegate]) -> u32 {
        count(persons.len()) + self.facts.unusable(Kind::Delegates)
    }

    /// Notes the faults of one row; the answer is the unit it counts for.
    fn look_at(&self, delegate: &Delegate, findings: &mut Vec<Finding>) -> Option<usize> {
        let person = delegate.person;
        let unit_written = self.text(delegate.unit);
        let mut note = |fault: Fault, verdict: Verdict, evidence: Vec<CellRef>| {
            let person = Some((person.id, person.name));
            findings.push(Finding { fault, person, unit: unit_written.clone(), verdict, evidence });
        };
        if let Some(first) = delegate.first {
            note(Fault::Duplicate { first: self.facts.sources.show(first) }, Verdict::Fail, vec![person.cell, first]);
            // What is wrong with the person has been said at the first row.
            return None;
        }
        if let Some(roster) = delegate.other_name {
            note(Fault::NameMismatch { roster: self.text(roster) }, Verdict::Review, vec![person.cell]);
        }
        let student = match person.known {
            Known::Unknown => {
                note(Fault::UnknownStudent, Verdict::Fail, vec![person.cell]);
                None
            }
            Known::NotEnrolled(idx) => {
                let away = &self.facts.not_enrolled[idx];
                note(
                    Fault::NotEnrolled { status: self.text(away.status) },
                    Verdict::Fail,
                    vec![person.cell, away.cell],
                );
                None
            }
            Known::Enrolled(idx) => Some(&self.facts.students[idx]),
        };
        if let Some(student) = student.filter(|_| self.policy.congress.exclude_punished.value) {
            // A record that may be another person's is no proof.
            let is_doubtful = delegate.other_name.is_some()
                || student.doubts.iter().any(|doubt| doubt.aspects.contains(&Aspect::Discipline));
            for punishment in &student.punishments {
                let kind = self.text(punishment.kind);
                let evidence = std::iter::once(person.cell).chain(punishment.cells.iter().copied()).collect();
                match punishment.state {
                    PunishmentState::Active if is_doubtful => {
                        note(Fault::PunishmentUnclear { kind }, Verdict::Review, evidence);
                    }
                    PunishmentState::Active => note(Fault::Punished { kind }, Verdict::Fail, evidence),
                    PunishmentState::Unclear | PunishmentState::OfWhom => {
                        note(Fault::PunishmentUnclear { kind }, Verdict::Review, evidence);
                    }
                    PunishmentState::Lifted | PunishmentState::Criticism => {}
                }
            }
        }
        let unit_cell = vec![delegate.cells[0]];
        match self.units.claim(&unit_written, student, self.facts, self.policy) {
            Claim::Own(unit) => return Some(unit),
            Claim::OfNobody(unit) => return unit,
            Claim::Others { unit, own } => {
                note(Fault::WrongUnit { written: unit_written.clone(), own }, Verdict::Fail, unit_cell);
                return unit;
            }
            Claim::NoSuch => note(Fault::NoSuchUnit { written: unit_written.clone() }, Verdict::Fail, unit_cell),
            Claim::Blank => note(Fault::NoUnit, Verdict::Fail, unit_cell),
        }
        None
    }

    fn is_backbone(&self, delegate: &Delegate, reading: Backbone) -> Option<bool> {
        if !staff::is_listed(self.facts) {
            return None;
        }
        // Whose number is wrong may be anybody, one of the backbone or none.
        if delegate.person.known == Known::Unknown || delegate.other_name.is_some() {
            return None;
        }
        match self.staff.get(&delegate.person.student) {
            Some(standing) => standing.is_backbone(reading),
            None => Some(false),
        }
    }

    fn share(&self, persons: &[&Delegate], reading: Backbone) -> NonBackbone {
        let number = |wanted: Option<bool>| {
            count(persons.iter().filter(|delegate| self.is_backbone(delegate, reading) == wanted).count())
        };
        let minimum = self.policy.congress.non_backbone_min.value.ceil_of(self.total(persons));
        let unclear = number(None) + self.facts.unusable(Kind::Delegates);
        NonBackbone { reading, count: number(Some(false)), unclear, minimum }
    }

    /// Compares each unit's delegates with its seats.
    fn count_units(&self, members: &[Member], findings: &mut Vec<Finding>) -> Vec<UnitCount> {
        let mut units = self.units.counts.clone();
        for member in members.iter().filter(|member| !member.is_repeated) {
            if let Some(unit) = member.unit.and_then(|unit| units.get_mut(unit)) {
                unit.delegates += 1;
                unit.non_backbone += u32::from(member.is_backbone == Some(false));
            }
        }
        let unplaced = members.iter().filter(|member| !member.is_repeated && member.unit.is_none()).count();
        let unplaced = count(unplaced) + self.facts.unusable(Kind::Delegates);
        for (idx, unit) in units.iter().enumerate() {
            let Some((fewest, most)) = unit.seats else { continue };
            let fault = if unit.delegates > most {
                Fault::OverQuota { delegates: unit.delegates, seats: most }
            } else if unit.delegates < fewest {
                Fault::UnderQuota { delegates: unit.delegates, seats: fewest, unplaced }
            } else {
                continue;
            };
            let is_open = matches!(fault, Fault::UnderQuota { .. }) && unit.delegates + unplaced >= fewest;
            let verdict = if is_open { Verdict::Review } else { Verdict::Fail };
            let own = members.iter().filter(|member| member.unit == Some(idx) && !member.is_repeated);
            let evidence = own.map(|member| self.facts.delegates.present[member.delegate].cells[0]);
            let evidence = evidence.chain(unit.cell).collect();
            let name = unit.name.clone();
            findings.push(Finding { fault, person: None, unit: name, verdict, evidence });
        }
        self.count_parts(members, findings);
        units
    }

    /// Where a unit's seats are shared out again and the list names the parts, these are compared as well.
    fn count_parts(&self, members: &[Member], findings: &mut Vec<Finding>) {
        let Some(quota) = self.quota else { return };
        for (idx, unit) in quota.units.iter().enumerate() {
            let Some(within) = &unit.within else { continue };
            let Ok(Apportioned::Settled { seats, .. }) = &within.result else { continue };
            let mut by_part: BTreeMap<String, Vec<CellRef>> = BTreeMap::new();
            for member in members.iter().filter(|member| member.unit == Some(idx) && !member.is_repeated) {
                let delegate = &self.facts.delegates.present[member.delegate];
                by_part
                    .entry(fold(self.facts.words.text(delegate.unit)).into_owned())
                    .or_default()
                    .push(delegate.cells[0]);
            }
            let is_part = |name: &str| by_part.contains_key(&*fold(name));
            if !within.parts.iter().any(|(name, _)| is_part(name)) {
                continue;
            }
            for ((name, _), seats) in within.parts.iter().zip(seats) {
                let cells = by_part.get(&*fold(name)).cloned().unwrap_or_default();
                let delegates = count(cells.len());
                let fault = match delegates.cmp(seats) {
                    std::cmp::Ordering::Greater => Fault::OverQuota { delegates, seats: *seats },
                    std::cmp::Ordering::Less => Fault::UnderQuota { delegates, seats: *seats, unplaced: 0 },
                    std::cmp::Ordering::Equal => continue,
                };
                let unit = format!("{} {name}", unit.name);
                findings.push(Finding { fault, person: None, unit, verdict: Verdict::Fail, evidence: cells });
            }
        }
    }

    /// What the roster says of a delegate, enrolled or not.
    fn said(&self, delegate: &Delegate) -> Option<Said> {
        Some(match delegate.person.known {
            Known::Enrolled(idx) => {
                let Student { gender, ethnicity, cohort, college, .. } = self.facts.students[idx];
                Said { gender, ethnicity, cohort, college, status: self.facts.students[idx].political.status }
            }
            Known::NotEnrolled(idx) => self.facts.not_enrolled[idx].said,
            Known::Unknown => return None,
        })
    }

    fn student(&self, delegate: &Delegate) -> Option<&Student> {
        match delegate.person.known {
            Known::Enrolled(idx) => Some(&self.facts.students[idx]),
            _ => None,
        }
    }

    fn composition(&self, persons: &[&Delegate]) -> Vec<(&'static str, Vec<(String, u32)>)> {
        let word = |word: Word| Some(fold(self.facts.words.text(word)).into_owned()).filter(|text| !text.is_empty());
        let own = self.policy.congress.backbone.value;
        let of = |delegate: &Delegate, part: &str| -> Option<String> {
            match part {
                "性别" => word(self.said(delegate)?.gender).map(|gender| gender_of(&gender).to_owned()),
                "政治面貌" => self.said(delegate)?.status.and_then(word),
                "民族" => word(self.said(delegate)?.ethnicity)
                    .map(|text| if is_han(&text) { "汉族" } else { "少数民族" }.to_owned()),
                "年级" => word(self.said(delegate)?.cohort).map(|cohort| format!("{cohort}级")),
                "学院" => word(self.said(delegate)?.college),
                "骨干" => self
                    .is_backbone(delegate, own)
                    .map(|is| if is { "校、院级学生会骨干" } else { "非骨干" }.to_owned()),
                _ => Some(self.text(delegate.channel)).filter(|text| !text.is_empty()),
            }
        };
        ["性别", "政治面貌", "民族", "年级", "学院", "骨干", "产生渠道"]
            .into_iter()
            .map(|part| {
                let mut numbers: BTreeMap<Option<String>, u32> = BTreeMap::new();
                for delegate in persons {
                    *numbers.entry(of(delegate, part)).or_default() += 1;
                }
                let unknown = numbers.remove(&None).unwrap_or(0) + self.facts.unusable(Kind::Delegates);
                let unknown = Some(unknown).filter(|number| *number > 0);
                let mut rows: Vec<(String, u32)> =
                    numbers.into_iter().filter_map(|(name, number)| Some((name?, number))).collect();
                if matches!(part, "政治面貌" | "产生渠道") {
                    rows.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
                }
                rows.extend(unknown.map(|number| ("不明".to_owned(), number)));
                (part, rows)
            })
            .collect()
    }

    fn channels(&self, members: &[Member], units: &[UnitCount]) -> Channels {
        let channel = |member: &Member| {
            fold(self.facts.words.text(self.facts.delegates.present[member.delegate].channel)).into_owned()
        };
        let members: Vec<&Member> = members.iter().filter(|member| !member.is_repeated).collect();
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        for member in &members {
            *numbers.entry(channel(member)).or_default() += 1;
        }
        let unusable = self.facts.unusable(Kind::Delegates);
        if unusable > 0 {
            *numbers.entry(String::new()).or_default() += unusable;
        }
        let mut names: Vec<String> = numbers.keys().cloned().collect();
        names.sort_by_key(|name| (name.is_empty(), std::cmp::Reverse(numbers[name])));
        let row = |unit: Option<usize>| {
            let own = |name: &&String| members.iter().filter(|m| m.unit == unit && channel(m) == **name).count();
            let nobodys = |name: &String| if unit.is_none() && name.is_empty() { unusable } else { 0 };
            names.iter().map(|name| count(own(&name)) + nobodys(name)).collect::<Vec<u32>>()
        };
        let placed = units.iter().enumerate().map(|(idx, unit)| (unit.name.clone(), row(Some(idx))));
        let rows = placed.chain([("选举单位不明".to_owned(), row(None))]);
        Channels { units: rows.filter(|(_, row)| row.iter().any(|number| *number > 0)).collect(), names }
    }

    fn floors(&self, persons: &[&Delegate]) -> Vec<FloorCount> {
        let floor = |shown: String, group: &Group, share: Share| {
            let number = |wanted: Option<bool>| {
                let holds = |delegate: &&&Delegate| {
                    self.student(delegate).and_then(|student| group.holds(self.facts, student)) == wanted
                };
                count(persons.iter().filter(holds).count())
            };
            let minimum = share.ceil_of(self.total(persons));
            let unclear = number(None) + self.facts.unusable(Kind::Delegates);
            FloorCount { group: shown, share, minimum, count: number(Some(true)), unclear }
        };
        groups_of(self.policy, self.facts)
            .into_iter()
            .map(|(shown, group, share)| floor(shown, &group, share))
            .collect()
    }
}

/// The rows of a list, each person once.
pub fn persons_of(delegates: &[Delegate]) -> impl Iterator<Item = &Delegate> {
    delegates.iter().filter(|delegate| delegate.first.is_none())
}

/// A part in percent, two decimals, half-up; `0.00` of nothing.
#[must_use]
pub fn share_text(part: u32, whole: u32) -> String {
    round_half_up(Exact::new(100 * i128::from(part), i128::from(whole.max(1))), 2)
}

fn verdict_of(is_enough: Option<bool>) -> Verdict {
    match is_enough {
        Some(true) => Verdict::Pass,
        Some(false) => Verdict::Fail,
        None => Verdict::Review,
    }
}

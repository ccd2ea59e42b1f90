//! The review of the elected delegates (代表资格审查): H-C3, H-C4, H-C8, and each fault of the list once, at its cell.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::{Facts, PunishmentState, Student};
use crate::model::number::{Exact, Share, round_half_up};
use crate::model::origin::CellRef;
use crate::model::seats::{Backbone, Group, gender_of, is_han};
use crate::model::text::fold;
use crate::model::union::{Delegate, Known, Level};
use crate::model::words::Word;
use crate::policy::Policy;

use super::{Quota, basis_of, count, groups_of, word_of};
use crate::rules::apportion::Apportioned;
use crate::rules::staff::{self, Standing, standings};

/// What the review found.
#[derive(Clone, Debug)]
pub struct DelegateReview {
    /// Delegates, each person once.
    pub total: u32,
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
    /// Fewer delegates than seats.
    UnderQuota { delegates: u32, seats: u32 },
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
            Self::PunishmentUnclear { .. } => "处分待核",
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
            Self::UnderQuota { delegates, seats } => {
                write!(f, "名额 {seats} 名，名单有 {delegates} 名，少 {} 名", seats - delegates)
            }
            Self::Punished { kind } => write!(f, "有未解除的处分（{kind}），不得当代表"),
            Self::PunishmentUnclear { kind } => write!(f, "有处分（{kind}），是否解除无法判断。请核实"),
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
            total: count(persons.len()),
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
            for punishment in &student.punishments {
                let kind = self.text(punishment.kind);
                let evidence = std::iter::once(person.cell).chain(punishment.cells.iter().copied()).collect();
                match punishment.state {
                    PunishmentState::Active => note(Fault::Punished { kind }, Verdict::Fail, evidence),
                    PunishmentState::Unclear => note(Fault::PunishmentUnclear { kind }, Verdict::Review, evidence),
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
        self.staff.get(&delegate.person.student).map_or(Some(false), |standing| standing.is_backbone(reading))
    }

    fn share(&self, persons: &[&Delegate], reading: Backbone) -> NonBackbone {
        let number = |wanted: Option<bool>| {
            count(persons.iter().filter(|delegate| self.is_backbone(delegate, reading) == wanted).count())
        };
        let minimum = self.policy.congress.non_backbone_min.value.ceil_of(count(persons.len()));
        NonBackbone { reading, count: number(Some(false)), unclear: number(None), minimum }
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
        for (idx, unit) in units.iter().enumerate() {
            let Some((fewest, most)) = unit.seats else { continue };
            let fault = if unit.delegates > most {
                Fault::OverQuota { delegates: unit.delegates, seats: most }
            } else if unit.delegates < fewest {
                Fault::UnderQuota { delegates: unit.delegates, seats: fewest }
            } else {
                continue;
            };
            let own = members.iter().filter(|member| member.unit == Some(idx) && !member.is_repeated);
            let evidence = own.map(|member| self.facts.delegates.present[member.delegate].cells[0]).collect();
            let name = unit.name.clone();
            findings.push(Finding { fault, person: None, unit: name, verdict: Verdict::Fail, evidence });
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
                    std::cmp::Ordering::Less => Fault::UnderQuota { delegates, seats: *seats },
                    std::cmp::Ordering::Equal => continue,
                };
                let unit = format!("{} {name}", unit.name);
                findings.push(Finding { fault, person: None, unit, verdict: Verdict::Fail, evidence: cells });
            }
        }
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
            let student = self.student(delegate);
            match part {
                "性别" => word(student?.gender).map(|gender| gender_of(&gender).to_owned()),
                "政治面貌" => student?.political.status.and_then(word),
                "民族" => {
                    word(student?.ethnicity).map(|text| if is_han(&text) { "汉族" } else { "少数民族" }.to_owned())
                }
                "年级" => word(student?.cohort).map(|cohort| format!("{cohort}级")),
                "学院" => word(student?.college),
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
                let unknown = numbers.remove(&None);
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
        let mut names: Vec<String> = numbers.keys().cloned().collect();
        names.sort_by_key(|name| (name.is_empty(), std::cmp::Reverse(numbers[name])));
        let row = |unit: Option<usize>| {
            let own = |name: &&String| members.iter().filter(|m| m.unit == unit && channel(m) == **name).count();
            names.iter().map(|name| count(own(&name))).collect::<Vec<u32>>()
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
            let minimum = share.ceil_of(count(persons.len()));
            FloorCount { group: shown, share, minimum, count: number(Some(true)), unclear: number(None) }
        };
        groups_of(self.policy, self.facts)
            .into_iter()
            .map(|(shown, group, share)| floor(shown, &group, share))
            .collect()
    }
}

/// What a list's unit is to the delegate.
enum Claim {
    /// The delegate's own.
    Own(usize),
    /// One that nobody belongs to by the roster: an association, the school's union, a unit of a sheet of head-counts.
    OfNobody(Option<usize>),
    /// Somebody else's; what the delegate's is.
    Others { unit: Option<usize>, own: String },
    /// There is none of the name.
    NoSuch,
    /// The cell is blank.
    Blank,
}

/// The units that delegates can be elected by.
struct Units {
    counts: Vec<UnitCount>,
    /// Folded name → index.
    by_name: HashMap<String, usize>,
    /// How many of the first are units of the allocation, and not associations or the school's union.
    n_of_quota: usize,
    /// Classes, majors, colleges and campuses of the roster, folded.
    of_roster: HashMap<String, BTreeSet<usize>>,
    /// The pool of those whom the school's union recommends.
    school: usize,
}

impl Units {
    fn new(policy: &Policy, facts: &Facts, quota: Option<&Quota>) -> Self {
        let congress = &policy.congress;
        let mut counts = Vec::new();
        if let Some(quota) = quota {
            for (idx, unit) in quota.units.iter().enumerate() {
                let may_win = quota.tie.as_ref().is_some_and(|tie| tie.units.contains(&idx));
                counts.push(UnitCount {
                    name: unit.name.clone(),
                    seats: Some((unit.seats, unit.seats + u32::from(may_win))),
                    delegates: 0,
                    non_backbone: 0,
                    minimum: unit.non_backbone_min,
                });
            }
        } else {
            let names: BTreeSet<&str> =
                facts.students.iter().map(|student| facts.words.text(word_of(student, congress.unit.value))).collect();
            let filled = names.into_iter().filter(|name| !name.is_empty());
            counts.extend(filled.map(|name| UnitCount::without_seats(name.to_owned())));
        }
        let n_of_quota = counts.len();
        for (name, seats, _) in quota.iter().flat_map(|quota| quota.associations.iter().flatten()) {
            let mut unit = UnitCount::without_seats(name.clone());
            unit.seats = Some((*seats, *seats));
            unit.minimum = congress.non_backbone_min.value.ceil_of(*seats);
            counts.push(unit);
        }
        let school = counts.len();
        let mut own = UnitCount::without_seats("校学生会".to_owned());
        own.seats = (congress.ex_officio.value > 0).then_some((congress.ex_officio.value, congress.ex_officio.value));
        counts.push(own);
        let by_name = counts.iter().enumerate().map(|(idx, unit)| (fold(&unit.name).into_owned(), idx)).collect();
        let mut units = Self { counts, by_name, n_of_quota, of_roster: HashMap::new(), school };
        let mut of_roster: HashMap<String, BTreeSet<usize>> = HashMap::new();
        for student in &facts.students {
            let unit = units.of_student(student, facts, policy);
            for word in [student.class, student.major, student.college, student.campus] {
                let name = fold(facts.words.text(word));
                if !name.is_empty() {
                    of_roster.entry(name.into_owned()).or_default().extend(unit);
                }
            }
        }
        units.of_roster = of_roster;
        units
    }

    /// The unit of the allocation a student belongs to.
    fn of_student(&self, student: &Student, facts: &Facts, policy: &Policy) -> Option<usize> {
        let name = facts.words.text(word_of(student, policy.congress.unit.value));
        let with_college = format!("{} {name}", facts.words.text(student.college));
        let find = |name: &str| self.by_name.get(&*fold(name)).copied().filter(|unit| *unit < self.n_of_quota);
        find(&with_college).or_else(|| find(name))
    }

    /// What the written unit is to a delegate.
    fn claim(&self, written: &str, student: Option<&Student>, facts: &Facts, policy: &Policy) -> Claim {
        let folded = fold(written);
        if folded.is_empty() {
            return Claim::Blank;
        }
        let own = student.and_then(|student| self.of_student(student, facts, policy));
        let names = [&*folded, without_organisation(&folded)];
        let is_school = policy.words.level(written) == Some(Level::School) || &*folded == "校团委";
        if is_school {
            return Claim::OfNobody(Some(self.school));
        }
        let found = names.iter().find_map(|name| self.by_name.get(*name).copied());
        if let Some(unit) = found {
            return match (student, own) {
                _ if unit >= self.n_of_quota => Claim::OfNobody(Some(unit)),
                (Some(_), Some(own)) if own == unit => Claim::Own(unit),
                (Some(student), Some(_)) => Claim::Others { unit: Some(unit), own: described(student, facts) },
                // The roster does not say, or has not the delegate.
                _ => Claim::OfNobody(Some(unit)),
            };
        }
        let parts = |student: &Student| [student.class, student.major, student.college, student.campus];
        let is_own =
            |student: &Student| parts(student).iter().any(|word| names.contains(&&*fold(facts.words.text(*word))));
        let of_roster = names.iter().find_map(|name| self.of_roster.get(*name));
        match (student, of_roster) {
            (_, None) => Claim::NoSuch,
            (Some(student), Some(_)) if is_own(student) => own.map_or(Claim::OfNobody(None), Claim::Own),
            (student, Some(units)) => {
                let unit = if units.len() == 1 { units.first().copied() } else { None };
                match student {
                    Some(student) => Claim::Others { unit, own: described(student, facts) },
                    None => Claim::OfNobody(unit),
                }
            }
        }
    }
}

impl UnitCount {
    fn without_seats(name: String) -> Self {
        Self { name, seats: None, delegates: 0, non_backbone: 0, minimum: 0 }
    }
}

/// `信息工程学院代表团` → `信息工程学院`.
fn without_organisation(folded: &str) -> &str {
    ["代表团", "学生会", "团总支", "分团委"].iter().find_map(|end| folded.strip_suffix(end)).unwrap_or(folded)
}

/// Where the roster has a student: college and class.
fn described(student: &Student, facts: &Facts) -> String {
    let parts = [student.college, student.class].map(|word| facts.words.text(word));
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("“{}”", parts.join(" "))
}

/// The checks that the review answers: H-C3, H-C4, H-C8.
#[must_use]
pub fn checks(policy: &Policy, facts: &Facts, review: &DelegateReview) -> Vec<Check> {
    vec![share_check(policy, facts, review), channel_check(policy, facts, review), change_check(policy, facts, review)]
}

/// H-C3: enough delegates who are no backbone. The policy's reading decides; the other is shown beside it.
fn share_check(policy: &Policy, facts: &Facts, review: &DelegateReview) -> Check {
    let min = &policy.congress.non_backbone_min;
    let [own, other] = &review.shares;
    let note = match (review.verdict, staff::is_listed(facts)) {
        (_, false) => Some("材料里没有学生会工作人员名册，无法区分骨干。请放入".to_owned()),
        (Verdict::Review, _) => Some(format!("另有 {} 名的职务或层级看不懂，更正后才能判断", own.unclear)),
        (Verdict::Fail, _) => Some(format!("少 {} 名非骨干代表", own.minimum.saturating_sub(own.count))),
        _ => None,
    };
    let beside = staff::is_listed(facts).then(|| {
        let share = share_text(other.count, review.total);
        format!("另一口径（{}）为 {} 名，{share}%", staff::reading_chinese(other.reading), other.count)
    });
    let readings = [Some(staff::reading_chinese(own.reading).to_owned()), note, beside];
    let backbone = || review.members.iter().filter(|member| member.is_backbone == Some(true) && !member.is_repeated);
    Check {
        rule: "H-C3",
        unit: String::new(),
        period: String::new(),
        verdict: review.verdict,
        basis: min.basis.clone(),
        found: if staff::is_listed(facts) {
            format!("{} / {} = {}%", own.count, review.total, share_text(own.count, review.total))
        } else {
            format!("代表 {} 名，骨干人数不明", review.total)
        },
        limit: format!("≥ {}，即至少 {} 名", min.value, own.minimum),
        note: readings.into_iter().flatten().collect::<Vec<_>>().join("；"),
        persons: backbone().map(|member| person_of(facts, member)).collect(),
        evidence: persons_of(&facts.delegates.present)
            .map(|delegate| delegate.person.cell)
            .chain(backbone().flat_map(|member| member.posts.iter().map(|(_, cell)| *cell)))
            .collect(),
    }
}

fn person_of(facts: &Facts, member: &Member) -> (Word, Word) {
    let person = facts.delegates.present[member.delegate].person;
    (person.id, person.name)
}

/// H-C4: every delegate came through some channel.
fn channel_check(policy: &Policy, facts: &Facts, review: &DelegateReview) -> Check {
    let delegates = || review.members.iter().filter(|member| !member.is_repeated);
    let of = |member: &Member| &facts.delegates.present[member.delegate];
    let without: Vec<&Delegate> = delegates().map(of).filter(|delegate| !delegate.channel.is_some()).collect();
    let named: Vec<String> = review
        .channels
        .names
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty())
        .map(|(idx, name)| format!("{name} {}", review.channels.units.iter().map(|(_, row)| row[idx]).sum::<u32>()))
        .collect();
    let nobody_has = named.is_empty();
    Check {
        rule: "H-C4",
        unit: String::new(),
        period: String::new(),
        verdict: if nobody_has {
            Verdict::Review
        } else if without.is_empty() {
            Verdict::Pass
        } else {
            Verdict::Fail
        },
        basis: basis_of(policy, "H-C4"),
        found: if nobody_has { "没有产生渠道".to_owned() } else { named.join("、") },
        limit: "每名代表都写明产生渠道".to_owned(),
        note: match (nobody_has, without.len()) {
            (true, _) => "名单没有“产生渠道”列，或整列为空，请补上".to_owned(),
            (false, 0) => String::new(),
            (false, missing) => format!("{missing} 名没有写产生渠道"),
        },
        persons: if nobody_has {
            Vec::new()
        } else {
            without.iter().map(|delegate| (delegate.person.id, delegate.person.name)).collect()
        },
        evidence: if nobody_has { Vec::new() } else { without.iter().map(|delegate| delegate.person.cell).collect() },
    }
}

/// H-C8: the share of ordinary delegates beside that of the list before.
fn change_check(policy: &Policy, facts: &Facts, review: &DelegateReview) -> Check {
    let editions = &facts.delegates;
    let before: Vec<&Delegate> = persons_of(&editions.previous).collect();
    let year = editions.previous_year.map_or_else(String::new, |year| format!("{year}-{}", year + 1));
    let staff_then = standings(&facts.cadres.previous);
    let reading = policy.congress.backbone.value;
    let has_staff = facts.cadres.previous_year.is_some_and(|year| Some(year) == editions.previous_year);
    let is_ordinary = |delegate: &&&Delegate| {
        staff_then.get(&delegate.person.student).is_none_or(|standing| standing.is_backbone(reading) == Some(false))
    };
    let now = &review.shares[0];
    let (total_before, ordinary_before) = (count(before.len()), count(before.iter().filter(is_ordinary).count()));
    let is_comparable = !before.is_empty() && has_staff && now.unclear == 0 && review.total > 0;
    // now/total ≥ before/total before, without a fraction.
    let has_grown =
        u64::from(now.count) * u64::from(total_before) >= u64::from(ordinary_before) * u64::from(review.total);
    let note = if before.is_empty() {
        "材料里没有上一届代表名册（届次写成 2024-2025 这样），无法比较".to_owned()
    } else if !has_staff {
        format!("材料里没有 {year} 的学生会工作人员名册，无法区分当时的骨干")
    } else if now.unclear > 0 {
        "本届有代表不能区分是否骨干，无法比较".to_owned()
    } else if has_grown {
        String::new()
    } else {
        "比上一届下降".to_owned()
    };
    Check {
        rule: "H-C8",
        unit: String::new(),
        period: year,
        verdict: match (is_comparable, has_grown) {
            (false, _) => Verdict::Review,
            (true, true) => Verdict::Pass,
            (true, false) => Verdict::Fail,
        },
        basis: basis_of(policy, "H-C8"),
        found: format!("本届 {} / {} = {}%", now.count, review.total, share_text(now.count, review.total)),
        limit: if before.is_empty() || !has_staff {
            "不低于上一届".to_owned()
        } else {
            let share = share_text(ordinary_before, total_before);
            format!("不低于上一届 {ordinary_before} / {total_before} = {share}%")
        },
        note,
        persons: Vec::new(),
        evidence: persons_of(&editions.present)
            .chain(before.iter().copied())
            .map(|delegate| delegate.person.cell)
            .collect(),
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

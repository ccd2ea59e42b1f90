//! The student congress (学代会). Here: how many delegates each unit elects (H-C1, H-C2, the minima of H-C3, W-C3). Beside it the
//! review of the delegates, the votes, and what the congress and its people have to keep to.

mod checks;
pub mod delegates;
pub mod votes;

pub use checks::check_all;

/// The rules of the congress, each with checks.
pub const RULES: [&str; 9] = ["H-C1", "H-C2", "H-C3", "H-C4", "H-C5", "H-C6", "H-C7", "H-C8", "H-C9"];

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::model::facts::{Facts, Student};
use crate::model::number::{Exact, Share, count};
use crate::model::origin::CellRef;
use crate::model::seats::{Group, Method, Unit};
use crate::model::words::Word;
use crate::policy::Policy;
use crate::policy::congress::DrawnLot;

use crate::rules::apportion::{
    Apportioned, Fairness, Lot, MOST_HEADS, MOST_SEATS, Plan, Refused, Step, Tie, apportion, fairness,
};

/// The question of a lot about the units' seats.
pub const SEATS: &str = "congress.seats";

/// The allocation of delegates (代表名额分配).
#[derive(Clone, Debug)]
pub struct Quota {
    /// Students represented.
    pub population: u32,
    /// Whether they are those of a sheet of head-counts.
    pub is_by_headcount: bool,
    /// The least number of delegates that the rule asks.
    pub minimum_total: u32,
    /// Seats in all, those of associations included where the policy counts them inside.
    pub total: u32,
    /// Seats of the units.
    pub shared: u32,
    /// Main associations with their seats and cells; `None` without a list of associations.
    pub associations: Option<Vec<(String, u32, CellRef)>>,
    /// Whether a total set by the policy is below the least number; then the least number was shared out, or stands beside the sum.
    pub below_minimum: Option<u32>,
    /// The units, by name.
    pub units: Vec<UnitQuota>,
    /// How the seats came about.
    pub steps: Vec<Step>,
    /// The tie that needs a lot.
    pub tie: Option<Tie>,
    /// What each way of that tie leads to: the units that win, and everybody's seats; `None` where another tie follows.
    pub outcomes: Vec<(Vec<usize>, Option<Vec<u32>>)>,
    /// The other methods on the same total.
    pub alternatives: Vec<Alternative>,
    /// Delegates who may not be fewer than this are no backbone.
    pub non_backbone_min: u32,
    /// Groups that need at least so many delegates.
    pub floors: Vec<Floor>,
    /// Lots that settled a tie, as indices into the policy's.
    pub lots_used: Vec<usize>,
}

/// One unit's seats.
#[derive(Clone, Debug)]
pub struct UnitQuota {
    /// Its name.
    pub name: String,
    /// Its students.
    pub population: u32,
    /// Its exact share of the total.
    pub exact: Exact,
    /// Its seats; those that are certain, where a tie is open.
    pub seats: u32,
    /// Least number of delegates who are no backbone.
    pub non_backbone_min: u32,
    /// Candidates, more than the seats by the surplus (差额).
    pub candidates: u32,
    /// The students' cells in the roster, or the cell of the head-count.
    pub cells: Vec<CellRef>,
    /// Its seats shared out again, if the policy asks.
    pub within: Option<Within>,
}

/// A unit's seats shared out again.
#[derive(Clone, Debug)]
pub struct Within {
    /// Name and students of each part.
    pub parts: Vec<(String, u32)>,
    /// What came of it.
    pub result: Result<Apportioned, Refused>,
}

/// The same total by another method.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The method.
    pub method: Method,
    /// Everybody's seats, the names tied, or why there can be none.
    pub result: Result<Apportioned, Refused>,
    /// How fair it is, where it is settled.
    pub fairness: Option<Fairness>,
}

/// A group that needs a least number of delegates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// The group, such as 性别=女.
    pub group: String,
    /// The share.
    pub share: Share,
    /// Least number in all.
    pub minimum: u32,
    /// Least number of each unit, so that the sum is enough; empty where the units cannot see to it.
    pub of_units: Vec<u32>,
    /// Who is there of the group; `None` where the units are known by their numbers only.
    pub there: Option<There>,
}

/// Students of a group in the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct There {
    /// In all.
    pub total: u32,
    /// Of whom the roster does not say whether they belong to it.
    pub unknown: u32,
    /// Of each unit, those included of whom the roster does not say.
    pub of_units: Vec<u32>,
}

impl Floor {
    /// Whether nobody can choose so many, whoever is elected.
    #[must_use]
    pub fn is_out_of_reach(&self) -> bool {
        self.there.as_ref().is_some_and(|there| there.total + there.unknown < self.minimum)
    }

    /// The units that have fewer of the group than their least number.
    #[must_use]
    pub fn short_units(&self) -> Vec<usize> {
        let there = self.there.as_ref().map_or(&[][..], |there| &there.of_units);
        (0..self.of_units.len().min(there.len())).filter(|unit| there[*unit] < self.of_units[*unit]).collect()
    }
}

/// Why there is no allocation. Its `Display` is the only wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuotaRefused {
    /// The roster does not say what unit anybody belongs to.
    NoUnits(Unit),
    /// Some students have no unit: how many, and the first of their cells.
    Unplaced(Unit, u32, CellRef),
    /// There is nobody.
    Nobody,
    /// The policy asks for head-counts, and no sheet gives them.
    NoHeadcount,
    /// A head-count cannot be relied on.
    DoubtfulHeadcount,
    /// The engine says no.
    Seats(Refused, Vec<String>),
}

impl fmt::Display for QuotaRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoUnits(unit) => write!(
                f,
                "名册没有“{0}”一列，不能按{0}分配。请在名册补上，或在 policy.toml 的 [congress] 里把 unit 改为名册有的",
                unit.chinese()
            ),
            Self::Unplaced(unit, count, _) => {
                write!(f, "有 {count} 名在籍学生没有填{}，少算一人名额就可能不同。请在名册补填", unit.chinese())
            }
            Self::NoHeadcount => f.write_str(
                "政策按人数表计（congress.base = \"headcount\"），材料里没有人数表（单位、人数两列）。请放入，或改为按名册",
            ),
            Self::DoubtfulHeadcount => f.write_str("人数表有疑问，见对该表的说明。请更正后再运行"),
            Self::Nobody => f.write_str("名册里没有在籍学生"),
            Self::Seats(refused, names) => match refused {
                Refused::NoUnits => f.write_str("没有分配单位"),
                Refused::NoHeads { unit } => {
                    write!(f, "“{}”没有学生", names.get(*unit).map_or("", String::as_str))
                }
                Refused::TooFewSeats { house, needed } => write!(
                    f,
                    "总名额 {house} 不够 {} 个单位保底（共需 {needed}）。请增加总名额（congress.total），或减少每单位最少名额（congress.min_per_unit）",
                    names.len()
                ),
                Refused::TooManySeats => f.write_str("总名额太大，请核对 policy.toml 的 [congress]"),
                Refused::TooManyHeads => f.write_str("学生人数太大，请核对人数"),
            },
        }
    }
}

impl Quota {
    /// Whether a human has to draw a lot.
    #[must_use]
    pub fn needs_lot(&self) -> bool {
        self.tie.is_some() || self.units.iter().any(|unit| unit.within.as_ref().is_some_and(Within::needs_lot))
    }

    /// The tied units by name: those of the congress, else those within a unit.
    #[must_use]
    pub fn tied(&self) -> Vec<&str> {
        if let Some(tie) = &self.tie {
            return tie.units.iter().map(|unit| self.units[*unit].name.as_str()).collect();
        }
        self.units.iter().filter_map(|unit| unit.within.as_ref()).flat_map(Within::tied).collect()
    }

    /// H-C2: the units without a seat, whichever way a tie ends.
    #[must_use]
    pub fn uncovered(&self) -> Vec<usize> {
        let may_win = |unit: &usize| self.tie.as_ref().is_some_and(|tie| tie.units.contains(unit));
        (0..self.units.len()).filter(|unit| self.units[*unit].seats == 0 && !may_win(unit)).collect()
    }

    /// How fair the allocation is, if it is settled.
    #[must_use]
    pub fn fairness(&self) -> Option<Fairness> {
        let heads: Vec<u32> = self.units.iter().map(|unit| unit.population).collect();
        let seats: Vec<u32> = self.units.iter().map(|unit| unit.seats).collect();
        if self.tie.is_some() { None } else { fairness(&heads, &seats) }
    }
}

impl Within {
    fn needs_lot(&self) -> bool {
        matches!(self.result, Ok(Apportioned::NeedsLot { .. }))
    }

    /// The tied parts by name.
    pub fn tied(&self) -> Vec<&str> {
        match &self.result {
            Ok(Apportioned::NeedsLot { tie, .. }) => {
                tie.units.iter().map(|part| self.parts[*part].0.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Allocates the delegates to the units of the roster.
///
/// # Errors
///
/// Why no table could be right.
pub fn quota(policy: &Policy, facts: &Facts) -> Result<Quota, QuotaRefused> {
    let congress = &policy.congress;
    let is_by_headcount = congress.uses_headcount.value || facts.students.is_empty();
    let groups = if is_by_headcount { counted_units(facts)? } else { group(facts, congress.unit.value)? };
    let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    let heads: Vec<u32> = groups.iter().map(|group| group.heads).collect();
    let refused = |refused| QuotaRefused::Seats(refused, names.clone());
    let population: u64 = heads.iter().map(|heads| u64::from(*heads)).sum();
    if population > MOST_HEADS {
        return Err(refused(Refused::TooManyHeads));
    }
    let population = u32::try_from(population).unwrap_or(u32::MAX);
    let minimum_total = congress.min_percent.value.ceil_of(population);
    let method = congress.method.value;
    let associations = main_associations(policy, facts);
    let of_associations: u64 = associations.iter().flatten().map(|(_, seats, _)| u64::from(*seats)).sum();
    if of_associations > u64::from(MOST_SEATS) {
        return Err(refused(Refused::TooManySeats));
    }
    let inside =
        if congress.associations_inside.value { u32::try_from(of_associations).unwrap_or(u32::MAX) } else { 0 };
    let full = congress.total.value.max(minimum_total);
    let house = if method.shares_a_house() { full.saturating_sub(inside) } else { 0 };
    let plan = Plan { method, house, minimum: congress.minimum.value, min_mode: congress.min_mode.value };
    let drawn = Drawn::about(&congress.lots, SEATS, &names);
    let result = apportion(&heads, plan, &drawn.lots).map_err(refused)?;
    let mut lots_used = drawn.used(&result);
    let (seats, steps, tie) = match result {
        Apportioned::Settled { seats, steps, .. } => (seats, steps, None),
        Apportioned::NeedsLot { tie, seats, steps, .. } => (seats, steps, Some(tie)),
    };
    let shared = if method.shares_a_house() && tie.is_some() { house } else { seats.iter().sum() };
    let total = shared + inside;
    let asked = if method.shares_a_house() { congress.total.value } else { total };
    let outcomes = tie.as_ref().map_or_else(Vec::new, |tie| ways(&heads, plan, &drawn.lots, tie));
    let exact_of = |heads: u32| Exact::new(i128::from(heads) * i128::from(shared), i128::from(population.max(1)));
    let mut units = Vec::new();
    let mut members = Vec::new();
    for (UnitGroup { name, heads: population, students, cells }, seats) in groups.into_iter().zip(&seats) {
        let within = match (congress.within.value, &tie) {
            (Some(part), None) if !students.is_empty() => {
                let (within, used) = share_within(policy, facts, &name, &students, part, *seats)?;
                lots_used.extend(used);
                Some(within)
            }
            _ => None,
        };
        units.push(UnitQuota {
            population,
            exact: exact_of(population),
            seats: *seats,
            non_backbone_min: congress.non_backbone_min.value.ceil_of(*seats),
            candidates: seats + congress.surplus.value.ceil_of(*seats),
            cells,
            name,
            within,
        });
        members.push(students);
    }
    let floors = floors(policy, facts, total, &units, (!is_by_headcount).then_some(&members));
    lots_used.sort_unstable();
    Ok(Quota {
        population,
        is_by_headcount,
        minimum_total,
        total,
        shared,
        associations,
        // A total of 0 asks for the least number.
        below_minimum: (asked > 0 && asked < minimum_total).then_some(asked),
        outcomes,
        alternatives: alternatives(&heads, plan, shared),
        non_backbone_min: congress.non_backbone_min.value.ceil_of(total),
        floors,
        units,
        steps,
        tie,
        lots_used,
    })
}

/// The main associations, each with its seats.
fn main_associations(policy: &Policy, facts: &Facts) -> Option<Vec<(String, u32, CellRef)>> {
    let main = facts.associations.as_ref()?.iter().filter(|association| association.is_main == Some(true));
    let seats = policy.congress.association_seats.value;
    Some(main.map(|main| (facts.words.text(main.name).to_owned(), seats, main.cell)).collect())
}

/// Students by unit, units by name; classes and majors of one name in two colleges are told apart by the college.
fn group(facts: &Facts, unit: Unit) -> Result<Vec<UnitGroup<'_>>, QuotaRefused> {
    if facts.students.is_empty() {
        return Err(QuotaRefused::Nobody);
    }
    if facts.students.iter().all(|student| !word_of(student, unit).is_some()) {
        return Err(QuotaRefused::NoUnits(unit));
    }
    let parts = parts(facts, &facts.students.iter().collect::<Vec<_>>(), unit)?.into_iter();
    Ok(parts
        .map(|(name, students)| UnitGroup {
            name,
            heads: count(students.len()),
            cells: students.iter().filter_map(|student| student.cell).collect(),
            students,
        })
        .collect())
}

/// The units of the sheets of head-counts, by name.
fn counted_units(facts: &Facts) -> Result<Vec<UnitGroup<'_>>, QuotaRefused> {
    let headcount = facts.headcount.as_ref().ok_or(QuotaRefused::NoHeadcount)?;
    if headcount.is_doubtful {
        return Err(QuotaRefused::DoubtfulHeadcount);
    }
    let group = |(unit, heads, cell): &(Word, u32, CellRef)| UnitGroup {
        name: facts.words.text(*unit).to_owned(),
        heads: *heads,
        students: Vec::new(),
        cells: vec![*cell],
    };
    let mut groups: Vec<UnitGroup<'_>> = headcount.units.iter().map(group).collect();
    groups.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(groups)
}

/// A unit before anything is shared out; without students where only their number is known.
struct UnitGroup<'f> {
    name: String,
    heads: u32,
    students: Vec<&'f Student>,
    cells: Vec<CellRef>,
}

/// What the roster says of a student's unit.
#[must_use]
pub fn word_of(student: &Student, unit: Unit) -> Word {
    match unit {
        Unit::College => student.college,
        Unit::Campus => student.campus,
        Unit::Major => student.major,
        Unit::Class => student.class,
    }
}

/// Students by unit. One who has none makes it impossible, as a seat may hang on that head.
fn parts<'f>(
    facts: &Facts,
    students: &[&'f Student],
    unit: Unit,
) -> Result<Vec<(String, Vec<&'f Student>)>, QuotaRefused> {
    let unplaced: Vec<&&Student> = students.iter().filter(|student| !word_of(student, unit).is_some()).collect();
    if let Some(cell) = unplaced.iter().filter_map(|student| student.cell).min() {
        return Err(QuotaRefused::Unplaced(unit, count(unplaced.len()), cell));
    }
    let mut by_name: BTreeMap<&str, BTreeMap<&str, Vec<&Student>>> = BTreeMap::new();
    for student in students {
        let college = if matches!(unit, Unit::Major | Unit::Class) { facts.words.text(student.college) } else { "" };
        let colleges = by_name.entry(facts.words.text(word_of(student, unit))).or_default();
        colleges.entry(college).or_default().push(student);
    }
    let mut parts = Vec::new();
    for (name, colleges) in by_name {
        let is_alone = colleges.len() == 1;
        for (college, students) in colleges {
            parts.push((if is_alone { name.to_owned() } else { format!("{college} {name}") }, students));
        }
    }
    Ok(parts)
}

/// A unit's seats by class or major, and which lots that took.
fn share_within(
    policy: &Policy,
    facts: &Facts,
    unit: &str,
    students: &[&Student],
    part: Unit,
    seats: u32,
) -> Result<(Within, Vec<usize>), QuotaRefused> {
    let congress = &policy.congress;
    let parts: Vec<(String, u32)> =
        parts(facts, students, part)?.into_iter().map(|(name, students)| (name, count(students.len()))).collect();
    let names: Vec<String> = parts.iter().map(|(name, _)| name.clone()).collect();
    let heads: Vec<u32> = parts.iter().map(|(_, heads)| *heads).collect();
    let drawn = Drawn::about(&congress.lots, &format!("{SEATS}/{unit}"), &names);
    let method = if congress.method.value.shares_a_house() { congress.method.value } else { Method::LargestRemainder };
    let plan = Plan { method, house: seats, minimum: 0, min_mode: congress.min_mode.value };
    let result = apportion(&heads, plan, &drawn.lots);
    let used = result.as_ref().map_or_else(|_| Vec::new(), |result| drawn.used(result));
    Ok((Within { parts, result }, used))
}

/// The lots of the policy about one question.
struct Drawn {
    lots: Vec<Lot>,
    /// Where each stands in the policy.
    places: Vec<usize>,
}

impl Drawn {
    /// Those about a question whose names are all units.
    fn about(lots: &[DrawnLot], question: &str, names: &[String]) -> Self {
        let units = |texts: &[String]| -> Option<Vec<usize>> {
            let mut units: Vec<usize> =
                texts.iter().map(|text| names.iter().position(|name| name == text)).collect::<Option<_>>()?;
            units.sort_unstable();
            Some(units)
        };
        let about = lots.iter().enumerate().filter(|(_, lot)| lot.question == question);
        let (places, lots) = about
            .filter_map(|(idx, lot)| Some((idx, Lot { tied: units(&lot.tied)?, winners: units(&lot.winners)? })))
            .unzip();
        Self { lots, places }
    }

    /// Where in the policy those stand that were needed.
    fn used(&self, result: &Apportioned) -> Vec<usize> {
        let (Apportioned::Settled { lots, .. } | Apportioned::NeedsLot { lots, .. }) = result;
        lots.iter().map(|idx| self.places[*idx]).collect()
    }
}

/// What each way a tie can end leads to.
fn ways(heads: &[u32], plan: Plan, drawn: &[Lot], tie: &Tie) -> Vec<(Vec<usize>, Option<Vec<u32>>)> {
    /// More ways than this are not written out.
    const MOST: usize = 12;
    let outcome = |winners: Vec<usize>| {
        let mut lots = drawn.to_vec();
        lots.push(Lot { tied: tie.units.clone(), winners: winners.clone() });
        let seats = match apportion(heads, plan, &lots) {
            Ok(Apportioned::Settled { seats, .. }) => Some(seats),
            _ => None,
        };
        (winners, seats)
    };
    tie.outcomes(MOST).into_iter().map(outcome).collect()
}

/// Every method that shares out a house, on the same total and minimum.
fn alternatives(heads: &[u32], plan: Plan, total: u32) -> Vec<Alternative> {
    let others = Method::OF_A_HOUSE.into_iter().filter(|method| *method != plan.method);
    others
        .map(|method| {
            let house = if plan.method.shares_a_house() { plan.house } else { total };
            let result = apportion(heads, Plan { method, house, ..plan }, &[]);
            let fairness = match &result {
                Ok(Apportioned::Settled { seats, .. }) => fairness(heads, seats),
                _ => None,
            };
            Alternative { method, result, fairness }
        })
        .collect()
}

/// The floors of the policy, and who is there of each group.
fn floors(
    policy: &Policy,
    facts: &Facts,
    total: u32,
    units: &[UnitQuota],
    members: Option<&[Vec<&Student>]>,
) -> Vec<Floor> {
    let floor = |shown: String, group: &Group, share: Share| {
        let there = members.map(|members| {
            let says = |student: &&Student, answer| group.holds(facts, student) == answer;
            let number = |students: &[&Student], answer| count(students.iter().filter(|s| says(s, answer)).count());
            There {
                total: members.iter().map(|students| number(students, Some(true))).sum(),
                unknown: members.iter().map(|students| number(students, None)).sum(),
                of_units: members.iter().map(|s| number(s, Some(true)) + number(s, None)).collect(),
            }
        });
        // How the years share out among the units is for the units to see to: a class is all of one year.
        let is_of_year = matches!(group, Group::Cohort(_));
        let of_units = units.iter().filter(|_| !is_of_year).map(|unit| share.ceil_of(unit.seats)).collect();
        Floor { group: shown, share, minimum: share.ceil_of(total), of_units, there }
    };
    groups_of(policy, facts).into_iter().map(|(shown, group, share)| floor(shown, &group, share)).collect()
}

/// The groups that the policy sets floors for, each with its name and share; 年级 stands for one of each year.
fn groups_of(policy: &Policy, facts: &Facts) -> Vec<(String, Group, Share)> {
    let mut groups = Vec::new();
    for (shown, share) in &policy.congress.floors.value {
        match Group::parse(shown) {
            Some(Group::EachCohort) => {
                let cohorts: BTreeSet<&str> =
                    facts.students.iter().map(|student| facts.words.text(student.cohort)).collect();
                let of_year = |cohort: &str| (format!("年级={cohort}"), Group::Cohort(cohort.to_owned()), *share);
                groups.extend(cohorts.into_iter().filter(|cohort| !cohort.is_empty()).map(of_year));
            }
            Some(group) => groups.push((shown.clone(), group, *share)),
            // The policy is refused before it comes to this.
            None => {}
        }
    }
    groups
}

/// Lots of the policy that settle no tie there is, each with why.
#[must_use]
pub fn lots_of_no_tie<'p>(policy: &'p Policy, quota: Option<&Quota>) -> Vec<(&'p DrawnLot, String)> {
    let used = quota.map_or(&[][..], |quota| &quota.lots_used);
    let lots = policy.congress.lots.iter().enumerate();
    lots.filter(|(idx, lot)| lot.question.starts_with(SEATS) && !used.contains(idx))
        .map(|(_, lot)| (lot, quota.map_or_else(|| "没有做名额分配".to_owned(), |quota| why_not_used(lot, quota))))
        .collect()
}

fn why_not_used(lot: &DrawnLot, quota: &Quota) -> String {
    let (names, tied, seats): (Vec<&str>, Vec<&str>, u32) = match lot.question.split_once('/') {
        None => {
            let names = quota.units.iter().map(|unit| unit.name.as_str()).collect();
            let tied = quota.tie.as_ref().map_or_else(Vec::new, |_| quota.tied());
            (names, tied, quota.tie.as_ref().map_or(0, |tie| tie.seats))
        }
        Some((_, unit)) => match quota.units.iter().find(|other| other.name == unit) {
            None => return format!("没有“{unit}”这个单位"),
            Some(_) if quota.tie.is_some() => return "各单位的名额还没有定，还没有往下分".to_owned(),
            Some(UnitQuota { within: None, .. }) => return "名额没有再往下分".to_owned(),
            Some(UnitQuota { within: Some(within), .. }) => {
                let names = within.parts.iter().map(|(name, _)| name.as_str()).collect();
                let seats = match &within.result {
                    Ok(Apportioned::NeedsLot { tie, .. }) => tie.seats,
                    _ => 0,
                };
                (names, within.tied(), seats)
            }
        },
    };
    if let Some(stranger) = lot.tied.iter().find(|name| !names.contains(&name.as_str())) {
        return format!("没有“{stranger}”这个单位");
    }
    let is_same = tied.len() == lot.tied.len() && tied.iter().all(|name| lot.tied.iter().any(|other| other == name));
    if is_same && lot.winners.len() != seats as usize {
        return format!("应抽出 {seats} 个，写了 {} 个", lot.winners.len());
    }
    if tied.is_empty() { "现在没有并列".to_owned() } else { format!("现在并列的是 {}", tied.join("、")) }
}

//! The evaluation of cadres (评议): from ratings and ballots to scores, ranks and grades. H-D2; what the panel must be is checked
//! beside it (`panel`).
//!
//! Per rater the weighted dimensions; per group, above a number of raters, the highest and the lowest total dropped, then the
//! mean; over the groups their weights. Exact throughout; ranks on unrounded scores. What the policy does not settle is for a human.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use crate::model::Cited;
use crate::model::decision::Verdict;
use crate::model::evaluation::{BallotCount, Evaluated, Invalid, LowRaters, Rating};
use crate::model::facts::Facts;
use crate::model::number::{Decimal, Exact, count, round_half_up};
use crate::model::origin::{CellRef, SheetIdx};
use crate::model::text::fold_name;
use crate::model::union::{Known, Level};
use crate::model::words::Word;
use crate::policy::Policy;
use crate::policy::congress::DrawnLot;
use crate::policy::evaluation::{EvaluationPolicy, MissingGroup};
use crate::rules::staff::all_unions;

/// The question of a lot about who of several equals is in the highest grade.
pub const EXCELLENT_CAP: &str = "evaluation.excellent_cap";

/// What became of one person's evaluation.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Which of the evaluated of the facts.
    pub evaluated: usize,
    /// In which list the person is ranked: level and organisation; empty where no list of cadres tells.
    pub body: Body,
    /// The posts, as written.
    pub posts: Vec<Word>,
    /// Each group of the policy with what it says.
    pub groups: Vec<GroupScore>,
    /// Each dimension of the policy with its mean over the groups, weighted like the score; `None` where nothing counts.
    pub dimensions: Vec<Option<Exact>>,
    /// The score by ratings; `None` where it cannot be computed.
    pub score: Option<Exact>,
    /// The score by ballots; `None` without ballots or where it cannot be computed.
    pub ballot_score: Option<Exact>,
    /// Rank in the body by the score, equal ones alike.
    pub rank: Option<u32>,
    /// How many in the body have a score.
    pub of: u32,
    /// The grade (等次), if it is settled.
    pub grade: Option<String>,
    /// Why a human has to look; none where the result is final.
    pub reasons: Vec<Doubt>,
}

/// Who is ranked together: the people of one union who are judged in the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Body {
    /// The level.
    pub level: Option<Level>,
    /// Its name.
    pub organisation: String,
    /// Whether its people are judged by ballots alone: what raters give and what boxes are worth is not one scale.
    pub is_by_ballots: bool,
}

/// What one group of raters says.
#[derive(Clone, Debug, Default)]
pub struct GroupScore {
    /// Raters, valid or not; for ballots, ballots.
    pub raters: u32,
    /// Those whose ratings counted, after trimming.
    pub counted: u32,
    /// The mean of the counted totals.
    pub score: Option<Exact>,
    /// Ratings dropped as the highest and the lowest, as indices into the person's ratings.
    pub trimmed: Vec<usize>,
    /// Means of the counted ratings, dimension by dimension.
    pub dimensions: Vec<Option<Exact>>,
    /// The score of its ballots.
    pub ballot_score: Option<Exact>,
    /// Its ballots, those that say 不了解 included.
    pub ballots: u32,
}

/// Why a human has to look (复核的原因). Its `Display` is the only wording.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the names and numbers that the variant's line names")]
pub enum Doubt {
    /// A group of the policy has no valid rating.
    GroupMissing { group: String },
    /// Too few valid raters.
    FewRaters { valid: u32, least: u32 },
    /// A group that the policy does not know has rated.
    GroupUnknown { group: String, raters: u32 },
    /// The list of cadres does not have the person.
    NoCadre,
    /// The roster does not have the person.
    NotInRoster,
    /// Level with others where the highest grade is full.
    TieAtCap { persons: u32, places: u32 },
    /// Rows under the person's number have another name.
    OtherName { rows: u32 },
    /// Raters who give nobody more than this.
    OtherScale { raters: u32, most: String, high: String },
    /// The name without a number was found in the roster and on no list of the union.
    FoundByName,
    /// Columns with marks of nobody knows whom.
    ColumnsUnread { columns: String },
    /// Panels of several unions have rated the person, who serves in them.
    SeveralPanels { unions: Vec<String> },
    /// The same ballots of a group twice.
    BallotsTwice { group: String },
    /// A number of ballots could not be read.
    BallotUnreadable,
    /// Nothing that counts.
    NoRatings,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GroupMissing { group } => write!(f, "缺“{group}”的有效评分，没有算总分"),
            Self::FewRaters { valid, least } => write!(f, "有效评委 {valid} 人，少于 {least} 人"),
            Self::GroupUnknown { group, raters } => {
                write!(f, "评委类别“{group}”（{raters} 票）政策里没有，没有计分")
            }
            Self::NoCadre => f.write_str("学生会工作人员名册里没有此人"),
            Self::NotInRoster => f.write_str("学籍名册里没有这个学号"),
            Self::TieAtCap { persons, places } => {
                write!(f, "{persons} 人同分，优秀只剩 {places} 个名额，规则分不出先后，须另行决定")
            }
            Self::OtherName { rows } => write!(f, "有 {rows} 行的姓名与名册里这个学号的不同，可能是别人的。请核对"),
            Self::OtherScale { raters, most, high } => {
                write!(f, "有 {raters} 位评委给每个人的分都不超过 {most}，可能不是按满分 {high} 打的。请核对")
            }
            Self::FoundByName => f.write_str("打分表没有写学号，只按姓名对到学籍名册。请核对是不是此人"),
            Self::ColumnsUnread { columns } => {
                write!(f, "打分表里有列看不出是哪位评委的，没有计分（{columns}）。请核对列名")
            }
            Self::SeveralPanels { unions } => {
                write!(
                    f,
                    "评分来自{}的评议表，几个组织的评议合在一起算了。请分开核对，每个组织各运行一次",
                    unions.join("、")
                )
            }
            Self::BallotsTwice { group } => {
                write!(f, "“{group}”有两行一样的测评票，只计了一次。请核对是不是重复")
            }
            Self::BallotUnreadable => f.write_str("测评票数有缺的或看不懂的，没有算测评票得分"),
            Self::NoRatings => f.write_str("没有有效的评分"),
        }
    }
}

impl Evaluation {
    /// 确定 or 复核.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.reasons.is_empty()
    }

    /// The score that ranks and grades the person: by ratings where there are any, else by ballots.
    #[must_use]
    pub fn deciding(&self) -> Option<Exact> {
        if self.is_rated() { self.score } else { self.ballot_score }
    }

    fn is_rated(&self) -> bool {
        self.groups.iter().any(|group| group.raters > 0)
    }

    /// The verdict for colours.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.is_final() { Verdict::Pass } else { Verdict::Review }
    }
}

/// With how many places to print a score: those of the policy, and more where a rounded score would stand on another side of a line
/// than the score does (89.998 below 90).
#[must_use]
pub fn places(rules: &EvaluationPolicy, score: Exact) -> u32 {
    const MOST: u32 = 6;
    let is_true_to = |places: &u32| {
        let rounded = Decimal::parse(&round_half_up(score, *places)).map(Decimal::exact);
        rules
            .lines
            .value
            .iter()
            .all(|(_, from)| rounded.is_none_or(|rounded| (rounded >= from.exact()) == (score >= from.exact())))
    };
    (rules.decimals..=MOST).find(is_true_to).unwrap_or(MOST.max(rules.decimals))
}

/// Who ties for the last places of the highest grade.
#[derive(Clone, Debug)]
pub struct CapTie {
    /// The union.
    pub body: Body,
    /// The tied, as indices into the evaluations.
    pub tied: Vec<usize>,
    /// Places left.
    pub places: u32,
}

/// All evaluations of a drop.
#[derive(Clone, Debug, Default)]
pub struct Evaluations {
    /// One entry for each person, in the order of the facts.
    pub people: Vec<Evaluation>,
    /// Ties at the cap that nobody has settled.
    pub ties: Vec<CapTie>,
    /// Lots that settled one, as indices into the policy's.
    pub lots_used: Vec<usize>,
}

/// Evaluates everybody.
#[must_use]
pub fn evaluate_all(policy: &Policy, facts: &Facts) -> Evaluations {
    let posts = posts(policy, facts);
    let mut evaluations = Evaluations {
        people: facts
            .evaluated
            .iter()
            .enumerate()
            .map(|(idx, evaluated)| evaluate(policy, facts, idx, evaluated, &posts))
            .collect(),
        ..Evaluations::default()
    };
    for person in &mut evaluations.people {
        person.body.is_by_ballots = !person.is_rated() && person.ballot_score.is_some();
    }
    doubt_several_panels(facts, &posts, &mut evaluations.people);
    rank(&mut evaluations.people);
    grade(policy, facts, &mut evaluations);
    evaluations
}

/// Where a cadre serves.
#[derive(Clone, Debug, Default)]
struct Service {
    /// The union in which the person is ranked: the one of the widest level.
    body: Body,
    /// The posts, as written.
    posts: Vec<Word>,
    /// All unions.
    bodies: BTreeSet<Body>,
}

type Posts = HashMap<Word, Service>;

/// Where each cadre serves: the widest level first.
fn posts(policy: &Policy, facts: &Facts) -> Posts {
    let units: BTreeMap<CellRef, &str> = all_unions(policy, facts)
        .flat_map(|union| union.cadres.into_iter().map(move |cadre| (cadre.person.cell, union.unit)))
        .collect();
    let mut posts: Posts = HashMap::new();
    let mut cadres: Vec<_> = facts.cadres.present.iter().collect();
    cadres.sort_by_key(|cadre| (cadre.level.is_none(), cadre.level));
    for cadre in cadres {
        let written = facts.words.text(cadre.organisation);
        let organisation = units.get(&cadre.person.cell).copied().unwrap_or(written).to_owned();
        let body = Body { level: cadre.level, organisation, is_by_ballots: false };
        let first = || Service { body: body.clone(), ..Service::default() };
        let own = posts.entry(cadre.person.student).or_insert_with(first);
        own.posts.push(cadre.post_written);
        own.bodies.insert(body);
    }
    posts
}

/// Who was rated in sheets of several unions has one score out of several evaluations.
fn doubt_several_panels(facts: &Facts, posts: &Posts, people: &mut [Evaluation]) {
    let sheets = |evaluated: &Evaluated| -> BTreeSet<SheetIdx> {
        let ratings = evaluated.ratings.iter().map(|rating| rating.cell.sheet());
        let ballots = evaluated.ballots.iter().flat_map(|count| count.cells.iter().map(|cell| cell.sheet()));
        ratings.chain(ballots).collect()
    };
    // Who serves in one union tells whose evaluation a sheet is.
    let only_body = |evaluated: &Evaluated| {
        posts.get(&evaluated.person.student).filter(|own| own.bodies.len() == 1).and_then(|own| own.bodies.first())
    };
    let mut of_sheet: BTreeMap<SheetIdx, BTreeMap<&Body, u32>> = BTreeMap::new();
    for evaluated in &facts.evaluated {
        if let Some(body) = only_body(evaluated) {
            for sheet in sheets(evaluated) {
                *of_sheet.entry(sheet).or_default().entry(body).or_default() += 1;
            }
        }
    }
    for person in people {
        let evaluated = &facts.evaluated[person.evaluated];
        let own = only_body(evaluated);
        let of_sheets: Vec<BTreeSet<&Body>> = sheets(evaluated)
            .iter()
            .filter_map(|sheet| of_sheet.get(sheet))
            .map(|bodies| {
                // The others on the sheet tell; what the person's own post is, is the question.
                let others = bodies.iter().filter(|(body, number)| own != Some(**body) || **number > 1);
                others.map(|(body, _)| *body).collect()
            })
            .filter(|bodies: &BTreeSet<&Body>| !bodies.is_empty())
            .collect();
        let is_mixed = of_sheets.iter().any(|one| of_sheets.iter().any(|other| one.is_disjoint(other)));
        if is_mixed {
            let all: BTreeSet<&Body> = of_sheets.into_iter().flatten().collect();
            let unions = all.into_iter().map(|body| body.organisation.clone()).collect();
            person.reasons.push(Doubt::SeveralPanels { unions });
        }
    }
}

fn evaluate(policy: &Policy, facts: &Facts, idx: usize, evaluated: &Evaluated, posts: &Posts) -> Evaluation {
    let rules = &policy.evaluation;
    let mut reasons = Vec::new();
    let groups: Vec<GroupScore> =
        (0..rules.groups.value.len()).map(|group| group_score(rules, evaluated, group)).collect();
    let has_ratings = !evaluated.ratings.is_empty();
    let valid: u32 =
        count(evaluated.ratings.iter().filter(|rating| rating.invalid.is_none() && rating.group.is_some()).count());
    let score = if has_ratings {
        let score = weighted(rules, &groups, |group| group.score, &mut reasons);
        if valid < rules.min_raters.value {
            reasons.push(Doubt::FewRaters { valid, least: rules.min_raters.value });
        }
        score
    } else {
        None
    };
    let has_ballots = !evaluated.ballots.is_empty();
    let is_unreadable = evaluated.ballots.iter().any(|count| count.unknown.is_none() || count.boxes.contains(&None));
    let mut of_ballots = Vec::new();
    let ballot_score = if is_unreadable {
        of_ballots.push(Doubt::BallotUnreadable);
        None
    } else if has_ballots {
        weighted(rules, &groups, |group| group.ballot_score, &mut of_ballots)
    } else {
        None
    };
    // Beside ratings the ballots are shown and decide nothing; alone they are the result.
    if !has_ratings {
        let ballots: u32 = groups.iter().map(|group| group.ballots).sum();
        reasons.append(&mut of_ballots);
        if ballots < rules.min_raters.value {
            reasons.push(Doubt::FewRaters { valid: ballots, least: rules.min_raters.value });
        }
    }
    for (group, raters) in unknown_groups(facts, evaluated) {
        reasons.push(Doubt::GroupUnknown { group, raters });
    }
    if evaluated.under_other_name > 0 {
        reasons.push(Doubt::OtherName { rows: evaluated.under_other_name });
    }
    if evaluated.is_by_name {
        reasons.push(Doubt::FoundByName);
    }
    if let Some(LowRaters { raters, most }) = evaluated.low_raters {
        let (_, high) = rules.scale.value;
        reasons.push(Doubt::OtherScale { raters, most: most.to_string(), high: high.to_string() });
    }
    for columns in &evaluated.unread_columns {
        reasons.push(Doubt::ColumnsUnread { columns: facts.words.text(*columns).to_owned() });
    }
    for group in &evaluated.repeated_ballots {
        let name = group.map_or("未写", |group| rules.groups.value[group].0.as_str());
        reasons.push(Doubt::BallotsTwice { group: name.to_owned() });
    }
    let own = posts.get(&evaluated.person.student);
    if own.is_none() && !facts.cadres.present.is_empty() {
        reasons.push(Doubt::NoCadre);
    }
    if evaluated.person.known == Known::Unknown && !facts.students.is_empty() {
        reasons.push(Doubt::NotInRoster);
    }
    let dimensions = (0..rules.dimensions.value.len())
        .map(|dimension| {
            weighted(rules, &groups, |group| group.dimensions.get(dimension).copied().flatten(), &mut Vec::new())
        })
        .collect();
    Evaluation {
        evaluated: idx,
        body: own.map(|own| own.body.clone()).unwrap_or_default(),
        posts: own.map(|own| own.posts.clone()).unwrap_or_default(),
        groups,
        dimensions,
        score,
        ballot_score,
        rank: None,
        of: 0,
        grade: None,
        reasons,
    }
}

/// What one group says: ratings trimmed and averaged, ballots counted.
fn group_score(rules: &EvaluationPolicy, evaluated: &Evaluated, group: usize) -> GroupScore {
    let own: Vec<(usize, &Rating)> =
        evaluated.ratings.iter().enumerate().filter(|(_, rating)| rating.group == Some(group)).collect();
    let mut counted: Vec<(Exact, usize)> = own
        .iter()
        .filter(|(_, rating)| rating.invalid.is_none())
        .filter_map(|(idx, rating)| Some((rules.total(&rating.marks)?, *idx)))
        .collect();
    counted.sort();
    let mut trimmed = Vec::new();
    if counted.len() > rules.trim_above.value as usize && counted.len() > 2 {
        trimmed = vec![counted.remove(0).1];
        trimmed.extend(counted.pop().map(|(_, idx)| idx));
    }
    let number = |n: usize| Exact::from_integer(i128::try_from(n).unwrap_or(i128::MAX));
    let mean = |values: Vec<Exact>| {
        let n = values.len();
        (n > 0).then(|| values.into_iter().sum::<Exact>() / number(n))
    };
    let dimensions = (0..rules.dimensions.value.len())
        .map(|dimension| {
            let marks = counted.iter().filter_map(|(_, idx)| {
                let mark = evaluated.ratings[*idx].marks.iter().find(|mark| mark.dimension == Some(dimension))?;
                mark.value.map(Decimal::exact)
            });
            mean(marks.collect())
        })
        .collect();
    let ballots: Vec<&BallotCount> = evaluated.ballots.iter().filter(|count| count.group == Some(group)).collect();
    let n_ballots: u32 = ballots
        .iter()
        .flat_map(|count| count.boxes.iter().chain([&count.unknown]))
        .flatten()
        .fold(0, |a, b| a.saturating_add(*b));
    GroupScore {
        raters: count(own.len()),
        counted: count(counted.len()),
        score: mean(counted.iter().map(|(total, _)| *total).collect()),
        trimmed,
        dimensions,
        ballot_score: ballot_score(rules, &ballots),
        ballots: n_ballots,
    }
}

/// What the boxes count over the ballots, 不了解 among them or not.
fn ballot_score(rules: &EvaluationPolicy, ballots: &[&BallotCount]) -> Option<Exact> {
    let (mut sum, mut all) = (Exact::from_integer(0), 0_i128);
    for count in ballots {
        for ((_, worth), number) in rules.ballots.value.iter().zip(&count.boxes) {
            let number = i128::from((*number)?);
            sum += worth.exact() * Exact::from_integer(number);
            all += number;
        }
        if rules.counts_unknown.value {
            all += i128::from(count.unknown?);
        }
    }
    (all > 0).then(|| sum / Exact::from_integer(all))
}

/// The groups' values by their weights. A group that is missing makes it impossible, unless the policy scales the others up.
fn weighted(
    rules: &EvaluationPolicy,
    groups: &[GroupScore],
    value: impl Fn(&GroupScore) -> Option<Exact>,
    doubts: &mut Vec<Doubt>,
) -> Option<Exact> {
    let (mut sum, mut weights, mut is_missing) = (Exact::from_integer(0), 0_u32, false);
    for ((name, weight), group) in rules.groups.value.iter().zip(groups).filter(|((_, weight), _)| *weight > 0) {
        let Some(value) = value(group) else {
            is_missing = true;
            if rules.missing_group.value == MissingGroup::Review {
                doubts.push(Doubt::GroupMissing { group: name.clone() });
            }
            continue;
        };
        sum += value * Exact::from_integer(i128::from(*weight));
        weights += weight;
    }
    if weights == 0 {
        doubts.retain(|doubt| !matches!(doubt, Doubt::GroupMissing { .. }));
        doubts.push(Doubt::NoRatings);
        return None;
    }
    let may_scale = rules.missing_group.value == MissingGroup::Renormalise;
    (!is_missing || may_scale).then(|| sum / Exact::from_integer(i128::from(weights)))
}

fn unknown_groups(facts: &Facts, evaluated: &Evaluated) -> BTreeMap<String, u32> {
    let mut unknown: BTreeMap<String, u32> = BTreeMap::new();
    let ratings = evaluated.ratings.iter().filter(|rating| rating.group.is_none()).map(|rating| rating.group_written);
    let ballots = evaluated.ballots.iter().filter(|count| count.group.is_none()).map(|count| count.group_written);
    for word in ratings.chain(ballots) {
        let name = facts.words.text(word);
        *unknown.entry(if name.is_empty() { "未写" } else { name }.to_owned()).or_default() += 1;
    }
    unknown
}

/// Ranks within each body on unrounded scores.
fn rank(people: &mut [Evaluation]) {
    let scores: Vec<(Body, Option<Exact>)> = people.iter().map(|own| (own.body.clone(), own.deciding())).collect();
    for (own, (body, score)) in people.iter_mut().zip(&scores) {
        let same = || scores.iter().filter(|(other, _)| other == body).filter_map(|(_, score)| *score);
        own.of = count(same().count());
        own.rank = score.map(|score| count(same().filter(|other| *other > score).count() + 1));
    }
}

/// Grades by the lines, then the cap on the highest one.
fn grade(policy: &Policy, facts: &Facts, evaluations: &mut Evaluations) {
    let rules = &policy.evaluation;
    let Cited { value: lines, .. } = &rules.lines;
    for person in &mut evaluations.people {
        let Some(score) = person.deciding() else { continue };
        person.grade = lines.iter().find(|(_, from)| score >= from.exact()).map(|(grade, _)| grade.clone());
    }
    let (Some((highest, _)), Some((next, _))) = (lines.first(), lines.get(1)) else { return };
    if rules.excellent_cap.value.numer == 0 {
        return;
    }
    let mut bodies: BTreeMap<Body, Vec<usize>> = BTreeMap::new();
    for (idx, person) in evaluations.people.iter().enumerate() {
        bodies.entry(person.body.clone()).or_default().push(idx);
    }
    for (body, members) in bodies {
        let places = rules.excellent_cap.value.floor_of(count(members.len()));
        let mut best: Vec<usize> =
            members.into_iter().filter(|idx| evaluations.people[*idx].grade.as_ref() == Some(highest)).collect();
        if best.len() <= places as usize {
            continue;
        }
        best.sort_by_key(|idx| Reverse(evaluations.people[*idx].deciding()));
        let score_of = |idx: usize| evaluations.people[idx].deciding();
        let line = score_of(best[places as usize]);
        let (above, rest): (Vec<usize>, Vec<usize>) = best.iter().partition(|idx| score_of(**idx) > line);
        let (level, below): (Vec<usize>, Vec<usize>) = rest.into_iter().partition(|idx| score_of(*idx) == line);
        let left = places - count(above.len());
        for idx in below {
            evaluations.people[idx].grade = Some(next.clone());
        }
        if left == 0 {
            for idx in level {
                evaluations.people[idx].grade = Some(next.clone());
            }
            continue;
        }
        if let Some((lot, drawn)) = lot_for(policy, facts, evaluations, &level, left) {
            let names = lot_names(facts, evaluations, &level);
            for (idx, name) in level.into_iter().zip(&names) {
                let is_winner = drawn.draws(name);
                evaluations.people[idx].grade = Some(if is_winner { highest.clone() } else { next.clone() });
            }
            evaluations.lots_used.push(lot);
            continue;
        }
        for idx in &level {
            let person = &mut evaluations.people[*idx];
            person.grade = None;
            person.reasons.push(Doubt::TieAtCap { persons: count(level.len()), places: left });
        }
        evaluations.ties.push(CapTie { body, tied: level, places: left });
    }
}

/// What a lot calls the people it is about: by their names, namesakes with the student number behind it.
#[must_use]
pub fn lot_names(facts: &Facts, evaluations: &Evaluations, level: &[usize]) -> Vec<String> {
    let person = |idx: &usize| facts.evaluated[evaluations.people[*idx].evaluated].person;
    let name = |idx: &usize| facts.words.text(person(idx).name);
    let has_namesake =
        |idx: &usize| level.iter().filter(|other| fold_name(name(other)) == fold_name(name(idx))).count() > 1;
    let shown = |idx: &usize| {
        let id = if has_namesake(idx) { facts.words.text(person(idx).id) } else { "" };
        format!("{} {id}", name(idx)).trim_end().to_owned()
    };
    level.iter().map(shown).collect()
}

fn lot_for<'p>(
    policy: &'p Policy,
    facts: &Facts,
    evaluations: &Evaluations,
    level: &[usize],
    places: u32,
) -> Option<(usize, &'p DrawnLot)> {
    let names = lot_names(facts, evaluations, level);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    policy.congress.lots.iter().enumerate().find(|(idx, lot)| {
        lot.question == EXCELLENT_CAP && !evaluations.lots_used.contains(idx) && lot.is_about(&names, places)
    })
}

/// Lots about the highest grade that settle no tie there is.
#[must_use]
pub fn lots_of_no_tie<'p>(
    policy: &'p Policy,
    facts: &Facts,
    evaluations: Option<&Evaluations>,
) -> Vec<(&'p DrawnLot, String)> {
    let lots = policy.congress.lots.iter().enumerate().filter(|(_, lot)| lot.question == EXCELLENT_CAP);
    let is_used = |idx: usize| evaluations.is_some_and(|own| own.lots_used.contains(&idx));
    lots.filter(|(idx, _)| !is_used(*idx))
        .map(|(_, lot)| {
            let ties: Vec<String> = evaluations
                .into_iter()
                .flat_map(|own| own.ties.iter().map(move |tie| (own, tie)))
                .map(|(own, tie)| format!("{}（抽出 {} 名）", lot_names(facts, own, &tie.tied).join("、"), tie.places))
                .collect();
            let why = if ties.is_empty() {
                "优秀名额上现在没有同分".to_owned()
            } else {
                format!("现在同分的是 {}", ties.join("；"))
            };
            (lot, why)
        })
        .collect()
}

/// Why a rating does not count, for those who list them.
pub fn invalid_ratings(evaluated: &Evaluated) -> impl Iterator<Item = (&Rating, Invalid)> {
    evaluated.ratings.iter().filter_map(|rating| Some((rating, rating.invalid?)))
}

//! The policy (政策): every parameter of the rules, typed and validated, each knowing its layer, clause and strength.
//!
//! Three layers lie over each other: national, a school's plan, the drop's own `policy.toml`. Deliberately absent: reading
//! files (the caller hands in the text) and deciding anything.

pub mod congress;
pub mod evaluation;
pub mod exit;
pub mod layers;
pub mod ledgers;
pub mod notice;
mod read;
pub mod schema;
pub mod structure;
pub mod votes;
pub mod words;

use std::sync::Arc;

use crate::model::facts::{AttemptKind, Metric, Window};
use crate::model::number::{Decimal, Share};
use crate::model::term::Term;
use crate::model::text::{fold, nearest};
use crate::model::{Basis, Cited, Layer, Strength};

use congress::CongressPolicy;
use evaluation::EvaluationPolicy;
use exit::ExitPolicy;
pub use layers::{Effective, PolicyProblem, Value};
use layers::{LayerSource, Tree};
use ledgers::LedgersPolicy;
use notice::NoticePolicy;
use structure::StructurePolicy;
use votes::VotesPolicy;
use words::UnionWords;

/// A policy that is part of the program.
pub struct BuiltIn {
    /// Its name in `extends` and `--policy`.
    pub name: &'static str,
    /// The school's name, which does as well; empty for the national policy.
    pub school: &'static str,
    /// Its text.
    pub text: &'static str,
    /// Its layer.
    pub layer: Layer,
}

/// All built-in policies.
pub static BUILT_IN: [BuiltIn; 3] = [
    BuiltIn {
        name: "national",
        school: "",
        text: include_str!("../../templates/policy/national.toml"),
        layer: Layer::National,
    },
    BuiltIn {
        name: "hunan-jiaotong",
        school: "湖南交通职业技术学院",
        text: include_str!("../../templates/policy/hunan-jiaotong.toml"),
        layer: Layer::School,
    },
    BuiltIn {
        name: "wuchang-shouyi",
        school: "武昌首义学院",
        text: include_str!("../../templates/policy/wuchang-shouyi.toml"),
        layer: Layer::School,
    },
];

/// The political statuses (政治面貌) there are, by the short names of GB/T 4762.
pub const STATUSES: [&str; 13] = [
    "中共党员",
    "中共预备党员",
    "共青团员",
    "民革会员",
    "民盟盟员",
    "民建会员",
    "民进会员",
    "农工党党员",
    "致公党党员",
    "九三学社社员",
    "台盟盟员",
    "无党派民主人士",
    "群众",
];

/// The built-in policy of this name, or of the school of this name.
#[must_use]
pub fn built_in(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|built_in| built_in.name == name || !name.is_empty() && built_in.school == name)
}

/// The policy in force.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The school's name, for titles; may be empty.
    pub school: String,
    /// The run's term; `None`: the latest in the drop.
    pub term: Option<Term>,
    /// Names of the layers, the widest first.
    pub layers: Vec<String>,
    /// Header synonyms: kind of sheet (empty: every kind), label, canonical column.
    pub column_aliases: Vec<(String, String, String)>,
    /// Statuses that are enrolled, folded.
    pub enrolled: Vec<String>,
    /// Statuses that are not, folded.
    pub not_enrolled: Vec<String>,
    /// Political status.
    pub political: PoliticalPolicy,
    /// Rank.
    pub rank: RankPolicy,
    /// Failed courses.
    pub fail: FailPolicy,
    /// Punishments.
    pub discipline: DisciplinePolicy,
    /// Review columns that must be 是, in the order of their dates.
    pub reviews_required: Cited<Vec<String>>,
    /// Grades.
    pub grades: GradePolicy,
    /// The student congress.
    pub congress: CongressPolicy,
    /// Elections.
    pub votes: VotesPolicy,
    /// Organisation and staffing.
    pub structure: StructurePolicy,
    /// The evaluation of cadres.
    pub evaluation: EvaluationPolicy,
    /// Exit from posts.
    pub exit: ExitPolicy,
    /// What has to be done over a year.
    pub ledgers: LedgersPolicy,
    /// Public lists.
    pub notice: NoticePolicy,
    /// The scorecard of the colleges.
    pub scorecard: ScorecardPolicy,
    /// Words of the student union's sheets.
    pub words: UnionWords,
    tree: Tree,
}

/// The scorecard of the colleges (二级学院考核).
#[derive(Clone, Debug)]
pub struct ScorecardPolicy {
    /// Whether there is one.
    pub enabled: Cited<bool>,
    /// Weights of rules by their ids; every other rule weighs 1.
    pub weights: Cited<Vec<(String, u32)>>,
}

/// Political status (政治面貌).
#[derive(Clone, Debug)]
pub struct PoliticalPolicy {
    /// Statuses that meet the rule.
    pub accept: Cited<Arc<[String]>>,
    /// What a blank cell means.
    pub blank: Cited<Treatment>,
    /// Folded words and codes → canonical statuses.
    pub aliases: Vec<(String, String)>,
}

/// What follows from a doubtful fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// A human looks.
    Review,
    /// It is accepted.
    Pass,
    /// It is refused.
    Fail,
}

/// Rank (专业排名).
#[derive(Clone, Debug)]
pub struct RankPolicy {
    /// Whether the rule is on.
    pub enabled: Cited<bool>,
    /// The line.
    pub percent: Cited<Share>,
    /// Windows, any one of which is enough.
    pub windows: Cited<Vec<Window>>,
    /// What makes up the cohort.
    pub cohort: Cited<Vec<CohortPart>>,
    /// Metrics in order of preference.
    pub metrics: Cited<Vec<Metric>>,
    /// How seats within the line are rounded.
    pub cutoff: Cited<Cutoff>,
    /// How ties are ranked.
    pub ties: Cited<Ties>,
    /// What a cohort without a seat means.
    pub small_cohort: Cited<SmallCohort>,
    /// Whether first-years are exempt from rank and fails.
    pub exempt_first_year: Cited<bool>,
    /// What a student without a countable course is.
    pub without_grades: Cited<Treatment>,
}

/// A part of the cohort's key (排名范围的组成).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words say it")]
pub enum CohortPart {
    College,
    Campus,
    Major,
    Cohort,
    Class,
}

/// How seats within the line are counted (名额取整).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cutoff {
    /// rank / n ≤ share, exactly.
    Ratio,
    /// rank ≤ share·n rounded half-up.
    HalfUp,
    /// rank ≤ ⌈share·n⌉.
    Ceil,
}

/// How equal values are ranked (并列名次).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// 1, 2, 3, 3, 5.
    CompetitionMin,
    /// 1, 2, 4, 4, 5.
    CompetitionMax,
    /// 1, 2, 3.5, 3.5, 5.
    Average,
    /// 1, 2, 3, 3, 4.
    Dense,
}

/// What follows when no rank can satisfy the line (范围太小).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallCohort {
    /// The best are reviewed.
    Review,
    /// All fail.
    Fail,
    /// The best pass.
    MinOne,
}

/// Failed courses (不及格).
#[derive(Clone, Debug)]
pub struct FailPolicy {
    /// How a failed course is counted.
    pub mode: Cited<FailMode>,
    /// Failed, then passed.
    pub cleared: Cited<Treatment>,
    /// Deferred without a result.
    pub deferred: Cited<Treatment>,
    /// Most outstanding courses under [`FailMode::Count`].
    pub max: Cited<u32>,
    /// Course types looked at; empty: all.
    pub course_types: Cited<Vec<String>>,
    /// Terms looked at.
    pub window: Cited<Window>,
}

/// How a failed course is counted (不及格口径).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailMode {
    /// No passed attempt.
    Outstanding,
    /// Any failed attempt.
    Ever,
    /// Any make-up or retake, or no passed attempt.
    NoMakeupNoRetake,
    /// More outstanding courses than allowed.
    Count,
}

impl FailMode {
    /// The Chinese words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Outstanding => "至今未通过才算不及格",
            Self::Ever => "曾经不及格即算",
            Self::NoMakeupNoRetake => "有补考或重修即算",
            Self::Count => "未通过门数超过上限才算",
        }
    }
}

/// Punishments (处分).
#[derive(Clone, Debug)]
pub struct DisciplinePolicy {
    /// In force.
    pub active: Cited<Treatment>,
    /// Lifted.
    pub lifted: Cited<Treatment>,
    /// Public criticism.
    pub criticism: Cited<Treatment>,
}

/// Grades (成绩).
#[derive(Clone, Debug)]
pub struct GradePolicy {
    /// Pass mark (及格线).
    pub pass_mark: Decimal,
    /// Level words and their scores, folded.
    pub levels: Vec<(String, Decimal)>,
    /// Two-level words: pass, folded.
    pub two_level_pass: Vec<String>,
    /// Two-level words: fail, folded.
    pub two_level_fail: Vec<String>,
    /// Words that count 0 and failed, folded.
    pub zero: Vec<String>,
    /// Words for a deferred exam, folded.
    pub deferred: Vec<String>,
    /// Words for an exempt course, folded.
    pub exempt: Vec<String>,
    /// Marks behind a score.
    pub marks: Vec<(String, AttemptKind)>,
    /// What a make-up makes of a failed first exam.
    pub makeup: Cited<MakeupRule>,
    /// What retakes make of it.
    pub retake: Cited<RetakeRule>,
    /// Weights of the mean.
    pub weight: Cited<Weight>,
    /// Course names with these words stay out of the mean.
    pub exclude_course_keywords: Vec<String>,
    /// Only these course types enter the mean; empty: all.
    pub include_course_types: Vec<String>,
    /// Lowest and highest score.
    pub scale: (Decimal, Decimal),
    /// Grade-point scheme.
    pub gpa: Cited<Gpa>,
    /// Decimals shown.
    pub decimals: u32,
}

/// What a make-up makes of a failed first exam (补考成绩计法).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MakeupRule {
    /// The pass mark if a make-up passed, else the better score.
    CapPassMark,
    /// Nothing: the first exam stands.
    FirstAttempt,
    /// The better score.
    Actual,
    /// Zero, whatever the make-up.
    Zero,
}

/// What retakes make of it (重修成绩计法).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetakeRule {
    /// The best of all.
    Max,
    /// The last retake.
    Latest,
    /// Retakes do not count.
    First,
    /// The pass mark if a retake passed.
    CapPassMark,
}

/// Weights of the mean (加权依据).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Credit (学分).
    Credit,
    /// Hours (学时).
    Hours,
    /// All alike.
    Equal,
}

impl Weight {
    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Credit => "学分",
            Self::Hours => "学时",
            Self::Equal => "等权",
        }
    }
}

/// Grade-point scheme (绩点算法).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gpa {
    /// x/10 − 5 from the pass mark on, else 0.
    Linear5,
    /// 4 − 3(100−x)²/1600 from the pass mark on, else 0.
    Pku,
    /// The highest bound reached, bounds in falling order.
    Table(Vec<(Decimal, Decimal)>),
    /// The sheet's own grade points.
    Imported,
}

/// Builds the policy in force from the topmost file or built-in name.
///
/// `top` is the drop's own file, as name and text; without it `name` is a built-in policy. `read` fetches the text of a
/// file named by `extends`.
///
/// # Errors
///
/// Every problem found in the files, in their order.
pub fn load(
    name: &str,
    top: Option<(&str, &str)>,
    read: &dyn Fn(&str) -> Option<String>,
) -> Result<Policy, Vec<PolicyProblem>> {
    let mut problems = Vec::new();
    let mut chain: Vec<(String, String, Layer)> = Vec::new();
    let mut next = match top {
        Some((file, text)) => {
            chain.push((file.to_owned(), text.to_owned(), Layer::Drop));
            Some(extends_of(text).unwrap_or_else(|| "national".to_owned()))
        }
        None => Some(name.to_owned()),
    };
    while let Some(name) = next.take() {
        let name = built_in(&name).map_or(name, |built_in| built_in.name.to_owned());
        let named_in = chain.last().map_or_else(|| name.clone(), |(file, ..)| file.clone());
        if chain.iter().any(|(file, ..)| *file == name) {
            problems.push(PolicyProblem {
                file: named_in, line: 0, message: format!("extends 绕成了圈：“{name}”")
            });
            break;
        }
        let (text, layer) = match (built_in(&name), read(&name)) {
            (Some(built_in), _) => (built_in.text.to_owned(), built_in.layer),
            (None, Some(text)) => (text, if chain.is_empty() { Layer::Drop } else { Layer::School }),
            (None, None) => {
                let known = BUILT_IN.iter().map(|built_in| built_in.name).collect::<Vec<_>>().join("、");
                let names = BUILT_IN.iter().flat_map(|built_in| [built_in.name, built_in.school]);
                let near = nearest(&name, names).map_or_else(String::new, |near| format!("；是不是“{near}”？"));
                problems.push(PolicyProblem {
                    file: named_in,
                    line: 0,
                    message: format!("找不到政策“{name}”（既不是内置政策 {known}，也不是能读的文件）{near}"),
                });
                break;
            }
        };
        next = match layer {
            Layer::National => None,
            _ => Some(extends_of(&text).unwrap_or_else(|| "national".to_owned())),
        };
        chain.push((name, text, layer));
    }
    let mut tree = Tree::default();
    let mut layers = Vec::new();
    for (file, text, layer) in chain.iter().rev() {
        tree.lay(&LayerSource { file, text, layer: *layer }, &mut problems);
        layers.push(file.clone());
    }
    if problems.is_empty() {
        let policy = Policy::from_tree(tree, layers);
        problems.extend(policy.contradictions(chain.first().map_or("", |(file, ..)| file)));
        if problems.is_empty() {
            return Ok(policy);
        }
    }
    problems.dedup();
    Err(problems)
}

/// The `extends` of a policy text, if it has one and the text can be read; errors are reported when the text is laid.
fn extends_of(text: &str) -> Option<String> {
    let table: toml::Table = toml::from_str(text).ok()?;
    let name = table.get("policy")?.get("extends")?.as_str()?.to_owned();
    (!name.is_empty()).then_some(name)
}

impl Policy {
    /// The effective value of a key.
    #[must_use]
    pub fn effective(&self, path: &str) -> Option<&Effective> {
        self.tree.get(path)
    }

    /// What a rule without parameters rests on; an assumption where no text names it.
    #[must_use]
    pub fn rule_basis(&self, rule: &str) -> Basis {
        let assumed = Basis { layer: Layer::Assumed, clause: "".into(), strength: Strength::Error };
        self.tree.rule(rule).cloned().unwrap_or(assumed)
    }

    /// All keys in print order with their effective values.
    pub fn listing(&self) -> impl Iterator<Item = (&'static schema::Key, &Effective)> {
        schema::KEYS.iter().filter_map(|key| self.tree.get(key.path).map(|effective| (key, effective)))
    }

    /// What is ranked in a drop with these sheets: the first metric of the list that is there.
    #[must_use]
    pub fn metric_in_force(&self, has_grades: bool, has_totals: bool, has_imported_ranks: bool) -> Option<Metric> {
        let metrics = &self.rank.metrics.value;
        let present = metrics.iter().copied().find(|metric| match metric {
            Metric::Comprehensive => has_totals,
            Metric::ImportedRank => has_imported_ranks,
            Metric::Average | Metric::Gpa => has_grades,
        });
        // An evaluation sheet that gives ranks but no totals is better than nothing.
        let fallback = has_imported_ranks && metrics.contains(&Metric::Comprehensive);
        present.or(fallback.then_some(Metric::ImportedRank))
    }

    /// The word of the policy for a status of studies (学籍状态): itself, or with what people write around it (已退学, 休学中, 在读生).
    /// `None` for a word that nobody explained.
    #[must_use]
    pub fn study_status(&self, written: &str) -> Option<&str> {
        let folded = fold(written);
        let known = |text: &str| self.enrolled.iter().chain(&self.not_enrolled).find(|status| *status == text);
        let after =
            ["", "已经", "已办理", "已", "办理", "正在"].into_iter().filter_map(|word| folded.strip_prefix(word));
        let stems = after.flat_map(|rest| {
            ["", "学生", "生", "状态", "期间", "中", "期"].into_iter().filter_map(move |word| rest.strip_suffix(word))
        });
        stems.into_iter().find_map(known).map(String::as_str)
    }

    /// The canonical political status for a cell's text, if it is known.
    #[must_use]
    pub fn political_status(&self, written: &str) -> Option<&str> {
        let folded = fold(written);
        let alias = self.political.aliases.iter().find(|(word, _)| *word == folded).map(|(_, status)| status.as_str());
        alias.or_else(|| {
            let accepted = self.political.accept.value.iter().map(String::as_str);
            STATUSES.into_iter().chain(accepted).find(|status| fold(status) == folded)
        })
    }
}

impl Value {
    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

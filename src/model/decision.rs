//! What the rules answer: a decision is a value that carries its own proof.

use std::fmt;
use std::sync::Arc;

use super::Basis;
use super::facts::{Exclusion, Facts, Metric, PunishmentState, Rank, Student, Window};
use super::number::{Exact, Share, round_half_up};
use super::origin::CellRef;
use super::term::{Date, Term};

/// The outcome of a rule, and of all rules together (结论).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Meets the rule (符合).
    Pass,
    /// The rule does not ask this student (不作要求); only of a single rule.
    Exempt,
    /// A human has to look (复核).
    Review,
    /// Does not meet the rule (不符合).
    Fail,
}

impl Verdict {
    /// The word of the result file.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Exempt => "exempt",
            Self::Review => "review",
            Self::Fail => "fail",
        }
    }

    /// The word on reports.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Pass => "符合",
            Self::Exempt => "不作要求",
            Self::Review => "复核",
            Self::Fail => "不符合",
        }
    }
}

/// A student's eligibility with all reasons, never without one.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The student, as an index into the facts.
    pub student: usize,
    /// All rules together.
    pub verdict: Verdict,
    /// One per rule that was asked, then one per problem in the data.
    pub reasons: Vec<Reason>,
}

/// What one rule found.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The rule's id, or the problem's code.
    pub rule: &'static str,
    /// What follows for the student.
    pub verdict: Verdict,
    /// What the rule rests on.
    pub basis: Basis,
    /// The numbers compared.
    pub finding: Finding,
    /// The cells they come from.
    pub evidence: Evidence,
}

/// The cells that a reason rests on (依据单元格). Those of all a student's scores are named by what they are: kept one by one they
/// would be most of what a province's decisions hold.
#[derive(Clone, Debug)]
pub enum Evidence {
    /// These.
    Cells(Vec<CellRef>),
    /// What the student's standings rest on.
    Standings,
    /// Every attempt at the courses of a window that the failed-course rule asks about.
    CoursesOf(Window),
}

impl Evidence {
    /// No cell.
    pub const NONE: Self = Self::Cells(Vec::new());

    /// The cells.
    #[must_use]
    pub fn cells(&self, facts: &Facts, student: &Student) -> Vec<CellRef> {
        match self {
            Self::Cells(cells) => cells.clone(),
            Self::Standings => {
                student.standings.iter().flat_map(|standing| facts.cells_of(student, standing)).collect()
            }
            Self::CoursesOf(window) => facts
                .courses_of(student)
                .iter()
                .filter(|course| course.is_asked && window.holds(course.term, facts.term))
                .flat_map(|course| course.attempts(facts).iter().map(|attempt| attempt.cell))
                .collect(),
        }
    }
}

impl FromIterator<CellRef> for Evidence {
    fn from_iter<I: IntoIterator<Item = CellRef>>(cells: I) -> Self {
        Self::Cells(cells.into_iter().collect())
    }
}

/// What was found, with both sides of the comparison. Its `Display` is the only wording.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are the numbers and words that the variant's line names")]
pub enum Finding {
    /// The political status is on the list.
    PoliticalAccepted { status: String, accept: Arc<[String]> },
    /// The political status is not on the list.
    PoliticalNotAccepted { status: String, accept: Arc<[String]> },
    /// The roster's cell is blank, or there is no such column.
    PoliticalBlank { column_missing: bool },
    /// A word that is no political status.
    PoliticalUnknown { written: String },
    /// Ranks compared with the line.
    RankCompared(Box<RankComparison>),
    /// The cohort is so small that no rank satisfies the line.
    CohortTooSmall { compared: Box<RankComparison>, is_best: bool },
    /// Any one of several windows is enough.
    AnyWindow(Vec<Finding>),
    /// Nothing to rank the student by.
    NothingToRank { metric: Option<Metric>, window: Window },
    /// The roster does not say in which cohort the student is.
    CohortUnknown,
    /// First-years are not asked.
    FirstYear { cohort: String, term: Term },
    /// The rule is switched off by the policy.
    SwitchedOff,
    /// What the failed-course rule saw.
    Courses(Box<CourseFinding>),
    /// No grade of the student is in the drop.
    NoGrades,
    /// No punishment is on record.
    NoPunishment,
    /// The drop has no list of punishments.
    NoPunishmentList,
    /// Records of punishment.
    Punished(Vec<PunishmentLine>),
    /// Yes/no columns of the reviews sheet.
    ReviewColumns(Box<ReviewColumns>),
    /// Approvals are there, but their dates are not in order.
    ApprovalOrder(Box<ApprovalOrder>),
    /// The student is not in the reviews sheet.
    NotInReviews,
    /// Whether a recommendation is recorded.
    RecommendationRecorded { filled: u32 },
    /// The finding rests on data with a problem.
    Uncertain { finding: Box<Finding>, because: Vec<String> },
    /// A problem in the data, in its own words.
    DataProblem { message: String },
}

/// Yes/no columns by what they say.
#[derive(Clone, Debug, Default)]
pub struct ReviewColumns {
    /// 是.
    pub yes: Vec<String>,
    /// 否.
    pub no: Vec<String>,
    /// Nothing, or nothing readable.
    pub blank: Vec<String>,
}

/// Two approvals, of which the later one in order has the earlier date.
#[derive(Clone, Debug)]
pub struct ApprovalOrder {
    /// What should come first, and its date.
    pub earlier: (String, Date),
    /// What should follow, and its date.
    pub later: (String, Date),
}

/// One side the rank, the other the line.
#[derive(Clone, Debug)]
pub struct RankComparison {
    /// The rank.
    pub rank: Rank,
    /// Number of ranked students.
    pub of: u32,
    /// The policy's share.
    pub line: Share,
    /// Seats within the line where the policy rounds them; `None` for the plain comparison.
    pub seats: Option<u32>,
    /// Whether the rank is within.
    pub is_within: bool,
    /// What was ranked.
    pub metric: Metric,
    /// Its value, unrounded; `None` for an imported rank.
    pub value: Option<Exact>,
    /// Decimals to show.
    pub decimals: u32,
    /// Over which terms.
    pub window: Window,
}

impl fmt::Display for RankComparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_within { "≤" } else { ">" };
        match self.seats {
            None => write!(
                f,
                "{} / {} {sign} {}（前 {}%，线内到第 {} 名）",
                self.rank,
                self.of,
                self.line,
                self.percent(),
                self.line.floor_of(self.of)
            )?,
            Some(seats) => {
                write!(f, "名次 {} {sign} 线内名额 {seats}（{} × {}）", self.rank, self.of, self.line)?;
            }
        }
        match self.value {
            Some(value) => {
                // A total of the year has no window.
                let window = if self.metric == Metric::Comprehensive { "" } else { self.window.chinese() };
                write!(f, "，{window}{} {}", self.metric.chinese(), round_half_up(value, self.decimals))?;
            }
            None => write!(f, "，{}", self.metric.chinese())?,
        }
        // A rounded percentage can lie on the wrong side of the line; then the exact products decide in print, too.
        if self.seats.is_none() && self.looks_wrong_when_rounded() {
            write!(
                f,
                "（精确比较：{} × {} = {} {sign} {} × {} = {}）",
                self.rank,
                self.line.denom,
                half_product(self.rank.halves, self.line.denom),
                self.line.numer,
                self.of,
                u64::from(self.line.numer) * u64::from(self.of)
            )?;
        }
        Ok(())
    }
}

impl RankComparison {
    /// The rank's share of the cohort in percent, two decimals, half-up.
    fn percent(&self) -> String {
        let share = Exact::new(i128::from(self.rank.halves), 2 * i128::from(self.of.max(1)));
        round_half_up(share * Exact::from_integer(100), 2)
    }

    fn looks_wrong_when_rounded(&self) -> bool {
        if self.of == 0 {
            return false;
        }
        let percent = |value: Exact| round_half_up(value * Exact::from_integer(100), 2);
        let share = Exact::new(i128::from(self.rank.halves), 2 * i128::from(self.of));
        share != self.line.exact() && percent(share) == percent(self.line.exact())
    }
}

fn half_product(halves: u32, factor: u32) -> String {
    let product = u64::from(halves) * u64::from(factor);
    format!("{}{}", product / 2, if product % 2 == 0 { "" } else { ".5" })
}

/// What the failed-course rule saw.
#[derive(Clone, Debug)]
pub struct CourseFinding {
    /// How the policy counts: the words of the mode.
    pub mode: &'static str,
    /// Most outstanding courses that are allowed.
    pub max: u32,
    /// Number of courses looked at.
    pub n_courses: u32,
    /// Over which terms.
    pub window: Window,
    /// Not passed.
    pub outstanding: Vec<CourseLine>,
    /// Failed, then passed.
    pub cleared: Vec<CourseLine>,
    /// Make-ups and retakes of courses that are in neither list above, where the mode asks for them.
    pub repeated: Vec<CourseLine>,
    /// Deferred, no result.
    pub deferred: Vec<CourseLine>,
    /// Scores that could not be read.
    pub unclear: Vec<CourseLine>,
}

/// A course with its attempts in words: `高等数学（初考 52，补考 71）`.
#[derive(Clone, Debug)]
pub struct CourseLine {
    /// Name.
    pub name: String,
    /// Attempts in order of time.
    pub attempts: String,
}

/// A punishment in words.
#[derive(Clone, Debug)]
pub struct PunishmentLine {
    /// Type as written.
    pub kind: String,
    /// What it amounts to.
    pub state: PunishmentState,
    /// Day of lifting, if written.
    pub lifted_on: Option<Date>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PoliticalAccepted { status, accept } => write!(f, "{status}，在要求之列（{}）", accept.join("、")),
            Self::PoliticalNotAccepted { status, accept } => {
                write!(f, "{status}，不在要求之列（{}）", accept.join("、"))
            }
            Self::PoliticalBlank { column_missing: false } => f.write_str("名册里为空"),
            Self::PoliticalBlank { column_missing: true } => f.write_str("名册没有政治面貌列"),
            Self::PoliticalUnknown { written } => write!(f, "“{written}”无法识别"),
            Self::RankCompared(compared) => write!(f, "{compared}"),
            Self::CohortTooSmall { compared, is_best } => write!(
                f,
                "排名范围只有 {} 人，{} 的线内没有名额；{}（{compared}）",
                compared.of,
                compared.line,
                if *is_best { "该生为第一" } else { "该生不是第一" }
            ),
            Self::AnyWindow(findings) => {
                f.write_str("任一窗口达到即可：")?;
                write_joined(f, findings, "；")
            }
            Self::NothingToRank { metric, window } => {
                write!(f, "{}没有可排名的{}，未参加排名", window.chinese(), metric.map_or("成绩", Metric::chinese))
            }
            Self::CohortUnknown => f.write_str("名册缺少专业、年级等信息，无法确定排名范围"),
            Self::FirstYear { cohort, term } => write!(f, "{cohort}级在 {term} 学期为一年级，不作要求"),
            Self::SwitchedOff => f.write_str("政策未启用本条"),
            Self::Courses(found) => write!(f, "{found}"),
            Self::NoGrades => f.write_str("没有该生的成绩，无法判断有无不及格"),
            Self::NoPunishment => f.write_str("处分名单中没有该生，记录 0 条"),
            Self::NoPunishmentList => f.write_str("没有违纪处分名单，这一条没有核查，按“无记录”列出，请另行核实"),
            Self::Punished(lines) => write_joined(f, lines, "；"),
            Self::ReviewColumns(columns) => {
                let ReviewColumns { yes, no, blank } = &**columns;
                write!(f, "应为“是” {} 项，已有 {} 项", yes.len() + no.len() + blank.len(), yes.len())?;
                if !no.is_empty() {
                    write!(f, "；为“否”：{}", no.join("、"))?;
                }
                if !blank.is_empty() {
                    write!(f, "；未填：{}", blank.join("、"))?;
                }
                Ok(())
            }
            Self::ApprovalOrder(order) => {
                let ApprovalOrder { earlier, later } = &**order;
                write!(f, "审批顺序不符：{}（{}）应不晚于{}（{}）", earlier.0, earlier.1, later.0, later.1)
            }
            Self::NotInReviews => f.write_str("未列入资格审核意见表"),
            Self::RecommendationRecorded { filled } => write!(f, "资格审核意见已填 {filled} 项"),
            Self::Uncertain { finding, because } => {
                write!(f, "数据有疑问，待复核：{finding}（{}）", because.join("；"))
            }
            Self::DataProblem { message } => f.write_str(message),
        }
    }
}

impl fmt::Display for CourseFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} 门课程", self.window.chinese(), self.n_courses)?;
        if self.max > 0 {
            write!(f, "（未通过至多 {} 门）", self.max)?;
        }
        let lists = [
            ("未通过", &self.outstanding),
            ("曾不及格后通过", &self.cleared),
            ("有补考或重修", &self.repeated),
            ("缓考未出成绩", &self.deferred),
            ("成绩有疑问", &self.unclear),
        ];
        let mut all_empty = true;
        for (label, courses) in lists {
            if !courses.is_empty() {
                all_empty = false;
                write!(f, "，{label} {} 门：", courses.len())?;
                write_joined(f, courses, "、")?;
            }
        }
        if all_empty { f.write_str("，不及格 0 门") } else { write!(f, "（口径：{}）", self.mode) }
    }
}

impl fmt::Display for CourseLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}（{}）", self.name, self.attempts)
    }
}

impl fmt::Display for PunishmentLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            PunishmentState::Active => "未解除",
            PunishmentState::Lifted => "已解除",
            PunishmentState::Criticism => "低于处分",
            PunishmentState::Unclear => "是否解除无法判断",
            PunishmentState::OfWhom => "名单上是这个姓名，是不是该生待核对",
        };
        match self.kind.as_str() {
            "" => write!(f, "未写处分类型，{state}")?,
            kind => write!(f, "{kind}，{state}")?,
        }
        if let Some(day) = self.lifted_on {
            write!(f, "（解除日期 {day}）")?;
        }
        Ok(())
    }
}

impl fmt::Display for Exclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.chinese())
    }
}

fn write_joined<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T], separator: &str) -> fmt::Result {
    for (idx, item) in items.iter().enumerate() {
        if idx > 0 {
            f.write_str(separator)?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}

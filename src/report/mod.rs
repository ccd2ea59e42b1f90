//! Decisions → bytes of reports. Knows layout and wording, decides nothing, and touches no file.

pub mod annotated;
pub mod check;
pub mod checks;
pub mod comparison;
pub mod delegates;
pub mod eligibility;
pub mod evaluation;
pub mod exit;
pub mod explain;
pub mod forms;
pub mod guide;
pub mod json;
pub mod layout;
pub mod ledgers;
pub mod line;
pub mod log;
pub mod needs;
pub mod notice;
pub mod policy_text;
pub mod problems;
pub mod quota;
pub mod ranking;
pub mod scorecard;
pub mod self_assessment;
pub mod sheet;
mod slips;
pub mod structure;
pub mod summary;
mod terminal;

use std::collections::BTreeMap;
use std::io::Write;

use crate::model::check::Check;
use crate::model::decision::Decision;
use crate::model::facts::{Facts, Metric};
use crate::model::intake::{FileReport, SheetCopy};
use crate::model::origin::SheetIdx;
use crate::model::{Basis, Kind, Layer};
use crate::policy::{self, Policy};
use crate::problem::{Fault, Group, Place, Problem, Severity};
use crate::rules::change::Change;
use crate::rules::congress::Quota;
use crate::rules::congress::delegates::DelegateReview;
use crate::rules::congress::votes::ContestResult;
use crate::rules::evaluation::Evaluations;
use crate::rules::exit::Exit;
use crate::rules::ledgers::Findings;
use crate::rules::notice::Notices;
use crate::rules::recorded::Recorded;
use crate::rules::scorecard::Score;
use crate::rules::self_assessment::Form;

use sheet::Book;

pub use crate::model::REPORT_FOLDER as FOLDER;

/// The program's name and version, as printed.
pub const TOOL: &str = concat!("tuanxue ", env!("CARGO_PKG_VERSION"));

/// File names of all reports, in their order.
pub const NAMES: [&str; 12] = [
    problems::NAME,
    eligibility::NAME,
    ranking::NAME,
    quota::NAME,
    delegates::NAME,
    evaluation::NAME,
    structure::NAME,
    exit::NAME,
    ledgers::NAME,
    self_assessment::NAME,
    scorecard::NAME,
    json::NAME,
];

/// Everything a report may show.
pub struct Outcome<'a> {
    /// The policy in force.
    pub policy: &'a Policy,
    /// What is known.
    pub facts: &'a Facts,
    /// What became of the files.
    pub files: &'a [FileReport],
    /// All problems, sorted.
    pub problems: &'a [Problem],
    /// Eligibility, in the order of the students.
    pub decisions: &'a [Decision],
    /// The allocation of delegates, if there can be one.
    pub quota: Option<&'a Quota>,
    /// The review of the delegates, if there is a list.
    pub delegates: Option<&'a DelegateReview>,
    /// The elections.
    pub votes: &'a [ContestResult],
    /// The evaluation of cadres, if there are ratings or ballots.
    pub evaluations: Option<&'a Evaluations>,
    /// Each person's evaluation beside that of an earlier term; empty without one.
    pub changes: &'a [Change],
    /// Who should be talked to about leaving a post.
    pub exits: &'a [Exit],
    /// What organisations have to keep to.
    pub checks: &'a [Check],
    /// What the ledgers prove, if there are any.
    pub ledgers: Option<&'a Findings>,
    /// What is counted and not judged.
    pub recorded: &'a [Recorded],
    /// The national form of each union.
    pub forms: &'a [Form],
    /// How each college does, the best first.
    pub scores: &'a [Score],
    /// The public lists, if anybody can be made public.
    pub notices: Option<&'a Notices>,
    /// Sheets with problems, copied.
    pub copies: &'a [SheetCopy],
}

impl<'a> Outcome<'a> {
    /// `成绩.xlsx › Sheet1`.
    #[must_use]
    pub fn title_of(&self, sheet: SheetIdx) -> String {
        Place::Sheet(sheet).show(&self.facts.sources)
    }

    /// One example of each sort of problem, and how many there are: the serious first, then by how they are mended.
    #[must_use]
    pub fn counted(&self) -> Vec<(&'a Problem, u32)> {
        let mut counted: BTreeMap<(Severity, Group, &str), (&'a Problem, u32)> = BTreeMap::new();
        for problem in self.problems {
            let key = (problem.fault.severity(), problem.fault.group(), problem.fault.code());
            counted.entry(key).or_insert((problem, 0)).1 += 1;
        }
        counted.into_values().collect()
    }

    /// Whether there is anything to say of a congress beside the allocation of its seats.
    #[must_use]
    pub fn has_congress(&self) -> bool {
        // Whether officers were elected is asked wherever there is a list of them.
        let is_asked = self.checks.iter().any(|check| check.rule == "H-C7");
        let has_ledgers = self.facts.has_general_meetings() || self.facts.kinds.contains(&Kind::Contacts);
        self.delegates.is_some() || !self.votes.is_empty() || has_ledgers || is_asked
    }

    /// Whether there are officers, and something by which one of them might have to leave.
    #[must_use]
    pub fn suggests_exits(&self) -> bool {
        let inputs = self.facts.inputs;
        let has_reasons = inputs.roster || inputs.discipline || inputs.grades || self.evaluations.is_some();
        !self.facts.cadres.present.is_empty() && has_reasons
    }

    /// What decisions on students lack, if anything.
    #[must_use]
    pub fn missing_text(&self) -> Option<String> {
        let missing = self.facts.inputs.missing();
        let names: Vec<&str> = missing.iter().map(|kind| kind.chinese()).collect();
        (!names.is_empty()).then(|| format!("缺{}", names.join("、")))
    }

    /// The heading for students without a college: there may be no colleges at all in the roster.
    #[must_use]
    pub fn no_college(&self) -> &'static str {
        if self.facts.students.iter().any(|student| student.college.is_some()) {
            "名册未填学院"
        } else {
            "全部学生"
        }
    }
}

/// How a report writes itself.
type Writing<'a> = dyn Fn(&mut (dyn Write + Send)) -> anyhow::Result<()> + Send + Sync + 'a;

/// One report, made when it is written, so that reports can be made side by side and none has to be held.
pub struct Report<'a> {
    /// File name, with `/` before it the folder within that of the reports.
    pub name: String,
    write: Box<Writing<'a>>,
}

impl<'a> Report<'a> {
    /// A report that `write` writes.
    pub fn new(
        name: impl Into<String>,
        write: impl Fn(&mut (dyn Write + Send)) -> anyhow::Result<()> + Send + Sync + 'a,
    ) -> Self {
        Self { name: name.into(), write: Box::new(write) }
    }

    /// A workbook that `build` makes.
    pub fn workbook(name: impl Into<String>, build: impl Fn() -> anyhow::Result<Book> + Send + Sync + 'a) -> Self {
        Self::new(name, move |out| build()?.write(out))
    }

    /// Makes and writes it.
    ///
    /// # Errors
    ///
    /// When the writer fails, or if a library refuses what it is given, which no decision can cause.
    pub fn write(&self, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
        (self.write)(out)
    }
}

/// A part of the result that can be asked for alone (`--only`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 候选资格审查.
    Eligibility,
    /// 专业排名.
    Ranking,
    /// 代表名额分配.
    Quota,
    /// 代表资格审查、选举结果.
    Delegates,
    /// 评议汇总.
    Evaluation,
    /// 机构编制核查.
    Structure,
    /// 退出建议.
    Exit,
    /// 制度台账核查.
    Ledgers,
    /// 改革自评表.
    SelfAssessment,
    /// 二级学院考核.
    Scorecard,
    /// 公示名单.
    Notices,
}

impl Part {
    /// Each with its name and what people call it.
    const ALL: [(Self, &'static str, &'static str); 12] = [
        (Self::Eligibility, "eligibility", "候选资格审查"),
        (Self::Ranking, "ranking", "专业排名"),
        (Self::Quota, "quota", "代表名额分配"),
        (Self::Delegates, "delegates", "代表资格审查"),
        (Self::Delegates, "votes", "选举结果"),
        (Self::Evaluation, "evaluation", "评议汇总"),
        (Self::Structure, "structure", "机构编制核查"),
        (Self::Exit, "exit", "退出建议"),
        (Self::Ledgers, "ledgers", "制度台账核查"),
        (Self::SelfAssessment, "self_assessment", "改革自评表"),
        (Self::Scorecard, "scorecard", "二级学院考核"),
        (Self::Notices, "notices", "公示名单"),
    ];

    /// All of them.
    #[must_use]
    pub fn every() -> Vec<Self> {
        Self::ALL.map(|(part, ..)| part).to_vec()
    }
}

/// Reads the words of `--only`; none means all parts.
///
/// # Errors
///
/// A word that is no part, in Chinese.
pub fn parse_only(words: &[String]) -> Result<Vec<Part>, String> {
    if words.is_empty() {
        return Ok(Part::every());
    }
    words
        .iter()
        .map(|word| {
            let exact = Part::ALL.iter().find(|(_, name, _)| name == word).map(|(part, ..)| *part);
            // A part of what people call it does, if it means one report.
            let is_called = |(.., chinese): &&(Part, &str, &str)| !word.is_ascii() && chinese.contains(word.as_str());
            let mut called: Vec<Part> = Part::ALL.iter().filter(is_called).map(|(part, ..)| *part).collect();
            called.dedup();
            let called = if let [only] = called.as_slice() { Some(*only) } else { None };
            exact.or(called).ok_or_else(|| {
                let names: Vec<String> =
                    Part::ALL.iter().map(|(_, name, chinese)| format!("{name}（{chinese}）")).collect();
                format!("--only 没有“{word}”这一项，可写：{}", names.join("、"))
            })
        })
        .collect()
}

/// The reports that were asked for and can be made, in the order of their names.
#[must_use]
pub fn wanted<'a>(outcome: &'a Outcome<'a>, parts: &[Part]) -> Vec<Report<'a>> {
    let mut reports = vec![Report::workbook(problems::NAME, || problems::build(outcome))];
    let has_grades = outcome.facts.inputs.missing().is_empty();
    if has_grades && parts.contains(&Part::Eligibility) {
        reports.push(Report::workbook(eligibility::NAME, || eligibility::build(outcome)));
    }
    if has_grades && parts.contains(&Part::Ranking) {
        reports.push(Report::workbook(ranking::NAME, || ranking::build(outcome)));
    }
    if let Some(quota) = outcome.quota.filter(|_| parts.contains(&Part::Quota)) {
        reports.push(Report::workbook(quota::NAME, || quota::build(outcome, quota)));
    }
    if outcome.has_congress() && parts.contains(&Part::Delegates) {
        reports.push(Report::workbook(delegates::NAME, || delegates::build(outcome)));
    }
    if let Some(evaluations) = outcome.evaluations.filter(|_| parts.contains(&Part::Evaluation)) {
        reports.push(Report::workbook(evaluation::NAME, || evaluation::build(outcome, evaluations)));
    }
    if structure::own(outcome).next().is_some() && parts.contains(&Part::Structure) {
        reports.push(Report::workbook(structure::NAME, || structure::build(outcome)));
    }
    if outcome.suggests_exits() && parts.contains(&Part::Exit) {
        reports.push(Report::workbook(exit::NAME, || exit::build(outcome)));
    }
    if let Some(findings) = outcome.ledgers.filter(|_| parts.contains(&Part::Ledgers)) {
        reports.push(Report::workbook(ledgers::NAME, || ledgers::build(outcome, findings)));
    }
    if !outcome.forms.is_empty() && parts.contains(&Part::SelfAssessment) {
        reports.push(Report::workbook(self_assessment::NAME, || self_assessment::build(outcome)));
    }
    if !outcome.scores.is_empty() && parts.contains(&Part::Scorecard) {
        reports.push(Report::workbook(scorecard::NAME, || scorecard::build(outcome)));
    }
    reports.push(Report::new(json::NAME, |out| json::write(outcome, out)));
    if let Some(notices) = outcome.notices.filter(|_| parts.contains(&Part::Notices)) {
        reports.extend(notice::reports(outcome.policy, notices));
    }
    reports.extend(annotated::reports(outcome));
    reports
}

/// Names in a row of text: all of a few, the first of many with how many there are.
#[must_use]
pub fn listed(names: &[&str]) -> String {
    const MOST: usize = 40;
    let more = if names.len() > MOST { format!(" 等 {} 个", names.len()) } else { String::new() };
    format!("{}{more}", names[..names.len().min(MOST)].join("、"))
}

/// The lines that settle a tie, to be copied into the policy once the lot has been drawn.
#[must_use]
pub fn lot_lines(question: &str, tied: &[&str], seats: u32) -> String {
    let tied: Vec<String> = tied.iter().map(|name| format!("\"{name}\"")).collect();
    let winners = vec!["\"\""; seats as usize];
    format!(
        "[[lot]]\nquestion = \"{question}\"\ntied = [{}]\nwinner = [{}]\nby = \"谁主持抽的\"\ndate = \"2026-01-20\"",
        tied.join(", "),
        winners.join(", ")
    )
}

/// A clause with its layer and how strictly it binds.
#[must_use]
pub fn clause_text(basis: &Basis) -> String {
    let clause = if basis.clause.is_empty() { "没有条文依据" } else { &basis.clause };
    format!("{clause}（{}，{}）", basis.layer.chinese(), basis.strength_chinese())
}

/// What is ranked by, for column labels.
#[must_use]
pub fn metric_label(outcome: &Outcome<'_>) -> &'static str {
    let standings = outcome.facts.students.iter().filter_map(|student| student.standings.first());
    standings.into_iter().find_map(|standing| standing.metric).map_or("成绩", Metric::chinese)
}

/// The layers of the policy by the names people know them by.
#[must_use]
pub fn layer_names(policy: &Policy) -> String {
    policy.layers.iter().map(|layer| layer_name(layer)).collect::<Vec<_>>().join(" → ")
}

/// A policy or one of its layers by the name people know it by.
#[must_use]
pub fn layer_name(layer: &str) -> &str {
    match policy::built_in(layer) {
        Some(built_in) if built_in.school.is_empty() => "全国规定",
        Some(built_in) => built_in.school,
        None => layer,
    }
}

/// The settings of eligibility and grades that rest on no text, for the sheets that give the reasons.
#[must_use]
pub fn assumption_note(policy: &Policy) -> String {
    let assumed = policy.listing().filter(|(key, effective)| {
        let is_asked = ["eligibility.", "grades."].iter().any(|part| key.path.starts_with(part));
        is_asked && effective.basis.layer == Layer::Assumed
    });
    let names: Vec<&str> = assumed.map(|(key, _)| key.chinese).collect();
    format!("以下设置没有条文依据，用的是本工具的假设，取值见 {} 的“依据”：{}。", problems::NAME, names.join("、"))
}

/// The first line under a report's title: term, day, policy.
#[must_use]
pub fn part_heading(outcome: &Outcome<'_>) -> String {
    let facts = outcome.facts;
    let term = facts.term.map_or_else(|| "学期不明".to_owned(), |term| format!("{term} 学期"));
    let day = facts.as_of.map_or_else(String::new, |day| format!("，按 {day} 的情况判断"));
    format!("{term}{day}。政策：{}（{}）。", outcome.policy.title, layer_names(outcome.policy))
}

/// How many errors the sheets have that a report reads, and what follows from them; nothing without any.
#[must_use]
pub fn errors_note(outcome: &Outcome<'_>, reads: fn(Kind) -> bool, what_follows: &str) -> Option<String> {
    let sheets = outcome.files.iter().flat_map(|file| &file.sheets);
    let unread: Vec<SheetIdx> =
        sheets.filter(|sheet| sheet.kind.is_some_and(|kind| !reads(kind))).map(|sheet| sheet.idx).collect();
    let is_error = |problem: &&Problem| {
        let is_elsewhere = problem.place.sheet().is_some_and(|sheet| unread.contains(&sheet));
        problem.fault.severity() == Severity::Error && !is_elsewhere
    };
    let errors = outcome.problems.iter().filter(is_error).count();
    (errors > 0).then(|| format!("材料中有 {errors} 处错误：{what_follows}，详见 {}。", problems::NAME))
}

/// The lines under a report's title: what it is for, how many problems the sheets that it reads have, what was not given.
#[must_use]
pub fn part_notes(outcome: &Outcome<'_>, reads: fn(Kind) -> bool) -> Vec<String> {
    let mut notes = vec![part_heading(outcome)];
    if outcome.policy.rank.windows.value.len() > 1 {
        notes.push(
            "政策为任一统计窗口达到即可；表中的平均分、名次和线按“入学以来”列出，各窗口的比较见“依据”。".to_owned(),
        );
    }
    if !outcome.policy.rank.enabled.value {
        notes.push("政策没有启用专业排名的要求：名次只供参考，不画线，不影响结论。".to_owned());
    }
    notes.extend(errors_note(outcome, reads, "牵涉资格的学生列为复核，其余有错的行或票没有计入"));
    let is_said = |fault: &Fault| {
        matches!(
            fault,
            Fault::NoDisciplineList | Fault::NoGradesSheet | Fault::NoReviewsSheet | Fault::TermOfOtherYear { .. }
        )
    };
    let missing = outcome.problems.iter().filter(|problem| is_said(&problem.fault));
    notes.extend(missing.map(|problem| format!("{}。", problem.message())));
    notes
}

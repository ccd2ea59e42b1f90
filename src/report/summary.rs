//! The few lines a run prints at its end.

use std::fmt::Write as _;
use std::path::Path;

use unicode_width::UnicodeWidthStr as _;

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::{Kind, Strength};
use crate::problem::{Fault, Place, Problem, Severity};
use crate::rules::congress::votes::Elected;
use crate::rules::notice::Subject;
use crate::rules::{congress, ledgers, panel, structure};

use super::needs::spoken;
use super::{Outcome, Report, annotated, line, listed, notice};

/// What became of the reports.
#[derive(Clone, Copy, Debug)]
pub enum Written<'a> {
    /// They lie in this folder.
    To(&'a Path),
    /// Nobody wanted them written.
    DryRun,
    /// There were errors, and none were wanted with errors.
    RefusedForErrors,
}

/// A line of the summary: what it is about, and what there is to say.
type Line = (&'static str, String);

/// The summary: what was read, what was decided, what was written, what a human has to decide next. `last` says what has changed
/// since the last results.
#[must_use]
pub fn text(
    outcome: &Outcome<'_>,
    reports: &[Report],
    written: Written<'_>,
    last: Option<String>,
    verbose: bool,
) -> String {
    let school = if outcome.policy.school.is_empty() { &outcome.policy.title } else { &outcome.policy.school };
    let term = outcome.facts.term.map_or_else(|| "学期不明".to_owned(), |term| format!("{term} 学期"));
    let mut lines = intake_lines(outcome);
    lines.extend(decision_lines(outcome));
    lines.extend(congress_lines(outcome));
    let nobody = outcome.notices.is_some_and(|notices| notices.lists.iter().all(|list| list.listed == 0));
    if nobody || reports.iter().any(|report| report.name.starts_with(notice::FOLDER)) {
        lines.push(("公示名单", notices_text(outcome)));
    }
    lines.push(("数据问题", problems_text(outcome, verbose)));
    lines.push(written_line(outcome, reports, written));
    lines.extend(last.map(|last| ("与上次相比", last)));
    lines.push(("要您决定", todo_text(outcome)));
    format!("{school}　{term}\n{}", aligned(&lines))
}

/// The lines with what they say under each other. Where that takes several lines, all of them stand there.
fn aligned(lines: &[Line]) -> String {
    let width = lines.iter().map(|(label, _)| label.width()).max().unwrap_or(0) + 2;
    let mut text = String::new();
    for (label, said) in lines {
        let mut label = *label;
        for line in said.lines() {
            let _ = writeln!(text, "{label}{}{line}", " ".repeat(width - label.width()));
            label = "";
        }
    }
    text
}

/// What was read.
fn intake_lines(outcome: &Outcome<'_>) -> Vec<Line> {
    let facts = outcome.facts;
    let sheets = outcome.files.iter().flat_map(|file| &file.sheets);
    let (read, used) = sheets.fold((0_u64, 0_u64), |(read, used), sheet| {
        if sheet.kind.is_some() {
            (read + u64::from(sheet.n_read), used + u64::from(sheet.n_used))
        } else {
            (read, used)
        }
    });
    let files = outcome.files.len();
    let mut lines = vec![("读入", format!("{files} 个文件，{read} 行：使用 {used} 行，搁置 {} 行", read - used))];
    let unknown: usize = outcome.files.iter().flat_map(|file| &file.sheets).filter(|sheet| sheet.is_stray()).count();
    if unknown > 0 {
        let text = format!("{unknown} 张工作表，没有使用；是哪些、缺什么列，见 00 的“文件与工作表”");
        lines.push(("没有认出", text));
    }
    let open: Vec<&str> = outcome
        .problems
        .iter()
        .filter_map(|problem| match (&problem.fault, problem.place) {
            (Fault::OpenElsewhere { .. }, Place::File(file)) => Some(facts.sources.file(file)),
            _ => None,
        })
        .collect();
    if !open.is_empty() {
        let text = format!(
            "{}：像是正在 Excel 或 WPS 里打开着，读到的是最近一次保存的内容。请保存并关闭后再运行",
            listed(&open)
        );
        lines.push(("正开着", text));
    }
    lines
}

/// What was decided of students and seats.
fn decision_lines(outcome: &Outcome<'_>) -> Vec<Line> {
    let facts = outcome.facts;
    let eligibility = match outcome.missing_text() {
        Some(missing) => format!("没有做，{missing}"),
        None => format!(
            "在籍 {} 人：符合 {}，复核 {}，不符合 {}；不在籍 {} 人未列入",
            facts.students.len(),
            n_decided(outcome, Verdict::Pass),
            n_decided(outcome, Verdict::Review),
            n_decided(outcome, Verdict::Fail),
            facts.not_enrolled.len()
        ),
    };
    let quota = outcome.quota.map(|quota| {
        let unit = outcome.policy.congress.unit.value.chinese();
        if quota.needs_lot() {
            format!("并列待抽签：{}（见 03）", listed(&quota.tied()))
        } else {
            format!("{} 名，{} 个{unit}（见 03）", quota.total, quota.units.len())
        }
    });
    let refused = || {
        let problem = outcome.problems.iter().find_map(|problem| match &problem.fault {
            Fault::QuotaRefused { reason, .. } => Some(reason),
            _ => None,
        });
        problem.map(|reason| format!("没有做，{reason}"))
    };
    let quota = quota.or_else(refused);
    [("候选资格", eligibility)].into_iter().chain(quota.map(|quota| ("代表名额", quota))).collect()
}

fn n_decided(outcome: &Outcome<'_>, verdict: Verdict) -> usize {
    outcome.decisions.iter().filter(|decision| decision.verdict == verdict).count()
}

fn n_problems(outcome: &Outcome<'_>, severity: Severity) -> usize {
    outcome.problems.iter().filter(|problem| problem.fault.severity() == severity).count()
}

/// How many problems there are, and an example of each sort of error; with `verbose` all problems one by one.
fn problems_text(outcome: &Outcome<'_>, verbose: bool) -> String {
    const MOST: usize = 6;
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let counts = severities.map(|severity| format!("{} {}", severity.chinese(), n_problems(outcome, severity)));
    let mut text = counts.join("，");
    let shown: Vec<(&Problem, u32)> = if verbose {
        outcome.problems.iter().map(|problem| (problem, 1)).collect()
    } else {
        outcome.counted().into_iter().filter(|(example, _)| example.fault.severity() == Severity::Error).collect()
    };
    let most = if verbose { usize::MAX } else { MOST };
    for (problem, count) in shown.iter().take(most) {
        let place = problem.place.show(&outcome.facts.sources);
        let severity = problem.fault.severity().chinese();
        let count = if *count > 1 { format!(" {count} 条，例如") } else { String::new() };
        let _ = write!(text, "\n{} {severity}{count}　{place}　{}", problem.fault.code(), problem.message());
    }
    if shown.len() > most {
        let _ = write!(text, "\n还有 {} 种错误，见 00 的“问题汇总”", shown.len() - most);
    }
    text
}

/// Which reports were written, and where; or why none were.
fn written_line(outcome: &Outcome<'_>, reports: &[Report], written: Written<'_>) -> Line {
    match written {
        Written::To(folder) => {
            let books = reports.iter().filter(|report| !report.name.contains('/'));
            let mut names: Vec<String> = books.map(|report| spoken(&report.name)).collect();
            for folder in [notice::FOLDER, annotated::FOLDER] {
                let within = reports.iter().filter(|report| report.name.starts_with(&format!("{folder}/"))).count();
                if within > 0 {
                    let note = if folder == notice::FOLDER { unknown_holidays(outcome) } else { None };
                    names.push(format!("{folder} {within} 份{}", note.unwrap_or_default()));
                }
            }
            ("已写入", format!("{}\n{}", folder.display(), names.join("、")))
        }
        Written::DryRun => ("没有写", "只算不写（--dry-run）".to_owned()),
        Written::RefusedForErrors => {
            let errors = n_problems(outcome, Severity::Error);
            ("没有写", format!("材料有 {errors} 处错误，按 --strict 的要求没有写报告，原来的报告没有动"))
        }
    }
}

/// What nobody but a human can settle, the most pressing first.
fn todo_text(outcome: &Outcome<'_>) -> String {
    let mut todo = Vec::new();
    // Which term it is decides who is a first-year, and so who is asked for a rank at all.
    let term = outcome.problems.iter().find(|problem| matches!(problem.fault, Fault::TermOfOtherYear { .. }));
    todo.extend(term.map(|problem| format!("核对学期：{}", problem.message())));
    if let Some(quota) = outcome.quota.filter(|quota| quota.needs_lot()) {
        let tied = listed(&quota.tied());
        todo.push(format!("抽签：{tied}，结果写进 policy.toml（写法见 03 的“待抽签”），再运行"));
    }
    let seats = outcome.votes.iter().filter(|result| result.tie.is_some()).count();
    if seats > 0 {
        todo.push(format!("末位同票：{seats} 项选举的最后名额（见 04 的“选举结果”）"));
    }
    if let Some(evaluations) = outcome.evaluations.filter(|own| !own.ties.is_empty()) {
        todo.push(format!("优秀名额线上的并列：{} 处（见 05 的“评议结果”）", evaluations.ties.len()));
    }
    let errors = n_problems(outcome, Severity::Error);
    if errors > 0 {
        let marked = if outcome.copies.is_empty() { "" } else { "，“标注副本”里标红" };
        todo.push(format!("更正：{errors} 处错误（见 00 的“数据问题”{marked}），再运行"));
    }
    let review = n_decided(outcome, Verdict::Review);
    if review > 0 {
        todo.push(format!("核对：候选资格复核 {review} 人（见 01 的“复核名单”）"));
    }
    todo.extend(unsettled_text(outcome));
    let open = outcome.evaluations.map_or(0, |own| own.people.iter().filter(|own| !own.is_final()).count());
    if open > 0 {
        todo.push(format!("核对：评议复核 {open} 人（见 05 的“评议结果”）"));
    }
    let checks: Vec<String> = CHECKS
        .into_iter()
        .filter_map(|(title, rules, report)| {
            let is_open = |check: &&Check| rules.contains(&check.rule) && check.verdict == Verdict::Review;
            let n_open = outcome.checks.iter().filter(is_open).count();
            let is_shown = report != "04" || outcome.has_congress();
            (n_open > 0 && is_shown).then(|| format!("{title} {n_open} 项（见 {report}）"))
        })
        .collect();
    if !checks.is_empty() {
        todo.push(format!("核对：{}", checks.join("，")));
    }
    if todo.is_empty() {
        return "没有".to_owned();
    }
    let numbered = todo.iter().enumerate().map(|(idx, item)| format!("{}. {item}", idx + 1));
    numbered.collect::<Vec<_>>().join("\n")
}

/// How many students there are on whose data the ranks of others hang.
fn unsettled_text(outcome: &Outcome<'_>) -> Option<String> {
    if outcome.decisions.is_empty() || !outcome.policy.rank.enabled.value {
        return None;
    }
    let lines = line::lines(outcome);
    let (cohorts, students) = lines
        .iter()
        .filter(|line| line.n_unsettled > 0)
        .fold((0, 0), |(cohorts, students), line| (cohorts + 1, students + line.n_unsettled));
    let nowhere = line::n_nowhere(outcome);
    let mut parts = Vec::new();
    if students > 0 {
        parts.push(format!("{cohorts} 个排名范围里有 {students} 人的排名数据待复核"));
    }
    if nowhere > 0 {
        parts.push(format!("{nowhere} 人缺专业、年级等，不知道和谁一起排名"));
    }
    (!parts.is_empty())
        .then(|| format!("名次未定：{}，线边其他人的名次和结论也可能变（见 02 的说明）", parts.join("，")))
}

/// The rules that are checked, by the report that tells of them.
const CHECKS: [(&str, &[&str], &str); 4] = [
    ("学代会核查", &congress::RULES, "04"),
    ("评议核查", &panel::RULES, "05"),
    ("机构编制核查", &structure::RULES, "06"),
    ("制度台账核查", &ledgers::RULES, "08"),
];

/// How many people the public lists hold, and how many they leave out: a list to be posted must not shrink in silence.
fn notices_text(outcome: &Outcome<'_>) -> String {
    type Is = fn(&Subject) -> bool;
    let lists = || outcome.notices.iter().flat_map(|notices| &notices.lists);
    let parts: [(&str, Is); 3] = [
        ("候选人", |subject| *subject == Subject::Candidates),
        ("代表", |subject| *subject == Subject::Delegates),
        ("任职", |subject| matches!(subject, Subject::School | Subject::Union(_))),
    ];
    let shown = parts.into_iter().filter_map(|(label, is)| {
        let own = || lists().filter(|list| is(&list.subject));
        let listed: u32 = own().map(|list| list.listed).sum();
        let left_out: u32 = own().map(|list| list.left_out).sum();
        let left_out = if left_out > 0 { format!("，不列 {left_out} 人") } else { String::new() };
        own().next().is_some().then(|| format!("{label} {listed} 人{left_out}"))
    });
    let shown: Vec<String> = shown.collect();
    let why = if lists().any(|list| list.left_out > 0) {
        "（不列的是结论为复核、不符合，或学号、姓名、组织有疑问的）"
    } else {
        ""
    };
    format!("{}{why}", shown.join("；"))
}

/// The year in which lists are made public and of which the policy names no holidays.
fn unknown_holidays(outcome: &Outcome<'_>) -> Option<String> {
    let notices = outcome.notices?;
    let years = [notices.from.year, notices.to.year];
    let year = years.into_iter().find(|year| !outcome.policy.ledgers.calendar.knows(*year))?;
    Some(format!("（政策里没有 {year} 年的节假日，公示期只除去了周末，请核对）"))
}

/// What became of the delegates, the votes and the checks.
fn congress_lines(outcome: &Outcome<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(review) = outcome.delegates {
        let share = match review.verdict {
            Verdict::Pass => "非骨干比例符合",
            Verdict::Fail => "非骨干比例不符合",
            _ => "非骨干比例待复核",
        };
        let low = review.floors.iter().filter(|floor| floor.verdict() == Verdict::Fail).count();
        let share =
            if low > 0 { format!("{share}，各类代表下限有 {low} 项没有达到") } else { share.to_owned() };
        let found = match review.findings.len() {
            0 => "没有发现问题".to_owned(),
            number => format!("发现问题 {number} 处"),
        };
        lines.push(("代表资格", format!("{} 名：{found}，{share}（见 04）", review.total)));
    }
    if outcome.delegates.is_none() && outcome.facts.kinds.contains(&Kind::Delegates) {
        lines.push(("代表资格", "没有做，缺学籍名册，或代表名册里没有本届的代表".to_owned()));
    }
    let candidates = || outcome.votes.iter().flat_map(|result| &result.candidates);
    if candidates().next().is_some() {
        let count = |elected: Elected| candidates().filter(|candidate| candidate.elected == elected).count();
        let text = format!(
            "当选 {}，未当选 {}，待定 {}（见 04）",
            count(Elected::Yes),
            count(Elected::No),
            count(Elected::NeedsDecision)
        );
        lines.push(("选举结果", text));
    }
    if let Some(evaluations) = outcome.evaluations {
        let open = evaluations.people.iter().filter(|own| !own.is_final()).count();
        let all = evaluations.people.len();
        lines.push(("评议", format!("{all} 人：确定 {}，复核 {open}（见 05）", all - open)));
    }
    if outcome.suggests_exits() {
        lines.push(("退出建议", format!("{} 人（内部，见 07）", outcome.exits.len())));
    }
    for (title, rules, report) in CHECKS {
        let own = || outcome.checks.iter().filter(|check| rules.contains(&check.rule));
        // The shares of an allocation alone are told by its report.
        if own().next().is_none() || report == "04" && !outcome.has_congress() {
            continue;
        }
        let count = |wanted: fn(&Check) -> bool| own().filter(|check| wanted(check)).count();
        let softly = count(|check| check.verdict == Verdict::Fail && check.basis.strength != Strength::Error);
        let softly = if softly > 0 { format!("，原则或参考要求未达到 {softly}") } else { String::new() };
        let text = format!(
            "符合 {}，复核 {}，不符合 {}{softly}（见 {report}）",
            count(|check| check.verdict == Verdict::Pass),
            count(|check| check.verdict == Verdict::Review),
            count(|check| check.verdict == Verdict::Fail && check.basis.strength == Strength::Error)
        );
        lines.push((title, text));
    }
    lines
}

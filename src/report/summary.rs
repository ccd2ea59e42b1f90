//! The few lines a run prints at its end.

use std::fmt::Write as _;
use std::path::Path;

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::{Kind, Strength};
use crate::problem::{Fault, Place, Severity};
use crate::rules::congress::votes::Elected;
use crate::rules::notice::Subject;
use crate::rules::{congress, ledgers, panel, structure};

use super::{Outcome, Report, annotated, listed, notice};

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

/// The summary: what was read, what was decided, what was written, what a human has to look at.
#[must_use]
pub fn text(outcome: &Outcome<'_>, reports: &[Report], written: Written<'_>, verbose: bool) -> String {
    let mut text = String::new();
    let facts = outcome.facts;
    let sheets = outcome.files.iter().flat_map(|file| &file.sheets);
    let (read, used) = sheets.fold((0_u64, 0_u64), |(read, used), sheet| {
        if sheet.kind.is_some() {
            (read + u64::from(sheet.n_read), used + u64::from(sheet.n_used))
        } else {
            (read, used)
        }
    });
    let school = if outcome.policy.school.is_empty() { &outcome.policy.title } else { &outcome.policy.school };
    let term = facts.term.map_or_else(|| "学期不明".to_owned(), |term| format!("{term} 学期"));
    let _ = writeln!(text, "{school}　{term}");
    let _ =
        writeln!(text, "读入　　{} 个文件，{read} 行，使用 {used} 行，搁置 {} 行", outcome.files.len(), read - used);
    let unknown: usize = outcome.files.iter().flat_map(|file| &file.sheets).filter(|sheet| sheet.is_stray()).count();
    if unknown > 0 {
        let _ = writeln!(text, "没有认出　{unknown} 张工作表，没有使用；是哪些、缺什么列，见 00 的“文件与工作表”");
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
        let _ = writeln!(
            text,
            "正开着　{}：像是正在 Excel 或 WPS 里打开着，读到的是最近一次保存的内容。请保存并关闭后再运行",
            listed(&open)
        );
    }
    let count = |verdict: Verdict| outcome.decisions.iter().filter(|decision| decision.verdict == verdict).count();
    if let Some(missing) = outcome.missing_text() {
        let _ = writeln!(text, "候选资格　没有做，{missing}");
    } else {
        let _ = writeln!(
            text,
            "候选资格　在籍 {} 人：符合 {}，复核 {}，不符合 {}；不在籍 {} 人未列入",
            facts.students.len(),
            count(Verdict::Pass),
            count(Verdict::Review),
            count(Verdict::Fail),
            facts.not_enrolled.len()
        );
    }
    if let Some(quota) = outcome.quota {
        let unit = outcome.policy.congress.unit.value.chinese();
        let state = if quota.needs_lot() {
            format!("并列待抽签：{}（见 03）", listed(&quota.tied()))
        } else {
            format!("{} 名，{} 个{unit}", quota.total, quota.units.len())
        };
        let _ = writeln!(text, "代表名额　{state}");
    }
    congress_lines(outcome, &mut text);
    let nobody = outcome.notices.is_some_and(|notices| notices.lists.iter().all(|list| list.listed == 0));
    if nobody || reports.iter().any(|report| report.name.starts_with(notice::FOLDER)) {
        text.push_str(&notices_line(outcome));
    }
    let severity = |severity: Severity| outcome.problems.iter().filter(|p| p.fault.severity() == severity).count();
    let _ = writeln!(
        text,
        "数据问题　错误 {}，提醒 {}，说明 {}",
        severity(Severity::Error),
        severity(Severity::Warning),
        severity(Severity::Info)
    );
    let shown = outcome.problems.iter().filter(|p| verbose || p.fault.severity() == Severity::Error);
    let most = if verbose { usize::MAX } else { 5 };
    for problem in shown.clone().take(most) {
        let place = problem.place.show(&facts.sources);
        let _ = writeln!(
            text,
            "  {} {}　{place}　{}",
            problem.fault.code(),
            problem.fault.severity().chinese(),
            problem.message()
        );
    }
    let more = shown.count().saturating_sub(most);
    if more > 0 {
        let _ = writeln!(text, "  还有 {more} 条，见 00-说明与数据问题.xlsx");
    }
    match written {
        Written::To(folder) => {
            let books = reports.iter().filter(|report| !report.name.contains('/'));
            let mut names: Vec<String> = books.map(|report| report.name.clone()).collect();
            for folder in [notice::FOLDER, annotated::FOLDER] {
                let within = reports.iter().filter(|report| report.name.starts_with(&format!("{folder}/"))).count();
                if within > 0 {
                    let note = if folder == notice::FOLDER { unknown_holidays(outcome) } else { None };
                    names.push(format!("{folder} {within} 份{}", note.unwrap_or_default()));
                }
            }
            let _ = writeln!(text, "已写入　{}：{}", folder.display(), names.join("、"));
        }
        Written::DryRun => {
            let _ = writeln!(text, "只算不写（--dry-run），没有写报告");
        }
        Written::RefusedForErrors => {
            let errors = severity(Severity::Error);
            let _ = writeln!(text, "材料有 {errors} 处错误，按 --strict 的要求没有写报告，原来的报告没有动");
        }
    }
    text
}

/// How many people the public lists hold, and how many they leave out: a list to be posted must not shrink in silence.
fn notices_line(outcome: &Outcome<'_>) -> String {
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
    format!("公示名单　{}{why}\n", shown.join("；"))
}

/// The year in which lists are made public and of which the policy names no holidays.
fn unknown_holidays(outcome: &Outcome<'_>) -> Option<String> {
    let notices = outcome.notices?;
    let years = [notices.from.year, notices.to.year];
    let year = years.into_iter().find(|year| !outcome.policy.ledgers.calendar.knows(*year))?;
    Some(format!("（政策里没有 {year} 年的节假日，公示期只除去了周末，请核对）"))
}

/// What became of the delegates, the votes and the checks of the congress.
fn congress_lines(outcome: &Outcome<'_>, text: &mut String) {
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
        let _ = writeln!(text, "代表资格　{} 名：{found}，{share}（见 04）", review.total);
    }
    if outcome.delegates.is_none() && outcome.facts.kinds.contains(&Kind::Delegates) {
        text.push_str("代表资格　没有做，缺学籍名册，或代表名册里没有本届的代表\n");
    }
    let candidates = || outcome.votes.iter().flat_map(|result| &result.candidates);
    if candidates().next().is_some() {
        let count = |elected: Elected| candidates().filter(|candidate| candidate.elected == elected).count();
        let _ = writeln!(
            text,
            "选举结果　当选 {}，未当选 {}，待定 {}（见 04）",
            count(Elected::Yes),
            count(Elected::No),
            count(Elected::NeedsDecision)
        );
    }
    if let Some(evaluations) = outcome.evaluations {
        let open = evaluations.people.iter().filter(|own| !own.is_final()).count();
        let _ = writeln!(
            text,
            "评议　　{} 人：确定 {}，复核 {open}（见 05）",
            evaluations.people.len(),
            evaluations.people.len() - open
        );
    }
    if outcome.suggests_exits() {
        let _ = writeln!(text, "退出建议　{} 人（内部，见 07）", outcome.exits.len());
    }
    for (title, rules, report) in [
        ("学代会核查", &congress::RULES[..], "04"),
        ("评议核查", &panel::RULES, "05"),
        ("机构编制核查", &structure::RULES, "06"),
        ("制度台账核查", &ledgers::RULES, "08"),
    ] {
        let own = || outcome.checks.iter().filter(|check| rules.contains(&check.rule));
        // The shares of an allocation alone are told by its report.
        if own().next().is_none() || report == "04" && !outcome.has_congress() {
            continue;
        }
        let count = |wanted: fn(&Check) -> bool| own().filter(|check| wanted(check)).count();
        let softly = count(|check| check.verdict == Verdict::Fail && check.basis.strength != Strength::Error);
        let softly = if softly > 0 { format!("，原则或参考要求未达到 {softly}") } else { String::new() };
        let _ = writeln!(
            text,
            "{title}　符合 {}，复核 {}，不符合 {}{softly}（见 {report}）",
            count(|check| check.verdict == Verdict::Pass),
            count(|check| check.verdict == Verdict::Review),
            count(|check| check.verdict == Verdict::Fail && check.basis.strength == Strength::Error)
        );
    }
}

//! What would have to be different (怎样才会不同), for every reason that stands between a student and 符合.
//!
//! Nothing is promised: what the school decides is said to be the school's, and ranks hang on the scores of all others.

use crate::model::decision::{CourseFinding, CourseLine, Finding, PunishmentLine, Reason, Verdict};
use crate::model::facts::PunishmentState;
use crate::model::number::round_half_up;
use crate::policy::{FailMode, Treatment};
use crate::rules::near;

use crate::report::Outcome;

/// What would have to be different for this reason to say something else; nothing where the rule is met or not asked.
pub(super) fn remedy(outcome: &Outcome<'_>, student: usize, reason: &Reason) -> Option<String> {
    let asks = matches!(reason.verdict, Verdict::Fail | Verdict::Review);
    asks.then(|| of_finding(outcome, student, &reason.finding)).filter(|text| !text.is_empty())
}

fn of_finding(outcome: &Outcome<'_>, student: usize, finding: &Finding) -> String {
    match finding {
        Finding::PoliticalNotAccepted { accept, .. } => {
            format!("政治面貌是{}的才符合这一条；名册写错了的，请更正名册", accept.join("、"))
        }
        Finding::PoliticalBlank { .. } | Finding::PoliticalUnknown { .. } => {
            let accept = outcome.policy.political.accept.value.join("、");
            format!("在名册里写明政治面貌，是{accept}的就符合这一条")
        }
        Finding::RankCompared(_) => rank(outcome, student, 0),
        Finding::CohortTooSmall { compared, .. } => format!(
            "参加排名的只有 {} 人，{} 不到一个名额，怎样算由学校决定；有统一规定的，写进 policy.toml 的 eligibility.rank.small_cohort",
            compared.of, compared.line
        ),
        Finding::AnyWindow(findings) => {
            let each = findings.iter().enumerate().filter_map(|(window, finding)| match finding {
                Finding::RankCompared(compared) if !compared.is_within => {
                    Some(format!("{}：{}", compared.window.chinese(), rank(outcome, student, window)))
                }
                _ => None,
            });
            let each: Vec<String> = each.collect();
            if each.is_empty() { String::new() } else { format!("有一种范围达到就行。{}", each.join("；")) }
        }
        Finding::NothingToRank { .. } => "材料里补上可以计入排名的成绩或综测总分".to_owned(),
        Finding::CohortUnknown => "在名册里补上专业、年级等信息，才能确定和谁一起排名".to_owned(),
        Finding::Courses(found) => courses(outcome, found),
        Finding::NoGrades => "材料里补上这名学生的成绩".to_owned(),
        Finding::Punished(lines) => punishments(outcome, lines),
        Finding::ReviewColumns(columns) => {
            let no = (!columns.no.is_empty())
                .then(|| format!("{}现在是“否”，要由审核的部门改为“是”，这一条才符合", quoted(&columns.no)));
            let blank = (!columns.blank.is_empty())
                .then(|| format!("{}还没有填，请在资格审核意见表里填“是”或“否”", quoted(&columns.blank)));
            no.into_iter().chain(blank).collect::<Vec<_>>().join("；")
        }
        Finding::ApprovalOrder(_) => "请核对审批日期；日期写错的更正，先后真的颠倒的由学校决定".to_owned(),
        Finding::NotInReviews => "确定为人选以后，列入资格审核意见表并完成审核".to_owned(),
        Finding::Uncertain { finding, because } => {
            let first = format!("先核对有疑问的数据（{}），更正后重新运行", because.join("；"));
            match of_finding(outcome, student, finding) {
                text if text.is_empty() => first,
                text => format!("{first}；数据没有错的话：{text}"),
            }
        }
        Finding::DataProblem { .. } => "按上面说的核对更正，再重新运行".to_owned(),
        Finding::PoliticalAccepted { .. }
        | Finding::FirstYear { .. }
        | Finding::SwitchedOff
        | Finding::NoPunishment
        | Finding::NoPunishmentList
        | Finding::RecommendationRecorded { .. } => String::new(),
    }
}

/// By how much the line was missed.
fn rank(outcome: &Outcome<'_>, student: usize, window: usize) -> String {
    let Some(standing) = outcome.facts.students[student].standings.get(window) else { return String::new() };
    let seats = crate::rules::eligibility::seats(outcome.policy, standing.cohort_size);
    let decimals = outcome.policy.grades.decimals;
    let metric = standing.metric.map_or("", crate::model::facts::Metric::chinese);
    let inside = format!("名次要在前 {seats} 名以内");
    match (near::enough(outcome.policy, outcome.facts, student, window), standing.value) {
        (Some(enough), Some(value)) => format!(
            "{inside}。其他同学的成绩都不变的话，{metric}至少要 {}（现在 {}，差 {}），那时是第 {} 名",
            round_half_up(enough.value, decimals),
            round_half_up(value, decimals),
            // From the printed value to the printed value, so that the sum can be done by hand.
            round_half_up(enough.value - rounded(value, decimals), decimals),
            enough.rank
        ),
        _ => inside,
    }
}

/// The value as it is printed.
fn rounded(value: crate::model::number::Exact, decimals: u32) -> crate::model::number::Exact {
    let unit = crate::model::number::Exact::from_integer(10_i128.pow(decimals));
    (value * unit).round() / unit
}

fn courses(outcome: &Outcome<'_>, found: &CourseFinding) -> String {
    let policy = &outcome.policy.fail;
    let mut parts = Vec::new();
    let names =
        |lines: &[CourseLine]| lines.iter().map(|line| format!("《{}》", line.name)).collect::<Vec<_>>().concat();
    let is_lasting = matches!(policy.mode.value, FailMode::Ever | FailMode::NoMakeupNoRetake);
    let has_lasting = !found.outstanding.is_empty() || !found.cleared.is_empty() || !found.repeated.is_empty();
    if is_lasting && has_lasting {
        parts.push(format!("按政策的口径（{}），后来通过也不会改变；只有成绩登记错了、更正以后才会变", found.mode));
    } else {
        if !found.outstanding.is_empty() {
            let at_most =
                if found.max > 0 { format!("，未通过的不超过 {} 门", found.max) } else { String::new() };
            parts.push(format!(
                "{}补考或重修通过{at_most}，成绩放进材料以后，这一条变为{}",
                names(&found.outstanding),
                afterwards(policy.cleared.value)
            ));
        }
        if !found.cleared.is_empty() && policy.cleared.value == Treatment::Review {
            parts.push(
                "曾不及格、后来通过的算不算，由学校决定；有统一规定的，写进 policy.toml 的 eligibility.fail.cleared"
                    .to_owned(),
            );
        }
    }
    if !found.deferred.is_empty() && policy.deferred.value == Treatment::Review {
        parts.push(format!("{}的缓考成绩出来、及格，放进材料以后就没有这一项", names(&found.deferred)));
    }
    if !found.unclear.is_empty() {
        parts.push(format!("请核对{}的成绩", names(&found.unclear)));
    }
    parts.join("；")
}

fn punishments(outcome: &Outcome<'_>, lines: &[PunishmentLine]) -> String {
    let policy = &outcome.policy.discipline;
    let is = |state: PunishmentState| lines.iter().any(|line| line.state == state);
    let mut parts = Vec::new();
    if is(PunishmentState::Active) {
        parts.push(format!(
            "处分按规定解除，并在处分名单里写明（是否解除填“是”，或填解除日期）以后，这一条变为{}；时间过去不等于解除",
            afterwards(policy.lifted.value)
        ));
    }
    if is(PunishmentState::Unclear) {
        parts.push("请在处分名单里写明处分类型和是否解除".to_owned());
    }
    let waits = [
        (PunishmentState::Lifted, policy.lifted.value, "已解除的处分", "lifted"),
        (PunishmentState::Criticism, policy.criticism.value, "低于处分的批评", "criticism"),
    ];
    for (state, treatment, what, key) in waits {
        if is(state) && treatment == Treatment::Review {
            parts.push(format!(
                "{what}算不算，由学校决定；有统一规定的，写进 policy.toml 的 eligibility.discipline.{key}"
            ));
        }
    }
    parts.join("；")
}

/// What the policy makes of it then.
fn afterwards(treatment: Treatment) -> &'static str {
    match treatment {
        Treatment::Review => "“复核”，由学校决定",
        Treatment::Pass => "“符合”",
        Treatment::Fail => "“不符合”，不会改变",
    }
}

fn quoted(columns: &[String]) -> String {
    columns.iter().map(|column| format!("“{column}”")).collect::<Vec<_>>().concat()
}

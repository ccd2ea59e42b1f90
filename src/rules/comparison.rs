//! Two results beside each other (对比): who entered or left each list, whose verdict, rank or average changed, and because of which
//! cells. What is compared is what people were told, so that nothing that was printed can change unseen.

use std::collections::BTreeMap;

use crate::model::decision::Verdict;
use crate::model::results::{Results, ScoresResult, StudentResult};

use super::rule_name;

/// One result as it is called in a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// The day it was for.
    pub as_of: String,
    /// Its term; empty if unclear.
    pub term: String,
    /// The policy's id.
    pub policy: String,
    /// The program.
    pub tool: String,
    /// How many students have each verdict: 符合, 复核, 不符合; `None` where students were not decided on.
    pub counts: Option<[u32; 3]>,
}

/// What became of a file between two results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileFate {
    /// Its bytes are others.
    Changed,
    /// It is new.
    Added,
    /// It is no longer there.
    Removed,
}

impl FileFate {
    /// The word for machines.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Changed => "改过",
            Self::Added => "新增",
            Self::Removed => "没有了",
        }
    }
}

/// A cell or a finding that is not what it was. A side that has none is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What it is: a course and the sort of exam, or a rule.
    pub what: String,
    /// What was there.
    pub old: String,
    /// Where.
    pub old_cells: String,
    /// What is there.
    pub new: String,
    /// Where.
    pub new_cells: String,
    /// Whether it is a score in a cell rather than what a rule made of one.
    pub is_score: bool,
}

/// A student of whom something changed.
#[derive(Clone, Debug, Default)]
pub struct StudentChange {
    /// What was decided; `None` where the student did not stand in the list.
    pub old: Option<StudentResult>,
    /// What is decided; `None` where the student does not stand in the list.
    pub new: Option<StudentResult>,
    /// Why, as far as the student's own sheets tell.
    pub causes: Vec<Cause>,
    /// The status of a student who is no longer enrolled.
    pub status: Option<String>,
}

impl StudentChange {
    /// The student as the newer result has them.
    #[must_use]
    pub fn student(&self) -> &StudentResult {
        static NOBODY: std::sync::LazyLock<StudentResult> = std::sync::LazyLock::new(StudentResult::default);
        self.new.as_ref().or(self.old.as_ref()).unwrap_or(&NOBODY)
    }

    /// Whether the verdict is another, or there is only one.
    #[must_use]
    pub fn is_of_verdict(&self) -> bool {
        verdict(self.old.as_ref()) != verdict(self.new.as_ref())
    }

    /// Whether rank, average or the number of the cohort is another.
    #[must_use]
    pub fn is_of_rank(&self) -> bool {
        let shown = |student: &Option<StudentResult>| {
            student.as_ref().map(|own| (rank_text(own), own.average.clone(), own.metric_value.clone()))
        };
        self.old.is_some() && self.new.is_some() && shown(&self.old) != shown(&self.new)
    }

    /// Whether the student enters the list of those with this verdict (1) or leaves it (-1); 0 where neither.
    #[must_use]
    pub fn moves(&self, list: Verdict) -> i8 {
        let is_in = |student: Option<&StudentResult>| i8::from(verdict(student) == Some(list.id()));
        is_in(self.new.as_ref()) - is_in(self.old.as_ref())
    }
}

fn verdict(student: Option<&StudentResult>) -> Option<&str> {
    student.map(|student| student.verdict.as_str())
}

/// `7 / 120`, or nothing without a rank.
#[must_use]
pub fn rank_text(student: &StudentResult) -> String {
    match (&student.rank, student.cohort_size) {
        (Some(rank), Some(of)) => format!("{rank} / {of}"),
        (Some(rank), None) => rank.clone(),
        (None, _) => String::new(),
    }
}

/// A verdict of the result file in Chinese; what is not one stays.
#[must_use]
pub fn verdict_text(id: &str) -> &str {
    let all = [Verdict::Pass, Verdict::Exempt, Verdict::Review, Verdict::Fail];
    all.into_iter().find(|verdict| verdict.id() == id).map_or(id, |verdict| verdict.chinese())
}

/// Anything else of which something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherChange {
    /// The part of the result.
    pub part: &'static str,
    /// Whom or what it is about.
    pub subject: String,
    /// What of it.
    pub item: String,
    /// What it was; empty if there was none.
    pub old: String,
    /// What it rested on.
    pub old_cells: String,
    /// What it is; empty if there is none.
    pub new: String,
    /// What it rests on.
    pub new_cells: String,
}

/// Everything that changed between two results.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The older one.
    pub old: Side,
    /// The newer one.
    pub new: Side,
    /// Whether some value of the policy is another.
    pub is_other_policy: bool,
    /// The files that are not what they were.
    pub files: Vec<(String, FileFate)>,
    /// Students of whom something changed, by number.
    pub students: Vec<StudentChange>,
    /// Everything else that changed.
    pub others: Vec<OtherChange>,
}

impl Comparison {
    /// Whether no conclusion changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.students.is_empty() && self.others.is_empty()
    }

    /// Students who enter the list of this verdict.
    pub fn entered(&self, list: Verdict) -> impl Iterator<Item = &StudentChange> {
        self.students.iter().filter(move |change| change.moves(list) > 0)
    }

    /// Students who leave it.
    pub fn left(&self, list: Verdict) -> impl Iterator<Item = &StudentChange> {
        self.students.iter().filter(move |change| change.moves(list) < 0)
    }
}

/// Collects the differences while the students pass by.
#[derive(Debug, Default)]
pub struct Comparing {
    counts: [[u32; 3]; 2],
    students: Vec<StudentChange>,
}

impl Comparing {
    /// Counts a student who is the same in both.
    pub fn same(&mut self, verdict: &str) {
        self.count(0, verdict);
        self.count(1, verdict);
    }

    /// Compares one student; `None` where the result does not list them.
    pub fn student(&mut self, old: Option<StudentResult>, new: Option<StudentResult>) {
        for (side, student) in [&old, &new].into_iter().enumerate() {
            if let Some(student) = student {
                self.count(side, &student.verdict);
            }
        }
        let both = old.as_ref().zip(new.as_ref());
        let causes = both.map(|(old, new)| causes(old, new)).unwrap_or_default();
        let change = StudentChange { old, new, causes, status: None };
        if change.is_of_verdict() || change.is_of_rank() || !change.causes.is_empty() {
            self.students.push(change);
        }
    }

    fn count(&mut self, side: usize, verdict: &str) {
        let lists = [Verdict::Pass, Verdict::Review, Verdict::Fail];
        if let Some(list) = lists.iter().position(|list| list.id() == verdict) {
            self.counts[side][list] += 1;
        }
    }

    /// Ends the comparison with everything that is not about one student's eligibility.
    #[must_use]
    pub fn finish(self, old: &Results, new: &Results) -> Comparison {
        let side = |results: &Results, counts: [u32; 3]| Side {
            as_of: results.as_of.clone(),
            term: results.term.clone(),
            policy: results.policy.id.clone(),
            tool: results.tool.clone(),
            counts: results.has_students.then_some(counts),
        };
        // Where one of the two decided on nobody, nobody came or went.
        let mut students = if old.has_students && new.has_students { self.students } else { Vec::new() };
        for change in students.iter_mut().filter(|change| change.new.is_none()) {
            let number = &change.student().student_id;
            let away = new.not_enrolled.iter().find(|away| away.student_id == *number);
            change.status = away.map(|away| away.status.clone());
        }
        students.sort_by(|a, b| a.student().student_id.cmp(&b.student().student_id));
        Comparison {
            old: side(old, self.counts[0]),
            new: side(new, self.counts[1]),
            is_other_policy: old.policy.sha256 != new.policy.sha256,
            files: files(old, new),
            students,
            others: others(old, new),
        }
    }
}

fn files(old: &Results, new: &Results) -> Vec<(String, FileFate)> {
    let of = |results: &Results| -> BTreeMap<String, String> {
        results.inputs.iter().map(|input| (input.file.clone(), input.sha256.clone())).collect()
    };
    let (old, new) = (of(old), of(new));
    let fate = |name: &String| match (old.get(name), new.get(name)) {
        (Some(_), None) => Some(FileFate::Removed),
        (None, Some(_)) => Some(FileFate::Added),
        (old, new) if old != new => Some(FileFate::Changed),
        _ => None,
    };
    let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut files: Vec<(String, FileFate)> =
        names.into_iter().filter_map(|name| Some((name.clone(), fate(name)?))).collect();
    files.sort_by_key(|(_, fate)| *fate);
    files
}

/// Something with a key on either side, and what is said of it.
#[derive(Clone, Debug)]
struct Facet<K> {
    key: K,
    value: String,
    cells: String,
}

/// A key with what the older and the newer result say of it.
type Pair<K> = (K, Option<Facet<K>>, Option<Facet<K>>);

/// Pairs what has the same key, the n-th with the n-th: keys may repeat (two make-ups of one course).
fn pairs<K: Ord + Clone>(old: Vec<Facet<K>>, new: Vec<Facet<K>>) -> Vec<Pair<K>> {
    type Both<K> = (Option<Facet<K>>, Option<Facet<K>>);
    let mut all: BTreeMap<(K, usize), Both<K>> = BTreeMap::new();
    let mut seen: BTreeMap<(K, bool), usize> = BTreeMap::new();
    for (facet, is_new) in old.into_iter().map(|facet| (facet, false)).chain(new.into_iter().map(|facet| (facet, true)))
    {
        let nth = seen.entry((facet.key.clone(), is_new)).or_insert(0);
        let both = all.entry((facet.key.clone(), *nth)).or_default();
        *nth += 1;
        if is_new { both.1 = Some(facet) } else { both.0 = Some(facet) }
    }
    let told = |facet: &Option<Facet<K>>| facet.as_ref().map(|facet| without_cells(&facet.value));
    let is_other = |(_, (old, new)): &(_, Both<K>)| told(old) != told(new);
    all.into_iter().filter(is_other).map(|((key, _), (old, new))| (key, old, new)).collect()
}

/// A text without the cells it names: a row that moved down in its sheet says what it said.
fn without_cells(text: &str) -> String {
    let mut parts = text.split("› ");
    let first = parts.next().unwrap_or_default().to_owned();
    let is_of_cell = |character: char| character.is_ascii_uppercase() || character.is_ascii_digit() || character == ':';
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(is_of_cell);
        // A sheet's name may begin with a letter, too; a cell has nothing but letters and digits before what follows it.
        let is_cell = rest.len() < part.len() && !rest.starts_with(|next: char| next.is_alphanumeric() || next == ' ');
        text + "› " + if is_cell { rest } else { part }
    })
}

/// What is not what it was in a student's own sheets, and in what the rules found there.
fn causes(old: &StudentResult, new: &StudentResult) -> Vec<Cause> {
    let scores = pairs(scores(&old.scores), scores(&new.scores)).into_iter().map(|((course, term, sort), old, new)| {
        let term = if term.is_empty() { String::new() } else { format!("{term} ") };
        let mut own = cause(format!("{term}{course} {sort}"), old, new, true);
        if let (Some((old, of_old)), Some((new, of_new))) = (own.old.split_once(CREDIT), own.new.split_once(CREDIT))
            && of_old == of_new
        {
            (own.old, own.new) = (old.to_owned(), new.to_owned());
        }
        own
    });
    // A rank moves when others move; everything else a rule says of a student comes from the student's own sheets.
    let reasons = |student: &StudentResult| -> Vec<Facet<(String, String)>> {
        let told = student.reasons.iter().filter(|reason| !is_rank(&reason.rule));
        told.map(|reason| Facet {
            key: (reason.rule.clone(), rule_name(&reason.rule).to_owned()),
            value: format!("{}：{}", verdict_text(&reason.verdict), reason.finding),
            cells: reason.evidence.join("；"),
        })
        .collect()
    };
    let reasons = pairs(reasons(old), reasons(new))
        .into_iter()
        .map(|((rule, name), old, new)| cause(format!("{rule} {name}"), old, new, false));
    let belongs = [
        ("姓名", &old.name, &new.name),
        ("学院", &old.college, &new.college),
        ("专业", &old.major, &new.major),
        ("年级", &old.cohort, &new.cohort),
        ("班级", &old.class, &new.class),
    ];
    let belongs = belongs.into_iter().filter(|(_, old, new)| old != new).map(|(what, old, new)| Cause {
        what: format!("名册 {what}"),
        old: old.clone(),
        old_cells: String::new(),
        new: new.clone(),
        new_cells: String::new(),
        is_score: false,
    });
    let metric = (old.metric != new.metric
        || new.metric.as_deref() != Some("average") && old.metric_value != new.metric_value)
        .then(|| metric_cause(old, new));
    scores.chain(metric).chain(belongs).chain(reasons).collect()
}

fn cause<K>(what: String, old: Option<Facet<K>>, new: Option<Facet<K>>, is_score: bool) -> Cause {
    let (old, old_cells) = old.map(|facet| (facet.value, facet.cells)).unwrap_or_default();
    let (new, new_cells) = new.map(|facet| (facet.value, facet.cells)).unwrap_or_default();
    Cause { what, old, old_cells, new, new_cells, is_score }
}

/// What is ranked by, where it was read and not computed from scores.
fn metric_cause(old: &StudentResult, new: &StudentResult) -> Cause {
    let shown = |student: &StudentResult| {
        let reason = student.reasons.iter().find(|reason| is_rank(&reason.rule));
        let cells = reason.map(|reason| reason.evidence.join("；")).unwrap_or_default();
        let metric = match student.metric.as_deref() {
            Some("comprehensive") => "综测总分 ",
            Some("average") => "平均分 ",
            Some("gpa") => "平均绩点 ",
            Some("imported_rank") => "材料中的名次 ",
            _ => "",
        };
        (format!("{metric}{}", student.metric_value.as_deref().unwrap_or_default()), cells)
    };
    let ((old, old_cells), (new, new_cells)) = (shown(old), shown(new));
    Cause { what: "排名依据".to_owned(), old, old_cells, new, new_cells, is_score: true }
}

/// Whether a rule is the one of the rank.
fn is_rank(rule: &str) -> bool {
    rule == "H-A2"
}

/// Between a score and the credit of its course.
const CREDIT: &str = "，学分 ";

fn scores(sheets: &[ScoresResult]) -> Vec<Facet<(String, String, String)>> {
    let facet = |sheet: &ScoresResult, [course, term, sort, found, credit, cell]: &[String; 6]| Facet {
        key: (course.clone(), term.clone(), sort.clone()),
        value: if credit.is_empty() { found.clone() } else { format!("{found}{CREDIT}{credit}") },
        cells: format!("{} › {cell}", sheet.sheet),
    };
    sheets.iter().flat_map(|sheet| sheet.of.iter().map(move |score| facet(sheet, score))).collect()
}

/// The key of a facet of the other parts: part, subject, item.
type Key = (usize, String, String);

/// The other parts, in the order of the reports.
const PARTS: [&str; 8] = ["代表名额", "代表资格审查", "选举结果", "评议", "核查", "退出建议", "二级学院考核", "不在籍"];

/// Everything that is not about one student's eligibility, each with what is said of it.
fn facets(results: &Results) -> Vec<Facet<Key>> {
    let mut facets: Vec<Facet<Key>> = Vec::new();
    let mut add = |part: &str, subject: &str, item: &str, value: String, cells: &[String]| {
        let part = PARTS.iter().position(|own| *own == part).unwrap_or(PARTS.len() - 1);
        facets.push(Facet { key: (part, subject.to_owned(), item.to_owned()), value, cells: cells.join("；") });
    };
    if let Some(quota) = &results.quota {
        let state = if quota.tied.is_empty() {
            String::new()
        } else {
            format!("，并列待抽签：{}", quota.tied.join("、"))
        };
        add("代表名额", "全部", "总数", format!("{} 名{state}", quota.total), &[]);
        for unit in &quota.units {
            add("代表名额", &unit.unit, "名额", format!("{} 名（{} 人）", unit.seats, unit.population), &[]);
        }
    }
    if let Some(delegates) = &results.delegates {
        let share = delegates.share.as_ref().map(|share| format!("，{share}%")).unwrap_or_default();
        let value = format!("{} 名：{}{share}", delegates.total, verdict_text(&delegates.verdict));
        add("代表资格审查", "全部代表", "非骨干比例", value, &[]);
        for finding in &delegates.findings {
            let subject = [finding.student_id.as_str(), finding.unit.as_str()].join(" ");
            add("代表资格审查", subject.trim(), "发现的问题", finding.message.clone(), &finding.evidence);
        }
    }
    for vote in &results.votes {
        let elected = match vote.elected.as_str() {
            "yes" => "当选",
            "no" => "未当选",
            _ => "待定",
        };
        let votes = vote.in_favour.map(|votes| format!("，赞成 {votes}")).unwrap_or_default();
        let subject = [vote.contest.as_str(), vote.candidate.as_str()].join(" ");
        add("选举结果", subject.trim(), "结论", format!("{elected}{votes}"), &vote.evidence);
    }
    for own in &results.evaluation {
        let score = own.score.as_ref().map_or_else(|| "没有得分".to_owned(), |score| format!("{score} 分"));
        let grade = own.grade.as_ref().map(|grade| format!("，{grade}")).unwrap_or_default();
        let rank = own.rank.map(|rank| format!("，第 {rank} 名（共 {} 人）", own.of)).unwrap_or_default();
        let state = if own.verdict == "final" { "确定" } else { "复核" };
        let subject = format!("{} {}", own.student_id, own.name);
        add("评议", &subject, &own.organisation, format!("{score}{grade}{rank}，{state}"), &[]);
    }
    for check in &results.checks {
        let limit = if check.limit.is_empty() { String::new() } else { format!("（要求：{}）", check.limit) };
        let value = format!("{}：{}{limit}", verdict_text(&check.verdict), check.found);
        let period = if check.period.is_empty() { String::new() } else { format!(" {}", check.period) };
        let item = format!("{} {}{period}", check.rule, rule_name(&check.rule));
        add("核查", &check.unit, &item, value, &check.evidence);
    }
    for exit in &results.exit {
        let findings: Vec<&str> = exit.triggers.iter().map(|trigger| trigger.finding.as_str()).collect();
        let cells: Vec<String> = exit.triggers.iter().flat_map(|trigger| trigger.evidence.clone()).collect();
        add("退出建议", &format!("{} {}", exit.student_id, exit.name), &exit.post, findings.join("；"), &cells);
    }
    for score in &results.scorecard {
        let value = format!("{} 分，第 {} 名", score.score, score.rank);
        add("二级学院考核", &score.college, "得分和名次", value, &[]);
    }
    for away in &results.not_enrolled {
        add("不在籍", &format!("{} {}", away.student_id, away.name), "学籍状态", away.status.clone(), &[]);
    }
    facets
}

fn others(old: &Results, new: &Results) -> Vec<OtherChange> {
    let change = |((part, subject, item), old, new): (Key, Option<Facet<Key>>, Option<Facet<Key>>)| {
        let Cause { what, old, old_cells, new, new_cells, .. } = cause(item, old, new, false);
        OtherChange { part: PARTS[part], subject, item: what, old, old_cells, new, new_cells }
    };
    pairs(facets(old), facets(new)).into_iter().map(change).collect()
}

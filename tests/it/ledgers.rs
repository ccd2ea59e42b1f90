//! What the ledgers prove of a year: joint meetings H-E1 and W-E2, own meetings W-E1, the party organisation H-E2, H-E3 and W-E6,
//! training W-E4 and W-E5, requests W-E3, selections H-A7, H-A8, H-E7 and W-A2, the rotating chair H-B10, the secretary-general H-B8,
//! help H-E5, associations H-B13; what is only counted H-B12, H-E4, W-E7, W-E8.

use std::fmt::Write as _;

use serde_json::Value;
use tuanxue::model::term::Date;
use tuanxue::policy;

use crate::support::{Drop, Ran, tuanxue};

const HUNAN: &str = "[policy]\nextends = \"hunan-jiaotong\"\n";
const WUCHANG: &str = "[policy]\nextends = \"wuchang-shouyi\"\n";

const COLLEGES: [&str; 5] = ["交通学院", "信息学院", "建筑学院", "机电学院", "经管学院"];

/// A school of five colleges with two students each, numbered from 100001 on.
fn school(policy: &str) -> Drop {
    let mut roster = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态".to_owned();
    for (at, college) in COLLEGES.iter().enumerate() {
        for k in 1..=2 {
            let id = 100_000 + at * 2 + k;
            let _ = write!(roster, "\n{id}|学生{id}|团员|{college}|{college}专业|2024|1班|在读");
        }
    }
    Drop::new().policy(policy).sheet("名册.xlsx", &roster)
}

fn run_on(drop: Drop, day: &str) -> Ran {
    let path = drop.path().to_string_lossy().into_owned();
    let said = tuanxue(&["run", &path, "--as-of", day]);
    Ran { drop, said }
}

fn run(policy: &str, file: &str, sheet: &str) -> Ran {
    school(policy).sheet(file, sheet).run()
}

/// `unit period verdict: found / note` of a rule's checks.
fn lines(ran: &Ran, rule: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |check: Value| {
        let [unit, period, verdict, found, note] =
            ["unit", "period", "verdict", "found", "note"].map(|key| text(&check[key]));
        format!("{unit} {period} {verdict}: {found} / {note}")
    };
    ran.checks(rule).into_iter().map(line).collect()
}

fn verdicts(ran: &Ran, rule: &str) -> Vec<String> {
    let verdict = |check: Value| {
        format!("{} {}", check["unit"].as_str().unwrap_or_default(), check["verdict"].as_str().unwrap_or_default())
    };
    ran.checks(rule).into_iter().map(verdict).collect()
}

fn recorded(ran: &Ran) -> Vec<String> {
    let result = ran.result();
    let all = result["recorded"].as_array().cloned().unwrap_or_default();
    all.iter().map(|own| format!("{} {}", own["rule"].as_str().unwrap(), own["found"].as_str().unwrap())).collect()
}

#[test]
fn days_are_counted_as_a_calendar_library_counts_them() {
    // jiff is the oracle; the model may not use it.
    let mut day = jiff::civil::date(1999, 12, 1);
    let end = jiff::civil::date(2032, 3, 2);
    let mut own = Date::new(1999, 12, 1).unwrap();
    let first = own.number();
    let mut n = 0;
    while day < end {
        let shown = (i16::try_from(own.year).unwrap(), own.month.cast_signed(), own.day.cast_signed());
        assert_eq!(shown, (day.year(), day.month(), day.day()));
        assert_eq!(own.number() - first, n);
        let weekday = day.weekday();
        assert_eq!(own.is_weekend(), matches!(weekday, jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday));
        (day, own, n) = (day.tomorrow().unwrap(), own.next(), n + 1);
    }
}

#[test]
fn working_days_know_holidays_and_the_weekends_worked_for_them() {
    let policy = policy::load("national", None, &|_| None).unwrap();
    let calendar = &policy.ledgers.calendar;
    let day = |text: &str| Date::parse(text).unwrap();
    // By hand: 28 September 2025, a Sunday, was worked; 1 to 8 October were off; 11 October, a Saturday, was worked.
    // 26 (Fri), 28, 29, 30 September, 9, 10, 11, 13 October.
    assert_eq!(calendar.days_through(day("2025-09-26"), day("2025-10-13")), 8);
    assert_eq!(calendar.days_after(day("2025-09-26"), day("2025-10-13")), 7);
    assert_eq!(calendar.days_through(day("2025-10-01"), day("2025-10-08")), 0);
    // A whole year: 365 days less 104 weekend days less 28 days off, of which 10 are at weekends (2025-02-01, 02-02, 04-05, 04-06,
    // 05-03, 05-04, 05-31, 06-01, 10-04, 10-05), plus 5 weekend days worked.
    assert_eq!(calendar.days_through(day("2025-01-01"), day("2025-12-31")), 365 - 104 - (28 - 10) + 5);
    assert_eq!(calendar.days_through(day("2025-10-13"), day("2025-10-10")), 0);
}

const MEETINGS: &str = "日期|类型|主办单位|参加单位|缺席单位|参加人数";

fn meetings(policy: &str, rows: &[&str]) -> Ran {
    run(policy, "会议.xlsx", &format!("{MEETINGS}\n{}", rows.join("\n")))
}

const JOINT: [&str; 4] = [
    "2025-09-10|学生会联席会议|校学生会|各二级学院||30",
    "2025-10-15|学生会联席会议|校学生会|各二级学院||30",
    "2025-11-12|学生会联席会议|校学生会|各二级学院||30",
    "2025-12-10|学生会联席会议|校学生会|各二级学院||30",
];

#[test]
fn h_e1_a_joint_meeting_every_month() {
    let ran = meetings(HUNAN, &JOINT);
    let months: Vec<String> = lines(&ran, "H-E1").into_iter().filter(|line| line.starts_with("校学生会")).collect();
    assert_eq!(
        months,
        [
            "校学生会 2025-09 pass: 1 次（2025-09-10），到会学院 5 / 5 / ",
            "校学生会 2025-10 pass: 1 次（2025-10-15），到会学院 5 / 5 / ",
            "校学生会 2025-11 pass: 1 次（2025-11-12），到会学院 5 / 5 / ",
            "校学生会 2025-12 pass: 1 次（2025-12-10），到会学院 5 / 5 / ",
        ],
        "January is holiday and not asked"
    );
    // A month without one fails; a record whose day cannot be read may be the missing one.
    let ran = meetings(HUNAN, &[JOINT[0], JOINT[1], JOINT[3]]);
    assert!(
        lines(&ran, "H-E1").contains(&"校学生会 2025-11 fail: 没有记录 / ".to_owned()),
        "{:?}",
        lines(&ran, "H-E1")
    );
    let ran = meetings(HUNAN, &[JOINT[0], JOINT[1], JOINT[3], "25年11月|学生会联席会议|校学生会|各二级学院||30"]);
    let line = "校学生会 2025-11 review: 没有记录 / 有 1 条会议记录的日期或类型看不懂，可能就是";
    assert!(lines(&ran, "H-E1").contains(&line.to_owned()), "{:?}", lines(&ran, "H-E1"));
    // Not one record of the sort: it may be kept elsewhere.
    let ran = meetings(HUNAN, &["2025-10-15|学生代表大会|校学生会|||"]);
    assert_eq!(verdicts(&ran, "H-E1"), ["校学生会 review"]);
    // A month that has not gone by is not due.
    let ran = run_on(school(HUNAN).sheet("会议.xlsx", &format!("{MEETINGS}\n{}", JOINT[0])), "2025-10-20");
    assert_eq!(lines(&ran, "H-E1").iter().filter(|line| line.starts_with("校学生会")).count(), 1);
}

#[test]
fn h_e1_colleges_have_to_come() {
    // Five colleges, at least 80 %: four. By hand: September all; October one away; November two away; December three named.
    let rows = [
        JOINT[0],
        "2025-10-15|学生会联席会议|校学生会|各二级学院|经管学院|30",
        "2025-11-12|学生会联席会议|校学生会|交通学院、信息学院、建筑学院学生会||30",
        "2025-12-10|学生会联席会议|校学生会|各二级学院（经管学院请假）||30",
    ];
    let ran = meetings(HUNAN, &rows);
    let assumed = "（比例是本工具的假设）";
    assert_eq!(
        lines(&ran, "H-E1"),
        [
            "校学生会 2025-09 pass: 1 次（2025-09-10），到会学院 5 / 5 / ".to_owned(),
            "校学生会 2025-10 pass: 1 次（2025-10-15），到会学院 4 / 5 / 没有到的：经管学院".to_owned(),
            format!(
                "校学生会 2025-11 review: 1 次（2025-11-12），到会学院 3 / 5 / 到会不足 80/100{assumed}，没有到的：机电学院、经管学院"
            ),
            "校学生会 2025-12 pass: 1 次（2025-12-10），到会学院 4 / 5 / 没有到的：经管学院".to_owned(),
            "交通学院 2025-2026 pass: 出席联席会议 4 / 4 次 / ".to_owned(),
            "信息学院 2025-2026 pass: 出席联席会议 4 / 4 次 / ".to_owned(),
            "建筑学院 2025-2026 pass: 出席联席会议 4 / 4 次 / ".to_owned(),
            "机电学院 2025-2026 review: 出席联席会议 3 / 4 次 / 没有到：2025-11-12".to_owned(),
            "经管学院 2025-2026 review: 出席联席会议 1 / 4 次 / 没有到：2025-10-15、2025-11-12、2025-12-10".to_owned(),
        ]
    );
    // A share that the drop's own policy gives binds.
    let own = format!("{HUNAN}[ledgers]\nattendance_min = \"80/100\"\n");
    assert_eq!(verdicts(&meetings(&own, &rows), "H-E1")[2..4], ["校学生会 fail", "校学生会 pass"]);
    assert_eq!(verdicts(&meetings(&own, &rows), "H-E1")[7..], ["机电学院 fail", "经管学院 fail"]);
    let report = ran.report("08-制度台账核查.xlsx");
    assert!(report.contains("经管学院 | 1 / 1 | 0 / 1 | 0 / 1 | 0 / 1 | 假期"), "{report}");
    // Who came is not written, or a name nobody knows: for a human.
    for row in ["2025-10-15|学生会联席会议|校学生会|||30", "2025-10-15|学生会联席会议|校学生会|交通学院、商学院||30"]
    {
        let ran = meetings(HUNAN, &[JOINT[0], row]);
        let october = lines(&ran, "H-E1").into_iter().find(|line| line.contains("2025-10 ")).unwrap();
        assert!(october.starts_with("校学生会 2025-10 review"), "{october}");
    }
    let ran = meetings(HUNAN, &[JOINT[0], "2025-10-15|学生会联席会议|校学生会|交通学院、商学院||30"]);
    assert!(
        ran.problems().iter().any(|problem| problem.starts_with("C233 error 会议.xlsx › Sheet1 › D3")),
        "{:?}",
        ran.problems()
    );
}

#[test]
fn a_line_of_who_made_the_ledger_is_no_record() {
    // October is missing and stays missing: the line below is none of a meeting whose day cannot be read.
    for line in ["制表人：校团委||日期：2026年1月12日", "|制表：王老师|审核：李老师|填表日期: 2026-01-12"]
    {
        let ran = meetings(HUNAN, &[JOINT[0], JOINT[2], JOINT[3], line]);
        assert!(lines(&ran, "H-E1").contains(&"校学生会 2025-10 fail: 没有记录 / ".to_owned()), "{line}");
        assert!(!ran.codes().iter().any(|code| code.starts_with('C')), "{line}: {:?}", ran.problems());
    }
}

#[test]
fn the_number_of_a_row_is_not_taken_for_that_of_a_request() {
    let sheet = "序号|诉求编号|收到日期|办结日期\n1|甲-7|2025-10-09|2025-10-13";
    let ran = run(HUNAN, "诉求.xlsx", sheet);
    assert!(!ran.codes().contains(&"H102".to_owned()), "{:?}", ran.problems());
    assert!(lines(&ran, "W-E3")[0].contains("1 件：办结 1 件"), "{:?}", lines(&ran, "W-E3"));
}

#[test]
fn a_report_counts_the_errors_of_the_sheets_it_reads() {
    let grades = "学号|课程名称|成绩|学分|学期\n100001|高等数学|80|4|2025-2026-1";
    let ledger = format!("{MEETINGS}\n25年11月|学生会联席会议|校学生会|||30");
    let ran = school(HUNAN).sheet("成绩.xlsx", grades).sheet("会议.xlsx", &ledger).run();
    assert!(ran.report("00-说明与数据问题.xlsx").contains("材料中有 1 处错误"));
    for name in ["01-候选资格审查.xlsx", "02-专业排名.xlsx"] {
        assert!(!ran.report(name).contains("处错误"), "{name}");
    }
}

#[test]
fn w_e2_joint_meetings_once_a_term_are_an_assumption_and_said() {
    let ran = meetings(WUCHANG, &["2025-10-15|联席会|校学生会|各学院||30"]);
    let line = lines(&ran, "H-E1").remove(0);
    assert_eq!(
        line,
        "校学生会 2025-2026-1 pass: 1 次（2025-10-15），到会学院 5 / 5 / 条文没有写频次或数目，“每学期”是本工具的假设"
    );
    assert_eq!(ran.checks("H-E1")[0]["clause"], "武昌首义学院学生会组织改革方案 二（二）2（W-E2）");
    let ran = meetings(WUCHANG, &["2025-03-15|联席会|校学生会|各学院||30"]);
    assert!(lines(&ran, "H-E1")[0].starts_with("校学生会 2025-2026-1 fail: 没有记录"), "{:?}", lines(&ran, "H-E1"));
}

#[test]
fn w_e1_each_union_meets_every_month() {
    let all: Vec<String> = ["校学生会"]
        .iter()
        .chain(&COLLEGES)
        .flat_map(|unit| {
            let host = if *unit == "校学生会" { (*unit).to_owned() } else { format!("{unit}团总支学生会") };
            ["2025-09-05", "2025-10-09", "2025-11-06", "2025-12-04"].map(|day| format!("{day}|学生会例会|{host}|||20"))
        })
        .collect();
    let rows: Vec<&str> = all.iter().map(String::as_str).collect();
    let ran = meetings(WUCHANG, &rows);
    assert_eq!(verdicts(&ran, "W-E1").len(), 6);
    assert!(verdicts(&ran, "W-E1").iter().all(|line| line.ends_with(" pass")), "{:?}", verdicts(&ran, "W-E1"));
    assert!(lines(&ran, "W-E1")[0].contains("应有 4 个时段，有 4 个（共 4 次）"), "{:?}", lines(&ran, "W-E1"));
    // A college without its November meeting; another of which the host is unreadable.
    let fewer: Vec<&str> =
        rows.iter().copied().filter(|row| *row != "2025-11-06|学生会例会|信息学院团总支学生会|||20").collect();
    let ran = meetings(WUCHANG, &fewer);
    let line = lines(&ran, "W-E1").into_iter().find(|line| line.starts_with("信息学院")).unwrap();
    assert_eq!(line, "信息学院 2025-2026 fail: 应有 4 个时段，有 3 个（共 3 次） / 缺：2025-11");
    let unread: Vec<&str> = fewer.iter().copied().chain(["2025-11-06|学生会例会|商学院|||20"]).collect();
    let ran = meetings(WUCHANG, &unread);
    let line = lines(&ran, "W-E1").into_iter().find(|line| line.starts_with("信息学院")).unwrap();
    assert!(line.starts_with("信息学院 2025-2026 review"), "{line}");
    // H's plan asks for none.
    assert!(lines(&meetings(HUNAN, &rows), "W-E1").is_empty());
}

#[test]
fn h_e2_each_party_organisation_looks_into_it_once_a_year() {
    let all: Vec<String> = ["校党委".to_owned()]
        .into_iter()
        .chain(COLLEGES.iter().map(|college| format!("{college}党总支")))
        .map(|host| format!("2025-10-20|党组织研究学生会工作|{host}|||"))
        .collect();
    let rows: Vec<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(
        verdicts(&meetings(HUNAN, &rows), "H-E2"),
        ["校学生会 pass", "交通学院 pass", "信息学院 pass", "建筑学院 pass", "机电学院 pass", "经管学院 pass"]
    );
    // One has not yet: in January there is time, in July there is none.
    let drop = || school(HUNAN).sheet("会议.xlsx", &format!("{MEETINGS}\n{}", rows[..5].join("\n")));
    let last = |ran: &Ran| lines(ran, "H-E2").pop().unwrap();
    assert_eq!(last(&drop().run()), "经管学院 2025-2026 review: 研究学生会工作 0 次 / 还没有到期");
    assert_eq!(last(&run_on(drop(), "2026-07-01")), "经管学院 2025-2026 fail: 研究学生会工作 0 次 / ");
    // W's plan does not ask: what its ledger holds is counted.
    let ran = meetings(WUCHANG, &[rows[0], "2025-10-20|学生会例会|校学生会|||"]);
    assert!(lines(&ran, "H-E2").is_empty());
    assert!(recorded(&ran).contains(&"H-E2 本学年党组织研究学生会工作 1 次".to_owned()), "{:?}", recorded(&ran));
}

#[test]
fn h_e3_and_w_e6_reports_to_the_party_organisation() {
    let rows = ["2025-12-20|向党组织汇报|校学生会|||", "2025-12-21|工作汇报|信息学院学生会|||"];
    for (policy, clause) in [
        (HUNAN, "湖南交通职业技术学院改革实施方案 二（一）1（H-E3）"),
        (WUCHANG, "武昌首义学院学生会组织改革方案 二（一）1（W-E6）"),
    ] {
        let ran = meetings(policy, &rows);
        assert_eq!(
            verdicts(&ran, "H-E3"),
            ["校学生会 pass", "交通学院 fail", "信息学院 pass", "建筑学院 fail", "机电学院 fail", "经管学院 fail"]
        );
        assert_eq!(ran.checks("H-E3")[0]["clause"], clause);
        assert!(lines(&ran, "H-E3")[0].contains("“每学期”是本工具的假设"), "{:?}", lines(&ran, "H-E3"));
    }
    assert_eq!(verdicts(&meetings(HUNAN, &["2025-12-20|例会|校学生会|||"]), "H-E3"), [" review"]);
}

/// Three people of the school's union.
const CADRES: &str = "学号|姓名|层级|组织|职务|任职日期\n100001|学生100001|校级|校学生会|执行主席|2025-09-22\n100003|学生100003|校级|校学生会|主席团成员|2025-09-22\n100005|学生100005|校级|校学生会|干事|2025-10-09";

fn trained(policy: &str, sheet: &str, day: &str) -> Ran {
    run_on(school(policy).sheet("干部.xlsx", CADRES).sheet("培训.xlsx", sheet), day)
}

fn of_school(ran: &Ran) -> String {
    lines(ran, "W-E4").into_iter().find(|line| line.starts_with("校学生会")).unwrap()
}

#[test]
fn w_e4_each_union_is_trained_every_term_and_all_of_it() {
    // One row a person: two of three came.
    let by_name = "日期|层级|主题|学号\n2025-10-11|校级|学习作风|100001\n2025-10-11|校级|学习作风|100003";
    let ran = trained(WUCHANG, by_name, "2026-01-20");
    let line = of_school(&ran);
    assert_eq!(line, "校学生会 2025-2026 fail: 2025-2026-1 参训 2 / 3 人 / ");
    assert_eq!(ran.checks("W-E4").pop().unwrap()["persons"], serde_json::json!(["100005"]));
    // All of them in one cell.
    let ran = trained(WUCHANG, "日期|层级|主题|学号\n2025-10-11|校级|学习作风|100001、100003、100005", "2026-01-20");
    assert_eq!(of_school(&ran), "校学生会 2025-2026 pass: 2025-2026-1 参训 3 / 3 人 / ");
    // A number that is nobody's may be the third one's; two missing are one too many for it.
    let with_slip = format!("{by_name}\n2025-10-11|校级|学习作风|10005");
    let ran = trained(WUCHANG, &with_slip, "2026-01-20");
    let note = "参训名单里有 1 个学号名册里没有，可能是有关人员的学号写错了";
    assert_eq!(of_school(&ran), format!("校学生会 2025-2026 review: 2025-2026-1 参训 2 / 3 人 / {note}"));
    let ran = trained(WUCHANG, "日期|层级|主题|学号\n2025-10-11|校级|学习作风|100001、10005", "2026-01-20");
    assert_eq!(of_school(&ran), format!("校学生会 2025-2026 fail: 2025-2026-1 参训 1 / 3 人 / {note}"));
    // By a number of heads alone nobody knows who was missing.
    let ran = trained(WUCHANG, "日期|层级|主题|参加人数\n2025-10-11|校级|学习作风|2", "2026-01-20");
    assert!(
        of_school(&ran).starts_with("校学生会 2025-2026 review: 2025-2026-1 参训 2 / 3 人"),
        "{:?}",
        lines(&ran, "W-E4")
    );
    let ran = trained(WUCHANG, "日期|层级|主题|参加人数\n2025-10-11|校级|学习作风|5", "2026-01-20");
    assert!(
        of_school(&ran).contains("review: 2025-2026-1 参训 5 / 3 人 / 2025-2026-1 参加人数多于工作人员"),
        "{}",
        of_school(&ran)
    );
    // Spring has gone by without one.
    let ran = trained(WUCHANG, "日期|层级|主题|参加人数\n2025-10-11|校级|学习作风|3", "2026-07-01");
    assert_eq!(of_school(&ran), "校学生会 2025-2026 fail: 2025-2026-1 参训 3 / 3 人 / 没有培训记录：2025-2026-2");
    // The colleges' trainings may be kept elsewhere; where one is there, the others are missed.
    assert_eq!(verdicts(&ran, "W-E4"), [" review", "校学生会 fail"]);
    let ran = trained(
        WUCHANG,
        "日期|层级|单位|主题|参加人数\n2025-10-11|校级|校团委|学习作风|3\n2025-10-18|院级|信息学院学生会|学习作风|3",
        "2026-01-20",
    );
    assert_eq!(
        verdicts(&ran, "W-E4"),
        ["校学生会 pass", "交通学院 fail", "信息学院 pass", "建筑学院 fail", "机电学院 fail", "经管学院 fail"]
    );
    // A college's training that does not say which college's may be anyone's.
    let ran = trained(
        WUCHANG,
        "日期|层级|单位|主题|参加人数\n2025-10-11|校级|校团委|学习作风|3\n2025-10-18|院级|信息学院学生会|学习作风|3\n2025-10-19|院级||学习作风|3",
        "2026-01-20",
    );
    assert_eq!(verdicts(&ran, "W-E4")[1], "交通学院 review");
}

#[test]
fn w_e5_the_topics_of_a_year() {
    let rows = |topics: &[&str]| {
        topics.iter().fold("日期|层级|主题|参加人数".to_owned(), |rows, topic| {
            rows + &format!("\n2025-10-11|校级|{topic}|3")
        })
    };
    let four = ["思想作风建设", "学习、工作作风专题", "生活作风"];
    let ran = trained(WUCHANG, &rows(&four), "2026-07-01");
    assert_eq!(lines(&ran, "W-E5"), [" 2025-2026 pass: 4 / 4 个专题 / "]);
    let ran = trained(WUCHANG, &rows(&four[..2]), "2026-07-01");
    assert_eq!(lines(&ran, "W-E5"), [" 2025-2026 fail: 3 / 4 个专题 / 没有：生活作风"]);
    let ran = trained(WUCHANG, &rows(&four[..2]), "2026-01-20");
    assert_eq!(verdicts(&ran, "W-E5"), [" review"], "the year has not gone by");
    assert!(lines(&trained(HUNAN, &rows(&four), "2026-07-01"), "W-E5").is_empty());
}

const REQUESTS: &str = "编号|收到日期|渠道|类别|学院|办理部门|答复日期|办结日期|满意度";

#[test]
fn w_e3_requests_are_settled_within_ten_working_days() {
    // By hand, with the holidays of October 2025 (1 to 8 off, 28 September and 11 October worked):
    // 1: 9 October to 22 October: 10, 11, 13–17, 20, 21, 22 are ten working days: in time. 2: to 23 October eleven: late.
    // 3: 26 September to 16 October: 28, 29, 30, 9, 10, 11, 13, 14, 15, 16 are ten: in time.
    // 4: 5 January to 20 January: eleven: open for too long. 5: 6 January: ten: open. 6: settled before it came: nobody can say.
    let rows = [
        "1|2025-10-09|微信公众号|生活服务|信息学院|后勤处|2025-10-10|2025-10-22|满意",
        "2|2025-10-09|现场接待|生活服务|信息学院|后勤处||2025-10-23|不满意",
        "3|2025-09-26|线上|教育教学|机电学院|教务处||2025-10-16|基本满意",
        "4|2026-01-05|线上|教育教学|机电学院|教务处|||",
        "5|2026-01-06|线上|其它|交通学院|教务处|||",
        "6|2025-11-05|线上|其他|建筑学院|教务处||2025-11-03|",
        "7|2025-05-06|线上|其他|建筑学院|教务处||2025-05-07|",
    ];
    let ran = run(WUCHANG, "诉求.xlsx", &format!("{REQUESTS}\n{}", rows.join("\n")));
    let assumed = "条文没有写频次或数目，“10 个工作日”是本工具的假设";
    assert_eq!(
        lines(&ran, "W-E3"),
        [
            format!(
                " 2025-2026 fail: 6 件：办结 4 件（超期办结 1 件），未办结 2 件（已超期 1 件） / {assumed}；1 件的日期看不懂或前后颠倒，没有计入时长"
            ),
            format!(
                "交通学院 2025-2026 pass: 1 件：办结 0 件（超期办结 0 件），未办结 1 件（已超期 0 件） / {assumed}"
            ),
            format!(
                "信息学院 2025-2026 fail: 2 件：办结 2 件（超期办结 1 件），未办结 0 件（已超期 0 件） / {assumed}"
            ),
            format!(
                "建筑学院 2025-2026 review: 1 件：办结 1 件（超期办结 0 件），未办结 0 件（已超期 0 件） / {assumed}；1 件的日期看不懂或前后颠倒，没有计入时长"
            ),
            format!(
                "机电学院 2025-2026 fail: 2 件：办结 1 件（超期办结 0 件），未办结 1 件（已超期 1 件） / {assumed}"
            ),
        ]
    );
    assert!(
        ran.problems().iter().any(|problem| problem.starts_with("C240 error 诉求.xlsx › Sheet1 › H7")),
        "{:?}",
        ran.problems()
    );
    let report = ran.report("08-制度台账核查.xlsx");
    // Ten, ten and eleven working days: the median is ten. Two of three are content.
    for line in [
        "全部 | 合计 | 6 | 4 | 0.6667 | 1 | 2 | 1 | 1 | 10 | 3 | 0.6667",
        "按学院 | 信息学院 | 2 | 2 | 1 | 1 | 0 | 0 | 0 | 10.5 | 2 | 0.5",
        "按渠道 | 线下 | 1 | 1 | 1 | 1 | 0 | 0 | 0 | 11 | 1 | 0",
        "以前学年收到、已经办结的 1 件没有计入",
        "4 | 机电学院 | 教育教学 | 线上 | 教务处 | 2026-01-05 |  |  | 11 | 未办结，已超期 | 诉求.xlsx › Sheet1 › B5",
    ] {
        assert!(report.contains(line), "{line}\n{report}");
    }
    // The policy may give more time.
    let policy = format!("{WUCHANG}[ledgers]\nrequest_days = 11\n");
    let ran = run(&policy, "诉求.xlsx", &format!("{REQUESTS}\n{}\n{}", rows[1], rows[3]));
    assert!(verdicts(&ran, "W-E3").iter().all(|line| line.ends_with("pass")), "{:?}", lines(&ran, "W-E3"));
}

const NOTICES: &str = "事项|类型|单位|开始日期|结束日期|渠道|异议数|异议处理";

fn noticed(policy: &str, rows: &[&str]) -> Ran {
    school(policy).sheet("干部.xlsx", CADRES).sheet("公示.xlsx", &format!("{NOTICES}\n{}", rows.join("\n"))).run()
}

const CALL: &str = "校学生会工作人员招募公告|||2025-09-01|2025-09-05|公众号||";
const SHOWN: &str = "校学生会拟任人选公示|||2025-09-15|2025-09-19|公告栏|0|";

#[test]
fn h_a8_the_result_is_made_public_long_enough_and_before() {
    let ran = noticed(HUNAN, &[CALL, SHOWN]);
    assert_eq!(
        lines(&ran, "H-A8"),
        [
            "校学生会 2025-2026 pass: “校学生会拟任人选公示”，2025-09-15 至 2025-09-19，5 个工作日 / 条文没有写频次或数目，“5 个工作日”是本工具的假设",
            "校学生会 2025-2026 pass: 本学年任职 3 人，任职之前有公示 / ",
        ]
    );
    // Four days; over the National Day only three are worked; objections; not over.
    let one = |row: &str| lines(&noticed(HUNAN, &[row]), "H-A8").remove(0);
    for (row, begins) in [
        (
            "人选公示|||2025-09-15|2025-09-18|公告栏|0|",
            "校学生会 2025-2026 fail: “人选公示”，2025-09-15 至 2025-09-18，4 个工作日 / 只有 4 个工作日",
        ),
        (
            "人选公示|||2025-09-29|2025-10-09|公告栏|0|",
            "校学生会 2025-2026 fail: “人选公示”，2025-09-29 至 2025-10-09，3 个工作日",
        ),
        (
            "人选公示|||2025-09-15|2025-09-19|公告栏|2|",
            "校学生会 2025-2026 review: “人选公示”，2025-09-15 至 2025-09-19，5 个工作日 / 异议 2 条，没有写处理结果",
        ),
        ("人选公示|||2025-09-15|2025-09-19|公告栏|2|查无此事", "校学生会 2025-2026 pass"),
        ("人选公示|||2025-09-15|2025-09-19|公告栏||", "校学生会 2025-2026 review"),
        (
            "人选公示|||2026-01-19|2026-01-23|公告栏|0|",
            "校学生会 2025-2026 review: “人选公示”，2026-01-19 至 2026-01-23，5 个工作日 / 公示还没有结束",
        ),
        ("人选公示|||2025-09-19|2025-09-15|公告栏|0|", "校学生会 2025-2026 review: “人选公示” / 日期看不懂或前后颠倒"),
        ("信息学院学生会人选公示|||2025-09-15|2025-09-19|公告栏|0|", "信息学院 2025-2026 pass"),
        ("人选公示||信息学院团总支|2025-09-15|2025-09-19|公告栏|0|", "信息学院 2025-2026 pass"),
    ] {
        let lines = lines(&noticed(HUNAN, &[row]), "H-A8");
        assert!(lines.iter().any(|line| line.starts_with(begins)), "{begins}\n{lines:?}");
    }
    // Appointed while the notice still stood, and with none at all.
    let late = one("人选公示|||2025-09-17|2025-09-23|公告栏|0|");
    assert!(late.contains("5 个工作日"), "{late}");
    let ran = noticed(HUNAN, &["人选公示|||2025-09-17|2025-09-23|公告栏|0|"]);
    assert_eq!(
        lines(&ran, "H-A8")[1..],
        [
            "校学生会 2025-2026 fail: 2025-09-22 任职 2 人 / 任职时公示还没有结束".to_owned(),
            "校学生会 2025-2026 pass: 本学年任职 1 人，任职之前有公示".to_owned() + " / ",
        ]
    );
    // Another unit's notices prove nothing of a unit that has none: it may keep its own ledger.
    let other = "信息学院学生会人选公示|||2025-09-15|2025-09-19|公告栏|0|";
    let ran = noticed(HUNAN, &[other]);
    assert!(verdicts(&ran, "H-A8").contains(&"校学生会 review".to_owned()), "{:?}", lines(&ran, "H-A8"));
    let ran = noticed(HUNAN, &[other, "校学生会人选公示|||2025-11-03|2025-11-07|公告栏|0|"]);
    assert!(
        lines(&ran, "H-A8")
            .contains(&"校学生会 2025-2026 fail: 2025-09-22 任职 2 人 / 台账里没有任职之前的公示".to_owned()),
        "{:?}",
        lines(&ran, "H-A8")
    );
}

#[test]
fn h_a8_both_days_of_a_notice_may_stand_in_one_cell() {
    for (span, days) in [
        ("2025.9.15-2025.9.19", "2025-09-15 至 2025-09-19，5 个工作日"),
        ("2025年9月15日至19日", "2025-09-15 至 2025-09-19，5 个工作日"),
        ("2025-09-29～10-09", "2025-09-29 至 2025-10-09，3 个工作日"),
        ("二〇二五年九月十五日至十九日", "2025-09-15 至 2025-09-19，5 个工作日"),
    ] {
        let ran = school(HUNAN).sheet("公示.xlsx", &format!("事项|公示时间|异议数\n人选公示|{span}|0")).run();
        assert!(lines(&ran, "H-A8")[0].contains(days), "{span}: {:?}", lines(&ran, "H-A8"));
    }
    let ran = school(HUNAN).sheet("公示.xlsx", "事项|公示时间|异议数\n人选公示|九月中旬|0").run();
    assert!(
        ran.problems().iter().any(|problem| problem.starts_with("C232 error 公示.xlsx › Sheet1 › B2")),
        "{:?}",
        ran.problems()
    );
}

#[test]
fn w_e3_a_status_stands_against_no_date() {
    let stands = |rows: &str| {
        let ran = run(WUCHANG, "诉求.xlsx", &format!("编号|收到日期|学院|办理状态|办结日期\n{rows}"));
        verdicts(&ran, "W-E3").pop().unwrap()
    };
    assert_eq!(stands("1|2025-10-09|信息学院|已办结|2025-10-10"), "信息学院 pass");
    // Settled, and nobody knows when: not overdue, and not in time.
    assert_eq!(stands("1|2025-10-09|信息学院|已办结|"), "信息学院 review");
    assert_eq!(stands("1|2025-10-09|信息学院|办理中|2025-10-10"), "信息学院 review");
    assert_eq!(stands("1|2025-10-09|信息学院|办理中|"), "信息学院 fail");
}

#[test]
fn h_a7_and_w_a2_an_open_call_comes_first() {
    for policy in [HUNAN, WUCHANG] {
        let ran = noticed(policy, &[CALL, SHOWN]);
        assert_eq!(
            lines(&ran, "H-A7"),
            ["校学生会 2025-2026 pass: 2025-09-01 “校学生会工作人员招募公告”，渠道 公众号 / "]
        );
    }
    // The call came after the result.
    let ran = noticed(WUCHANG, &["招募公告|||2025-09-25|2025-09-30|公众号||", SHOWN]);
    assert_eq!(lines(&ran, "H-A7"), ["校学生会 2025-2026 fail: 2025-09-15 公示或任职，之前没有公开选拔的记录 / "]);
    assert_eq!(ran.checks("H-A7")[0]["clause"], "武昌首义学院学生会组织改革方案 二（四）1（W-A2）");
    // No call at all in the ledger: it may have been made elsewhere.
    assert_eq!(verdicts(&noticed(HUNAN, &[SHOWN]), "H-A7"), [" review"]);
}

#[test]
fn h_e7_the_steps_stand_in_their_order() {
    let all = [
        CALL,
        "资格审查|资格审查||2025-09-08|2025-09-09|公告栏||",
        "民主测评|民主测评||2025-09-11|2025-09-11|公告栏||",
        SHOWN,
        "任命文件|任命||2025-09-22|2025-09-22|公告栏||",
    ];
    assert_eq!(verdicts(&noticed(HUNAN, &all), "H-E7"), ["校学生会 pass"]);
    let ran = noticed(HUNAN, &[all[0], all[2], "资格审查|资格审查||2025-09-12|2025-09-12|公告栏||", all[3], all[4]]);
    assert!(lines(&ran, "H-E7")[0].ends_with("2025-09-01 开始的一轮，环节的先后不对"), "{:?}", lines(&ran, "H-E7"));
    assert_eq!(verdicts(&ran, "H-E7"), ["校学生会 fail"]);
    let ran = noticed(HUNAN, &[all[0], all[1], all[2], all[4]]);
    assert!(lines(&ran, "H-E7")[0].ends_with("任命之前没有公示"), "{:?}", lines(&ran, "H-E7"));
    let ran = noticed(HUNAN, &[all[0], all[3]]);
    assert!(
        lines(&ran, "H-E7")[0].ends_with("2025-09-01 开始的一轮，台账里没有：资格审查、民主测评"),
        "{:?}",
        lines(&ran, "H-E7")
    );
    assert_eq!(verdicts(&ran, "H-E7"), ["校学生会 review"]);
    // Two selections in a year are two.
    let second = ["补招公告|||2025-11-03|2025-11-05|公众号||", "补招人选公示|||2025-11-10|2025-11-14|公众号|0|"];
    let ran = noticed(HUNAN, &[&all[..], &second[..]].concat());
    assert!(lines(&ran, "H-E7")[0].starts_with("校学生会 2025-2026 review: 2 轮："), "{:?}", lines(&ran, "H-E7"));
}

fn rotated(policy: &str, rows: &[&str]) -> Ran {
    let presidium = "学号|姓名|层级|组织|职务\n100001|学生100001|校级|校学生会|执行主席\n100003|学生100003|校级|校学生会|主席团成员";
    let turns = format!("学号|姓名|开始日期|结束日期\n{}", rows.join("\n"));
    school(policy).sheet("干部.xlsx", presidium).sheet("轮值.xlsx", &turns).run()
}

#[test]
fn h_b10_the_chair_rotates_every_year() {
    let good = ["100003|学生100003|2024-09-10|2025-09-09", "100001|学生100001|2025-09-10|"];
    assert_eq!(
        lines(&rotated(HUNAN, &good), "H-B10"),
        ["校学生会  pass: 学生100003（2024-09-10 至 2025-09-09）、学生100001（2025-09-10 至今） / "]
    );
    // A day more than twelve months; a gap; an overlap; twice in a row; again; somebody else's; nobody now.
    for (rows, verdict, says) in [
        (&["100003|学生100003|2024-09-10|2025-10-11", "100001|学生100001|2025-10-12|"][..], "fail", "超过 12 个月"),
        (
            &["100003|学生100003|2024-09-10|2025-09-15", "100001|学生100001|2025-09-16|"],
            "review",
            "超过 12 个月，不到一个月",
        ),
        (&["100003|学生100003|2024-09-10|2025-08-31", good[1]], "review", "2025-08-31 至 2025-09-10 之间没有执行主席"),
        (&["100003|学生100003|2024-10-10|2025-09-20", good[1]], "review", "学生100003和学生100001的任期有重叠"),
        (&["100001|学生100001|2024-09-10|2025-09-09", good[1]], "fail", "学生100001连任"),
        (
            &["100001|学生100001|2024-09-10|2025-02-09", "100003|学生100003|2025-02-10|2025-09-09", good[1]],
            "review",
            "学生100001再次担任",
        ),
        (&[good[0], "100007|学生100007|2025-09-10|"], "fail", "学生100007不在现任主席团名册里"),
        (&[good[0]], "review", "2025-09-09 以后没有执行主席的记录"),
        (&[good[0], "100001|学生100001|25.9.10|"], "review", "学生100001的日期看不懂或前后颠倒"),
        (&[good[0], "100001|学生100001|2025-09-10|2025-03-10"], "review", "学生100001的日期看不懂或前后颠倒"),
    ] {
        let lines = lines(&rotated(HUNAN, rows), "H-B10");
        assert!(lines[0].starts_with(&format!("校学生会  {verdict}")) && lines[0].contains(says), "{says}\n{lines:?}");
    }
    // W's plan asks for no rotation: the ledger is counted.
    let ran = rotated(WUCHANG, &good);
    assert!(lines(&ran, "H-B10").is_empty());
    assert!(recorded(&ran).contains(&"H-B10 轮值台账 2 条".to_owned()), "{:?}", recorded(&ran));
}

#[test]
fn h_b8_one_secretary_general_of_the_league_committee() {
    let advised = |advisors: &str| {
        let drop = school(HUNAN).sheet("干部.xlsx", CADRES);
        let drop = if advisors.is_empty() {
            drop
        } else {
            drop.sheet("教师.xlsx", &format!("姓名|职务|单位\n{advisors}"))
        };
        lines(&drop.run(), "H-B8")
    };
    assert_eq!(advised("李老师|秘书长|校团委"), ["校学生会  pass: 校学生会秘书长 1 名（李老师） / "]);
    assert_eq!(
        advised("李老师|秘书长|校团委\n王老师|秘书长|信息学院团总支"),
        ["校学生会  pass: 校学生会秘书长 1 名（李老师） / "]
    );
    assert_eq!(
        advised("李老师|秘书长|校团委\n王老师|秘书长|校团委"),
        ["校学生会  fail: 校学生会秘书长 2 名（李老师、王老师） / "]
    );
    assert_eq!(advised("李老师|指导教师|校团委"), ["校学生会  fail: 校学生会秘书长 0 名 / "]);
    assert!(advised("李老师|秘书长|校学生会")[0].starts_with("校学生会  review"));
    assert!(advised("李老师|秘书长|后勤处")[0].starts_with("校学生会  review: 校学生会秘书长 0 名"));
    assert!(advised("")[0].starts_with("校学生会  review"));
    // A teacher on the list of cadres, without a student number.
    let ran = school(HUNAN).sheet("干部.xlsx", &format!("{CADRES}\n|李老师|校级|校团委|秘书长|")).run();
    assert_eq!(lines(&ran, "H-B8"), ["校学生会  pass: 校学生会秘书长 1 名（李老师） / "]);
    assert!(!ran.codes().contains(&"C203".to_owned()));
}

#[test]
fn h_e5_each_sort_of_help() {
    let helped = |rows: &str, day: &str| {
        run_on(school(HUNAN).sheet("帮扶.xlsx", &format!("日期|类型|学院|受助人数\n{rows}")), day)
    };
    let three = "2025-10-10|学业帮扶|信息学院|12\n2025-11-10|生活帮扶|信息学院|3\n2025-12-10|行为习惯养成|机电学院|40\n2025-12-11|心理陪伴||2";
    let ran = helped(three, "2026-07-01");
    assert_eq!(lines(&ran, "H-E5"), [" 2025-2026 pass: 4 次，受助 57 人次 / "]);
    let report = ran.report("08-制度台账核查.xlsx");
    for line in [
        "学院 | 学业帮扶 | 生活帮扶 | 行为习惯养成 | 心理陪伴",
        "信息学院 | 1 / 12 | 1 / 3",
        "没有写学院 |  |  |  | 1 / 2",
    ] {
        assert!(report.contains(line), "{line}\n{report}");
    }
    let two = "2025-10-10|学业帮扶|信息学院|12\n2025-11-10|生活帮扶|信息学院|3";
    assert_eq!(lines(&helped(two, "2026-07-01"), "H-E5"), [" 2025-2026 fail: 2 次，受助 15 人次 / 没有：行为习惯养成"]);
    assert_eq!(verdicts(&helped(two, "2026-01-20"), "H-E5"), [" review"]);
}

#[test]
fn h_b13_associations_pass_their_annual_inspection() {
    let inspected = |rows: &str| run(HUNAN, "社团.xlsx", &format!("社团|人数|是否主要社团|年检结论|年检日期\n{rows}"));
    assert_eq!(
        lines(&inspected("书法社|30|是|合格|2025-10-20\n棋社|20|否|优秀|2025-10-20"), "H-B13"),
        ["  pass: 社团 2 个，年检有效并合格 2 个 / "]
    );
    assert_eq!(
        lines(&inspected("书法社|30|是|合格|2024-10-20\n棋社|20|否|不合格|2025-10-20\n琴社|20|否||"), "H-B13"),
        [
            "  fail: 社团 3 个，年检有效并合格 0 个 / 年检不合格或没有通过：棋社；上次年检已超过一年：书法社；看不出年检结论：琴社"
        ]
    );
    assert_eq!(verdicts(&inspected("书法社|30|是|合格|2025-10-20\n琴社|20|否||"), "H-B13"), [" review"]);
    // A list of names for the delegates says nothing of inspections.
    let ran = school(HUNAN).sheet("干部.xlsx", CADRES).sheet("社团.xlsx", "社团|是否主要社团\n书法社|是").run();
    assert!(lines(&ran, "H-B13").is_empty());
}

#[test]
fn h_b12_h_e4_w_e7_and_w_e8_are_counted_and_not_judged() {
    let rows = "日期|类型|主办单位|议程\n2025-10-15|学生代表大会|校学生会|审议报告、选举、修订章程、征求意见\n2025-11-05|思想动态研判|校学生会|\n2025-12-05|思想动态研判|信息学院学生会|";
    let both = |policy: &str| school(policy).sheet("干部.xlsx", CADRES).sheet("会议.xlsx", rows).run();
    assert_eq!(
        recorded(&both(HUNAN)),
        ["H-B12 校学生会有 2 层职务：主席团、部门成员", "H-E4 议程里有章程的学生代表大会 1 次（2025-10-15）"]
    );
    assert_eq!(recorded(&both(WUCHANG)), ["W-E7 本学年思想动态研判 2 次", "W-E8 没有可以统计的材料"]);
    for rule in ["H-B12", "H-E4", "W-E7", "W-E8"] {
        assert!(both(HUNAN).checks(rule).is_empty());
    }
}

#[test]
fn ledgers_without_a_roster_know_the_colleges_of_the_other_lists() {
    let cadres =
        "学号|姓名|层级|组织|职务\n1000001|甲|院级|信息学院学生会|执行主席\n1000002|乙|院级|机电学院学生会|执行主席";
    let meetings = format!("{MEETINGS}\n2025-12-10|学生会联席会议|校学生会|信息学院||30");
    let ran = Drop::new().policy(HUNAN).sheet("干部.xlsx", cadres).sheet("会议.xlsx", &meetings).run();
    let december = lines(&ran, "H-E1").into_iter().find(|line| line.contains("2025-12")).unwrap();
    assert!(december.starts_with("校学生会 2025-12 review: 1 次（2025-12-10），到会学院 1 / 2"), "{december}");
}

#[test]
fn w_e3_where_no_text_asks_nothing_is_a_breach() {
    // H's plan says nothing of requests: what is overdue by the tool's own ten days is for a human.
    let ran = run(HUNAN, "诉求.xlsx", &format!("{REQUESTS}\n4|2026-01-05|线上|教育教学|机电学院|教务处|||"));
    assert_eq!(verdicts(&ran, "W-E3"), [" review", "机电学院 review"]);
    assert!(lines(&ran, "W-E3")[0].contains("没有条文要求，“10 个工作日”是本工具的假设"), "{:?}", lines(&ran, "W-E3"));
}

#[test]
fn other_meetings_are_no_fault_and_no_doubt() {
    let ran = meetings(
        HUNAN,
        &[JOINT[0], "2025-10-15|第九次学生代表大会筹备会|校学生会|||", "2025-10-16|其他会议|校学生会|||"],
    );
    assert!(!ran.codes().contains(&"C233".to_owned()), "{:?}", ran.problems());
    assert!(
        lines(&ran, "H-E1").contains(&"校学生会 2025-10 fail: 没有记录 / ".to_owned()),
        "{:?}",
        lines(&ran, "H-E1")
    );
    assert!(ran.checks("H-C5")[0]["found"] == "没有记录");
}

#[test]
fn h_b10_a_chair_of_an_earlier_year_may_have_graduated() {
    let ran = rotated(
        HUNAN,
        &[
            "199901|毕业生|2023-09-10|2024-09-09",
            "100003|学生100003|2024-09-10|2025-09-09",
            "100001|学生100001|2025-09-10|",
        ],
    );
    assert_eq!(verdicts(&ran, "H-B10"), ["校学生会 pass"]);
    assert!(!ran.codes().contains(&"J301".to_owned()), "{:?}", ran.problems());
}

#[test]
fn h_e1_other_bodies_joint_meetings_are_none_of_the_unions() {
    let rows = [
        "2025-10-15|机电学院党政联席会议|机电学院党总支|全体||9",
        "2025-10-16|校企合作联席会议|校团委|全体||9",
        "2025-10-17|学生会联席会议|信息学院学生会|各二级学院||9",
    ];
    let ran = meetings(HUNAN, &[&rows[..], &JOINT[..1]].concat());
    let october = lines(&ran, "H-E1").into_iter().find(|line| line.contains("2025-10 ")).unwrap();
    assert!(october.starts_with("校学生会 2025-10 review: 没有记录 / 有 1 条会议记录"), "{october}");
    // A college's own is none of the school's: the ledger of those may lie elsewhere.
    assert_eq!(verdicts(&meetings(HUNAN, &rows[2..]), "H-E1"), ["校学生会 review"]);
    // Two titles in one are the one that has a name.
    let ran = meetings(HUNAN, &[JOINT[0], "2025-10-15|10月联席会议暨总结会|校团委|全部到会|无|9"]);
    let october = lines(&ran, "H-E1").into_iter().find(|line| line.contains("2025-10 ")).unwrap();
    assert!(october.starts_with("校学生会 2025-10 pass: 1 次（2025-10-15），到会学院 5 / 5"), "{october}");
    assert!(!ran.codes().contains(&"C233".to_owned()), "{:?}", ran.problems());
    let ran = meetings(
        HUNAN,
        &["2025-09-10|联席会议|校学生会|交通学院2人、信息学院3人、建筑学院1人、机电学院2人、经管学院2人||10"],
    );
    assert!(lines(&ran, "H-E1")[0].contains("到会学院 5 / 5"), "{:?}", lines(&ran, "H-E1"));
}

#[test]
fn w_e3_without_a_column_for_it_nothing_is_overdue() {
    let ran = run(WUCHANG, "诉求.xlsx", "编号|收到日期|学院|搞定的日子\n1|2025-10-09|信息学院|2025-10-10");
    assert_eq!(verdicts(&ran, "W-E3"), [" review", "信息学院 review"]);
    let ran = run(WUCHANG, "诉求.xlsx", "编号|收到日期|所在学院|完成时间\n1|2025-10-09|信息学院|2025-10-10");
    assert_eq!(verdicts(&ran, "W-E3"), [" pass", "信息学院 pass"]);
    // A status nobody knows is no proof that it is open.
    let ran = run(WUCHANG, "诉求.xlsx", "编号|收到日期|学院|状态|办结日期\n1|2025-10-09|信息学院|无法满足，已说明|");
    assert_eq!(verdicts(&ran, "W-E3").pop().unwrap(), "信息学院 review");
    // What is settled on no day counts as settled all the same.
    let ran = run(WUCHANG, "诉求.xlsx", "编号|收到日期|学院|状态|办结日期\n1|2025-10-09|信息学院|已办结|");
    assert!(lines(&ran, "W-E3")[0].contains("1 件：办结 1 件"), "{:?}", lines(&ran, "W-E3"));
}

#[test]
fn h_a8_only_its_own_notices_cover_a_union() {
    // About all colleges by no name, and about something else: neither is the school's notice.
    let all = "各二级学院学生会拟任人选公示||校团委|2025-09-08|2025-09-12|公告栏|0|";
    let prize = "国家奖学金评审结果公示||校团委|2025-09-08|2025-09-10|公告栏|0|";
    let ran = noticed(HUNAN, &[all, prize]);
    assert!(!lines(&ran, "H-A8").iter().any(|line| line.contains("奖学金")), "{:?}", lines(&ran, "H-A8"));
    let line = "校学生会 2025-2026 review: 2025-09-22 任职 2 人 / 有公示的日期或单位看不懂，可能就是";
    assert!(lines(&ran, "H-A8").contains(&line.to_owned()), "{:?}", lines(&ran, "H-A8"));
    // The matter says more than who posted it; an unreadable day may be the right one; 无 is none.
    let ran = noticed(HUNAN, &["机电学院学生会人选公示||校团委|2025-09-08|2025-09-12|公告栏|无异议|"]);
    assert!(
        lines(&ran, "H-A8").iter().any(|line| line.starts_with("机电学院 2025-2026 pass")),
        "{:?}",
        lines(&ran, "H-A8")
    );
    let ran = noticed(HUNAN, &["人选公示||校团委|9月15日|9月19日|公告栏|无|"]);
    assert!(lines(&ran, "H-A8").contains(&line.to_owned()), "{:?}", lines(&ran, "H-A8"));
}

#[test]
fn a_union_named_by_a_college_of_the_roster_is_one_of_a_college() {
    let cadres =
        "学号|姓名|组织|职务\n100003|学生100003|信息学院学生会|主席团成员\n100004|学生100004|学院学生会|主席团成员";
    let ran = school(HUNAN).sheet("干部.xlsx", cadres).run();
    assert_eq!(verdicts(&ran, "H-B4"), ["信息学院学生会 pass"]);
    assert!(
        ran.problems().iter().any(|problem| problem.starts_with("C233 error 干部.xlsx › Sheet1 › C3")),
        "{:?}",
        ran.problems()
    );
}

#[test]
fn the_line_by_which_a_ledger_is_signed_is_no_record() {
    let foot =
        "2025-12-10|学生会联席会议|校学生会|各二级学院||30\n制表：王老师||日期：2026年1月12日|||\n审核人：李主任|||||";
    let ran = meetings(HUNAN, &[foot]);
    assert_eq!(
        ran.codes(),
        ["D104", "D116"].iter().filter(|code| ran.codes().contains(&(**code).to_owned())).copied().collect::<Vec<_>>()
    );
    let report = ran.report("00-说明与数据问题.xlsx");
    assert!(report.contains("不是数据行（合计、说明等） | 2 | 3"), "{report}");
}

#[test]
fn bad_dates_and_unknown_words_are_shown_with_a_hint() {
    for (file, sheet, starts) in [
        ("培训.xlsx", "日期|层级|主题\n25.10.8|校级|学习作风", "C232 error 培训.xlsx › Sheet1 › A2"),
        ("培训.xlsx", "日期|层级|主题\n2025-10-08|厅级|学习作风", "C233 error 培训.xlsx › Sheet1 › B2"),
        ("培训.xlsx", "日期|层级|单位|主题\n2025-10-08|院级|商学院|学习作风", "C233 error 培训.xlsx › Sheet1 › C2"),
        (
            "公示.xlsx",
            "事项|类型|开始日期|结束日期\n人选|表彰|2025-10-08|2025-10-15",
            "C233 error 公示.xlsx › Sheet1 › B2",
        ),
        ("诉求.xlsx", "编号|收到日期|学院\n1|十月八日|信息学院", "C232 error 诉求.xlsx › Sheet1 › B2"),
        ("诉求.xlsx", "编号|收到日期|学院|满意度\n1|2025-10-08|信息学院|还行吧", "C233 error 诉求.xlsx › Sheet1 › D2"),
        (
            "轮值.xlsx",
            "学号|姓名|开始日期|结束日期\n100001|学生100001|2025-09-10|2025-09-01",
            "C240 error 轮值.xlsx › Sheet1 › D2",
        ),
        ("会议.xlsx", "日期|类型|主办单位\n2025-10-08|茶话会|校学生会", "C233 error 会议.xlsx › Sheet1 › B2"),
        ("帮扶.xlsx", "日期|类型|学院\n2025-13-08|学业帮扶|信息学院", "C232 error 帮扶.xlsx › Sheet1 › A2"),
    ] {
        let problems = run(HUNAN, file, sheet).problems();
        assert!(problems.iter().any(|problem| problem.starts_with(starts)), "{starts}\n{problems:?}");
    }
}

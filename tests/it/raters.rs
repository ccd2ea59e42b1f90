//! The shapes in which schools keep ratings: a column for each rater, a sheet for each rater, a sheet for each person.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::layouts::Page;
use crate::scene::assert_holds;
use crate::support::{Drop, Ran};

const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态
101001|丁一|团员|信息|软件|2024|1班|在读
101002|丁二|团员|信息|软件|2024|1班|在读
101003|丁三|团员|信息|软件|2024|1班|在读";

fn drop() -> Drop {
    Drop::new().sheet("名册.xlsx", ROSTER)
}

fn read(sheet: &str) -> Ran {
    drop().sheet("打分.xlsx", sheet).run()
}

fn person(ran: &Ran, id: &str) -> Value {
    let result = ran.result();
    let people = result["evaluation"].as_array().unwrap_or_else(|| panic!("none: {}", ran.said.stderr)).clone();
    people.into_iter().find(|own| own["student_id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

/// Score and verdict of the first person.
fn outcome(ran: &Ran) -> (Value, Value) {
    let own = person(ran, "101001");
    (own["score"].clone(), own["verdict"].clone())
}

fn reasons(ran: &Ran, id: &str) -> String {
    let own = person(ran, id);
    own["reasons"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect::<Vec<_>>().join("；")
}

/// 60/20/20 of 90 (from 88, 92 and 90), 80 (from 79 and 81) and 70: 84.
const MARKS: &str = "#88|#92|#90|#79|#81|#70";

#[test]
fn a_column_may_hold_one_rater() {
    for header in [
        // A group stands over its raters, who are numbered, lettered or named.
        "学号|姓名|学生代表|||学工部||团委\n||评委1|评委2|评委3|评委4|评委5|评委6",
        "学号|姓名|学生代表|||学工部||团委\n||1|2|3|4|5|6",
        "学号|姓名|学生代表|||学工部||团委\n||张甲|李乙|王丙|赵丁|钱戊|孙己",
        // Or in the label itself.
        "学号|姓名|评委1（学生代表）|评委2（学生代表）|评委3（学生代表）|评委4（学工部）|评委5（学工部）|评委6（团委）",
        "学号|姓名|学生代表评委1|学生代表评委2|学生代表评委3|学工部评委1|学工部评委2|团委评委1",
        "学号|姓名|学生代表1|学生代表2|学生代表3|学工部1|学工部2|团委1",
        "学号|姓名|学生代表评委一|学生代表评委二|学生代表评委三|学工部评委一|学工部评委二|团委评委一",
    ] {
        let ran = read(&format!("信息学院学生会述职评议打分表\n{header}\n101001|丁一|{MARKS}"));
        assert_eq!(outcome(&ran), (json!("84.00"), json!("final")), "{header}: {:?}", ran.problems());
        let own = person(&ran, "101001");
        assert_eq!([0, 1, 2].map(|k| own["groups"][k]["raters"].as_u64().unwrap()), [3, 2, 1], "{header}");
        assert_holds(&ran.codes().join(" "), &["H120"]);
    }
}

#[test]
fn what_stands_beside_the_raters_is_no_rater() {
    let sheet = "序号|学号|姓名|部门|职务|学生代表|||学工部||团委|平均分|最终得分|名次|备注
|||||评委1|评委2|评委3|评委4|评委5|评委6
1|101001|丁一|办公室|部长|#88|#92|#90|#79|#81|#70|#83.3|#84|1|
|平均||||#88|#92|#90|#79|#81|#70|||| ";
    let ran = read(sheet);
    assert_eq!(outcome(&ran), (json!("84.00"), json!("final")), "{:?}", ran.problems());
    // A group alone over a column may be one rater or the mean of all: it does not count, and is said.
    let ran = read(
        "学号|姓名|学生代表|||学工部||团委\n||评委1|评委2|评委3|评委4|评委5|\n101001|丁一|#88|#92|#90|#79|#81|#70",
    );
    assert_eq!(outcome(&ran), (Value::Null, json!("review")));
    assert_holds(&reasons(&ran, "101001"), &["缺“团委”"]);
    assert!(ran.problems().iter().any(|said| said.starts_with("H120 warning") && said.contains("团委")));
}

#[test]
fn a_rater_may_leave_a_person_out_and_only_words_are_a_fault() {
    let header = "学号|姓名|学生代表|||学工部||团委\n||评委1|评委2|评委3|评委4|评委5|评委6";
    for blank in ["", "/", "-", "回避", "弃权", "缺席"] {
        let ran = read(&format!("{header}\n101001|丁一|#90|#90|{blank}|#80|{blank}|#70"));
        assert_eq!(outcome(&ran), (json!("84.00"), json!("final")), "{blank}: {:?}", ran.problems());
        assert!(!ran.codes().contains(&"C235".to_owned()), "{blank}");
    }
    for wrong in ["很好", "#101", "#-1"] {
        let ran = read(&format!("{header}\n101001|丁一|#90|#90|{wrong}|#80||#70"));
        assert_eq!(outcome(&ran), (json!("84.00"), json!("final")), "{wrong}");
        assert!(
            ran.problems().iter().any(|said| said.starts_with("C235 error 打分.xlsx › Sheet1 › E3")),
            "{:?}",
            ran.problems()
        );
    }
    // Whom nobody has rated is in the report all the same.
    let ran = read(&format!("{header}\n101001|丁一|{MARKS}\n101002|丁二||||||"));
    assert_eq!(person(&ran, "101002")["score"], Value::Null);
    assert_holds(&reasons(&ran, "101002"), &["有效评委 0 人"]);
    // And a row of marks without a number is not lost.
    let ran = read(&format!("{header}\n101001|丁一|{MARKS}\n||{MARKS}"));
    assert!(ran.codes().contains(&"C203".to_owned()), "{:?}", ran.codes());
}

#[test]
fn each_rater_may_have_a_column_for_each_dimension() {
    let dimensions = "政治素质|道德品质|知识学习|履职能力|纪律作风";
    let header =
        format!("学号|姓名|学生代表评委1|||||学工部评委1|||||团委评委1||||\n||{dimensions}|{dimensions}|{dimensions}");
    let marks = |of: [u32; 5]| of.map(|mark| format!("#{mark}")).join("|");
    // 90, 80 and 70 in the mean: 84.
    let row = [marks([80, 85, 90, 95, 100]), marks([70, 75, 80, 85, 90]), marks([60, 65, 70, 75, 80])].join("|");
    let ran = read(&format!("{header}\n101001|丁一|{row}"));
    assert_eq!(outcome(&ran), (json!("84.00"), json!("final")), "{:?}", ran.problems());
    let own = person(&ran, "101001");
    // 0.6·80 + 0.2·70 + 0.2·60
    assert_eq!(own["dimensions"]["政治素质"], "74.00");
    // One mark missing makes this rater's rating incomplete, and no other.
    let ran = read(&format!("{header}\n101001|丁一|{}", row.replacen("#75|#80|#85", "#75||#85", 1)));
    assert_eq!(outcome(&ran), (Value::Null, json!("review")));
    assert_holds(&reasons(&ran, "101001"), &["缺“学工部”的有效评分"]);
}

#[test]
fn nothing_else_is_taken_for_raters() {
    // A class matrix, ballots, and ratings with a row for each rater.
    for sheet in [
        "2025-2026学年第一学期成绩\n学号|姓名|数学|英语\n学分||#4|#2\n101001|丁一|80|50",
        "学号|姓名|评委类别|优秀|称职|基本称职|不称职\n101001|丁一|学生代表|#5|#1|#0|#0",
        "学号|姓名|评委|评委类别|总分\n101001|丁一|评委1|学生代表|#90",
        "学号|姓名|学生代表|学工部|团委\n101001|丁一|#90|#80|#70",
        "学号|姓名|政治面貌|学院|专业|年级|评委1意见|评委2意见\n101001|丁一|团员|信息|软件|2024|同意|同意",
    ] {
        let ran = drop().sheet("表.xlsx", sheet).run();
        assert!(!ran.codes().contains(&"H120".to_owned()), "{sheet}: {:?}", ran.problems());
    }
}

/// `评委：…` over the rows, a sheet for each rater.
#[test]
fn a_sheet_may_be_of_one_rater() {
    let sheet = |rater: &str, group: &str, mark: u32| {
        format!(
            "述职评议打分表\n评委：{rater}|评委类别：{group}\n序号|学号|姓名|职务|得分\n1|101001|丁一|部长|#{mark}\n2|101002|丁二|部长|#{}",
            mark - 10
        )
    };
    let sheets = [sheet("张甲", "学生代表", 90), sheet("李乙", "学工部", 80), sheet("王丙", "团委", 70)];
    let names = ["甲", "乙", "丙"];
    let book: Vec<(&'static str, &str)> = names.into_iter().zip(sheets.iter().map(String::as_str)).collect();
    let ran = drop().book("打分.xlsx", &book).run();
    assert_eq!(outcome(&ran), (json!("84.00"), json!("final")), "{:?}", ran.problems());
    assert_eq!(person(&ran, "101002")["score"], "74.00");
    // One who rates a person twice: the second row is named.
    let twice = format!("{}\n3|101001|丁一|部长|#50", sheets[0]);
    let ran = drop().sheet("打分.xlsx", &twice).run();
    assert!(
        ran.problems().iter().any(|said| said.starts_with("J326") && said.contains("打分.xlsx › Sheet1 › B6")),
        "{:?}",
        ran.problems()
    );
}

/// `被评人：… 学号：…` over the rows, a sheet for each person.
#[test]
fn a_sheet_may_be_of_one_person() {
    let sheet = |title: &str| {
        let rows = [("张甲", "学生代表", 90), ("李乙", "学工部", 80), ("王丙", "团委", 70)];
        rows.iter().fold(format!("{title}\n评委姓名|评委类别|得分"), |mut text, (rater, group, mark)| {
            let _ = write!(text, "\n{rater}|{group}|#{mark}");
            text
        })
    };
    for title in [
        "被评人：丁一　学号：101001　职务：部长",
        "姓名：丁一|学号：101001",
        "被评议人：丁一|被评议人学号：101001",
        "姓名|丁一|学号|101001",
    ] {
        let ran = read(&sheet(title));
        assert_eq!(outcome(&ran), (json!("84.00"), json!("final")), "{title}: {:?}", ran.problems());
        assert_eq!(person(&ran, "101001")["name"], "丁一");
    }
}

/// Most sheets of raters have names and no numbers.
#[test]
fn whom_a_name_without_a_number_means_the_lists_say() {
    let sheet = "学生会述职评议打分表\n姓名|职务|学生代表1|学生代表2|学工部1|团委1\n丁一|部长|#88|#92|#80|#70\n平均分||#88|#92|#80|#70";
    let cadres = "学号|姓名|层级|组织|职务\n101001|丁一|院级|信息学生会|部长";
    let ran = drop().sheet("打分.xlsx", sheet).sheet("干部.xlsx", cadres).run();
    is_84(&ran);
    assert_holds(&ran.codes().join(" "), &["H120", "H121"]);
    assert!(ran.report("05-评议汇总.xlsx").contains("101001 | 丁一"));
    // With a note behind the name, and spaces within.
    for name in ["丁一（软件2401班）", "丁 一", "丁　一"] {
        is_84(&drop().sheet("打分.xlsx", &sheet.replace("丁一", name)).sheet("干部.xlsx", cadres).run());
    }
    // The roster alone knows whom it lists, and not whom the sheet means.
    let ran = read(sheet);
    assert_eq!(outcome(&ran), (json!("84.00"), json!("review")));
    assert_eq!(reasons(&ran, "101001"), "打分表没有写学号，只按姓名对到学籍名册。请核对是不是此人");
    // Two of the name in the roster: only the list of cadres can tell.
    let doubled = format!("{ROSTER}\n101009|丁一|团员|信息|软件|2024|2班|在读");
    let both = || Drop::new().sheet("名册.xlsx", &doubled).sheet("打分.xlsx", sheet);
    let ran = both().run();
    assert!(ran.result()["evaluation"].as_array().is_none_or(Vec::is_empty));
    assert!(ran.problems().iter().any(|said| said.starts_with("C239 error") && said.contains("名册里有 2 个“丁一”")));
    let ran = both().sheet("干部.xlsx", "学号|姓名|层级|组织|职务\n101009|丁一|院级|信息学生会|部长").run();
    assert_eq!(person(&ran, "101009")["score"], "84.00");
    // A title names whom the sheet is about.
    let ran = read("被评人：丁一\n评委|评委类别|得分\n甲|学生代表|#90\n乙|学工部|#80\n丙|团委|#70\n合计||#240");
    assert_eq!(outcome(&ran), (json!("84.00"), json!("review")), "{:?}", ran.problems());
    // Ballots, too.
    let ran = read(
        "姓名|评委类别|优秀|称职|基本称职|不称职\n丁一|学生代表|#9|#1|#0|#0\n丁一|学工部|#3|#0|#0|#0\n丁一|团委|#3|#0|#0|#0",
    );
    assert_eq!(person(&ran, "101001")["ballot_score"], "94.40");
    // Singers are no officers.
    let ran = read("校园歌手大赛打分表\n姓名|评委1|评委2|评委3\n丁一|#90|#80|#70");
    assert!(!ran.codes().contains(&"H120".to_owned()));
}

/// Ratings on the whole of the first two persons, by three raters of a group.
fn two_persons(rows: &str) -> Ran {
    let policy = "[evaluation]\ngroups = { \"学生代表\" = 100, \"学工部\" = 0, \"团委\" = 0 }\nrequired_groups = [\"学生代表\"]\n";
    drop().policy(policy).sheet("打分.xlsx", &format!("学号|姓名|学生代表1|学生代表2|学生代表3\n{rows}")).run()
}

#[test]
fn a_rater_who_uses_another_scale_is_for_a_human() {
    let ran = two_persons("101001|丁一|#90|#92|#18\n101002|丁二|#80|#82|#15");
    assert_eq!(reasons(&ran, "101001"), "有 1 位评委给每个人的分都不超过 18，可能不是按满分 100 打的。请核对");
    let said = ran.problems();
    assert!(
        said.iter().any(|line| line.starts_with("H122 error 打分.xlsx › Sheet1 › E2") && line.contains("学生代表3")),
        "{said:?}"
    );
    // A low mark for one person is an opinion, and so are low marks of raters who give others high ones.
    assert_eq!(reasons(&two_persons("101001|丁一|#90|#92|#95\n101002|丁二|#10|#12|#9"), "101002"), "");
    assert_eq!(reasons(&two_persons("101001|丁一|#20|#22|#18"), "101001"), "没有有效的评分；有效评委 0 人，少于 3 人");
}

#[test]
fn a_printed_total_is_compared_with_its_dimensions() {
    let ran = |totals: [&str; 2]| {
        let header = "学号|姓名|评委|评委类别|政治素质|道德品质|知识学习|履职能力|纪律作风|总分";
        let rows = totals
            .iter()
            .zip(["甲", "乙"])
            .map(|(total, rater)| format!("\n101001|丁一|{rater}|学生代表|#90|#80|#70|#60|#50|{total}"));
        read(&format!("{header}{}", rows.collect::<String>()))
    };
    // The sum, the mean, the weighted total.
    for sound in ["#350", "#70", "#70.0", ""] {
        assert!(!ran([sound, "#70"]).codes().contains(&"C238".to_owned()), "{sound}");
    }
    let said = ran(["#340", "#70"]).problems();
    assert!(said.iter().any(|line| line.starts_with("C238 warning 打分.xlsx › Sheet1 › J2")), "{said:?}");
}

#[test]
fn the_same_ballots_twice_count_once_and_others_are_added() {
    let policy = "[evaluation]\ngroups = { \"学生代表\" = 100, \"学工部\" = 0, \"团委\" = 0 }\nrequired_groups = [\"学生代表\"]\n";
    let ran = |rows: &str| {
        let sheet = format!("学号|姓名|评委类别|优秀|称职|基本称职|不称职\n{rows}");
        drop().policy(policy).sheet("测评.xlsx", &sheet).run()
    };
    // (9·95 + 85) / 10, and with a second box (5·95 + 5·85) / 10: 1840 / 20.
    let once = "101001|丁一|学生代表|#9|#1|#0|#0";
    assert_eq!(outcome(&ran(once)), (json!("94.00"), json!("final")));
    let twice = ran(&format!("{once}\n{once}"));
    assert_eq!(outcome(&twice), (json!("94.00"), json!("review")));
    assert_eq!(person(&twice, "101001")["groups"][0]["ballots"], 10);
    assert_eq!(reasons(&twice, "101001"), "“学生代表”有两行一样的测评票，只计了一次。请核对是不是重复");
    assert!(
        twice.problems().iter().any(|line| line.starts_with("J327 warning 测评.xlsx › Sheet1 › C3")),
        "{:?}",
        twice.problems()
    );
    let added = ran(&format!("{once}\n101001|丁一|学生代表|#5|#5|#0|#0"));
    assert_eq!(outcome(&added), (json!("92.00"), json!("final")));
}

#[test]
fn raters_without_a_name_are_told_apart_by_nothing() {
    for nobody in ["匿名", "学生代表", "不记名", "评委", "—"] {
        let rows = ["#90", "#80", "#70"].map(|mark| format!("\n101001|丁一|{nobody}|学生代表|{mark}")).concat();
        let policy = "[evaluation]\ngroups = { \"学生代表\" = 100, \"学工部\" = 0, \"团委\" = 0 }\nrequired_groups = [\"学生代表\"]\n";
        let ran = drop().policy(policy).sheet("打分.xlsx", &format!("学号|姓名|评委|评委类别|总分{rows}")).run();
        assert_eq!(outcome(&ran), (json!("80.00"), json!("final")), "{nobody}: {:?}", ran.problems());
        assert!(!ran.codes().contains(&"J326".to_owned()));
    }
}

#[test]
fn a_sheet_handed_in_twice_is_said_once() {
    let sheet = "学号|姓名|学生代表1|学生代表2|学工部1|团委1\n101001|丁一|#88|#92|#80|#70\n101002|丁二|#88|#92|#80|#70";
    let ran = drop().sheet("打分.xlsx", sheet).sheet("打分（副本）.xlsx", sheet).run();
    assert_eq!(outcome(&ran), (json!("84.00"), json!("final")));
    let said: Vec<String> = ran.problems().into_iter().filter(|line| line.starts_with("J326")).collect();
    assert_eq!(said.len(), 1, "{said:?}");
}

/// What is merged over the rows of its raters holds for all of them.
#[test]
fn numbers_merged_over_the_rows_of_raters_hold_for_all() {
    let mut page = Page::new();
    for (column, label) in (0..).zip(["学号", "姓名", "评委", "评委类别", "总分"]) {
        page.text(0, column, label);
    }
    page.merge((1, 0, 3, 0), "101001").merge((1, 1, 3, 1), "丁一");
    for (row, (rater, group, mark)) in
        (1..).zip([("甲", "学生代表", "90"), ("乙", "学工部", "80"), ("丙", "团委", "70")])
    {
        page.text(row, 2, rater).text(row, 3, group).number(row, 4, mark);
    }
    let ran = drop().file("打分.xlsx", &page.book()).run();
    assert_eq!(outcome(&ran), (json!("84.00"), json!("final")), "{:?}", ran.problems());
}

/// As offices draw it: the title over all, the groups over their raters, the person's labels over two rows.
#[test]
fn groups_merged_over_their_raters() {
    let mut page = Page::new();
    page.merge((0, 0, 0, 9), "信息学院学生会工作人员述职评议打分汇总表");
    for (column, label) in (0..).zip(["序号", "学号", "姓名", "职务"]) {
        page.merge((1, column, 2, column), label);
    }
    page.merge((1, 4, 1, 6), "学生代表").merge((1, 7, 1, 8), "学工部").text(1, 9, "团委");
    for (column, label) in (4..).zip(["评委1", "评委2", "评委3", "评委1", "评委2", "评委1"]) {
        page.text(2, column, label);
    }
    page.number(3, 0, "1").text(3, 1, "101001").text(3, 2, "丁一").text(3, 3, "部长");
    for (column, mark) in (4..).zip(["88", "92", "90", "79", "81", "70"]) {
        page.number(3, column, mark);
    }
    let ran = drop().file("打分.xlsx", &page.book()).run();
    assert_eq!(outcome(&ran), (json!("84.00"), json!("final")), "{:?}", ran.problems());
}

/// Ratings drawn as offices draw them: the person's labels over two rows, the groups merged over their raters.
struct Drawn {
    page: Page,
    row: u32,
}

impl Drawn {
    fn new(own: &[&str], groups: &[(&str, u16)], raters: &[&str]) -> Self {
        let mut page = Page::new();
        for (column, label) in (0..).zip(own) {
            page.merge((0, column, 1, column), label);
        }
        let first = u16::try_from(own.len()).unwrap();
        let mut left = first;
        for (group, width) in groups {
            if *width > 1 {
                page.merge((0, left, 0, left + width - 1), group);
            } else {
                page.text(0, left, group);
            }
            left += width;
        }
        for (column, rater) in (first..).zip(raters) {
            page.text(1, column, rater);
        }
        Self { page, row: 2 }
    }

    fn person(mut self, own: &[&str], marks: &[&str]) -> Self {
        for (column, text) in (0..).zip(own) {
            self.page.text(self.row, column, text);
        }
        for (column, mark) in (u16::try_from(own.len()).unwrap()..).zip(marks) {
            self.page.number(self.row, column, mark);
        }
        self.row += 1;
        self
    }

    fn run(self) -> Ran {
        drop().file("评议打分.xlsx", &self.page.book()).run()
    }
}

const GROUPS: [(&str, u16); 3] = [("学生代表", 3), ("学工部", 2), ("团委", 1)];
const SIX: [&str; 6] = ["88", "92", "90", "79", "81", "70"];

fn is_84(ran: &Ran) {
    assert_eq!(outcome(ran), (json!("84.00"), json!("final")), "{:?}", ran.problems());
}

#[test]
fn nobody_is_taken_for_a_second_row_of_labels() {
    let drawn = Drawn::new(&["序号", "姓名"], &GROUPS, &["1", "2", "3", "1", "2", "1"]);
    let ran = drawn.person(&["1", "丁一"], &SIX).person(&["2", "丁二"], &SIX).run();
    assert_eq!(outcome(&ran).0, "84.00");
    assert_eq!(person(&ran, "101002")["score"], "84.00");
}

#[test]
fn sums_beside_the_raters_of_a_group_are_no_raters() {
    let sums = "小计 均值 折算 中位数 标准差 总计 去极值 最后得分 占比 等级 折后分 有效票 平均";
    for sum in sums.split(' ') {
        let groups = [("学生代表", 4), ("学工部", 2), ("团委", 1)];
        let names = ["陆川", "白鹿", "祝枝山", sum, "王老师", "李主任", "孙书记"];
        for raters in [["1", "2", "3", sum, "1", "2", "1"], names] {
            let drawn = Drawn::new(&["学号", "姓名"], &groups, &raters);
            let ran = drawn.person(&["101001", "丁一"], &["88", "92", "90", "10", "79", "81", "70"]).run();
            let own = person(&ran, "101001");
            assert_eq!((&own["score"], &own["groups"][0]["raters"]), (&json!("84.00"), &json!(3)), "{sum}");
        }
    }
    // What may be a rater and may not sends everybody to a human.
    let one = |name: &str| {
        let drawn = Drawn::new(&["学号", "姓名"], &GROUPS, &["陆川", "白鹿", name, "王老师", "李主任", "孙书记"]);
        drawn.person(&["101001", "丁一"], &SIX).run()
    };
    let said = "打分表里有列看不出是哪位评委的，没有计分（咿呀）。请核对列名";
    assert_eq!(reasons(&one("咿呀"), "101001"), said);
    is_84(&one("阿依古丽·买买提"));
    // Numbers that count nobody are weights: each group's column is a mean.
    let drawn = Drawn::new(&["学号", "姓名"], &[("学生代表", 1), ("学工部", 1), ("团委", 1)], &["60", "20", "20"]);
    let ran = drawn.person(&["101001", "丁一"], &["90", "80", "70"]).run();
    assert!(ran.result().get("evaluation").is_none_or(|own| own.as_array().unwrap().is_empty()));
}

#[test]
fn columns_with_the_same_label_are_several_raters() {
    let groups = [("学生代表（一组）", 3), ("学生代表（二组）", 3), ("学工部", 1), ("团委", 1)];
    let drawn = Drawn::new(&["学号", "姓名"], &groups, &["1", "2", "3", "1", "2", "3", "1", "1"]);
    let ran = drawn.person(&["101001", "丁一"], &["90", "90", "90", "70", "80", "90", "80", "70"]).run();
    let own = person(&ran, "101001");
    // Of six one 90 and the 70 go: (90·3 + 80) / 4 = 87.5; 52.5 + 16 + 14.
    assert_eq!((&own["score"], &own["groups"][0]["raters"]), (&json!("82.50"), &json!(6)), "{:?}", ran.problems());
    let said = ran.problems();
    assert!(
        said.iter().any(|line| line.starts_with("H120 warning") && line.contains("学生代表1（第 2 位）")),
        "{said:?}"
    );
}

const DIMENSIONS: [&str; 5] = ["政治素质", "道德品质", "知识学习", "履职能力", "纪律作风"];

/// The mark of the j-th rater on the k-th dimension: 90, 80 and 70 in the mean over the dimensions.
fn mark(j: u16, k: u16) -> String {
    (80 - 10 * i32::from(j) + 5 * i32::from(k)).to_string()
}

#[test]
fn dimensions_may_stand_over_the_raters_and_below_their_names() {
    let person_of = |rows: u32| {
        let mut page = Page::new();
        page.merge((0, 0, rows - 1, 0), "学号").merge((0, 1, rows - 1, 1), "姓名");
        page.text(rows, 0, "101001").text(rows, 1, "丁一");
        page
    };
    let mut page = person_of(2);
    for (k, dimension) in (0..).zip(DIMENSIONS) {
        page.merge((0, 2 + 3 * k, 0, 4 + 3 * k), dimension);
        for (j, rater) in (0..).zip(["学生代表1", "学工部1", "团委1"]) {
            page.text(1, 2 + 3 * k + j, rater).number(2, 2 + 3 * k + j, &mark(j, k));
        }
    }
    let ran = drop().file("评议.xlsx", &page.book()).run();
    is_84(&ran);
    assert_eq!(person(&ran, "101001")["dimensions"]["政治素质"], "74.00");
    // Group, name, dimension: three rows of labels, with a sum at the end of each or without.
    for sum in ["", "总分", "小计"] {
        let mut page = person_of(3);
        let width = 5 + u16::from(!sum.is_empty());
        for (j, (group, name)) in (0..).zip([("学生代表", "陆川"), ("学工部", "白鹿"), ("团委", "祝枝山")])
        {
            let left = 2 + width * j;
            page.merge((0, left, 0, left + width - 1), group).merge((1, left, 1, left + width - 1), name);
            for (k, dimension) in (0..).zip(DIMENSIONS) {
                page.text(2, left + k, dimension).number(3, left + k, &mark(j, k));
            }
            if !sum.is_empty() {
                page.text(2, left + 5, sum).number(3, left + 5, "1");
            }
        }
        is_84(&drop().file("评议.xlsx", &page.book()).run());
    }
}

#[test]
fn forms_may_stand_one_below_the_other() {
    let form = |name: &str, id: &str, marks: [u32; 3]| {
        let [a, b, c] = marks;
        let rows = format!("1|甲|学生代表|#{a}\n2|乙|学工部|#{b}\n3|丙|团委|#{c}\n");
        format!("被评人：{name}　学号：{id}\n序号|评委|评委类别|得分\n{rows}")
    };
    let sheet = [form("丁一", "101001", [90, 80, 70]), form("丁二", "101002", [80, 70, 60])].concat();
    // A form for each rater.
    let of_rater = |rater: &str, group: &str, mark: u32| {
        let rows = format!("101001|丁一|#{mark}\n101002|丁二|#{}\n", mark - 10);
        format!("评委：{rater}　评委类别：{group}\n学号|姓名|得分\n{rows}")
    };
    let raters = [of_rater("甲", "学生代表", 90), of_rater("乙", "学工部", 80), of_rater("丙", "团委", 70)].concat();
    let in_cells = sheet.replace("被评人：", "被评人|").replace("　学号：", "|学号|");
    for sheet in [&sheet, &in_cells, &raters] {
        let ran = read(sheet);
        is_84(&ran);
        assert_eq!(person(&ran, "101002")["score"], "74.00", "{sheet}");
    }
}

#[test]
fn a_second_block_with_other_columns_is_not_read_by_the_first_header() {
    let second = "学号|姓名|团委1|学工部1|学生代表1\n101002|丁二|#70|#80|#90";
    let ran = read(&format!("学号|姓名|学生代表1|学工部1|团委1\n101001|丁一|#90|#80|#70\n部门负责人\n{second}"));
    assert!(ran.codes().contains(&"H109".to_owned()), "{:?}", ran.problems());
    assert!(ran.result()["evaluation"].as_array().unwrap().iter().all(|own| own["student_id"] != "101002"));
}

#[test]
fn whoever_serves_in_two_unions_has_two_evaluations() {
    let cadres = "学号|姓名|层级|组织|职务\n101001|丁一|校级|校学生会|部长\n101001|丁一|院级|信息学生会|主席\n101002|丁二|校级|校学生会|干事\n101003|丁三|院级|信息学生会|干事";
    let sheet = |id: &str, name: &str, k: u32| {
        format!("学号|姓名|学生代表{k}|学工部{k}|团委{k}\n101001|丁一|#90|#80|#70\n{id}|{name}|#90|#80|#70")
    };
    let drop = drop().sheet("干部.xlsx", cadres).sheet("校评议.xlsx", &sheet("101002", "丁二", 1));
    let ran = drop.sheet("院评议.xlsx", &sheet("101003", "丁三", 4)).run();
    assert_holds(&reasons(&ran, "101001"), &["校学生会、信息学生会", "几个组织的评议合在一起算了"]);
    assert_eq!(reasons(&ran, "101002"), "");
}

#[test]
fn the_same_marks_under_other_labels_count_once() {
    let groups = [("学生代表", 1), ("学工部", 1), ("团委", 1)];
    let drawn =
        Drawn::new(&["学号", "姓名"], &groups, &["1", "1", "1"]).person(&["101001", "丁一"], &["90", "80", "70"]);
    let flat = "评议\n学号|姓名|学生代表1|学工部1|团委1\n101001|丁一|#90|#80|#70";
    let ran = drop().sheet("甲.xlsx", flat).file("乙.xlsx", &drawn.page.book()).run();
    let own = person(&ran, "101001");
    assert_eq!((&own["score"], &own["groups"][0]["counted"]), (&json!("84.00"), &json!(1)), "{:?}", ran.problems());
    // A sheet of totals beside those of the dimensions.
    let dimensions =
        format!("评委：甲　评委类别：学生代表\n学号|姓名|{}\n101001|丁一|#90|#90|#80|#80|#80", DIMENSIONS.join("|"));
    let totals = "汇总\n学号|姓名|评委|评委类别|总分\n101001|丁一|甲|学生代表|#84";
    let ran = drop().sheet("甲评.xlsx", &dimensions).sheet("汇总.xlsx", totals).run();
    assert_eq!(person(&ran, "101001")["groups"][0]["score"], "84.00", "{:?}", ran.problems());
}

#[test]
fn a_tab_or_a_title_may_name_the_group() {
    let groups = ["学生代表", "学工部", "团委"];
    let tabs = ["#88|#92", "#79|#81", "#70|#70"]
        .map(|marks| format!("述职评议打分表\n学号|姓名|评委1|评委2\n101001|丁一|{marks}"));
    let book: Vec<(&'static str, &str)> = groups.into_iter().zip(tabs.iter().map(String::as_str)).collect();
    is_84(&drop().book("打分.xlsx", &book).run());
    let titled = groups.iter().zip(&tabs).map(|(group, tab)| tab.replacen("打分表", &format!("打分表（{group}）"), 1));
    let ran =
        titled.zip(["a", "b", "c"]).fold(drop(), |drop, (tab, name)| drop.sheet(&format!("{name}.xlsx"), &tab)).run();
    is_84(&ran);
    assert!(ran.problems().iter().all(|line| !line.starts_with("H120 warning")), "{:?}", ran.problems());
}

#[test]
fn what_titles_say_of_the_rater_is_no_persons() {
    // The rater's own number stands beside the rater's name.
    let ran = read("评委：丁一　学号：101001　评委类别：学生代表\n姓名|得分\n丁二|#90\n丁三|#80");
    let result = ran.result();
    let rated: Vec<&str> =
        result["evaluation"].as_array().unwrap().iter().map(|own| own["student_id"].as_str().unwrap()).collect();
    assert_eq!(rated, ["101002", "101003"], "{:?}", ran.problems());
    // A line left blank names nobody.
    let blank = |mark: u32| format!("评委：________　评委类别：学生代表\n学号|姓名|得分\n101001|丁一|#{mark}");
    let ran = drop().sheet("a.xlsx", &blank(90)).sheet("b.xlsx", &blank(80)).run();
    assert!(!ran.codes().contains(&"J326".to_owned()), "{:?}", ran.problems());
    // 评委 before a name is no part of it.
    let ran = read("评议\n学号|姓名|评委丁一（学生代表）|评委陆川（学工部）|评委白鹿（团委）\n101001|丁一|#90|#80|#70");
    assert!(ran.report("05-评议汇总.xlsx").contains("给自己打分"), "{:?}", ran.problems());
}

#[test]
fn ballots_of_groups_may_stand_side_by_side() {
    let boxes = "优秀|称职|基本称职|不称职";
    // 95·9 + 85 over ten, 95, 85: 0.6·94 + 19 + 17 = 92.4.
    let row = "101001|丁一|#9|#1|#0|#0|#3|#0|#0|#0|#0|#2|#0|#0";
    let groups = ["学生代表", "学工部", "团委"];
    let flat: Vec<String> =
        groups.iter().flat_map(|group| boxes.split('|').map(move |own| format!("{group}{own}"))).collect();
    for header in [
        format!("学号|姓名|学生代表||||学工部||||团委|||\n||{boxes}|{boxes}|{boxes}"),
        format!("学号|姓名|{}", flat.join("|")),
    ] {
        let ran = drop().sheet("测评.xlsx", &format!("民主测评票统计\n{header}\n{row}")).run();
        assert_eq!(person(&ran, "101001")["ballot_score"], "92.40", "{:?}", ran.problems());
    }
    // A single ballot a row: many are alike.
    let policy = "[evaluation]\ngroups = { \"学生代表\" = 100, \"学工部\" = 0, \"团委\" = 0 }\nrequired_groups = [\"学生代表\"]\n";
    let rows = "\n101001|丁一|学生代表|#1|#0|#0|#0".repeat(9) + "\n101001|丁一|学生代表|#0|#1|#0|#0";
    let sheet = format!("学号|姓名|评委类别|{boxes}{rows}");
    assert_eq!(outcome(&drop().policy(policy).sheet("测评.xlsx", &sheet).run()), (json!("94.00"), json!("final")));
}

#[test]
fn messages_about_ratings_lead_somewhere() {
    let header = "学号|姓名|学生代表1|学工部1|团委1";
    let ran = read(&format!("{header}\n|丁一|#90|#80|#70\n101002|丁二|#90|#80|#70"));
    // A row without its number is found by the name as it would be in a sheet without the column; the others keep theirs.
    assert_eq!(outcome(&ran), (json!("84.00"), json!("review")));
    assert!(
        ran.codes().contains(&"H121".to_owned()) && !ran.codes().contains(&"C203".to_owned()),
        "{:?}",
        ran.problems()
    );
    assert_eq!(person(&ran, "101002")["verdict"], "final", "{:?}", ran.result()["evaluation"]);
    // Points behind the name of a group are its weight.
    is_84(&read("学号|姓名|学生代表评委1（60分）|学工部评委1（20分）|团委评委1（20分）\n101001|丁一|#90|#80|#70"));
    // A number of rows is no number of requests.
    let ran = read("评议打分\n序号|姓名|甲君|乙君\n1|丁一|#90|#80");
    assert!(!ran.problems().iter().any(|line| line.contains("诉求")), "{:?}", ran.problems());
    // Sums below the rows are nobody's.
    for sum in ["汇总", "权重", "标准差", "本组均分"] {
        let ran = read(&format!("{header}\n101001|丁一|#90|#80|#70\n|{sum}|#90|#80|#70"));
        assert!(!ran.codes().contains(&"C203".to_owned()), "{sum}: {:?}", ran.problems());
    }
}

/// Other sheets have raters, too.
#[test]
fn grades_and_totals_given_by_raters_stay_what_they_are() {
    for sheet in [
        "技能考核成绩\n学号|姓名|课程名称|评委1|评委2|成绩|学分\n101001|丁一|钳工|#80|#90|#85|#2",
        "综合素质测评\n学号|姓名|评委1|评委2|综测总分\n101001|丁一|#80|#90|#85",
        "国家助学金评议\n学号|姓名|评委1|评委2\n101001|丁一|#80|#90",
        "学号|姓名|评委1|评委2\n101001|丁一|#80|#90",
    ] {
        let ran = drop().sheet("表.xlsx", sheet).run();
        assert!(!ran.codes().contains(&"H120".to_owned()), "{sheet}: {:?}", ran.problems());
    }
}

/// The title is merged and the groups are not: each stands over its first rater.
#[test]
fn groups_need_no_merge_of_their_own() {
    let mut page = Page::new();
    page.merge((0, 0, 0, 7), "学生会述职评议打分表").text(1, 0, "学号").text(1, 1, "姓名");
    page.text(1, 2, "学生代表").text(1, 5, "学工部").text(1, 7, "团委");
    page.text(3, 0, "101001").text(3, 1, "丁一");
    for ((column, label), mark) in (2..).zip(["1", "2", "3", "1", "2", "1"]).zip(SIX) {
        page.text(2, column, label).number(3, column, mark);
    }
    is_84(&drop().file("评议.xlsx", &page.book()).run());
}

/// A form whose heading is blank is nobody's, and not that of the person above.
#[test]
fn a_header_without_a_heading_begins_nobodys_form() {
    let rows = "序号|评委|评委类别|得分\n1|甲|学生代表|#90\n2|乙|学工部|#80\n3|丙|团委|#70";
    let others = rows.replace('甲', "丁").replace('乙', "戊").replace('丙', "己").replace("#90", "#10");
    for heading in ["被评人：", "对象：丁二", "学生会述职评议打分表"] {
        let ran = read(&format!("被评人：丁一　学号：101001\n{rows}\n{heading}\n{others}"));
        is_84(&ran);
        assert!(ran.codes().contains(&"H124".to_owned()), "{heading}: {:?}", ran.problems());
    }
}

#[test]
fn other_evaluations_are_not_those_of_the_union() {
    let wide = "学号|姓名|学生代表1|学工部1|团委1\n101001|丁一|#90|#80|#70";
    let long =
        "学号|姓名|评委|评委类别|总分\n101001|丁一|甲|学生代表|#90\n101001|丁一|乙|学工部|#80\n101001|丁一|丙|团委|#70";
    for title in [
        "优秀毕业生评选打分表",
        "军训标兵评分表",
        "文明寝室评比打分",
        "志愿服务之星评议",
        "优秀共青团员评选测评",
        "社团干部述职评议",
        "班长述职评议",
        "团支书述职评议",
        "资助对象民主评议",
        "学生会招聘面试评分",
        "学代会代表候选人评议",
        "第二课堂成绩评分表",
        "团支部推优入党民主评议打分表",
    ] {
        for sheet in [wide, long] {
            let ran = drop().sheet("表.xlsx", &format!("{title}\n{sheet}")).run();
            assert!(ran.result().get("evaluation").is_none_or(|own| own.as_array().unwrap().is_empty()), "{title}");
            assert!(ran.codes().contains(&"D127".to_owned()), "{title}: {:?}", ran.problems());
        }
    }
    for title in ["校学生会工作人员述职答辩评分表", "校学生会竞赛部工作人员述职评议打分表", "学生会社团部测评"]
    {
        is_84(&drop().sheet("表.xlsx", &format!("{title}\n{wide}")).run());
    }
}

#[test]
fn labels_that_begin_like_names_are_none() {
    let sums = "终评 终分 终审 终值 全距 权数 满意度 印象分 单项 单项分 纪律分 常规分 项均 班均 党评 季评 周评 师评 支部 毛分 余分 查验 公示 安全 成果 全部";
    for sum in sums.split(' ') {
        let groups = [("学生代表", 4), ("学工部", 2), ("团委", 1)];
        let drawn =
            Drawn::new(&["学号", "姓名"], &groups, &["陆川", "白鹿", "石磊", sum, "王老师", "李主任", "孙书记"]);
        let ran = drawn.person(&["101001", "丁一"], &["88", "92", "90", "10", "79", "81", "70"]).run();
        let own = person(&ran, "101001");
        assert_eq!((&own["score"], &own["groups"][0]["raters"]), (&json!("84.00"), &json!(3)), "{sum}");
    }
    let named = Drawn::new(&["学号", "姓名"], &GROUPS, &["陆川", "白鹿", "石磊", "王老师", "李主任", "孙书记"]);
    let ran = named.person(&["101001", "丁一"], &SIX).run();
    // Who was taken for a rater by the name is named.
    assert!(
        ran.problems().iter().any(|line| line.contains("学生代表 3 名（陆川、白鹿、石磊）")),
        "{:?}",
        ran.problems()
    );
}

#[test]
fn a_second_panel_shows_even_if_the_list_has_one_post() {
    let cadres = "学号|姓名|层级|组织|职务\n101001|丁一|校级|校学生会|部长\n101002|丁二|校级|校学生会|干事\n101003|丁三|院级|信息学生会|干事";
    let sheet = |id: &str, name: &str, k: u32| {
        format!("学号|姓名|学生代表{k}|学工部{k}|团委{k}\n101001|丁一|#90|#80|#70\n{id}|{name}|#90|#80|#70")
    };
    let drop = drop().sheet("干部.xlsx", cadres).sheet("校评议.xlsx", &sheet("101002", "丁二", 1));
    let ran = drop.sheet("院评议.xlsx", &sheet("101003", "丁三", 4)).run();
    assert_holds(&reasons(&ran, "101001"), &["校学生会、信息学生会", "几个组织的评议合在一起算了"]);
}

#[test]
fn a_class_beside_the_name_tells_namesakes_apart() {
    let roster = format!("{ROSTER}\n101009|丁一|团员|信息|软件|2024|2班|在读");
    let cadres = "学号|姓名|层级|组织|职务\n101001|丁一|院级|信息学生会|部长\n101009|丁一|院级|信息学生会|干事";
    let sheet = |class: &str| format!("学生会述职评议\n班级|姓名|学生代表1|学工部1|团委1\n{class}|丁一|#90|#80|#70");
    let with = |class: &str, cadres: &str| {
        Drop::new().sheet("名册.xlsx", &roster).sheet("干部.xlsx", cadres).sheet("打分.xlsx", &sheet(class)).run()
    };
    assert_eq!(person(&with("2班", cadres), "101009")["score"], "84.00");
    is_84(&with("1班", cadres));
    // The one cadre of the name is of another class than the sheet says.
    let ran = with("3班", cadres);
    assert!(
        ran.problems().iter().any(|line| line.starts_with("C239") && line.contains("没有“丁一（3班）”")),
        "{:?}",
        ran.problems()
    );
    let ran = with("2班", &cadres.replace("\n101009|丁一|院级|信息学生会|干事", ""));
    assert!(
        ran.result()["evaluation"].as_array().is_none_or(|own| own.iter().all(|own| own["student_id"] != "101001")),
        "{:?}",
        ran.problems()
    );
}

#[test]
fn weights_on_the_sheet_are_held_against_the_policy() {
    let groups = [("学生代表（40%）", 3), ("学工部（30%）", 2), ("团委（30%）", 1)];
    let drawn = Drawn::new(&["学号", "姓名"], &groups, &["1", "2", "3", "1", "2", "1"]);
    let ran = drawn.person(&["101001", "丁一"], &SIX).run();
    assert_eq!(outcome(&ran).0, "84.00");
    assert!(
        ran.problems().iter().any(|line| line.starts_with("H123 warning") && line.contains("学生代表 40%")),
        "{:?}",
        ran.problems()
    );
    let header = "学号|姓名|评委|评委类别|政治素质30%|道德品质（10%）|知识学习（20%）|履职能力（20%）|纪律作风（20%）";
    let ran = read(&format!("{header}\n101001|丁一|甲|学生代表|#90|#90|#90|#90|#90"));
    assert!(
        ran.problems()
            .iter()
            .any(|line| line.starts_with("H123 warning") && line.contains("政治素质 30%、道德品质 10%")),
        "{:?}",
        ran.problems()
    );
    assert!(!ran.codes().contains(&"H113".to_owned()), "{:?}", ran.problems());
    let sound = header.replace("30%", "20%").replace("10%", "20%");
    assert!(
        !read(&format!("{sound}\n101001|丁一|甲|学生代表|#90|#90|#90|#90|#90")).codes().contains(&"H123".to_owned())
    );
}

#[test]
fn numbered_raters_may_stand_between_group_and_dimensions() {
    let mut page = Page::new();
    page.merge((0, 0, 2, 0), "学号").merge((0, 1, 2, 1), "姓名").text(3, 0, "101001").text(3, 1, "丁一");
    for (j, group) in (0..).zip(["学生代表", "学工部", "团委"]) {
        let left = 2 + 5 * j;
        page.merge((0, left, 0, left + 4), group).merge((1, left, 1, left + 4), "1");
        for (k, dimension) in (0..).zip(DIMENSIONS) {
            page.text(2, left + k, dimension).number(3, left + k, &mark(j, k));
        }
    }
    is_84(&drop().file("评议.xlsx", &page.book()).run());
}

#[test]
fn groups_are_told_by_tabs_titles_and_labels_that_stand_often() {
    let groups = ["学生代表", "学工部", "团委"];
    let tab = |marks: &str| format!("述职评议打分表\n学号|姓名|评委1|评委2\n101001|丁一|{marks}");
    let tabs = [tab("#88|#92"), tab("#79|#81"), tab("#70|#70")];
    let tab_names: [&'static str; 3] = ["学生代表打分", "学工部打分", "团委打分"];
    let book: Vec<(&'static str, &str)> = tab_names.into_iter().zip(tabs.iter().map(String::as_str)).collect();
    is_84(&drop().book("打分.xlsx", &book).run());
    let titled =
        groups.iter().zip(&tabs).map(|(group, tab)| tab.replacen("打分表", &format!("打分表（{group}用）"), 1));
    is_84(
        &titled.zip(["a", "b", "c"]).fold(drop(), |drop, (tab, name)| drop.sheet(&format!("{name}.xlsx"), &tab)).run(),
    );
    // The raters' own names under a title that names the group.
    let named =
        groups.iter().zip(["陆川|白鹿", "王老师|李主任", "孙书记|钱书记"]).zip(["#88|#92", "#79|#81", "#70|#70"]);
    let sheets = named.map(|((group, names), marks)| {
        format!("述职评议打分表　评委类别：{group}\n学号|姓名|{names}\n101001|丁一|{marks}")
    });
    is_84(
        &sheets.zip(["a", "b", "c"]).fold(drop(), |drop, (tab, name)| drop.sheet(&format!("{name}.xlsx"), &tab)).run(),
    );
    // A group over each of its raters, and nothing else.
    let ran = read(
        "学生会述职评议\n学号|姓名|学生代表|学生代表|学生代表|学工部|学工部|团委|团委\n101001|丁一|#88|#92|#90|#79|#81|#70|#70",
    );
    is_84(&ran);
    // Numbers of raters whose group nobody says are not one panel's over two sheets.
    let bare = |mark: u32| format!("学生会评议\n学号|姓名|评委1|评委2\n101001|丁一|#{mark}|#{mark}");
    let ran = drop().sheet("甲.xlsx", &bare(90)).sheet("乙.xlsx", &bare(80)).run();
    assert!(!ran.codes().contains(&"J326".to_owned()), "{:?}", ran.problems());
}

/// 平均分 and 折合 over the names of the groups, beside the raters.
#[test]
fn means_of_the_groups_are_no_raters() {
    let groups = [("学生代表", 3), ("学工部", 2), ("团委", 1), ("平均分", 3), ("折合", 3)];
    let raters = ["1", "2", "3", "1", "2", "1", "学生代表", "学工部", "团委", "学生代表", "学工部", "团委"];
    let drawn = Drawn::new(&["学号", "姓名"], &groups, &raters);
    is_84(&drawn.person(&["101001", "丁一"], &[&SIX[..], &["9", "9", "9", "1", "1", "1"]].concat()).run());
    // Beside its raters the group alone is their mean.
    let raters = ["1", "2", "3", "学生代表", "学生代表", "1", "1"];
    let drawn = Drawn::new(&["学号", "姓名"], &[("学生代表", 5), ("学工部", 1), ("团委", 1)], &raters);
    let ran = drawn.person(&["101001", "丁一"], &["88", "92", "90", "9", "9", "80", "70"]).run();
    assert_eq!(person(&ran, "101001")["groups"][0]["raters"], 3, "{:?}", ran.problems());
}

#[test]
fn small_things_beside_ratings() {
    let header = "学号|姓名|学生代表1|学工部1|团委1";
    let ran = read(&format!("{header}\n满分||#100|#100|#100\n101001|丁一|#90|#80|#70"));
    is_84(&ran);
    assert!(!ran.codes().contains(&"C203".to_owned()), "{:?}", ran.problems());
    let cadres = "学号|姓名|层级|组织|职务\n101001|丁一|院级|信息学生会|部长";
    let ran = drop()
        .sheet("干部.xlsx", cadres)
        .sheet("打分.xlsx", "学生会评议\n姓名|学生代表1|学工部1|团委1\n丁一同学|#90|#80|#70")
        .run();
    is_84(&ran);
    // Boxes side by side are all there.
    let boxes = "优秀|称职|基本称职|不称职";
    let row = "101001|丁一|#9|#1|#0|#0|#3|#0|#0|#0|#3|#0|#0|#0";
    let ran = read(&format!("民主测评\n学号|姓名|学生代表||||学工部||||团委|||\n||{boxes}|{boxes}|{boxes}\n{row}"));
    assert!(!ran.codes().contains(&"H117".to_owned()), "{:?}", ran.problems());
    // Officers with a class are no teachers who advise.
    let ran = read("校学生会工作人员名册\n序号|姓名|部门|职务|班级\n1|丁一|学习部|部长|1班");
    assert!(!ran.problems().iter().any(|line| line.contains("指导教师")), "{:?}", ran.problems());
}

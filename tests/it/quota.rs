//! The allocation of delegates to the units of a roster: H-C1, W-C3, the minima of H-C3, ties and lots.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::support::{Drop, Ran};

/// A roster with so many students of each college, in classes of at most `class`.
fn roster(colleges: &[(&str, usize)], class: usize) -> String {
    let mut rows = "学号|姓名|性别|政治面貌|学院|专业|年级|班级|校区|学籍状态".to_owned();
    let mut seq = 0;
    for (college, heads) in colleges {
        for idx in 0..*heads {
            seq += 1;
            let (gender, year) = (["男", "女"][seq % 2], 2023 + idx % 2);
            let campus = if college.starts_with('东') { "东区" } else { "西区" };
            let class = format!("{college}{}班", idx / class + 1);
            let _ = write!(
                rows,
                "\n{seq:012}|学生{seq}|{gender}|团员|{college}|{college}专业|{year}|{class}|{campus}|在读"
            );
        }
    }
    rows
}

fn run(colleges: &[(&str, usize)], policy: &str) -> Ran {
    Drop::new().policy(policy).sheet("名册.xlsx", &roster(colleges, 4)).run()
}

fn quota(ran: &Ran) -> Value {
    let result = ran.result();
    assert!(result.get("quota").is_some(), "no quota: {}", ran.said.stderr);
    result["quota"].clone()
}

/// Units with their seats, in the order of the result.
fn seats(quota: &Value) -> Vec<(String, u64)> {
    let unit = |unit: &Value| (unit["unit"].as_str().unwrap().to_owned(), unit["seats"].as_u64().unwrap());
    quota["units"].as_array().unwrap().iter().map(unit).collect()
}

fn named(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
    pairs.iter().map(|(name, seats)| ((*name).to_owned(), *seats)).collect()
}

/// 103, 63 and 34 of 200 students: exact shares of 20 seats are 10.3, 6.3 and 3.4.
const THREE: [(&str, usize); 3] = [("丙院", 34), ("乙院", 63), ("甲院", 103)];

#[test]
fn the_roster_alone_is_enough_for_the_allocation() {
    let ran = run(&THREE, "[congress]\ntotal = 20\nmin_mode = \"clamp\"\nsurplus = \"20/100\"\n");
    assert_eq!(ran.said.code, 0, "{}", ran.said.stderr);
    let quota = quota(&ran);
    assert_eq!(seats(&quota), named(&[("丙院", 4), ("乙院", 6), ("甲院", 10)]));
    assert_eq!((&quota["population"], &quota["minimum_total"], &quota["total"]), (&json!(200), &json!(2), &json!(20)));
    assert_eq!((&quota["status"], &quota["method"]), (&json!("settled"), &json!("largest_remainder")));
    // 60 % of 20 are 12; of 4, 6 and 10 rounded up 3, 4 and 6. A fifth more candidates than seats: 5, 8 and 12.
    assert_eq!(quota["non_backbone_min"], 12);
    let unit = |at: usize, key: &str| quota["units"][at][key].clone();
    assert_eq!([0, 1, 2].map(|at| unit(at, "exact")), ["3.400", "6.300", "10.300"].map(Value::from));
    assert_eq!([0, 1, 2].map(|at| unit(at, "non_backbone_min")), [3, 4, 6].map(Value::from));
    assert_eq!([0, 1, 2].map(|at| unit(at, "candidates")), [5, 8, 12].map(Value::from));
    let webster = quota["alternatives"].as_array().unwrap().iter().find(|other| other["method"] == "webster").unwrap();
    assert_eq!(webster["seats"], json!([3, 6, 11]));
    // Without grades nothing is said of eligibility, and the run says so.
    let result = ran.result();
    assert!(result.get("eligibility").is_none());
    let skipped: Vec<&Value> = result["skipped"].as_array().unwrap().iter().map(|part| &part["report"]).collect();
    assert_eq!(
        skipped,
        [
            "eligibility",
            "ranking",
            "delegates",
            "votes",
            "evaluation",
            "structure",
            "exit",
            "ledgers",
            "self_assessment",
            "scorecard"
        ]
    );
    assert!(ran.said.stderr.contains("没有做，缺成绩"), "{}", ran.said.stderr);
    assert!(!ran.reports().join("01-候选资格审查.xlsx").exists());
    let report = ran.report("03-代表名额分配.xlsx");
    for piece in
        ["在籍学生 200 人，代表不少于 1/100，即 2 名", "余下的给小数部分最大的：丙院（0.400）得 1 名", "[依据]"]
    {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
}

#[test]
fn every_method_of_the_policy_is_used() {
    let with = |method: &str| {
        let ran = run(&THREE, &format!("[congress]\ntotal = 20\nmin_per_unit = 0\nmethod = \"{method}\"\n"));
        seats(&quota(&ran)).into_iter().map(|(_, seats)| seats).collect::<Vec<_>>()
    };
    assert_eq!(with("largest_remainder"), [4, 6, 10]);
    assert_eq!(with("webster"), [3, 6, 11]);
    assert_eq!(with("huntington_hill"), [3, 6, 11]);
    assert_eq!(with("dhondt"), [3, 6, 11]);
    assert_eq!(with("adams"), [4, 6, 10]);
    assert_eq!(with("threshold\"\nthreshold = { step = 10, above = 6 }\n#"), [3, 6, 10]);
    assert_eq!(with("ratio_per_unit\"\nunit_ratio = \"5/100\"\n#"), [2, 3, 5]);
    assert_eq!(with("fixed_per_unit\"\nunit_fixed = 3\n#"), [3, 3, 3]);
}

#[test]
fn h_c1_w_c3_the_least_number_is_rounded_up_and_a_smaller_total_is_said() {
    let ran = run(&[("甲院", 101), ("乙院", 100)], "");
    // 2.01 are 3.
    assert_eq!(quota(&ran)["minimum_total"], 3);
    assert_eq!(seats(&quota(&ran)), named(&[("乙院", 1), ("甲院", 2)]));
    let ran = run(&[("甲院", 101), ("乙院", 100)], "[congress]\ntotal = 2\n");
    assert_eq!(
        (quota(&ran)["total"].clone(), ran.codes()),
        (json!(3), vec!["D117"].into_iter().map(str::to_owned).collect())
    );
    // Where each unit is looked at by itself, the sum stands and is compared.
    let ran = run(&[("甲院", 101), ("乙院", 100)], "[congress]\nmethod = \"fixed_per_unit\"\nunit_fixed = 1\n");
    assert_eq!(quota(&ran)["total"], 2);
    assert!(ran.codes().contains(&"D117".to_owned()));
    let report = ran.report("03-代表名额分配.xlsx");
    for piece in ["注意：各学院相加 2 名，少于最低数 3 名", "总名额 | 2（各单位相加）"] {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
}

const TIE: [(&str, usize); 3] = [("甲院", 11), ("乙院", 11), ("丙院", 11)];

#[test]
fn a_tie_waits_for_its_lot_and_no_other() {
    let with = |lots: &str| run(&TIE, &format!("[congress]\ntotal = 4\n{lots}"));
    let lot = |tied: &str, winner: &str| {
        format!(
            "[[lot]]\nquestion = \"congress.seats\"\ntied = [{tied}]\nwinner = [\"{winner}\"]\nby = \"李老师\"\ndate = \"2026-01-10\"\n"
        )
    };
    let ran = with("");
    assert_eq!(ran.said.code, 3, "{}", ran.said.stderr);
    let open = quota(&ran);
    assert_eq!((&open["status"], &open["tied"]), (&json!("needs_lot"), &json!(["丙院", "乙院", "甲院"])));
    assert_eq!(seats(&open), named(&[("丙院", 1), ("乙院", 1), ("甲院", 1)]));
    let report = ran.report("03-代表名额分配.xlsx");
    for piece in ["名额还没有定", "1 或 2", "[待抽签] ", "tied = [\"丙院\", \"乙院\", \"甲院\"]"] {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
    assert!(ran.said.stderr.contains("并列待抽签：丙院、乙院、甲院"), "{}", ran.said.stderr);

    let ran = with(&lot("\"甲院\", \"乙院\", \"丙院\"", "乙院"));
    assert_eq!(ran.said.code, 0, "{}", ran.said.stderr);
    assert_eq!(seats(&quota(&ran)), named(&[("丙院", 1), ("乙院", 2), ("甲院", 1)]));
    assert!(ran.report("03-代表名额分配.xlsx").contains("抽签由乙院得 1 名（李老师，2026-01-10）"));

    let two = lot("\"甲院\", \"乙院\", \"丙院\"", "乙院").replace("[\"乙院\"]", "[\"乙院\", \"甲院\"]");
    for (other, why) in [
        (lot("\"甲院\", \"乙院\"", "乙院"), "现在并列的是 丙院、乙院、甲院"),
        (lot("\"甲院\", \"乙院\", \"丁院\"", "乙院"), "没有“丁院”这个单位"),
        (two, "应抽出 1 个，写了 2 个"),
    ] {
        let ran = with(&other);
        assert!(ran.problems().join("\n").contains(why), "{:?}", ran.problems());
        assert_eq!(ran.said.code, 3, "{}", ran.said.stderr);
        assert!(ran.codes().contains(&"D118".to_owned()));
        assert_eq!(quota(&ran)["status"], "needs_lot");
    }
}

#[test]
fn what_is_wrong_with_a_lot_itself_is_a_matter_of_the_policy() {
    let refused = |lot: &str, said: &str| {
        let ran = run(&TIE, &format!("[congress]\ntotal = 4\n[[lot]]\nquestion = \"congress.seats\"\n{lot}"));
        assert_eq!(ran.said.code, 2);
        assert!(ran.said.stderr.contains(said), "{}", ran.said.stderr);
    };
    refused("tied = [\"甲院\", \"乙院\"]\nwinner = [\"甲院\"]\n", "要写明谁抽的");
    let elsewhere = run(
        &TIE,
        "[[lot]]\nquestion = \"congress.seat\"\ntied = [\"甲院\", \"乙院\"]\nwinner = [\"甲院\"]\nby = \"李\"\ndate = \"2026-01-10\"\n",
    );
    assert!(elsewhere.said.stderr.contains("question 应是 congress.seats"), "{}", elsewhere.said.stderr);
    let signed = "by = \"李\"\ndate = \"2026-01-10\"\n";
    refused(&format!("tied = [\"甲院\", \"乙院\"]\nwinner = [\"丙院\"]\n{signed}"), "“丙院”不在平局的单位");
    refused(&format!("tied = [\"甲院\", \"乙院\"]\nwinner = [\"甲院\", \"乙院\"]\n{signed}"), "少于平局的单位");
    refused("tied = [\"甲院\", \"乙院\"]\nwinner = [\"甲院\"]\nby = \"李\"\ndate = \"元月\"\n", "看不懂");
}

#[test]
fn seats_go_on_to_classes_and_tie_there_by_themselves() {
    let policy = "[congress]\ntotal = 6\nwithin = \"class\"\n";
    // 12 in three classes of four get 4 seats, 6 in classes of four and two get 2: one class each, and a tie in the first.
    let ran = run(&[("甲院", 12), ("乙院", 6)], policy);
    assert_eq!(ran.said.code, 3);
    let first = quota(&ran);
    assert_eq!((&first["status"], &first["tied"]), (&json!("needs_lot"), &json!(["甲院1班", "甲院2班", "甲院3班"])));
    assert_eq!(
        first["units"][0]["classes"],
        json!([
            { "class": "乙院1班", "population": 4, "seats": 1 },
            { "class": "乙院2班", "population": 2, "seats": 1 },
        ])
    );
    let lot = "[[lot]]\nquestion = \"congress.seats/甲院\"\ntied = [\"甲院1班\", \"甲院2班\", \"甲院3班\"]\nwinner = [\"甲院2班\"]\nby = \"李\"\ndate = \"2026-01-10\"\n";
    let ran = run(&[("甲院", 12), ("乙院", 6)], &format!("{policy}{lot}"));
    assert_eq!(ran.said.code, 0, "{}", ran.said.stderr);
    let classes: Vec<u64> =
        quota(&ran)["units"][1]["classes"].as_array().unwrap().iter().map(|c| c["seats"].as_u64().unwrap()).collect();
    assert_eq!(classes, [1, 2, 1]);
}

#[test]
fn units_may_be_campuses_majors_or_classes() {
    let colleges = [("东一", 8), ("东二", 8), ("西一", 16)];
    let by = |unit: &str| seats(&quota(&run(&colleges, &format!("[congress]\ntotal = 8\nunit = \"{unit}\"\n"))));
    assert_eq!(by("campus"), named(&[("东区", 4), ("西区", 4)]));
    assert_eq!(by("major").len(), 3);
    assert_eq!(by("class").len(), 8);
    // Classes of one name in two colleges are two.
    let rows = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态
        202301010001|王伟|团员|信息|软件|2023|1班|在读
        202301010002|李娜|团员|机电|数控|2023|1班|在读";
    let ran = Drop::new().policy("[congress]\ntotal = 2\nunit = \"class\"\n").sheet("名册.xlsx", rows).run();
    assert_eq!(seats(&quota(&ran)), named(&[("信息 1班", 1), ("机电 1班", 1)]));
}

#[test]
fn floors_are_rounded_up_in_all_and_for_each_unit() {
    let floors = "floors = [{ group = \"性别=女\", min = \"25/100\" }, { group = \"年级\", min = \"10/100\" }]\n";
    let ran = run(&THREE, &format!("[congress]\ntotal = 20\nmin_mode = \"clamp\"\n{floors}"));
    let quota = quota(&ran);
    assert_eq!(quota["floors"][0]["minimum"], 5);
    let of_units: Vec<&Value> =
        quota["floors"][0]["units"].as_array().unwrap().iter().map(|unit| &unit["minimum"]).collect();
    assert_eq!(of_units, [1, 2, 3]);
    assert_eq!(
        (&quota["floors"][1]["group"], &quota["floors"][2]["group"]),
        (&json!("年级=2023"), &json!("年级=2024"))
    );
    assert_eq!(quota["floors"][1]["minimum"], 2);
}

#[test]
fn a_tie_within_a_unit_comes_with_the_lines_that_settle_it() {
    // 丙院's 4 of 20 seats on nine classes of 4, one of 2: no class has a whole share.
    let policy = "[congress]\ntotal = 20\nmin_mode = \"clamp\"\nwithin = \"class\"\n";
    let ran = run(&THREE, policy);
    assert_eq!(ran.said.code, 3);
    let report = ran.report("03-代表名额分配.xlsx");
    for piece in ["丙院：丙院1班、", "question = \"congress.seats/丙院\"", "winner = [\"\", \"\", \"\", \"\"]"]
    {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
}

#[test]
fn lines_that_count_nobody_do_not_spoil_a_sheet_of_head_counts() {
    let sheet = "单位|人数\n一、理工类|\n甲院|103\n乙院|63\n（二）文科|\n丙院|34\n合计|200\n填表人：王老师|13800000000";
    let ran = by_headcount(&[("人数", sheet)], TWENTY);
    assert_eq!(ran.said.code, 0, "{}", ran.said.stderr);
    assert_eq!(seats(&quota(&ran)), named(&[("丙院", 4), ("乙院", 6), ("甲院", 10)]));
}

#[test]
fn a_floor_that_nobody_can_meet_is_said() {
    // 103 men and no woman in 甲院, 63 men in 乙院, 34 women in 丙院.
    let rows = roster(&THREE, 4).replace("|女|", "|男|");
    let rows: Vec<String> = rows
        .lines()
        .map(|row| if row.contains("|丙院|") { row.replace("|男|", "|女|") } else { row.to_owned() })
        .collect();
    let with = |floor: &str| {
        let policy = format!("[congress]\ntotal = 20\nmin_mode = \"clamp\"\nfloors = [{floor}]\n");
        Drop::new().policy(&policy).sheet("名册.xlsx", &rows.join("\n")).run()
    };
    // 5 of 20: there are 34 women, though none in two of the colleges.
    let ran = with("{ group = \"性别=女\", min = \"25/100\" }");
    assert!(!ran.codes().contains(&"D120".to_owned()));
    let report = ran.report("03-代表名额分配.xlsx");
    assert!(report.contains("性别=女 | 25/100 | 5 | 34 |"), "{report}");
    assert!(report.contains("这类学生不够自己下限的：乙院、甲院"), "{report}");
    // Nobody is a party member.
    let ran = with("{ group = \"政治面貌=党员\", min = \"10/100\" }");
    assert!(ran.codes().contains(&"D120".to_owned()));
    assert!(ran.report("03-代表名额分配.xlsx").contains("达不到：名册里这类学生只有 0 人"));
    // The roster has no column for it: nobody knows.
    let ran = with("{ group = \"民族=少数民族\", min = \"10/100\" }");
    assert!(!ran.codes().contains(&"D120".to_owned()));
    assert!(ran.report("03-代表名额分配.xlsx").contains("另有 200 人名册没有写"));
}

#[test]
fn students_who_are_not_enrolled_are_not_represented() {
    let rows = roster(&[("甲院", 4), ("乙院", 4)], 4);
    let rows = rows.replacen("|在读", "|休学", 2);
    let ran = Drop::new().policy("[congress]\ntotal = 6\n").sheet("名册.xlsx", &rows).run();
    assert_eq!(quota(&ran)["population"], 6);
    assert!(!ran.report("03-代表名额分配.xlsx").contains("学籍状态不明"));
    assert_eq!(seats(&quota(&ran)), named(&[("乙院", 4), ("甲院", 2)]));
}

const HEADCOUNT: &str = "2025年各学院学生人数
    学院|学生人数
    甲院|#103
    乙院|63人
    丙院|34
    合计|#200
    填表人：王老师|";

fn by_headcount(sheets: &[(&'static str, &str)], policy: &str) -> Ran {
    Drop::new().policy(policy).book("人数.xlsx", sheets).run()
}

const TWENTY: &str = "[congress]\ntotal = 20\nmin_mode = \"clamp\"\n";

#[test]
fn a_sheet_of_head_counts_is_enough() {
    let ran = by_headcount(&[("人数", HEADCOUNT)], TWENTY);
    assert_eq!(ran.said.code, 0, "{}", ran.said.stderr);
    assert_eq!(seats(&quota(&ran)), named(&[("丙院", 4), ("乙院", 6), ("甲院", 10)]));
    assert!(ran.report("03-代表名额分配.xlsx").contains("人数.xlsx › 人数 › B5"));
    // Beside a roster the policy says which counts; where they differ it is said.
    let both = |base: &str| {
        let drop = Drop::new().policy(&format!("{TWENTY}base = \"{base}\"\n")).sheet("人数.xlsx", HEADCOUNT);
        drop.sheet("名册.xlsx", &roster(&[("甲院", 100), ("乙院", 63), ("丙院", 34)], 4)).run()
    };
    assert_eq!(quota(&both("headcount"))["population"], 200);
    assert_eq!(quota(&both("roster"))["population"], 197);
    let said = both("roster").problems().join("\n");
    assert!(said.contains("J321 warning 人数.xlsx › Sheet1 › B3: “甲院”的人数这里是 103，名册在籍 100 人"), "{said}");
}

#[test]
fn head_counts_that_cannot_be_relied_on_make_no_table() {
    let refused = |sheets: &[(&'static str, &str)], problem: &str| {
        let ran = by_headcount(sheets, TWENTY);
        assert!(!ran.reports().join("03-代表名额分配.xlsx").exists());
        assert_eq!(ran.said.code, 2, "{}", ran.said.stderr);
        assert!(ran.said.stderr.contains(problem), "no {problem} in {}", ran.said.stderr);
    };
    let with = |from: &str, to: &str| HEADCOUNT.replace(from, to);
    refused(&[("人数", &with("63人", "约60"))], "“乙院”的人数“约60”不是大于 0 的整数");
    refused(&[("人数", &with("|34", "|0"))], "“丙院”的人数“0”不是大于 0 的整数");
    refused(&[("人数", &with("|34", "|-3"))], "“丙院”的人数“-3”不是大于 0 的整数");
    refused(&[("人数", &with("|34", "|"))], "“丙院”的人数“”不是大于 0 的整数");
    refused(&[("人数", &with("#200", "#201"))], "合计不符：表上写 201，各行相加是 200");
    refused(
        &[("人数", HEADCOUNT), ("另表", "单位|人数\n甲院|104")],
        "“甲院”的人数这里是 104，人数.xlsx › 人数 › B3 是 103",
    );
    refused(&[("名册", "学号|姓名|专业|年级|学院\n1|甲|软件|2023|")], "缺成绩");
    // Part sums are no units.
    let parts = "单位|人数\n甲院|103\n乙院|63\n东区小计|166\n丙院|34\n全校合计|200";
    assert_eq!(quota(&by_headcount(&[("人数", parts)], TWENTY))["population"], 200);
    // A part of a row is no unit; a sum above the units is one as well; a unit written twice counts once in it.
    let parts = "单位|人数\n总计|200\n甲院|103\n其中：女生|50\n乙院|63\n丙院|34\n丙院|34";
    assert_eq!(quota(&by_headcount(&[("人数", parts)], TWENTY))["population"], 200);
    refused(&[("人数", &parts.replace("总计|200", "总计|234"))], "合计不符：表上写 234，各行相加是 200");
    refused(&[("人数", &format!("{HEADCOUNT}\n丁院|20"))], "合计不符：表上写 200，各行相加是 220");
    // The same number twice is one number.
    let ran = by_headcount(&[("人数", HEADCOUNT), ("另表", "单位|人数\n甲院|103")], TWENTY);
    assert_eq!(seats(&quota(&ran)).len(), 3);
}

const ASSOCIATIONS: &str = "社团|人数|是否主要社团|年检结论
    书画社|40|是|合格
    合唱团|60|是|合格
    桥牌社|12|否|合格
    登山社|15||不合格
    合计|127||";

fn with_associations(rows: &str, policy: &str) -> Ran {
    let drop = Drop::new().policy(policy).sheet("名册.xlsx", &roster(&THREE, 4));
    drop.sheet("社团.xlsx", rows).run()
}

/// The seats of a pool by name.
fn pool(quota: &Value, name: &str) -> Vec<(String, u64)> {
    let pools = quota["pools"].as_array().unwrap().iter().filter(|pool| pool["pool"] == name);
    let units = pools.flat_map(|pool| pool["units"].as_array().unwrap());
    units.map(|unit| (unit["unit"].as_str().unwrap().to_owned(), unit["seats"].as_u64().unwrap())).collect()
}

#[test]
fn h_c2_main_associations_have_seats_of_their_own() {
    let outside = with_associations(ASSOCIATIONS, &format!("{TWENTY}ex_officio = 3\n"));
    assert_eq!(outside.said.code, 0, "{}", outside.said.stderr);
    let quota_outside = quota(&outside);
    assert_eq!(pool(&quota_outside, "associations"), named(&[("书画社", 1), ("合唱团", 1)]));
    assert_eq!(pool(&quota_outside, "ex_officio"), named(&[("当然代表", 3)]));
    assert_eq!((&quota_outside["total"], seats(&quota_outside)[2].1), (&json!(20), 10));
    let report = outside.report("03-代表名额分配.xlsx");
    for piece in
        ["覆盖面：覆盖各学院；主要社团 2 个，各 1 名，共 2 名（另计，不占以上名额）", "社团.xlsx › Sheet1 › C2"]
    {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
    // Inside the total they leave 16 of 20 to the colleges: exact shares 8.24, 5.04 and 2.72.
    let inside = "associations = { seats_each = 2, counted_inside_total = true }\n";
    let quota_inside = quota(&with_associations(ASSOCIATIONS, &format!("{TWENTY}{inside}")));
    assert_eq!(pool(&quota_inside, "associations"), named(&[("书画社", 2), ("合唱团", 2)]));
    assert_eq!(quota_inside["total"], 20);
    let report = with_associations(ASSOCIATIONS, &format!("{TWENTY}{inside}")).report("03-代表名额分配.xlsx");
    for piece in ["代表名额 20 名，其中主要社团 4 名，其余 16 名", "各学院、各社团（按同一比例）分别进一"]
    {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
    assert_eq!(seats(&quota_inside), named(&[("丙院", 3), ("乙院", 5), ("甲院", 8)]));
}

#[test]
fn h_c2_without_a_word_on_rank_the_inspection_decides() {
    let rows = "社团|年检结论\n书画社|合格\n合唱团|未通过\n桥牌社|优秀";
    let ran = with_associations(rows, TWENTY);
    assert_eq!(pool(&quota(&ran), "associations"), named(&[("书画社", 1), ("桥牌社", 1)]));
    let ran = with_associations("社团|是否主要社团|年检结论\n书画社|主要|合格\n合唱团|一般|合格", TWENTY);
    assert_eq!(pool(&quota(&ran), "associations"), named(&[("书画社", 1)]));
    // What cannot be read is given nothing and said.
    let ran = with_associations("社团|年检结论\n书画社|合格\n合唱团|未审", TWENTY);
    assert_eq!(pool(&quota(&ran), "associations"), named(&[("书画社", 1)]));
    assert!(ran.codes().contains(&"C229".to_owned()));
}

#[test]
fn h_c2_a_unit_without_a_seat_is_named() {
    let ran = run(&[("甲院", 98), ("乙院", 2)], "[congress]\ntotal = 5\nmin_per_unit = 0\n");
    assert_eq!(seats(&quota(&ran)), named(&[("乙院", 0), ("甲院", 5)]));
    assert!(ran.report("03-代表名额分配.xlsx").contains("覆盖面：没有名额的学院：乙院；材料里没有社团名册"));
}

#[test]
fn students_of_unknown_status_are_counted_and_said() {
    let rows = roster(&THREE, 4).replacen("|在读", "|借读", 2);
    let ran = Drop::new().policy(TWENTY).sheet("名册.xlsx", &rows).run();
    assert_eq!(quota(&ran)["population"], 200);
    assert!(ran.report("03-代表名额分配.xlsx").contains("其中 2 人的学籍状态不明"));
}

#[test]
fn a_tie_that_can_end_in_many_ways_shows_two_for_each_unit() {
    let many: Vec<(String, usize)> = (b'A'..=b'H').map(|c| (format!("{}院", c as char), 5)).collect();
    let many: Vec<(&str, usize)> = many.iter().map(|(name, heads)| (name.as_str(), *heads)).collect();
    let ran = run(&many, "[congress]\ntotal = 12\n");
    assert_eq!(quota(&ran)["tied"].as_array().unwrap().len(), 8);
    let report = ran.report("03-代表名额分配.xlsx");
    for piece in ["本单位抽中 | A院 | 5 | 2", "本单位没抽中 | A院 | 5 | 1"] {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
}

/// A headcount of a school that cannot be is refused in words, whatever its size; many units take no longer than their number.
#[test]
fn head_counts_beyond_all_bounds_are_refused_and_many_units_are_quick() {
    let beyond = by_headcount(&[("人数", "单位|人数\n甲院|4000000000\n乙院|4000000000")], TWENTY);
    assert_eq!(beyond.said.code, 2);
    assert!(beyond.said.stderr.contains("学生人数太大"), "{}", beyond.said.stderr);
    let seats = with_associations(ASSOCIATIONS, "[congress]\nassociations = { seats_each = 4000000000 }\n");
    assert!(seats.said.stderr.contains("总名额太大"), "{}", seats.said.stderr);
    let minimum = run(&THREE, "[congress]\nmin_per_unit = 4000000000\nmin_mode = \"top_up\"\n");
    assert!(minimum.said.stderr.contains("总名额太大"), "{}", minimum.said.stderr);
    let mut rows = "单位|人数".to_owned();
    (0..30_000).for_each(|unit| {
        let _ = write!(rows, "\n单位{unit}|{}", unit % 97 + 1);
    });
    for method in ["largest_remainder", "dhondt"] {
        let policy = format!("[congress]\ntotal = 60000\nmin_mode = \"clamp\"\nmethod = \"{method}\"\n");
        assert_eq!(quota(&by_headcount(&[("人数", &rows)], &policy))["units"].as_array().unwrap().len(), 30_000);
    }
}

/// A lot about the units is not compared with a tie within one of them.
#[test]
fn a_lot_is_compared_with_the_tie_of_its_own_question() {
    let lot = "[[lot]]\nquestion = \"congress.seats\"\ntied = [\"甲院\", \"乙院\"]\nwinner = [\"甲院\"]\nby = \"李\"\ndate = \"2026-01-10\"\n";
    let ran = run(&[("甲院", 12), ("乙院", 6)], &format!("[congress]\ntotal = 6\nwithin = \"class\"\n{lot}"));
    assert!(ran.problems().join("\n").contains("没有采用：现在没有并列"), "{:?}", ran.problems());
}

/// Why the roster alone makes nothing is said by the run, not only by `check`.
#[test]
fn a_run_without_any_report_says_why_there_is_no_allocation() {
    let ran = run(&[("甲院", 50), ("乙院", 50)], "[congress]\nmin_per_unit = 5\n[policy]\n");
    assert_eq!(ran.said.code, 2);
    assert!(ran.said.stderr.contains("总名额 1 不够 2 个单位保底（共需 10）"), "{}", ran.said.stderr);
}

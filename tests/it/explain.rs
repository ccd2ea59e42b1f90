//! One student's page: what it says would have been enough is enough, and a hair less is not; the page for machines says the same.

use serde_json::Value;

use crate::support::{Drop, tuanxue};

/// Comprehensive totals of a cohort; the students are numbered from one.
fn drop_of(totals: &[String], policy: &str) -> Drop {
    let ids: Vec<String> = (1..=totals.len()).map(|idx| format!("2023{idx:04}")).collect();
    let roster: Vec<String> =
        ids.iter().map(|id| format!("{id}|生{id}|共青团员|甲院|软件|2023|软件1班|在读")).collect();
    let rows: Vec<String> = ids.iter().zip(totals).map(|(id, total)| format!("{id}|生{id}|{total}")).collect();
    Drop::new()
        .sheet("名册.xlsx", &format!("学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态\n{}", roster.join("\n")))
        .sheet("综测.xlsx", &format!("学号|姓名|综测总分\n{}", rows.join("\n")))
        .policy(policy)
}

fn page(drop: &Drop, student: &str) -> Value {
    let path = drop.path().to_str().unwrap();
    let said = tuanxue(&["explain", student, path, "--as-of", "2026-01-20", "--json"]);
    assert!(said.code < 2, "{}", said.stderr);
    serde_json::from_str(&said.stdout).unwrap()
}

fn is_within(page: &Value) -> bool {
    let reasons = page["reasons"].as_array().unwrap();
    reasons.iter().any(|reason| reason["rule"] == "H-A2" && reason["verdict"] == "pass")
}

/// Hundredths of a point, as text.
fn text(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// What the page says of the line, found by trying every hundredth of a point: an oracle that knows no ranks but the tool's own.
#[test]
fn what_is_said_to_be_enough_is_just_enough() {
    // Ties in the middle, a value of three decimals, a wide gap.
    let others = ["93.00", "91.50", "91.50", "88.254", "88.25", "80.00", "80.00", "79.99", "70.00"];
    for (ties, cutoff, percent) in [
        ("competition_min", "ratio", "30/100"),
        ("competition_max", "ratio", "40/100"),
        ("average", "half_up", "35/100"),
        ("dense", "ceil", "30/100"),
        ("competition_max", "ceil", "25/100"),
    ] {
        let policy = format!(
            "[eligibility.rank]\nties = \"{ties}\"\ncutoff = \"{cutoff}\"\npercent = \"{percent}\"\nexempt_first_year = false\n"
        );
        let mut totals: Vec<String> = others.map(str::to_owned).to_vec();
        totals.push("60.00".to_owned());
        let with = |hundredths: i64| {
            let mut totals = totals.clone();
            totals[9] = text(hundredths);
            page(&drop_of(&totals, &policy), "20230010")
        };
        let now = with(6000);
        assert!(!is_within(&now));
        let changes = now["changes"].as_array().unwrap();
        let said = changes.iter().find(|change| change["rule"] == "H-A2").unwrap()["what"].as_str().unwrap();
        let (_, after) = said.split_once("至少要 ").unwrap_or_else(|| panic!("{said}"));
        let (enough, after) = after.split_once("（现在 60.00，差 ").unwrap();
        let (lacks, after) = after.split_once("），那时是第 ").unwrap();
        let rank = after.trim_end_matches(" 名");
        let hundredths: i64 = enough.replace('.', "").parse().unwrap();
        assert_eq!(text(hundredths - 6000), lacks, "{ties}: {said}");
        let then = with(hundredths);
        assert!(is_within(&then), "{ties}: {enough} is not enough");
        let own = &then["standings"][0]["rank"];
        assert_eq!(own.as_str().map_or_else(|| own.to_string(), str::to_owned), rank, "{ties}");
        assert!(!is_within(&with(hundredths - 1)), "{ties}: less than {enough} is enough");
    }
}

/// Courses: what counts and why; the sum that is printed gives the average that is printed.
#[test]
fn the_page_says_which_courses_count_and_why() {
    let roster = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态\n20230001|甲|共青团员|甲院|软件|2023|软件1班|在读";
    let grades = "学号|课程名称|学分|成绩|学期|考试性质\n20230001|数学|4|52|2024-2025-2|正常考试\n\
                  20230001|数学|4|71|2024-2025-2|补考\n20230001|英语|2|50|2024-2025-2|正常考试\n\
                  20230001|英语|2|80|2025-2026-1|重修\n20230001|体育|1|合格|2025-2026-1|正常考试\n\
                  20230001|物理|3|40|2025-2026-1|正常考试\n20230001|化学|3|缓考|2025-2026-1|正常考试";
    let drop = Drop::new().sheet("名册.xlsx", roster).sheet("成绩.xlsx", grades);
    let path = drop.path().to_str().unwrap();
    let said = tuanxue(&["explain", "甲", path, "--as-of", "2026-01-20"]).stdout;
    for part in [
        "初考 52，补考 71。补考的成绩按政策计 60",
        "初考 50，重修 80。取重修的成绩",
        "合格。不计入平均分：二级制成绩",
        "缓考。不计入平均分：缓考，尚无成绩",
        // 60 × 4 + 80 × 2 + 40 × 3 = 520 over 9 credits.
        "（计入 × 学分）相加 520 ÷ 学分相加 9",
        "加权平均分 57.78（精确值 520/9）",
        "《物理》补考或重修通过，成绩放进材料以后，这一条变为“复核”，由学校决定",
        "《化学》的缓考成绩出来",
        "eligibility.fail.cleared",
        "出处：成绩.xlsx › Sheet1 › D2:D3",
    ] {
        assert!(said.contains(part), "{part}:\n{said}");
    }
    let json = page(&drop, "20230001");
    assert_eq!(json["standings"][0]["average_exact"], "520/9");
    assert_eq!(json["courses"].as_array().unwrap().len(), 5);
    assert_eq!((&json["student_id"], &json["verdict"]), (&Value::from("20230001"), &Value::from("fail")));
    // Where a failure lasts whatever follows, nothing is promised.
    let drop = Drop::new()
        .sheet("名册.xlsx", roster)
        .sheet("成绩.xlsx", grades)
        .policy("[eligibility.fail]\nmode = \"ever\"\n");
    let said = tuanxue(&["explain", "甲", drop.path().to_str().unwrap(), "--as-of", "2026-01-20"]).stdout;
    assert!(said.contains("后来通过也不会改变") && !said.contains("补考或重修通过"), "{said}");
}

/// Punishments: lifting changes the verdict to what the policy makes of a lifted one; time alone does nothing.
#[test]
fn what_would_change_a_punishment_is_what_the_policy_says() {
    let drop = |lifted: &str| {
        drop_of(&["90".to_owned()], &format!("[eligibility.discipline]\nlifted = \"{lifted}\"\n"))
            .sheet("处分.xlsx", "学号|姓名|处分类型|处分日期|是否解除\n20230001|生20230001|警告|2024-01-01|否")
    };
    for (lifted, wanted) in [("review", "变为“复核”"), ("pass", "变为“符合”"), ("fail", "变为“不符合”，不会改变")]
    {
        let changes = page(&drop(lifted), "20230001")["changes"].to_string();
        assert!(changes.contains(wanted) && changes.contains("时间过去不等于解除"), "{changes}");
    }
}

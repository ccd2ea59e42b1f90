//! The policy: layers and where each value comes from, what is refused and how, and the commands that show it.

use crate::scene::{assert_holds, class, field_of, roster_of};
use crate::support::{Drop, Said, tuanxue};

/// `policy show` of a built-in policy or a file.
fn show(name: &str) -> String {
    let said = tuanxue(&["policy", "show", name]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{name}");
    said.stdout
}

/// The line of one key in what `policy show` prints: `value    # layer：clause，strength`.
fn line_of(shown: &str, path: &str) -> String {
    let (section, name) = path.rsplit_once('.').unwrap();
    let mut current = "";
    for line in shown.lines() {
        if let Some(head) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            current = head;
        } else if let Some((key, value)) = line.split_once(" = ")
            && (current, key) == (section, name)
        {
            return value.to_owned();
        }
    }
    panic!("no {path} in:\n{shown}");
}

/// The line of one key under a drop's own policy.
fn line_under(policy: &str, path: &str) -> String {
    let drop = Drop::new().policy(policy);
    line_of(&show(drop.path().join("policy.toml").to_str().unwrap()), path)
}

/// `policy check` on a drop's `policy.toml`.
fn check(drop: &Drop) -> Said {
    tuanxue(&["policy", "check", drop.path().join("policy.toml").to_str().unwrap()])
}

/// What `policy check` complains about, a line each.
fn complaints(policy: &str) -> Vec<String> {
    let said = check(&Drop::new().policy(policy));
    assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{policy}");
    said.stderr.lines().skip(1).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn policy_list_names_the_built_in_policies() {
    let said = tuanxue(&["policy", "list"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    for name in ["national", "hunan-jiaotong", "湖南交通职业技术学院", "wuchang-shouyi", "武昌首义学院"]
    {
        assert!(said.stdout.contains(name), "{name}");
    }
}

#[test]
fn policy_show_needs_no_name_and_refuses_an_unknown_one() {
    let said = tuanxue(&["policy", "show"]);
    assert_eq!((said.code, said.stdout), (0, show("national")));
    let said = tuanxue(&["policy", "show", "hunan"]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""));
    assert_holds(&said.stderr, &["hunan", "hunan-jiaotong"]);
}

#[test]
fn policy_check_accepts_a_good_file_and_says_what_it_stands_on() {
    let said = check(&Drop::new().policy("policy.extends = \"hunan-jiaotong\""));
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    assert_holds(&said.stdout, &["没有问题", "national", "hunan-jiaotong", "policy.toml"]);
    assert_eq!(tuanxue(&["policy", "check", "没有这个文件.toml"]).code, 2);
}

/// The line of 30 % stands in the national form and in H's plan, not in W's; over which terms it is taken stands nowhere.
#[test]
fn every_value_says_who_set_it() {
    let percent = |name: &str| line_of(&show(name), "eligibility.rank.percent");
    assert_holds(&percent("national"), &["\"30/100\"", "全国性文件", "N-S8"]);
    assert_holds(&percent("hunan-jiaotong"), &["\"30/100\"", "本校方案", "H-A2"]);
    assert_holds(&percent("wuchang-shouyi"), &["\"30/100\"", "全国性文件", "N-S8"]);
    for name in ["national", "hunan-jiaotong", "wuchang-shouyi"] {
        assert_holds(&line_of(&show(name), "eligibility.rank.window"), &["since_entry", "假设"]);
        assert_holds(&line_of(&show(name), "grades.levels"), &["优秀", "95", "假设"]);
    }
    // What a school's file sets without a text behind it is the tool's assumption, too.
    assert_holds(&line_of(&show("hunan-jiaotong"), "structure.departments.similarity_min"), &["80/100", "假设"]);
    assert_holds(&line_of(&show("wuchang-shouyi"), "ledgers.joint_meeting"), &["termly", "假设"]);
    assert_holds(&line_of(&show("hunan-jiaotong"), "congress.min_percent"), &["1/100", "本校方案", "H-C1", "原则"]);
}

/// W's plan gives no number, so no value with a digit in it may be said to be the plan's.
#[test]
fn the_plan_of_w_is_never_said_to_give_a_number() {
    let shown = show("wuchang-shouyi");
    let of_the_plan: Vec<&str> = shown.lines().filter(|line| line.contains("# 本校方案")).collect();
    assert!(of_the_plan.iter().any(|line| line.starts_with("required = ")));
    for line in of_the_plan {
        let value = line.split("    # ").next().unwrap();
        assert!(!value.contains(|character: char| character.is_ascii_digit()), "{line}");
    }
    assert_holds(&line_of(&shown, "structure.staff.school"), &["40", "全国性文件", "N-S3"]);
    assert_holds(&line_of(&show("hunan-jiaotong"), "structure.staff.school"), &["40", "本校方案", "H-B1"]);
}

/// The drop's own value names its line and the text it departs from.
#[test]
fn a_value_of_the_drop_names_its_line_and_what_it_replaces() {
    let policy = "[policy]\nextends = \"hunan-jiaotong\"\n\n[eligibility.rank]\npercent = \"25%\"\n";
    assert_holds(&line_under(policy, "eligibility.rank.percent"), &["\"25%\"", "本批设置", "第 5 行", "H-A2", "硬性"]);
    assert_holds(&line_under(policy, "eligibility.rank.window"), &["假设"]);
    let student = class(&["90", "80", "70", "60"]).policy(policy).run().student("2023001");
    assert_eq!(field_of(&student, "H-A2", "layer"), "drop");
    assert_holds(&field_of(&student, "H-A2", "clause"), &["policy.toml", "5", "H-A2"]);
    assert!(student.reason("H-A2").contains("25/100"));
}

/// A drop may name its own source, beside the value or in a list of clauses.
#[test]
fn a_value_may_name_its_clause_and_strength() {
    let long = "eligibility.rank.percent = { value = \"20/100\", clause = \"校办〔2025〕3号\", strength = \"warn\" }";
    assert_holds(&line_under(long, "eligibility.rank.percent"), &["20/100", "本批设置", "校办〔2025〕3号", "原则"]);
    let listed = "eligibility.rank.percent = \"20/100\"\n[[clause]]\nid = \"X-1\"\ntitle = \"校办〔2025〕3号\"\n\
                  strength = \"info\"\nkeys = [\"eligibility.rank.percent\"]";
    assert_holds(
        &line_under(listed, "eligibility.rank.percent"),
        &["20/100", "本批设置", "校办〔2025〕3号", "X-1", "参考"],
    );
    for (wrong, piece) in [
        ("eligibility.rank.percent = { value = \"1/5\", strength = \"strict\" }", "strict"),
        ("eligibility.rank.percent = { value = \"1/5\", because = \"…\" }", "because"),
        ("[[clause]]\nid = \"X-1\"\ntitle = \"…\"\nstrength = \"warn\"\nkeys = [\"eligibility.rank.per\"]", "rank.per"),
        ("[[clause]]\nid = \"X-1\"\nkeys = []", "title"),
    ] {
        let found = complaints(wrong);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(piece), "{found:?}");
    }
}

/// "A later layer's table is merged key by key (an empty value removes a key), a list or a single value is replaced."
#[test]
fn tables_are_merged_and_lists_replaced() {
    let policy = "[policy]\nextends = \"hunan-jiaotong\"\n[aliases.levels]\n\"系级\" = \"college\"\n\"院学生会\" = \"\"\n\
                  \"校级\" = \"campus\"\n[grades]\nzero = [\"弃考\"]\ntwo_level = { pass = [\"P\"] }\n";
    let levels = line_under(policy, "aliases.levels").replace('"', "");
    // National, H's own, and the drop's stand together.
    assert_holds(&levels, &["校级 = campus", "校学生会 = school", "二级学院学生会 = college", "系级 = college"]);
    assert!(!levels.contains(" 院学生会 ="), "{levels}");
    assert!(line_under(policy, "grades.zero").starts_with("[\"弃考\"] "));
    assert!(line_under(policy, "grades.two_level.pass").starts_with("[\"P\"] "));
    assert!(line_under(policy, "grades.two_level.fail").starts_with("[\"不合格\", \"不通过\"] "));
    let required = "policy.extends = \"hunan-jiaotong\"\neligibility.reviews.required = [\"党委批准\"]";
    assert!(line_under(required, "eligibility.reviews.required").starts_with("[\"党委批准\"] "));
}

#[test]
fn an_unknown_key_is_refused_with_its_line_and_the_nearest_one() {
    for (policy, line, written, meant) in [
        (
            "[eligibility.rank]\nenabled = true\npercnt = \"30/100\"",
            3,
            "eligibility.rank.percnt",
            "eligibility.rank.percent",
        ),
        ("[eligibilty.rank]\npercent = \"30/100\"", 1, "eligibilty", "eligibility"),
        ("[grades]\nmake_up = \"actual\"", 2, "grades.make_up", "grades.makeup"),
        ("\n\n[eligibility.fail]\nmod = \"ever\"", 4, "eligibility.fail.mod", "eligibility.fail.mode"),
        ("[elig.rank]\nwindow = \"last_year\"\n[grade]\nzero = []", 3, "grade", "grades"),
    ] {
        let found = complaints(policy);
        let complaint = found.iter().find(|complaint| complaint.contains(&format!("第 {line} 行"))).unwrap();
        assert_holds(complaint, &[&format!("“{written}”"), &format!("“{meant}”")]);
    }
    let found = complaints("[grades]\ncolour_of_the_paper = \"red\"");
    assert_holds(&found[0], &["第 2 行", "colour_of_the_paper", "policy show"]);
}

/// A value of the wrong shape is refused, with the key and what to write instead.
#[test]
fn a_value_of_the_wrong_shape_is_refused_with_what_to_write() {
    for (policy, pieces) in [
        ("eligibility.rank.enabled = \"yes\"", &["eligibility.rank.enabled", "true"][..]),
        ("eligibility.fail.max = \"1\"", &["eligibility.fail.max", "整数"]),
        ("eligibility.fail.max = -1", &["eligibility.fail.max", "整数"]),
        ("eligibility.rank.percent = 0.3", &["eligibility.rank.percent", "30/100"]),
        ("eligibility.rank.percent = \"0.3\"", &["eligibility.rank.percent", "0.3", "30%"]),
        ("eligibility.rank.percent = \"1/0\"", &["eligibility.rank.percent", "1/0"]),
        ("eligibility.rank.percent = \"30\"", &["eligibility.rank.percent", "30/100"]),
        ("grades.pass_mark = 60", &["grades.pass_mark", "\"60\""]),
        ("grades.pass_mark = \"六十\"", &["grades.pass_mark", "六十"]),
        ("eligibility.rank.window = \"last_yaer\"", &["eligibility.rank.window", "last_yaer", "是不是“last_year”"]),
        ("eligibility.rank.window = [\"last_year\"]", &["eligibility.rank.window", "since_entry"]),
        ("grades.zero = \"缺考\"", &["grades.zero", "方括号"]),
        ("grades.zero = [0]", &["grades.zero", "文字"]),
        ("eligibility.rank.metric = [\"averge\"]", &["eligibility.rank.metric", "averge", "是不是“average”"]),
        ("grades.marks = { \"$\" = \"makup\" }", &["grades.marks", "makup", "是不是“makeup”"]),
        ("grades.levels = { \"优\" = 95 }", &["grades.levels", "优", "\"60\""]),
        ("grades.levels = [\"优\"]", &["grades.levels", "表"]),
        ("grades.scale = [\"100\", \"0\"]", &["grades.scale", "下限"]),
        ("grades.scale = [\"0\"]", &["grades.scale", "两个数"]),
        ("grades.gpa_table = [[\"90\"]]", &["grades.gpa_table", "一对"]),
        ("congress.floors = [{ group = \"性别=女\" }]", &["congress.floors", "min"]),
        ("congress.floors = [{ group = \"性别=女\", min = \"1/4\", max = \"1/2\" }]", &["congress.floors", "max"]),
        ("lot = [{ question = \"congress.seats\", tied = [\"甲\"] }]", &["lot", "winner"]),
        ("policy.term = \"明年\"", &["policy.term", "明年", "2025-2026-1"]),
        ("ledgers.holiday_months = [\"1\"]", &["ledgers.holiday_months", "整数"]),
        ("evaluation.lines = [[\"优秀\"]]", &["evaluation.lines", "一对"]),
        ("evaluation.dimensions = { \"政治素质\" = \"20\" }", &["evaluation.dimensions", "政治素质", "整数"]),
        ("notice.columns = [\"姓名\", \"身份证号\"]", &["notice.columns", "身份证号"]),
        ("eligibility.rank = true", &["eligibility.rank", "表"]),
    ] {
        let found = complaints(policy);
        assert_eq!(found.len(), 1, "{policy}: {found:?}");
        assert_holds(&found[0], &["policy.toml 第 1 行"]);
        assert_holds(&found[0], pieces);
    }
}

/// Five mistakes, five complaints in the order of the lines; nothing stops at the first.
#[test]
fn all_problems_of_a_file_are_reported_in_one_pass() {
    let policy = "[eligibility.rank]\npercnt = \"30/100\"\nwindow = \"ever\"\n[grades]\npass_mark = 60\nscale = \"100\"\n\
                  [eligibilty]\nx = 1";
    let found = complaints(policy);
    let lines: Vec<&str> = found.iter().map(|complaint| complaint.split('：').next().unwrap()).collect();
    assert_eq!(lines, [2, 3, 5, 6, 7].map(|line| format!("policy.toml 第 {line} 行")));
}

/// A file that is no TOML: the line, and what stands there.
#[test]
fn broken_writing_is_refused_with_its_line() {
    for (policy, line, written) in [
        ("[grades]\npass_mark = \"60\nzero = []", 2, "pass_mark"),
        ("[policy\nextends = \"national\"", 1, "[policy"),
        ("[grades]\ndecimals = 2\ndecimals = 3", 3, "decimals = 3"),
    ] {
        let found = complaints(policy);
        assert_holds(&found[0], &[&format!("第 {line} 行"), written]);
    }
}

/// Values that are each well-formed and do not go together.
#[test]
fn contradictions_are_refused() {
    for (policy, pieces) in [
        ("grades.pass_mark = \"110\"", &["grades.pass_mark", "110", "0", "100"][..]),
        ("grades.levels = { \"满分\" = \"120\" }", &["满分", "120"]),
        ("grades.gpa = \"table\"", &["gpa_table"]),
        ("eligibility.rank.metric = []", &["eligibility.rank.metric"]),
        ("eligibility.rank.cohort = []", &["eligibility.rank.cohort"]),
        ("grades.deferred = [\"缺考\"]", &["缺考", "grades.zero", "grades.deferred"]),
        ("grades.exempt = [\"优\"]", &["优", "grades.levels", "grades.exempt"]),
        ("roster.enrolled = [\"在读\", \"休学\"]", &["休学"]),
        ("evaluation.groups = { \"团委\" = 10 }", &["evaluation.groups", "90", "100"]),
    ] {
        let found = complaints(policy);
        assert_eq!(found.len(), 1, "{policy}: {found:?}");
        assert_holds(&found[0], pieces);
    }
    // Where the rule is off, nobody asks by what it would rank.
    let off = Drop::new().policy("eligibility.rank.enabled = false\neligibility.rank.metric = []");
    assert_eq!(check(&off).code, 0);
}

/// Without `extends` the national layer is beneath; a file may stand on another file.
#[test]
fn extends_names_a_built_in_policy_or_a_file() {
    let layers = |drop: &Drop| {
        let said = check(drop);
        assert_eq!(said.code, 0, "{}", said.stderr);
        said.stdout.trim().rsplit('：').next().unwrap().to_owned()
    };
    assert_eq!(layers(&Drop::new().policy("")), "national → policy.toml");
    assert_eq!(layers(&Drop::new().policy("policy.extends = \"\"")), "national → policy.toml");
    let between = b"policy.extends = \"hunan-jiaotong\"\ngrades.decimals = 3\neligibility.fail.max = 2";
    let drop =
        Drop::new().file("本校.toml", between).policy("policy.extends = \"本校.toml\"\neligibility.fail.max = 1");
    assert_eq!(layers(&drop), "national → hunan-jiaotong → 本校.toml → policy.toml");
    let shown = show(drop.path().join("policy.toml").to_str().unwrap());
    assert!(line_of(&shown, "grades.decimals").starts_with("3 "));
    assert_holds(&line_of(&shown, "eligibility.fail.max"), &["1 ", "本批设置"]);
    assert_holds(&line_of(&shown, "eligibility.rank.percent"), &["本校方案", "H-A2"]);
}

/// A school may be called by its name.
#[test]
fn extends_takes_the_name_of_a_school() {
    for (school, clause) in [("湖南交通职业技术学院", "H-A9"), ("武昌首义学院", "W-A3")] {
        let policy = format!("policy.extends = \"{school}\"");
        assert_holds(&line_under(&policy, "eligibility.reviews.required"), &["党委批准", clause]);
    }
}

/// A school's own header words, for every kind of sheet or for one, before the tool's own.
#[test]
fn columns_may_have_other_names() {
    let grades = "学号|课程名称|我校的成绩列|成绩|学分\n2023001|高等数学|80|50|4";
    let average = |policy: &str| {
        let drop = roster_of(1).sheet("成绩.xlsx", grades).policy(policy);
        drop.run().student("2023001").average()
    };
    assert_eq!(average(""), "50.00");
    assert_eq!(average("aliases.columns = { \"我校的成绩列\" = \"成绩\" }"), "80.00");
    assert_eq!(average("[aliases.columns.grades]\n\"我校的成绩列\" = \"成绩\""), "80.00");
    let of_other_kind = Drop::new().policy("[aliases.columns.roster]\n\"我校的成绩列\" = \"成绩\"");
    assert_holds(&check(&of_other_kind).stderr, &["我校的成绩列", "没有“成绩”这一列"]);
}

#[test]
fn extends_refuses_what_is_not_there_and_what_goes_round() {
    let found = complaints("policy.extends = \"hunan-jiaotng\"");
    assert_holds(&found[0], &["hunan-jiaotng", "是不是“hunan-jiaotong”"]);
    let round = Drop::new().file("甲.toml", b"policy.extends = \"policy.toml\"").policy("policy.extends = \"甲.toml\"");
    let said = check(&round);
    assert_eq!(said.code, 2);
    assert_holds(&said.stderr, &["圈", "policy.toml"]);
}

/// A bad policy stops the run before anything is written, and all its problems are named.
#[test]
fn a_run_with_a_bad_policy_writes_nothing() {
    let drop = class(&["90"]).policy("[eligibility.rank]\npercnt = \"30/100\"\nwindow = \"ever\"");
    let said = tuanxue(&["run", drop.path().to_str().unwrap(), "--as-of", "2026-01-20"]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""));
    assert_holds(&said.stderr, &["第 2 行", "percnt", "第 3 行", "ever"]);
    assert!(!drop.path().join("报告").exists());
}

/// `--policy` stands in for the drop's own file, whole, and the run says so.
#[test]
fn the_command_line_passes_over_the_drop_s_own_file() {
    let all_pass = "eligibility.rank.percent = \"100%\"";
    let drop = || class(&["90", "80", "70", "60"]).policy(all_pass);
    let last = |ran: &crate::support::Ran| ran.student("2023004").verdict_on("H-A2");
    let own = drop().run();
    assert_eq!((last(&own), own.codes().contains(&"D107".to_owned())), ("pass".into(), false));
    let named = drop().run_with(&["--policy", "hunan-jiaotong"]);
    assert_eq!((last(&named), named.codes().contains(&"D107".to_owned())), ("fail".into(), true));
    assert_eq!(named.result()["policy"]["layers"].as_array().unwrap().len(), 2);
    let other = drop().file("别的.toml", b"eligibility.rank.percent = \"50%\"");
    let file = other.path().join("别的.toml").to_string_lossy().into_owned();
    let ran = other.run_with(&["--policy", &file]);
    assert_eq!(["2023002", "2023003"].map(|id| ran.student(id).verdict_on("H-A2")), ["pass", "fail"]);
}

/// Report 00 lists every value with its source; report 01 says of each reason what it rests on, and for W never its plan.
#[test]
fn reports_name_sources_and_assumptions() {
    let ran = class(&["90", "80", "70", "60"]).policy("policy.extends = \"wuchang-shouyi\"").run();
    let lines_with = |report: &str, word: &str| {
        let lines = report.lines().filter(|line| line.contains(word)).map(str::to_owned);
        lines.collect::<Vec<_>>()
    };
    let start = ran.report("00-说明与数据问题.xlsx");
    for (key, pieces) in [
        ("eligibility.rank.percent", &["30/100", "全国性文件", "N-S8"][..]),
        ("eligibility.rank.window", &["since_entry", "假设"]),
        ("eligibility.reviews.required", &["党委批准", "本校方案", "W-A3"]),
    ] {
        let lines = lines_with(&start, key);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_holds(&lines[0], pieces);
    }
    let reasons = lines_with(&ran.report("01-候选资格审查.xlsx"), "| H-A2 ");
    assert_eq!(reasons.len(), 4);
    for reason in reasons {
        assert_holds(&reason, &["30/100", "N-S8", "全国性文件"]);
        assert!(!reason.contains("武昌"), "{reason}");
    }
}

#[test]
fn posts_are_known_by_their_own_word_or_behind_a_department() {
    use tuanxue::model::union::Post;
    let policy = tuanxue::policy::load("national", None, &|_| None).unwrap();
    for (written, post) in [
        ("执行主席", Some(Post::Chair)),
        ("主席团成员（兼）", Some(Post::Presidium)),
        ("文体部副部长", Some(Post::Head)),
        ("权益服务中心负责人", Some(Post::Head)),
        ("学习部干事", Some(Post::Staff)),
        ("部长助理", Some(Post::Staff)),
        ("学习委员", Some(Post::Class)),
        ("主席团成员兼学习部部长", Some(Post::Presidium)),
        ("学习部部长、干事", Some(Post::Head)),
        ("秘书长", Some(Post::Teacher)),
        // What stands before the word is no department, so it is another post.
        ("校友联络主席", None),
        ("志愿活动负责人", None),
        ("联络员", None),
        ("", None),
    ] {
        assert_eq!(policy.words.post(written), post, "{written}");
    }
}

/// A share beyond the whole is refused without being recommended.
#[test]
fn a_share_beyond_the_whole_is_never_recommended() {
    let said = complaints("eligibility.rank.percent = \"120/100\"").concat();
    assert!(said.contains("不能超过 100%") && !said.contains("应写成"), "{said}");
    let said = complaints("eligibility.rank.percent = \"30\"").concat();
    assert!(said.contains("应写成 \"30/100\""), "{said}");
    assert_eq!(check(&Drop::new().policy("[aliases.meetings]\n\"班会\" = \"其他会议\"\n")).code, 0);
}

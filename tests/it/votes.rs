//! Elections: quorum, majority, arithmetic, ties at the last seat, lots; H-C7.

use proptest::prelude::*;
use serde_json::{Value, json};
use tuanxue::model::facts::Facts;
use tuanxue::model::origin::{CellRef, SheetIdx};
use tuanxue::model::union::{Candidate, Contest};
use tuanxue::model::words::Word;
use tuanxue::policy;
use tuanxue::rules::congress::votes::{Elected, decide_all};

use crate::support::{Drop, Ran};

const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态
202301|王伟|团员|信息|软件|2023|1班|在读
202302|李娜|团员|信息|软件|2023|1班|在读";

fn run(sheet: &str, policy: &str) -> Ran {
    Drop::new().policy(policy).sheet("名册.xlsx", ROSTER).sheet("选举.xlsx", sheet).run()
}

/// `candidate elected` of every candidate.
fn elected(ran: &Ran) -> Vec<String> {
    let result = ran.result();
    let votes = result["votes"].as_array().unwrap_or_else(|| panic!("no votes: {}", ran.said.stderr)).clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    votes.iter().map(|vote| format!("{} {}", text(&vote["candidate"]), text(&vote["elected"]))).collect()
}

fn findings(ran: &Ran, candidate: &str) -> String {
    let result = ran.result();
    let vote = result["votes"].as_array().unwrap().iter().find(|vote| vote["candidate"] == candidate).unwrap().clone();
    vote["findings"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect::<Vec<_>>().join("；")
}

fn verdict(ran: &Ran) -> String {
    let verdicts = ran.checks("H-C7").into_iter().map(|check| check["verdict"].as_str().unwrap().to_owned());
    verdicts.collect::<Vec<_>>().join(" ")
}

const HEADER: &str = "候选人|应选|发出|收回|有效|赞成|反对|弃权";

#[test]
fn the_most_votes_above_the_majority_take_the_seats() {
    // More than half of 553 are 277.
    let sheet = format!(
        "{HEADER}\n甲|2|600|560|553|400|114|39\n乙|2|600|560|553|277|276|0\n丙|2|600|560|553|276|277|0\n丁|2|600|560|553|300|200|53"
    );
    let ran = run(&sheet, "");
    assert_eq!(elected(&ran), ["甲 yes", "乙 no", "丙 no", "丁 yes"]);
    let vote = ran.result()["votes"][0].clone();
    assert_eq!((&vote["share"], &vote["valid"], &vote["for"]), (&json!("72.33"), &json!(553), &json!(400)));
    assert_eq!(findings(&ran, "乙"), "赞成 277 票，应选 2 名，末位当选者 300 票");
    assert_eq!(findings(&ran, "丙"), "赞成 276 / 有效 553，没有超过 1/2");
    assert_eq!((verdict(&ran).as_str(), ran.said.code), ("pass", 0));
}

#[test]
fn exactly_half_is_no_majority_and_the_policy_may_ask_for_more() {
    let sheet = format!("{HEADER}\n甲|1|100|100|100|50|50|0");
    assert_eq!(elected(&run(&sheet, "")), ["甲 no"]);
    let sheet = format!("{HEADER}\n甲|1|100|100|100|66|34|0");
    assert_eq!(elected(&run(&sheet, "")), ["甲 yes"]);
    let ran = run(&sheet, "[votes]\nmajority = \"2/3\"\n");
    assert_eq!(elected(&ran), ["甲 no"]);
    assert!(findings(&ran, "甲").contains("应选 1 名，当选 0 名，缺 1 名"));
    assert_eq!(verdict(&ran), "fail");
}

#[test]
fn too_few_returned_or_more_than_issued_make_no_election() {
    // Two thirds of 85 are 56.67.
    let with = |returned: u32| run(&format!("{HEADER}\n甲|1|85|{returned}|56|56|0|0"), "");
    assert_eq!((elected(&with(57)), verdict(&with(57))), (vec!["甲 yes".to_owned()], "pass".to_owned()));
    assert_eq!((elected(&with(56)), verdict(&with(56))), (vec!["甲 no".to_owned()], "fail".to_owned()));
    assert!(findings(&with(56), "甲").contains("收回 56 / 发出 85，不足 2/3，选举不能成立"));
    let ran = with(86);
    assert_eq!((elected(&ran), verdict(&ran)), (vec!["甲 no".to_owned()], "fail".to_owned()));
    assert!(findings(&ran, "甲").contains("收回 86 张，多于发出 85 张，选举无效"));
}

#[test]
fn numbers_that_do_not_add_up_are_for_a_human() {
    for (row, said) in [
        ("甲|1|85|80|81|50|31|0", "有效票 81 张，多于收回 80 张"),
        ("甲|1|85|80|80|50|31|0", "相加 81，多于有效票 80"),
        ("甲|1|85|80||50|30|0", "没有写有效票数"),
        ("甲|1|85|80|八十|50|30|0", "票数有看不懂的"),
    ] {
        let ran = run(&format!("{HEADER}\n{row}"), "");
        assert_eq!((elected(&ran), verdict(&ran).as_str()), (vec!["甲 needs_decision".to_owned()], "review"), "{row}");
        assert!(findings(&ran, "甲").contains(said), "{row}: {}", findings(&ran, "甲"));
    }
    // Fewer is said, and decides nothing.
    let ran = run(&format!("{HEADER}\n甲|1|85|80|80|50|20|0"), "");
    assert_eq!((elected(&ran), verdict(&ran).as_str()), (vec!["甲 yes".to_owned()], "review"));
    assert!(findings(&ran, "甲").contains("相加 70，少于有效票 80"));
    // Whose numbers are open may stand above anybody; with seats for all it does not matter.
    let rows = "甲|{}|85|80|80|50|30|0\n乙|{}|85|80|80|60|31|0";
    let ran = run(&format!("{HEADER}\n{}", rows.replace("{}", "1")), "");
    assert_eq!(elected(&ran), ["甲 needs_decision", "乙 needs_decision"]);
    let ran = run(&format!("{HEADER}\n{}", rows.replace("{}", "2")), "");
    assert_eq!(elected(&ran), ["甲 yes", "乙 needs_decision"]);
}

#[test]
fn without_a_number_of_seats_nobody_above_the_line_is_decided() {
    for header in [
        "候选人|发出|收回|有效|赞成\n甲|85|80|80|50\n乙|85|80|80|30",
        "候选人|应选|发出|收回|有效|赞成\n甲|1|85|80|80|50\n乙|2|85|80|80|30",
    ] {
        let ran = run(header, "");
        assert_eq!(elected(&ran), ["甲 needs_decision", "乙 no"]);
        assert!(findings(&ran, "甲").contains("没有写应选人数"));
    }
}

const TIE: &str = "候选人|应选|发出|收回|有效|赞成
甲|2|85|80|80|70
乙|2|85|80|80|60
丙|2|85|80|80|60
丁|2|85|80|80|50";

#[test]
fn a_tie_at_the_last_seat_waits_for_its_lot_and_no_other() {
    let lot = |question: &str, tied: &str, winner: &str| {
        format!(
            "[[lot]]\nquestion = \"{question}\"\ntied = [{tied}]\nwinner = [\"{winner}\"]\nby = \"监票人\"\ndate = \"2026-01-10\"\n"
        )
    };
    let ran = run(TIE, "");
    assert_eq!(elected(&ran), ["甲 yes", "乙 needs_decision", "丙 needs_decision", "丁 no"]);
    assert_eq!((ran.said.code, verdict(&ran).as_str()), (3, "review"));
    let report = ran.report("04-代表资格审查.xlsx");
    for piece in ["乙、丙末位同票，其中 1 名当选", "question = \"votes.last_seat\"", "tied = [\"乙\", \"丙\"]"]
    {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
    assert!(ran.said.stderr.contains("当选 1，未当选 1，待定 2"), "{}", ran.said.stderr);
    let ran = run(TIE, &lot("votes.last_seat", "\"丙\", \"乙\"", "丙"));
    assert_eq!(elected(&ran), ["甲 yes", "乙 no", "丙 yes", "丁 no"]);
    assert_eq!((ran.said.code, verdict(&ran).as_str()), (0, "pass"));
    assert!(ran.report("04-代表资格审查.xlsx").contains("末位同票，抽签决定（监票人，2026-01-10）"));
    let open = "现在同票的是 乙、丙（question = \"votes.last_seat\"，抽出 1 名）";
    let other = "同票的人对，question 或抽中的人数不对：现在是 乙、丙（question = \"votes.last_seat\"，抽出 1 名）";
    for (tied, question, why) in
        [("\"甲\", \"乙\"", "votes.last_seat", open), ("\"乙\", \"丙\"", "votes.last_seat/主席团", other)]
    {
        let ran = run(TIE, &lot(question, tied, "乙"));
        assert_eq!(ran.said.code, 3);
        let said: Vec<String> = ran.problems().into_iter().filter(|problem| problem.starts_with("D118")).collect();
        assert!(said.len() == 1 && said[0].contains(why), "{said:?}");
    }
    let ran = run(TIE, "[votes]\ntie = \"vacant\"\n");
    assert_eq!(elected(&ran), ["甲 yes", "乙 no", "丙 no", "丁 no"]);
    assert_eq!((ran.said.code, verdict(&ran).as_str()), (0, "fail"));
    assert!(findings(&ran, "乙").contains("末位同为 60 票，按规定名额空缺"));
}

#[test]
fn two_elections_of_one_sheet_are_two() {
    let sheet = "选举事项|候选人|应选|发出|收回|有效|赞成\n主席|甲|1|85|80|80|60\n主席|乙|1|85|80|80|60\n委员|甲|1|85|80|80|70\n委员|丙|1|85|80|80|50";
    let ran = run(sheet, "");
    assert_eq!(elected(&ran), ["甲 needs_decision", "乙 needs_decision", "甲 yes", "丙 no"]);
    let lot = "[[lot]]\nquestion = \"votes.last_seat/主席\"\ntied = [\"甲\", \"乙\"]\nwinner = [\"乙\"]\nby = \"监票人\"\ndate = \"2026-01-10\"\n";
    assert_eq!(elected(&run(sheet, lot)), ["甲 no", "乙 yes", "甲 yes", "丙 no"]);
    // The bare question is about the only election in which both stand; where they stand in two, it does not say which.
    assert_eq!(elected(&run(sheet, &lot.replace("/主席", ""))), ["甲 no", "乙 yes", "甲 yes", "丙 no"]);
    let ran = run(&sheet.replace("丙|", "乙|"), &lot.replace("/主席", ""));
    assert_eq!(ran.said.code, 3);
    let said: Vec<String> = ran.problems().into_iter().filter(|problem| problem.starts_with("D118")).collect();
    assert!(said[0].contains("同票的人对，question 或抽中的人数不对"), "{said:?}");
}

/// The lines of a real count: one sheet, elections below each other, each with its own ballots.
#[test]
fn elections_below_each_other_are_not_ranked_together() {
    let sheet = "候选人|应选|发出|收回|有效|赞成\n一、执行主席|||||\n甲|1|112|110|110|100\n二、秘书处负责人|||||\n乙|1|112|110|110|90\n丙|1|112|110|110|10";
    let ran = run(sheet, "");
    assert_eq!(elected(&ran), ["甲 yes", "乙 yes", "丙 no"]);
    let contests: Vec<Value> =
        ran.result()["votes"].as_array().unwrap().iter().map(|vote| vote["contest"].clone()).collect();
    assert_eq!(contests, ["执行主席", "秘书处负责人", "秘书处负责人"]);
    // The numbers of a block are its own: the second has no quorum, the third says nothing of itself.
    let sheet = "候选人|赞成\n执行主席|\n应选1人，发出选票112张，收回110张，有效票108张|\n甲|100\n副主席|\n应选1人，发出选票112张，收回60张，有效票60张|\n乙|59\n委员|\n丙|59";
    let ran = run(sheet, "");
    assert_eq!(elected(&ran), ["甲 yes", "乙 no", "丙 needs_decision"]);
    assert!(findings(&ran, "乙").contains("收回 60 / 发出 112，不足 2/3"), "{}", findings(&ran, "乙"));
    // Elections told apart by their sheets alone.
    let one = "候选人|应选|发出|收回|有效|赞成\n甲|1|9|9|9|8";
    let ran = Drop::new()
        .sheet("名册.xlsx", ROSTER)
        .book("选举.xlsx", &[("主席选举", one), ("秘书长选举", &one.replace('甲', "乙"))])
        .run();
    assert_eq!(elected(&ran), ["甲 yes", "乙 yes"]);
    assert_eq!(ran.result()["votes"][1]["contest"], "秘书长选举");
}

#[test]
fn headers_of_real_counts_are_known_and_the_rest_is_said() {
    for (header, row) in [
        ("岗位|候选人姓名|应选|发票数|收票数|无效票|得票数|不赞成票数", "主席|甲|1|112|110|2|100|8"),
        ("竞选职务|姓名|应选人数|发出选票数|收回选票数|有效选票数|同意|不同意", "主席|甲|1|112|110|108|100|8"),
    ] {
        let ran = run(&format!("{header}\n{row}"), "");
        let vote = ran.result()["votes"][0].clone();
        assert_eq!(
            (&vote["valid"], &vote["contest"], &vote["elected"], &vote["against"]),
            (&json!(108), &json!("主席"), &json!("yes"), &json!(8))
        );
    }
    let ran = run("候选人|应选|发出|收回|有效|赞成|选区代号\n甲|1|9|9|9|8|A", "");
    assert_eq!(ran.codes(), ["H115"]);
}

/// Who stands in one election decides who is elected: where that cannot be told, nobody above the line is decided.
#[test]
fn rows_of_which_nobody_can_tell_the_election_are_for_a_human() {
    let open = |sheet: &str, why: &str| {
        let ran = run(sheet, "");
        let elected = elected(&ran);
        assert!(
            elected.iter().all(|row| row.ends_with("needs_decision") || row.ends_with("no")),
            "{sheet}: {elected:?}"
        );
        let notes: Vec<String> =
            ran.checks("H-C7").iter().map(|check| check["note"].as_str().unwrap().to_owned()).collect();
        assert!(notes.iter().any(|note| note.contains(why)), "{sheet}: {notes:?}");
        assert_eq!(verdict(&ran).split(' ').next(), Some("review"));
        ran
    };
    let header = "候选人|应选|发出|收回|有效|赞成";
    let line = format!("{header}\n王甲|1|9|9|9|8\n以上为女候选人|||||\n李乙|1|9|9|9|7");
    let ran = open(&line, "表中间有一行看不出是不是另一项选举的开始");
    assert!(ran.codes().contains(&"H116".to_owned()));
    open(&format!("{header}|部门\n王甲|1|9|9|9|8|宣传部\n李乙|1|9|9|9|7|外联部"), "有一列没有读取");
    open("选举事项|候选人|应选|发出|收回|有效|赞成\n主席|王甲|1|9|9|9|8\n|李乙|1|9|9|9|7", "有的行写了选举事项");
    let two = "选举事项|候选人|应选|发出|收回|有效|赞成\n主席|王甲|1|9|9|9|8";
    let ran = Drop::new()
        .sheet("名册.xlsx", ROSTER)
        .sheet("一.xlsx", two)
        .sheet("二.xlsx", &two.replace("王甲", "李乙"))
        .run();
    assert_eq!(elected(&ran), ["王甲 needs_decision", "李乙 needs_decision"]);
    // What says nothing of the election does no harm: where they come from, a sum, a note.
    let sheet = format!("{header}|现任职务\n王甲|1|9|9|9|8|班长\n李乙|1|9|9|9|7|学习委员\n监票人：赵老师||||||");
    assert_eq!(elected(&run(&sheet, "")), ["王甲 yes", "李乙 no"]);
}

#[test]
fn a_candidate_without_votes_is_one_and_no_election() {
    let ran = run("候选人|应选|发出|收回|有效|赞成\n王甲|1|9|9|9|8\n张丙|||||\n李乙|1|9|9|9|7", "");
    assert_eq!(elected(&ran), ["王甲 needs_decision", "张丙 needs_decision", "李乙 needs_decision"]);
    assert_eq!(findings(&ran, "张丙"), "没有写赞成票数，不能判断。请补填");
    // Neither is a row of invalid ballots one.
    let ran = run("候选人|应选|发出|收回|有效|赞成\n王甲|1|9|9|8|7\n废票|||||1", "");
    assert_eq!(elected(&ran), ["王甲 yes"]);
}

#[test]
fn invalid_ballots_are_those_returned_and_not_valid() {
    let with = |invalid: u32| run(&format!("候选人|应选|发出|收回|有效|无效票|赞成\n王甲|1|12|11|8|{invalid}|7"), "");
    assert_eq!(elected(&with(3)), ["王甲 yes"]);
    let ran = with(2);
    assert_eq!(elected(&ran), ["王甲 needs_decision"]);
    assert_eq!(findings(&ran, "王甲"), "有效 8 加无效 2，不等于收回 11。请核对票数");
    assert!(ran.codes().contains(&"C237".to_owned()));
}

#[test]
fn a_candidate_twice_or_without_a_name_is_for_a_human() {
    let ran = run(&format!("{HEADER}\n甲|2|9|9|9|8|1|0\n甲|2|9|9|9|8|1|0\n乙|2|9|9|9|7|2|0"), "");
    assert_eq!(elected(&ran), ["甲 needs_decision", "甲 needs_decision", "乙 needs_decision"]);
    assert!(findings(&ran, "甲").contains("同一候选人有两行"));
    assert!(ran.codes().contains(&"C237".to_owned()));
    let ran = run(&format!("{HEADER}\n|1|9|9|9|8|1|0"), "");
    assert_eq!(elected(&ran), [" needs_decision"]);
    let ran = run(&format!("{HEADER}\n甲|0|9|9|9|8|1|0"), "");
    assert_eq!(elected(&ran), ["甲 needs_decision"]);
    // What the sheet itself says is compared.
    let ran = run("候选人|应选|发出|收回|有效|赞成|是否当选\n甲|1|9|9|9|3|是", "");
    assert_eq!((elected(&ran), verdict(&ran).as_str()), (vec!["甲 no".to_owned()], "review"));
    assert!(findings(&ran, "甲").contains("表上写着当选，与票数算出的不同"));
}

#[test]
fn what_the_lines_above_say_holds_for_every_row() {
    let sheet = "第十届学生代表大会选举计票单\n应选 2 名，发出选票 85 张，收回 83 张，其中有效票 82 张\n候选人|赞成|反对|弃权\n甲|80|1|1\n乙|60|12|10\n丙|40|32|10\n监票人：赵老师|||";
    let ran = run(sheet, "");
    assert_eq!(elected(&ran), ["甲 yes", "乙 yes", "丙 no"]);
    assert_eq!((ran.said.code, ran.result()["votes"][0]["valid"].clone()), (0, json!(82)));
    let aside =
        ran.result()["inputs"].as_array().unwrap().iter().find(|file| file["file"] == "选举.xlsx").unwrap()["sheets"]
            [0]
        .clone();
    assert_eq!((&aside["rows_read"], &aside["rows_used"]), (&json!(4), &json!(3)));
}

#[test]
fn h_c7_the_chair_is_elected_by_the_congress() {
    let with = |cadres: &str, votes: &str, policy: &str| {
        let drop = Drop::new()
            .policy(policy)
            .sheet("名册.xlsx", ROSTER)
            .sheet("干部.xlsx", &format!("学号|姓名|层级|组织|职务|产生方式\n{cadres}"));
        let drop = if votes.is_empty() { drop } else { drop.sheet("选举.xlsx", votes) };
        let ran = drop.sheet("会议.xlsx", "日期|类型|主办单位\n2025-10-08|学代会|校学生会").run();
        let checks = ran.result()["checks"].clone();
        let own = checks.as_array().unwrap().iter().filter(|check| check["rule"] == "H-C7");
        own.map(|check| {
            format!(
                "{} {}: {}",
                check["strength"].as_str().unwrap(),
                check["found"].as_str().unwrap(),
                check["verdict"].as_str().unwrap()
            )
        })
        .collect::<Vec<_>>()
    };
    let chair = |way: &str| format!("202301|王伟|校级|校学生会|执行主席|{way}");
    let found =
        |elected: u32, verdict: &str| vec![format!("error 执行主席 1 名，由学代会选举产生 {elected} 名: {verdict}")];
    assert_eq!(with(&chair("学代会选举"), "", ""), found(1, "pass"));
    assert_eq!(with(&chair("任命"), "", ""), found(0, "fail"));
    assert_eq!(with(&chair(""), "", ""), found(0, "review"));
    // What the ballots say goes before what the list says.
    let votes = |number: u32| format!("候选人|学号|应选|发出|收回|有效|赞成\n王伟|202301|1|85|80|80|{number}");
    assert_eq!(with(&chair(""), &votes(60), "")[..1], found(1, "pass"));
    assert_eq!(with(&chair("学代会选举"), &votes(30), "")[..1], found(0, "fail"));
    // A name without a number proves nothing, and is said to be there.
    let named = |number: u32| format!("候选人|应选|发出|收回|有效|赞成\n王 伟|1|85|80|80|{number}");
    assert_eq!(with(&chair(""), &named(60), "")[..1], found(0, "review"));
    assert_eq!(with(&chair("学代会选举"), &named(60), "")[..1], found(1, "pass"));
    assert_eq!(with(&chair("学代会选举"), &named(30), "")[..1], found(0, "review"));
    assert_eq!(with(&chair("任命"), &named(60), "")[..1], found(0, "fail"));
    // Of the others the plan of one school wants some, the national form all.
    let two = "202301|王伟|校级|校学生会|主席团成员|学代会选举\n202302|李娜|校级|校学生会|主席团成员|任命";
    let of_two = |verdict: &str| vec![format!("warn 主席团其他成员 2 名，由学代会选举产生 1 名: {verdict}")];
    assert_eq!(with(two, "", ""), of_two("fail"));
    assert_eq!(with(two, "", "[policy]\nextends = \"hunan-jiaotong\"\n"), of_two("pass"));
}

proptest! {
    /// A second, literal reading of the rule beside the tool's: over any numbers of one contest without a fault.
    #[test]
    fn any_contest_is_decided_like_by_hand(votes in prop::collection::vec(0_u32..=12, 1..8), seats in 0_u32..5) {
        let policy = policy::load("national", None, &|_| None).unwrap();
        let mut facts = Facts::default();
        let cell = |row: u32| CellRef::new(SheetIdx::new(0, 0), row, 0);
        let candidates = votes.iter().zip(0_u32..).map(|(votes, row)| Candidate {
            name: facts.words.intern(&format!("候选人{row}")),
            student: Word::NONE,
            ballots: [Some(12), Some(12), Some(12)],
            votes: [Some(*votes), None, None],
            invalid: None,
            said_elected: None,
            is_unreadable: false,
            cell: cell(row),
            cells: [None; 4],
        }).collect();
        facts.contests.push(Contest { title: Word::NONE, seats: Some(seats), candidates, doubt: None });
        let results = decide_all(&policy, &facts);
        for (place, own) in votes.iter().enumerate() {
            // Elected: a majority, and fewer than `seats` others with a majority have as many or more votes. Not: no majority, or
            // at least `seats` have more. Else a tie.
            let above = votes.iter().filter(|other| *other > own).count();
            let level = votes.iter().filter(|other| *other == own).count();
            let expected = if *own <= 6 {
                Elected::No
            } else if seats == 0 {
                // Nobody is elected to no seat.
                Elected::NeedsDecision
            } else if above >= seats as usize {
                Elected::No
            } else if above + level <= seats as usize {
                Elected::Yes
            } else {
                Elected::NeedsDecision
            };
            prop_assert_eq!(results[0].candidates[place].elected, expected, "{:?} seats {}", votes, seats);
        }
    }
}

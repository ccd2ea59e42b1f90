//! What is amiss in the ledgers of the two schools, as `hunan_union.rs` and `wuchang_union.rs` plan it, and what the tool has to say
//! of each: worked by hand from the plan.

use serde_json::Value;

use super::runs::run;

/// `unit period verdict: found / note` of the checks of a rule that are about a unit (all of them if it is empty).
fn said(result: &Value, rule: &str, unit: &str) -> Vec<String> {
    let checks = result["checks"].as_array().unwrap().iter().filter(|check| check["rule"] == rule);
    checks
        .filter(|check| unit.is_empty() || check["unit"] == unit)
        .map(|check| {
            let [unit, period, verdict, found, note] =
                ["unit", "period", "verdict", "found", "note"].map(|key| check[key].as_str().unwrap_or_default());
            format!("{unit} {period} {verdict}: {found} / {note}")
        })
        .collect()
}

/// Asserts that the checks of a rule about a unit are these.
#[track_caller]
fn assert_said(result: &Value, rule: &str, unit: &str, wanted: &[&str]) {
    assert_eq!(said(result, rule, unit), wanted, "{rule} {unit}");
}

/// `code cell` of the problems in the files of the unions.
fn slips(result: &Value) -> Vec<String> {
    let problems = result["problems"].as_array().unwrap().iter();
    let own = problems.filter(|problem| problem["file"].as_str().unwrap().starts_with("学生会/"));
    own.map(|problem| format!("{} {} {}", text(&problem["code"]), text(&problem["sheet"]), text(&problem["cell"])))
        .collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[test]
fn the_unions_of_hunan_are_judged_as_planned() {
    let result = &run("hunan-jiaotong", "2").result();
    assert_eq!(slips(result), ["J301 路桥签到 F12", "C240 诉求 I15", "C232 联系同学 B8"]);
    // 4 of the presidium, 6 heads and 8 of 文体部 come from the colleges, and one of 新闻传媒部 serves in 物流: 19 of 34.
    assert_said(result, "H-B1", "", &["校学生会  pass: 34 / "]);
    assert_said(result, "H-B3", "", &["校学生会  pass: 执行主席 1 名，主席团共 4 名 / "]);
    assert_said(result, "H-A10", "", &["校学生会  pass: 19 / 34 / "]);
    // 312 students: three may be backbone, which no union with six departments can keep to.
    assert_said(
        result,
        "H-B9",
        "",
        &["校学生会  fail: 10 人（骨干指主席团成员和部门负责人） / 如果骨干指全体工作人员，是 34 人"],
    );
    assert_said(
        result,
        "H-B5",
        "",
        &[
            "校学生会  pass: 6 个：学习部、心理部、文体部、新闻传媒部、权益部、秘书处 / “权益发展部”按“权益部”算，“办公室”按“秘书处”算",
        ],
    );
    assert_said(
        result,
        "H-B2",
        "",
        &[
            "汽车工程学院团总支学生会  pass: 13 / ",
            "物流管理学院学生会  pass: 11 / ",
            "路桥工程学院学生会  pass: 15 / ",
        ],
    );
    assert_said(result, "H-B6", "汽车工程学院团总支学生会", &["汽车工程学院团总支学生会  fail: 文体部部长 1 人 / "]);
    assert_said(
        result,
        "H-B7",
        "",
        &[
            "汽车工程学院团总支学生会  pass: 相同 5 个，合计 6 个 / 比校级少：心理部",
            "物流管理学院学生会  fail: 相同 3 个，合计 7 个 / 比校级少：心理部、新闻传媒部、权益部；比校级多：宣传部；条文只说“基本一致”，80/100 是本工具的假设",
            "路桥工程学院学生会  pass: 相同 6 个，合计 6 个 / ",
        ],
    );
    assert_said(result, "H-B11", "", &["  fail: 3 个班，班委齐全的 2 个 / 汽修2401班：缺心理委员"]);
    assert_said(result, "H-B8", "", &["校学生会  pass: 校学生会秘书长 1 名（宁向东） / "]);
    meetings_of_hunan(result);
    selections_of_hunan(result);
    // Fifteen people of 路桥: one did not come, one number is a slip, so that two are asked for.
    assert_said(
        result,
        "W-E4",
        "",
        &[
            "校学生会 2025-2026 pass: 2025-2026-1 参训 34 / 34 人 / ",
            "汽车工程学院 2025-2026 review: 2025-2026-1 参训 12 / 13 人 / 2025-2026-1 按人数看不是全员，没有名单",
            "物流管理学院 2025-2026 review: 2025-2026-1 参训 16 / 11 人 / 2025-2026-1 参加人数多于工作人员，看不出工作人员是不是都到了，没有名单",
            "路桥工程学院 2025-2026 fail: 2025-2026-1 参训 13 / 15 人 / 参训名单里有 1 个学号名册里没有，可能是有关人员的学号写错了",
        ],
    );
    let unclear = "1 件的日期看不懂或前后颠倒，没有计入时长";
    let own = "没有条文要求，“10 个工作日”是本工具的假设，不符合的列为复核";
    assert_said(
        result,
        "W-E3",
        "",
        &[
            &format!(
                " 2025-2026 review: 25 件：办结 22 件（超期办结 1 件），未办结 3 件（已超期 2 件） / {own}；{unclear}"
            ),
            &format!(
                "汽车工程学院 2025-2026 review: 8 件：办结 7 件（超期办结 0 件），未办结 1 件（已超期 1 件） / {own}"
            ),
            &format!(
                "物流管理学院 2025-2026 review: 7 件：办结 6 件（超期办结 1 件），未办结 1 件（已超期 1 件） / {own}；{unclear}"
            ),
            &format!(
                "路桥工程学院 2025-2026 pass: 9 件：办结 8 件（超期办结 0 件），未办结 1 件（已超期 0 件） / {own}"
            ),
        ],
    );
    assert_said(
        result,
        "H-E5",
        "",
        &[" 2025-2026 review: 7 次，受助 111 人次 / 还没有：行为习惯养成；本学年还没有结束"],
    );
    assert_said(
        result,
        "H-B13",
        "",
        &["  fail: 社团 6 个，年检有效并合格 4 个 / 年检不合格或没有通过：街舞社；上次年检已超过一年：书画社"],
    );
    // Who picked the 新闻传媒部 overlooked one punishment; of another nobody can say what it is.
    let exits = result["exit"].as_array().unwrap().iter().map(|exit| text(&exit["triggers"][0]["finding"]));
    assert_eq!(
        exits.collect::<Vec<_>>(),
        ["有处分（诫勉谈话），是不是该生的、是否解除，待复核", "有未解除的处分（记过）",]
    );
    assert_eq!(ranks(result), ["1 路桥工程学院", "2 汽车工程学院", "3 物流管理学院"]);
}

/// The scorecard: `rank college`.
fn ranks(result: &Value) -> Vec<String> {
    let scores = result["scorecard"].as_array().unwrap().iter();
    scores.map(|score| format!("{} {}", score["rank"], text(&score["college"]))).collect()
}

fn meetings_of_hunan(result: &Value) {
    let short = "到会不足 80/100（比例是本工具的假设），没有到的：汽车工程学院";
    assert_said(
        result,
        "H-E1",
        "",
        &[
            "校学生会 2025-09 pass: 1 次（2025-09-12），到会学院 3 / 3 / ",
            "校学生会 2025-10 fail: 没有记录 / ",
            &format!("校学生会 2025-11 review: 1 次（2025-11-12），到会学院 2 / 3 / {short}"),
            &format!("校学生会 2025-12 review: 1 次（2025-12-10），到会学院 2 / 3 / {short}"),
            "汽车工程学院 2025-2026 review: 出席联席会议 1 / 3 次 / 没有到：2025-11-12、2025-12-10",
            "物流管理学院 2025-2026 pass: 出席联席会议 3 / 3 次 / ",
            "路桥工程学院 2025-2026 pass: 出席联席会议 3 / 3 次 / ",
        ],
    );
    assert_said(result, "H-E2", "校学生会", &["校学生会 2025-2026 pass: 研究学生会工作 1 次 / "]);
    assert_said(result, "H-E2", "物流管理学院", &["物流管理学院 2025-2026 review: 研究学生会工作 0 次 / 还没有到期"]);
    let assumed = "条文没有写频次或数目，“每学期”是本工具的假设";
    assert_said(
        result,
        "H-E3",
        "汽车工程学院",
        &[&format!("汽车工程学院 2025-2026 fail: 向党组织汇报 0 次 / {assumed}")],
    );
    assert_said(
        result,
        "H-C5",
        "物流管理学院",
        &["物流管理学院 2025-2026 fail: 2024-11-30 学生代表大会 / 距 2024-11-30 已超过 12 个月"],
    );
    assert_said(result, "H-C5", "汽车工程学院", &["汽车工程学院 2025-2026 pass: 2025-10-12 全体学生大会 / "]);
    assert_said(result, "H-C6", "路桥工程学院", &["路桥工程学院 2025-2026 fail: 3 / 4 / 议程里没有：章程"]);
    assert_said(result, "H-C6", "校学生会", &["校学生会 2025-2026 pass: 4 / 4 / "]);
    assert_said(
        result,
        "H-C7",
        "物流管理学院学生会",
        &[
            "物流管理学院学生会  fail: 执行主席 1 名，由学代会选举产生 0 名 / 产生方式为任命或聘任",
            "物流管理学院学生会  fail: 主席团其他成员 2 名，由学代会选举产生 0 名 / 产生方式为任命或聘任",
        ],
    );
    assert_eq!(said(result, "H-B10", "")[0].split(':').next(), Some("校学生会  pass"));
    // Eight of 34 + 15 + 13 + 11 people, one of whom holds two posts.
    assert_said(
        result,
        "H-C9",
        "",
        &[" 2025-2026 review: 联系 8 次、195 人次；72 名代表和工作人员中 8 名有记录 / 64 名代表和工作人员没有联系记录"],
    );
}

fn selections_of_hunan(result: &Value) {
    let assumed = "条文没有写频次或数目，“5 个工作日”是本工具的假设";
    assert_said(
        result,
        "H-A8",
        "汽车工程学院",
        &[
            &format!(
                "汽车工程学院 2025-2026 fail: “学生会换届人选公示”，2025-09-29 至 2025-10-10，4 个工作日 / 只有 4 个工作日；{assumed}"
            ),
            "汽车工程学院 2025-2026 pass: 本学年任职 13 人，任职之前有公示 / ",
        ],
    );
    // 22 to 26 September, and the 28th, a Sunday that was worked.
    assert_said(
        result,
        "H-A8",
        "路桥工程学院",
        &[
            &format!(
                "路桥工程学院 2025-2026 pass: “拟任学生会人员公示”，2025-09-22 至 2025-09-28，6 个工作日 / {assumed}"
            ),
            "路桥工程学院 2025-2026 pass: 本学年任职 15 人，任职之前有公示 / ",
        ],
    );
    assert_said(
        result,
        "H-A7",
        "物流管理学院",
        &["物流管理学院 2025-2026 fail: 2025-10-13 公示或任职，之前没有公开选拔的记录 / "],
    );
    let order = |unit: &str| said(result, "H-E7", unit).remove(0);
    assert!(order("校学生会").starts_with("校学生会 2025-2026 pass: 2 轮："), "{}", order("校学生会"));
    assert!(order("汽车工程学院").starts_with("汽车工程学院 2025-2026 pass: 1 轮："));
    assert!(order("物流管理学院").ends_with("/ 2025-10-09 开始的一轮，台账里没有：公开选拔"));
}

#[test]
fn the_unions_of_wuchang_are_judged_as_planned() {
    let result = &run("wuchang-shouyi", "2").result();
    assert_eq!(slips(result), ["J304 2025-2026 C10", "C232 会议 B21", "C233 诉求 J10"]);
    // 3 of the presidium and 17 others; last year 22. One college has 11 for 9.
    assert_said(
        result,
        "W-B1",
        "",
        &[
            "校学生会  pass: 20 人，上一年 22 人 / ",
            "嘉鱼校区学生会  pass: 8 人，上一年 8 人 / ",
            "信息科学与工程学院学生会  pass: 14 人，上一年 15 人 / ",
            "新闻与文法学院学生会  fail: 11 人，上一年 9 人 / ",
            "艺术设计学院学生会  pass: 9 人，上一年 9 人 / ",
        ],
    );
    assert_said(result, "W-B2", "", &["  pass: 校级 1 个、校区 1 个、院级 3 个、班级 2 个 / "]);
    // The plan asks for centres and the national form for none.
    assert_said(result, "W-B3", "", &["  review: 新媒体中心 / 两项要求不一致，请按上级部门的意见核定"]);
    assert_said(
        result,
        "H-B5",
        "",
        &[
            "校学生会  review: 4 个：学习实践部、新媒体中心、权益服务部、综合事务部 / 像是主席团、工作部门以外的常设层级：新媒体中心",
        ],
    );
    // 3 of the presidium, 4 of 综合事务部, 5 of 权益服务部.
    assert_said(result, "H-A10", "", &["校学生会  pass: 12 / 20 / "]);
    assert_said(
        result,
        "H-B1",
        "",
        &["校学生会  pass: 20 / 其中 1 人的学号与名册对不上", "嘉鱼校区学生会  review: 8 / 请按校级或院级的上限核对"],
    );
    let all = "应有 4 个时段，有 4 个（共 4 次） / ";
    assert_said(
        result,
        "W-E1",
        "",
        &[
            &format!("校学生会 2025-2026 pass: {all}"),
            &format!("信息科学与工程学院 2025-2026 pass: {all}"),
            &format!("嘉鱼校区 2025-2026 pass: {all}"),
            "新闻与文法学院 2025-2026 fail: 应有 4 个时段，有 3 个（共 3 次） / 缺：2025-11",
            "艺术设计学院 2025-2026 review: 应有 4 个时段，有 3 个（共 3 次） / 有会议记录的日期、类型或主办单位看不懂，可能就是：2025-12",
        ],
    );
    assert_said(
        result,
        "H-E1",
        "校学生会",
        &[
            "校学生会 2025-2026-1 pass: 1 次（2025-10-22），到会学院 3 / 3 / 条文没有写频次或数目，“每学期”是本工具的假设",
        ],
    );
    let heard = said(result, "H-E3", "");
    let verdicts: Vec<&str> = heard.iter().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(
        verdicts,
        [
            "校学生会 2025-2026 pass",
            "信息科学与工程学院 2025-2026 pass",
            "新闻与文法学院 2025-2026 fail",
            "艺术设计学院 2025-2026 pass",
        ]
    );
    assert_said(
        result,
        "W-E4",
        "",
        &[
            "校学生会 2025-2026 pass: 2025-2026-1 参训 20 / 20 人 / ",
            "信息科学与工程学院 2025-2026 review: 2025-2026-1 参训 15 / 14 人 / 2025-2026-1 参加人数多于工作人员，看不出工作人员是不是都到了，没有名单",
            "嘉鱼校区 2025-2026 pass: 2025-2026-1 参训 8 / 8 人 / ",
            "新闻与文法学院 2025-2026 fail: 没有记录 / 没有培训记录：2025-2026-1",
            "艺术设计学院 2025-2026 review: 2025-2026-1 参训 7 / 9 人 / 2025-2026-1 按人数看不是全员，没有名单",
        ],
    );
    assert_said(result, "W-E5", "", &[" 2025-2026 review: 3 / 4 个专题 / 还没有：生活作风；本学年还没有结束"]);
    // Twelve requests; one took twelve working days.
    let assumed = "条文没有写频次或数目，“10 个工作日”是本工具的假设";
    assert_said(
        result,
        "W-E3",
        "艺术设计学院",
        &[&format!(
            "艺术设计学院 2025-2026 fail: 3 件：办结 3 件（超期办结 1 件），未办结 0 件（已超期 0 件） / {assumed}"
        )],
    );
    assert_eq!(
        said(result, "W-E3", "")[0],
        format!(" 2025-2026 fail: 12 件：办结 11 件（超期办结 1 件），未办结 1 件（已超期 0 件） / {assumed}")
    );
    let publicity = |college: &str| said(result, "H-A8", college).remove(0);
    assert!(publicity("新闻与文法学院").contains("fail: “学生会拟录用人员公示”，2025-09-24 至 2025-09-26，3 个工作日"));
    // 28, 29 and 30 September, 9, 10, 11 and 13 October.
    assert!(publicity("艺术设计学院").contains("2025-10-13，7 个工作日 / 没有写异议数，没有异议的请写 0"));
    assert_eq!(result["recorded"][0]["found"], "本学年思想动态研判 2 次");
    assert_eq!(ranks(result), ["1 信息科学与工程学院", "2 艺术设计学院", "3 新闻与文法学院"]);
}

//! The list of all policy keys: path, shape, and one line of Chinese. Whatever is not here is refused.

/// A word that may be written, and what it means (含义); no meaning where the word is Chinese and says it itself.
pub type Word = (&'static str, &'static str);

/// The shape of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Free text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number, not negative.
    Count,
    /// An exact share: `"30/100"`, `"30%"`, `"0"`.
    Share,
    /// One of these words.
    Choice(&'static [Word]),
    /// A list of texts.
    Texts,
    /// A list of these words.
    Choices(&'static [Word]),
    /// A list of whole numbers.
    Counts,
    /// An ordered pair of decimals as text, lower bound first.
    Scale,
    /// A decimal as text.
    Decimal,
    /// A table of words to words; merged entry by entry.
    Words,
    /// A table of words to one of these words; merged entry by entry.
    WordChoices(&'static [Word]),
    /// A table of words to decimals as text; merged entry by entry.
    Decimals,
    /// A table of words to whole numbers; merged entry by entry.
    Numbers,
    /// A list of pairs `[text, decimal]`.
    Lines,
    /// A list of pairs `[decimal, decimal]`.
    Points,
    /// A list of tables `{ group, min }`.
    Floors,
    /// Lots drawn by a human: tables with `question`, `tied`, `winner`, `by`, `date`.
    Lots,
    /// A term such as `2025-2026-1`, or empty.
    Term,
    /// Header synonyms: a table of texts, or of such tables by kind of sheet.
    Columns,
}

/// One key of the policy.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Dotted path.
    pub path: &'static str,
    /// Shape of the value.
    pub shape: Shape,
    /// What it means, for the counsellor.
    pub chinese: &'static str,
}

const LEVELS: &[Word] = &[("school", "校级"), ("campus", "校区"), ("college", "院级"), ("class", "班级")];
/// Columns of the reviews sheet (资格审核意见) that a policy may require.
pub const REVIEW_COLUMNS: [&str; 8] =
    ["政治合格", "学习优秀", "品德良好", "作风过硬", "群众基础", "团委审核", "学工部审核", "党委批准"];
const PASS_REVIEW_FAIL: &[Word] = &[("review", "列为复核"), ("pass", "算符合"), ("fail", "算不符合")];
const METHODS: &[Word] = &[
    ("largest_remainder", "最大余额法"),
    ("webster", "韦伯斯特法"),
    ("huntington_hill", "Q 值法"),
    ("dhondt", "洪德法"),
    ("adams", "亚当斯法"),
    ("ratio_per_unit", "按比例"),
    ("fixed_per_unit", "每单位固定"),
    ("threshold", "每满若干人一名"),
];

const REVIEW_WORDS: &[Word] = &chinese(REVIEW_COLUMNS);
const NOTICE_WORDS: &[Word] =
    &chinese(["序号", "姓名", "学院", "专业", "年级", "班级", "政治面貌", "性别", "民族", "组织", "职务", "选举单位"]);

/// Words that say themselves what they mean.
const fn chinese<const N: usize>(words: [&'static str; N]) -> [Word; N] {
    let mut pairs = [("", ""); N];
    let mut idx = 0;
    while idx < N {
        pairs[idx] = (words[idx], "");
        idx += 1;
    }
    pairs
}

const fn key(path: &'static str, shape: Shape, chinese: &'static str) -> Key {
    Key { path, shape, chinese }
}

/// All keys, in the order in which they are printed.
pub const KEYS: &[Key] = &[
    key("policy.id", Shape::Text, "政策代号"),
    key("policy.title", Shape::Text, "政策名称"),
    key("policy.extends", Shape::Text, "以哪个政策为基础"),
    key("policy.school", Shape::Text, "学校名称，印在标题里"),
    key("policy.term", Shape::Term, "本次针对的学期；空 = 材料中最近的学期"),
    key("policy.levels", Shape::Choices(LEVELS), "学生会的层级"),
    key("aliases.levels", Shape::WordChoices(LEVELS), "层级的别名"),
    key("aliases.departments", Shape::Words, "部门的别名"),
    key(
        "aliases.titles",
        Shape::WordChoices(&[
            ("presidium", "主席团"),
            ("head", "部门负责人"),
            ("staff", "工作人员"),
            ("class", "班委"),
            ("teacher", "教师"),
        ]),
        "职务的别名",
    ),
    key("aliases.meetings", Shape::Words, "会议类型的别名"),
    key("aliases.dimensions", Shape::Words, "评议维度的别名"),
    key("aliases.groups", Shape::Words, "评委类别的别名"),
    key("aliases.political", Shape::Words, "政治面貌的别名和代码"),
    key("aliases.columns", Shape::Columns, "表头的别名"),
    key("roster.enrolled", Shape::Texts, "算在籍的学籍状态"),
    key("roster.not_enrolled", Shape::Texts, "不算在籍的学籍状态"),
    key("eligibility.political.accept", Shape::Texts, "符合要求的政治面貌"),
    key(
        "eligibility.political.blank",
        Shape::Choice(&[("review", "列为复核"), ("fail", "算不符合")]),
        "政治面貌为空时",
    ),
    key("eligibility.rank.enabled", Shape::Flag, "是否要求排名"),
    key("eligibility.rank.percent", Shape::Share, "排名应在前百分之几"),
    key(
        "eligibility.rank.window",
        Shape::Choice(&[
            ("since_entry", "材料里的全部学期"),
            ("last_year", "最近一学年"),
            ("last_term", "最近一学期"),
            ("any_of", "三种范围里有一种在线内即可"),
        ]),
        "排名统计的学期范围",
    ),
    key(
        "eligibility.rank.cohort",
        Shape::Choices(&[
            ("college", "学院"),
            ("campus", "校区"),
            ("major", "专业"),
            ("cohort", "年级"),
            ("class", "班级"),
        ]),
        "排名范围由哪些信息确定",
    ),
    key(
        "eligibility.rank.metric",
        Shape::Choices(&[
            ("comprehensive", "综测总分"),
            ("average", "加权平均分"),
            ("gpa", "平均绩点"),
            ("imported_rank", "综测表里写好的名次"),
        ]),
        "排名指标，取材料中最先有的",
    ),
    key(
        "eligibility.rank.cutoff",
        Shape::Choice(&[
            ("ratio", "名次 ÷ 人数不超过这个比例"),
            ("half_up", "名额四舍五入"),
            ("ceil", "名额有小数就进一"),
        ]),
        "线内名额如何取整",
    ),
    key(
        "eligibility.rank.ties",
        Shape::Choice(&[
            ("competition_min", "并列的取靠前的名次，如 1、2、2、4"),
            ("competition_max", "并列的取靠后的名次，如 1、3、3、4"),
            ("average", "并列的取平均名次，如 1、2.5、2.5、4"),
            ("dense", "名次不跳号，如 1、2、2、3"),
        ]),
        "并列时如何定名次",
    ),
    key(
        "eligibility.rank.small_cohort",
        Shape::Choice(&[("review", "第一名列为复核"), ("fail", "都算不符合"), ("min_one", "第一名算符合")]),
        "范围太小、线内没有名额时",
    ),
    key("eligibility.rank.exempt_first_year", Shape::Flag, "一年级是否不作要求"),
    key(
        "eligibility.rank.without_grades",
        Shape::Choice(&[("review", "列为复核"), ("fail", "算不符合")]),
        "没有可计成绩时",
    ),
    key(
        "eligibility.fail.mode",
        Shape::Choice(&[
            ("outstanding", "至今没有通过的才算"),
            ("ever", "曾经不及格过就算"),
            ("no_makeup_no_retake", "有过补考、重修就算"),
            ("count", "至今没有通过的超过允许门数才算"),
        ]),
        "怎样算有不及格",
    ),
    key("eligibility.fail.cleared", Shape::Choice(PASS_REVIEW_FAIL), "曾不及格、后来通过"),
    key("eligibility.fail.deferred", Shape::Choice(&[("review", "列为复核"), ("pass", "算符合")]), "缓考尚无成绩"),
    key("eligibility.fail.max", Shape::Count, "允许未通过的门数"),
    key("eligibility.fail.course_types", Shape::Texts, "只看哪些课程性质；空 = 全部"),
    key(
        "eligibility.fail.window",
        Shape::Choice(&[("since_entry", "材料里的全部学期"), ("last_year", "最近一学年"), ("last_term", "最近一学期")]),
        "不及格统计的学期范围",
    ),
    key(
        "eligibility.discipline.active",
        Shape::Choice(&[("fail", "算不符合"), ("review", "列为复核")]),
        "有未解除的处分",
    ),
    key("eligibility.discipline.lifted", Shape::Choice(PASS_REVIEW_FAIL), "处分已解除"),
    key("eligibility.discipline.criticism", Shape::Choice(PASS_REVIEW_FAIL), "通报批评"),
    key("eligibility.reviews.required", Shape::Choices(REVIEW_WORDS), "必须为“是”的审批列，按先后"),
    key("grades.pass_mark", Shape::Decimal, "及格线"),
    key("grades.levels", Shape::Decimals, "等级对应的分数"),
    key("grades.two_level.pass", Shape::Texts, "二级制：通过"),
    key("grades.two_level.fail", Shape::Texts, "二级制：不通过"),
    key("grades.zero", Shape::Texts, "按 0 分、不及格计的字样"),
    key("grades.deferred", Shape::Texts, "缓考的字样"),
    key("grades.exempt", Shape::Texts, "免修免考的字样"),
    key("grades.marks", Shape::WordChoices(&[("makeup", "补考"), ("retake", "重修")]), "分数后的标记"),
    key(
        "grades.makeup",
        Shape::Choice(&[
            ("cap_pass_mark", "通过的按及格线计"),
            ("first_attempt", "仍按第一次的分数计"),
            ("actual", "按较高的实际分数计"),
            ("zero", "按 0 分计"),
        ]),
        "补考成绩怎样计",
    ),
    key(
        "grades.retake",
        Shape::Choice(&[
            ("max", "取最高的"),
            ("latest", "取最后一次"),
            ("first", "不看重修"),
            ("cap_pass_mark", "通过的按及格线计"),
        ]),
        "重修成绩怎样计",
    ),
    key("grades.weight", Shape::Choice(&[("credit", "学分"), ("hours", "学时"), ("equal", "各门一样重")]), "加权依据"),
    key("grades.exclude_course_keywords", Shape::Texts, "课程名含这些字的不计入平均分"),
    key("grades.include_course_types", Shape::Texts, "只有这些课程性质计入平均分；空 = 全部"),
    key("grades.scale", Shape::Scale, "分数的上下限"),
    key(
        "grades.gpa",
        Shape::Choice(&[
            ("linear5", "分数 ÷ 10 − 5，不及格为 0"),
            ("pku", "4 − 3 ×（100 − 分数）² ÷ 1600，不及格为 0"),
            ("table", "按 gpa_table 对照"),
            ("imported", "用成绩表里的绩点"),
        ]),
        "绩点算法",
    ),
    key("grades.gpa_table", Shape::Points, "绩点对照表"),
    key("grades.decimals", Shape::Count, "显示的小数位数"),
    key("congress.base", Shape::Choice(&[("roster", "学籍名册"), ("headcount", "人数表")]), "学生人数的来源"),
    key("congress.min_percent", Shape::Share, "代表名额的最低比例"),
    key("congress.total", Shape::Count, "代表总名额；0 = 最低数"),
    key("congress.method", Shape::Choice(METHODS), "名额分配方法"),
    key(
        "congress.unit",
        Shape::Choice(&[("college", "学院"), ("campus", "校区"), ("major", "专业"), ("class", "班级")]),
        "分配单位",
    ),
    key("congress.within", Shape::Choice(&[("", "不再分"), ("class", "班级"), ("major", "专业")]), "单位内再分到"),
    key("congress.unit_ratio", Shape::Share, "按比例分配时的比例"),
    key("congress.unit_fixed", Shape::Count, "定额分配时每单位名额"),
    key("congress.threshold.step", Shape::Count, "阶梯法：每多少人一名"),
    key("congress.threshold.above", Shape::Count, "阶梯法：余数超过多少加一名"),
    key("congress.min_per_unit", Shape::Count, "每单位最少名额"),
    key(
        "congress.min_mode",
        Shape::Choice(&[
            ("reserve_first", "先保底，余下的再分"),
            ("clamp", "不够的定为最少，其余重新分"),
            ("top_up", "不够的补足，总数随之增加"),
        ]),
        "最少名额怎样保证",
    ),
    key("congress.associations.seats_each", Shape::Count, "每个主要社团的名额"),
    key("congress.associations.counted_inside_total", Shape::Flag, "社团名额是否占总数"),
    key("congress.ex_officio", Shape::Count, "当然代表名额"),
    key(
        "congress.backbone",
        Shape::Choice(&[("presidium_and_heads", "主席团和部门负责人"), ("all_staff", "全体工作人员")]),
        "骨干的范围",
    ),
    key("congress.non_backbone_min", Shape::Share, "非骨干代表的最低比例"),
    key("congress.floors", Shape::Floors, "各类代表的最低比例"),
    key("congress.surplus", Shape::Share, "差额比例"),
    key("congress.exclude_punished", Shape::Flag, "受处分者不得当代表"),
    key("congress.all_student_meeting_below", Shape::Count, "少于多少人可开全体学生大会"),
    key("congress.frequency_months", Shape::Count, "学代会间隔月数"),
    key(
        "congress.presidium_elected",
        Shape::Choice(&[("all", "全部"), ("some", "部分")]),
        "主席团由学代会选举产生的范围",
    ),
    key("lot", Shape::Lots, "抽签结果"),
    key("votes.quorum", Shape::Share, "到会（回收票）比例"),
    key("votes.majority", Shape::Share, "当选须超过有效票的比例"),
    key("votes.tie", Shape::Choice(&[("needs_decision", "待定"), ("vacant", "空缺")]), "末位同票"),
    key("evaluation.dimensions", Shape::Numbers, "评议维度和权重"),
    key("evaluation.scale", Shape::Scale, "评分上下限"),
    key("evaluation.groups", Shape::Numbers, "评委类别和权重"),
    key("evaluation.trim_above", Shape::Count, "评委多于几人时去掉最高最低"),
    key("evaluation.ballots", Shape::Decimals, "测评票各档分值"),
    key("evaluation.unknown_in_denominator", Shape::Flag, "“不了解”是否计入总票"),
    key(
        "evaluation.missing_group",
        Shape::Choice(&[("review", "列为复核"), ("renormalise", "按其余类别折算")]),
        "缺一类评委时",
    ),
    key("evaluation.lines", Shape::Lines, "等次线"),
    key("evaluation.excellent_cap", Shape::Share, "优秀比例上限；0 = 不限"),
    key("evaluation.min_raters", Shape::Count, "最少评委人数"),
    key("evaluation.student_majority", Shape::Flag, "学生评委须过半"),
    key("evaluation.required_groups", Shape::Texts, "必须有的评委类别"),
    key("evaluation.self_rating", Shape::Choice(&[("invalid", "这一票作废"), ("valid", "照计")]), "给自己打分"),
    key("evaluation.decimals", Shape::Count, "显示的小数位数"),
    key("exit.fails", Shape::Count, "未通过几门提示退出；0 = 不用"),
    key("exit.absences", Shape::Count, "无故缺席几次提示退出；0 = 不用"),
    key("exit.status", Shape::Texts, "提示退出的学籍状态"),
    key("exit.by_post.elected", Shape::Text, "选举产生者的建议程序"),
    key("exit.by_post.appointed", Shape::Text, "任命者的建议程序"),
    key("exit.by_post.member", Shape::Text, "一般成员的建议程序"),
    key("structure.staff.school", Shape::Count, "校级工作人员上限"),
    key("structure.staff.school_extended", Shape::Count, "校级工作人员上限（学生多或多校区）"),
    key("structure.staff.college", Shape::Count, "院级工作人员上限"),
    key("structure.extended", Shape::Flag, "是否适用放宽的上限"),
    key("structure.presidium.school", Shape::Count, "校级主席团人数上限"),
    key("structure.presidium.college", Shape::Count, "院级主席团人数上限"),
    key("structure.presidium_exact", Shape::Numbers, "主席团的确切构成"),
    key("structure.departments.list", Shape::Texts, "应设部门"),
    key("structure.departments.max", Shape::Count, "部门数上限"),
    key("structure.departments.abolished", Shape::Texts, "已撤销的部门"),
    key("structure.departments.similarity_min", Shape::Share, "校院部门一致程度下限"),
    key("structure.forbidden_titles", Shape::Texts, "不得设置的职务"),
    key("structure.standing_layers", Shape::Texts, "不得设置的常设层级"),
    key("structure.backbone_max", Shape::Share, "骨干占学生人数的上限；0 = 不限"),
    key("structure.from_college_min", Shape::Share, "来自院级学生会的最低比例"),
    key("structure.rotation_months", Shape::Count, "执行主席轮换月数；0 = 不查"),
    key("structure.secretary_general", Shape::Count, "秘书长人数；0 = 不查"),
    key("structure.class_committee", Shape::Texts, "班委会应有职务"),
    key("structure.trend", Shape::Choice(&[("off", "不看"), ("warn", "列出")]), "人数比上年增加时"),
    key("ledgers.holiday_months", Shape::Counts, "假期月份"),
    key(
        "ledgers.joint_meeting",
        Shape::Choice(&[("", "不要求"), ("monthly", "每月"), ("termly", "每学期"), ("yearly", "每学年")]),
        "联席会议频次",
    ),
    key(
        "ledgers.own_meeting",
        Shape::Choice(&[("", "不要求"), ("monthly", "每月"), ("termly", "每学期"), ("yearly", "每学年")]),
        "例会频次",
    ),
    key("ledgers.attendance_min", Shape::Share, "出席比例下限"),
    key("ledgers.party_study_per_year", Shape::Count, "党组织每年研究次数"),
    key(
        "ledgers.report_to_party",
        Shape::Choice(&[("", "不要求"), ("monthly", "每月"), ("termly", "每学期"), ("yearly", "每学年")]),
        "向党组织汇报频次",
    ),
    key("ledgers.training", Shape::Choices(&[("spring", "春季"), ("autumn", "秋季")]), "培训的季节"),
    key("ledgers.training_topics", Shape::Texts, "培训专题"),
    key("ledgers.services", Shape::Texts, "应有的帮扶类型"),
    key("ledgers.holidays", Shape::Texts, "节假日"),
    key("ledgers.workdays", Shape::Texts, "调休上班日"),
    key("ledgers.request_days", Shape::Count, "诉求办结工作日"),
    key("ledgers.request_categories", Shape::Texts, "诉求类别"),
    key("ledgers.agenda", Shape::Texts, "学代会议程"),
    key("ledgers.notice_days", Shape::Count, "公示工作日"),
    key(
        "ledgers.debrief",
        Shape::Choice(&[("", "不要求"), ("monthly", "每月"), ("termly", "每学期"), ("yearly", "每学年")]),
        "述职频次",
    ),
    key("notice.columns", Shape::Choices(NOTICE_WORDS), "公示名单的列"),
    key("notice.mask_name", Shape::Flag, "公示时姓名是否打码"),
    key("notice.student_id", Shape::Choice(&[("none", "不显示"), ("last4", "后四位")]), "公示时学号怎样显示"),
    key(
        "self_assessment.edition",
        Shape::Choice(&[("2020", "2020 年的"), ("2023", "2023 年的")]),
        "全国自评表用哪一年的表述",
    ),
    key("self_assessment.titles.2020", Shape::Texts, "2020 年起的自评表允许的职务"),
    key("self_assessment.titles.2023", Shape::Texts, "2023 年起的自评表允许的职务"),
    key("scorecard.enabled", Shape::Flag, "是否做二级学院考核"),
    key("scorecard.weights", Shape::Numbers, "各项权重"),
];

/// The key with this path.
#[must_use]
pub fn find(path: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.path == path)
}

/// A word that may be written, with its meaning behind it.
#[must_use]
pub fn shown(word: &str, meaning: &str) -> String {
    let word = if word.is_empty() { "\"\"" } else { word };
    if meaning.is_empty() { word.to_owned() } else { format!("{word}（{meaning}）") }
}

//! The vocabulary: what the other stages talk about. Uses nothing but itself.
//!
//! | English | 中文 |
//! |---|---|
//! | roster, enrolled | 学籍名册，在籍 |
//! | attempt, make-up, retake, deferred | 一次考试，补考，重修，缓考 |
//! | counted score, credit, average | 计入成绩，学分，加权平均分 |
//! | cohort (of a ranking), rank, line | 排名范围，名次，排名线 |
//! | comprehensive evaluation | 综合测评 |
//! | punishment, lifted | 处分，解除 |
//! | review (verdict) | 复核 |
//! | cadre, backbone, presidium | 学生会工作人员，骨干，主席团 |
//! | delegate, seat, contest | 学生代表，代表名额，选举 |
//! | ledger, notice, request, turn | 台账，公示，权益诉求，轮值 |
//! | public list | 公示名单 |

pub mod check;
pub mod decision;
pub mod evaluation;
pub mod facts;
pub mod intake;
pub mod ledgers;
pub mod lists;
pub mod number;
pub mod origin;
pub mod past;
pub mod public;
pub mod results;
pub mod rows;
pub mod seats;
pub mod term;
pub mod text;
pub mod union;
pub mod words;

use std::sync::Arc;

/// The workbook that `check` writes beside the inputs (数据问题清单).
pub const PROBLEM_LIST: &str = "数据问题清单.xlsx";

/// The workbook in which `run` says what has changed since the last results, beside the reports' folder (与上次对比).
pub const COMPARISON: &str = "与上次对比.xlsx";

/// The guide that `init` writes (使用说明).
pub const GUIDE: &str = "团学使用说明.xlsx";

/// The log for support that a verbose run writes, without anything personal in it (运行日志).
pub const LOG: &str = "团学运行日志.txt";

/// What the program itself writes into a folder of materials; never an input.
pub const OWN_NAMES: [&str; 5] = [REPORT_FOLDER, PROBLEM_LIST, COMPARISON, GUIDE, LOG];

/// The names of the hidden files that Excel, WPS and LibreOffice lay beside a workbook for as long as it is open in them.
#[must_use]
pub fn lock_names(name: &str) -> [String; 3] {
    [format!("~${name}"), format!(".~{name}"), format!(".~lock.{name}#")]
}

/// The author (作者) that this program's own workbooks name, by which it knows them again.
pub const OWN_CREATOR: &str = "团学 tuanxue";

/// The folder of the reports, inside the drop; never an input.
pub const REPORT_FOLDER: &str = "报告";

/// What a sheet is (表的种类).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 学籍名册.
    Roster,
    /// 成绩.
    Grades,
    /// 综合测评.
    Comprehensive,
    /// 违纪处分.
    Discipline,
    /// 人数表.
    Headcount,
    /// 学生会工作人员.
    Cadres,
    /// 社团名册.
    Associations,
    /// 代表名册.
    Delegates,
    /// 选举结果.
    Votes,
    /// 评议打分.
    Ratings,
    /// 民主测评票.
    Ballots,
    /// 资格审核意见.
    Reviews,
    /// 会议台账.
    Meetings,
    /// 培训台账.
    Training,
    /// 权益诉求台账.
    Requests,
    /// 公示台账.
    Notices,
    /// 轮值台账.
    Rotation,
    /// 指导教师.
    Advisors,
    /// 考勤.
    Attendance,
    /// 帮扶台账.
    Services,
    /// 联系台账.
    Contacts,
}

impl Kind {
    /// All kinds that are recognised.
    pub const ALL: [Self; 21] = [
        Self::Roster,
        Self::Grades,
        Self::Comprehensive,
        Self::Discipline,
        Self::Headcount,
        Self::Cadres,
        Self::Associations,
        Self::Delegates,
        Self::Votes,
        Self::Ratings,
        Self::Ballots,
        Self::Reviews,
        Self::Meetings,
        Self::Training,
        Self::Requests,
        Self::Notices,
        Self::Rotation,
        Self::Advisors,
        Self::Attendance,
        Self::Services,
        Self::Contacts,
    ];

    /// The word used in the result file and in `templates/columns.toml`, and the Chinese one.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Roster => ("roster", "学籍名册"),
            Self::Grades => ("grades", "成绩"),
            Self::Comprehensive => ("comprehensive", "综合测评"),
            Self::Discipline => ("discipline", "违纪处分"),
            Self::Headcount => ("headcount", "人数表"),
            Self::Cadres => ("cadres", "学生会工作人员"),
            Self::Associations => ("associations", "社团名册"),
            Self::Delegates => ("delegates", "代表名册"),
            Self::Votes => ("votes", "选举结果"),
            Self::Ratings => ("ratings", "评议打分"),
            Self::Ballots => ("ballots", "民主测评票"),
            Self::Reviews => ("reviews", "资格审核意见"),
            Self::Meetings => ("meetings", "会议台账"),
            Self::Training => ("training", "培训台账"),
            Self::Requests => ("requests", "权益诉求台账"),
            Self::Notices => ("notices", "公示台账"),
            Self::Rotation => ("rotation", "轮值台账"),
            Self::Advisors => ("advisors", "指导教师"),
            Self::Attendance => ("attendance", "考勤"),
            Self::Services => ("services", "帮扶台账"),
            Self::Contacts => ("contacts", "联系台账"),
        }
    }

    /// The word used in the result file and in `templates/columns.toml`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.words().0
    }

    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        self.words().1
    }

    /// Whether what a sheet of this kind says can decide who is eligible.
    #[must_use]
    pub fn decides_eligibility(self) -> bool {
        matches!(self, Self::Roster | Self::Grades | Self::Comprehensive | Self::Discipline | Self::Reviews)
    }
}

/// How strictly the text binds (约束力): 应当/不得/须/不超过, 一般/原则上, 可.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Binding; only such a rule makes a person ineligible.
    Error,
    /// A principle; shown.
    Warn,
    /// An option; shown.
    Info,
}

impl Strength {
    /// The word used in policies and in the result file.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Error => "硬性要求",
            Self::Warn => "原则要求",
            Self::Info => "参考",
        }
    }
}

/// The layer of policy that set a value (出处层级).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// National rules (全国性文件).
    National,
    /// The school's plan (本校方案).
    School,
    /// The drop's own `policy.toml` (本批设置).
    Drop,
    /// Nothing but the tool's assumption (假设).
    Assumed,
}

impl Layer {
    /// The word used in the result file.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::School => "school",
            Self::Drop => "drop",
            Self::Assumed => "assumed",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::National => "全国性文件",
            Self::School => "本校方案",
            Self::Drop => "本批设置",
            Self::Assumed => "假设",
        }
    }
}

/// What a value or a reason rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Who set it.
    pub layer: Layer,
    /// The text in force, for instance `《…方案》二（一）3`; empty for an assumption.
    pub clause: Arc<str>,
    /// How strictly it binds.
    pub strength: Strength,
}

impl Basis {
    /// How strictly it binds, in Chinese. What rests on no text cannot be a requirement of one.
    #[must_use]
    pub fn strength_chinese(&self) -> &'static str {
        match (self.layer, self.strength) {
            (Layer::Assumed, Strength::Error) => "按硬性要求处理",
            (_, strength) => strength.chinese(),
        }
    }
}

/// A value together with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited<T> {
    /// The value.
    pub value: T,
    /// What it rests on.
    pub basis: Basis,
}

//! Ledgers (台账) of what the student union does over a year: training, requests, notices, rotation, help; and the teachers who
//! guide it.

use super::origin::CellRef;
use super::term::Date;
use super::union::{Host, Level, Person};
use super::words::Word;

/// All ledgers of a drop.
#[derive(Clone, Debug, Default)]
pub struct Ledgers {
    /// 培训台账.
    pub trainings: Vec<Training>,
    /// 权益诉求台账.
    pub requests: Vec<Request>,
    /// 公示台账.
    pub notices: Vec<Notice>,
    /// 轮值台账.
    pub turns: Vec<Turn>,
    /// 帮扶台账.
    pub services: Vec<Service>,
    /// 指导教师, those on the lists of cadres included.
    pub advisors: Vec<Advisor>,
}

/// A training of cadres (培训), or the part of one person in it.
#[derive(Clone, Debug)]
pub struct Training {
    /// When; `None` where it cannot be read.
    pub day: Option<Date>,
    /// On which level; `None` where the ledger does not say or the word is not known.
    pub level: Option<Level>,
    /// By whom; `None` where the ledger does not say or no organisation of the name is known.
    pub host: Option<Host>,
    /// The topic (主题), as written.
    pub topic: Word,
    /// How many came (参加人数).
    pub attended: Option<u32>,
    /// Folded student numbers of those who came, where the ledger names them.
    pub persons: Vec<Word>,
    /// How many of these numbers the roster does not have.
    pub strangers: u32,
    /// The cells of the date and the topic.
    pub cells: [CellRef; 2],
}

/// How a request came (渠道).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// 线上.
    Online,
    /// 线下.
    Offline,
    /// The ledger does not say, or the word is not known.
    Unknown,
}

impl Channel {
    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Online => "线上",
            Self::Offline => "线下",
            Self::Unknown => "没有写明",
        }
    }
}

/// A request of students (权益诉求).
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Its number (编号), as written.
    pub id: Word,
    /// When it came; `None` where it cannot be read.
    pub received: Option<Date>,
    /// How it came.
    pub channel: Channel,
    /// Category (类别), as the policy calls it; as written where the policy does not know it.
    pub category: Word,
    /// The college it is from.
    pub college: Option<Host>,
    /// Who deals with it (办理部门), as written.
    pub department: Word,
    /// When it was answered (答复日期).
    pub answered: Option<Date>,
    /// When it was settled (办结日期).
    pub done: Option<Date>,
    /// Whether those who asked are content (满意度); `None` where the ledger does not say.
    pub is_content: Option<bool>,
    /// Whether a day or a status says that it is settled, whenever that was.
    pub is_settled: bool,
    /// Whether a date cannot be read or lies before the day it came, so that nobody can say how long it took.
    pub is_unclear: bool,
    /// The cells of the number, the day it came and the day it was settled.
    pub cells: [CellRef; 3],
}

/// What a notice is of (公示台账的类型): the steps of a selection in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// An open call (公开选拔, 招募, 报名).
    Call,
    /// The review of who may stand (资格审查).
    Review,
    /// Examination or ballot (民主测评, 面试, 选举).
    Assessment,
    /// The result made public (公示).
    Publicity,
    /// Appointment (任命, 聘任).
    Appointment,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 5] = [Self::Call, Self::Review, Self::Assessment, Self::Publicity, Self::Appointment];

    /// The word of the ledger.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Call => "公开选拔",
            Self::Review => "资格审查",
            Self::Assessment => "民主测评",
            Self::Publicity => "公示",
            Self::Appointment => "任命",
        }
    }
}

/// A notice (公示), or another step of a selection made known.
#[derive(Clone, Copy, Debug)]
pub struct Notice {
    /// What it is about (事项), as written.
    pub matter: Word,
    /// Which step; `None` where neither the type nor the matter says.
    pub step: Option<Step>,
    /// Whose selection it is; `None` where no organisation of the name is known.
    pub host: Option<Host>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Where it was made known (渠道), as written.
    pub channel: Word,
    /// Objections (异议数); `None` where the ledger does not say.
    pub objections: Option<u32>,
    /// What became of them (异议处理), as written.
    pub handling: Word,
    /// The cells of the matter, the first and the last day.
    pub cells: [CellRef; 3],
}

/// The time somebody was executive chair (轮值).
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// Who.
    pub person: Person,
    /// First day; `None` where it cannot be read.
    pub from: Option<Date>,
    /// Last day; `None` where it is blank or cannot be read.
    pub to: Option<Date>,
    /// Whether the last day is blank: still in office.
    pub is_open: bool,
    /// The cells of the first and the last day.
    pub cells: [CellRef; 2],
}

/// Help for students (帮扶).
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// When.
    pub day: Option<Date>,
    /// What sort (类型), as the policy calls it; as written where the policy does not know it.
    pub sort: Word,
    /// For which college.
    pub college: Option<Host>,
    /// How many were helped (受助人数).
    pub helped: Option<u32>,
    /// The cell of the date.
    pub cell: CellRef,
}

/// A teacher who guides a union (指导教师, 秘书长).
#[derive(Clone, Copy, Debug)]
pub struct Advisor {
    /// Name.
    pub name: Word,
    /// Post (职务), as written.
    pub post: Word,
    /// Unit (单位), as written.
    pub unit: Word,
    /// Whose union; `None` where no organisation of the name is known.
    pub host: Option<Host>,
    /// The cell of the name.
    pub cell: CellRef,
}

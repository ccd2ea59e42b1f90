//! The student union (学生会) and its congress: who holds which post, who is a delegate, what was voted, which meetings were held.

use super::origin::CellRef;
use super::term::Date;
use super::text::fold;
use super::words::Word;

/// A level of the union's organisations (层级).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The whole school (校级).
    School,
    /// A campus (校区).
    Campus,
    /// A college (院级).
    College,
    /// A class (班级).
    Class,
}

impl Level {
    /// All levels, the widest first.
    pub const ALL: [Self; 4] = [Self::School, Self::Campus, Self::College, Self::Class];

    /// The word of the policy.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Campus => "campus",
            Self::College => "college",
            Self::Class => "class",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::School => "校级",
            Self::Campus => "校区",
            Self::College => "院级",
            Self::Class => "班级",
        }
    }
}

/// What sort of post somebody holds (职务).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Post {
    /// Executive chair (执行主席, 主席): the one of the presidium who presides.
    Chair,
    /// Another member of the presidium (主席团成员).
    Presidium,
    /// Head of a department (部门负责人), deputies included.
    Head,
    /// Anybody else of the staff (干事).
    Staff,
    /// Committee of a class (班委).
    Class,
    /// A teacher (秘书长).
    Teacher,
}

impl Post {
    /// Whether the post is one of the presidium (主席团).
    #[must_use]
    pub fn is_presidium(self) -> bool {
        matches!(self, Self::Chair | Self::Presidium)
    }
}

/// How somebody came to a post (产生方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// Elected by the congress (学代会选举).
    Elected,
    /// Appointed (任命, 聘任).
    Appointed,
    /// Selected (选拔).
    Selected,
}

/// A sort of meeting (会议类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meeting {
    /// 学生会联席会议.
    Joint,
    /// 学生会例会.
    Regular,
    /// 学生代表大会.
    Congress,
    /// 全体学生大会.
    AllStudents,
    /// 党组织研究学生会工作.
    PartyStudy,
    /// 向党组织汇报.
    ReportToParty,
    /// 述职评议会.
    Debrief,
    /// 思想动态研判.
    MoodReview,
    /// Any other, which no rule asks about (其他会议).
    Other,
}

impl Meeting {
    /// All sorts that rules ask about.
    pub const ALL: [Self; 8] = [
        Self::Joint,
        Self::Regular,
        Self::Congress,
        Self::AllStudents,
        Self::PartyStudy,
        Self::ReportToParty,
        Self::Debrief,
        Self::MoodReview,
    ];

    /// The word of the ledgers.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Joint => "学生会联席会议",
            Self::Regular => "学生会例会",
            Self::Congress => "学生代表大会",
            Self::AllStudents => "全体学生大会",
            Self::PartyStudy => "党组织研究学生会工作",
            Self::ReportToParty => "向党组织汇报",
            Self::Debrief => "述职评议会",
            Self::MoodReview => "思想动态研判",
            Self::Other => "其他会议",
        }
    }
}

/// `信息工程学院团总支学生会` → `信息工程学院`: whose union it is.
#[must_use]
pub fn of_whom<'t>(folded: &'t str, school: &str) -> &'t str {
    const UNIONS: [&str; 10] = [
        "团总支学生会",
        "分团委学生会",
        "团委学生会",
        "团总支、学生会",
        "分团委、学生会",
        "团委、学生会",
        "学生委员会",
        "学生分会",
        "学生会",
        "分会",
    ];
    let own = folded.strip_prefix(school).unwrap_or(folded);
    UNIONS.iter().find_map(|union| own.strip_suffix(union)).unwrap_or(own)
}

/// Whose student number a list gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// An enrolled student, as an index into the facts.
    Enrolled(usize),
    /// A student of the roster who is not enrolled, as an index into the facts.
    NotEnrolled(usize),
    /// The roster does not have the number.
    Unknown,
}

/// A person of a list.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// Folded student number, by which persons are told apart.
    pub student: Word,
    /// Student number (学号) as written.
    pub id: Word,
    /// Name (姓名) as written.
    pub name: Word,
    /// Who it is.
    pub known: Known,
    /// The cell of the student number.
    pub cell: CellRef,
}

/// A post somebody holds (学生会工作人员).
#[derive(Clone, Copy, Debug)]
pub struct Cadre {
    /// Who.
    pub person: Person,
    /// Whether the roster has another name under the number.
    pub is_under_other_name: bool,
    /// The level; `None` where it cannot be told.
    pub level: Option<Level>,
    /// The organisation (组织), as written.
    pub organisation: Word,
    /// Whether the organisation is none of the student union: the Youth League committee, the union of associations.
    pub is_of_other_body: bool,
    /// The post; `None` where the word is not known.
    pub post: Option<Post>,
    /// The post (职务), as written.
    pub post_written: Word,
    /// What the list says of 是否骨干.
    pub said_backbone: Option<bool>,
    /// How they came to it; `None` where the list does not say.
    pub way: Option<Way>,
    /// Since when (任职日期); `None` where the list does not say or it cannot be read.
    pub appointed: Option<Date>,
    /// The cell that says so.
    pub appointed_cell: Option<CellRef>,
    /// The department (部门), as written.
    pub department: Word,
    /// Its cell, where the list has the column.
    pub department_cell: Option<CellRef>,
    /// Whether they come from a college's union (来源); `None` where the list does not say.
    pub is_from_college: Option<bool>,
    /// The cell that says so.
    pub source_cell: Option<CellRef>,
    /// The cells of level or organisation, post, 是否骨干 and 产生方式, as far as the list has them.
    pub cells: [Option<CellRef>; 4],
}

/// A delegate to the congress (学生代表).
#[derive(Clone, Copy, Debug)]
pub struct Delegate {
    /// Who.
    pub person: Person,
    /// By whom elected (选举单位), as written.
    pub unit: Word,
    /// Through which channel (产生渠道), as written.
    pub channel: Word,
    /// The cells of unit and channel; the row's own where the list has none.
    pub cells: [CellRef; 2],
    /// The first row of the same person, if this is another.
    pub first: Option<CellRef>,
    /// The roster's name, where it is another one.
    pub other_name: Option<Word>,
}

/// A list of one congress or one year of office, and the one before it.
#[derive(Clone, Debug)]
pub struct Editions<T> {
    /// The present list.
    pub present: Vec<T>,
    /// The latest list before it.
    pub previous: Vec<T>,
    /// What that list is of.
    pub previous_edition: Option<Edition>,
}

/// What a list is of (届次).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// An academic year, by its first calendar year.
    Year(u16),
    /// A congress or a term of office by its number (第十届).
    Ordinal(u16),
}

impl Edition {
    /// Reads `2024-2025`, `2024-2025学年第一学期`, `第十届`, `第10次`; a year by itself may be either of two academic years and is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let folded = fold(text);
        let years: Vec<u16> =
            folded.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4).flat_map(str::parse).collect();
        if let [first, second] = years[..]
            && second == first + 1
        {
            return Some(Self::Year(first));
        }
        let before = ["届", "次"].iter().find_map(|end| folded.split_once(end).map(|(before, _)| before))?;
        let number = before.rsplit('第').next().unwrap_or(before);
        ordinal(number).map(Self::Ordinal)
    }
}

/// A whole number below a hundred in digits or Han characters: 12, 十二, 二十.
fn ordinal(text: &str) -> Option<u16> {
    const DIGITS: &str = "一二三四五六七八九";
    if let Ok(number) = text.parse::<u16>() {
        return (1..=300).contains(&number).then_some(number);
    }
    let digit = |c: char| DIGITS.chars().position(|other| other == c).and_then(|at| u16::try_from(at + 1).ok());
    let one = |part: &str| {
        let mut chars = part.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => digit(c),
            _ => None,
        }
    };
    match text.split_once('十') {
        None => one(text),
        Some((tens, units)) => {
            let tens = if tens.is_empty() { 1 } else { one(tens)? };
            let units = if units.is_empty() { 0 } else { one(units)? };
            Some(tens * 10 + units)
        }
    }
}

impl std::fmt::Display for Edition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}-{}", year + 1),
            Self::Ordinal(number) => write!(f, "第{number}届"),
        }
    }
}

impl<T> Default for Editions<T> {
    fn default() -> Self {
        Self { present: Vec::new(), previous: Vec::new(), previous_edition: None }
    }
}

/// A number printed in a list, and the rows it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedTotal {
    /// The number.
    pub printed: u32,
    /// The rows it speaks of.
    pub rows: u32,
    /// Its cell.
    pub cell: CellRef,
    /// Whether it stands above its rows, as the head of a section.
    pub is_head: bool,
}

/// One election: the candidates of one ballot paper (选举).
#[derive(Clone, Debug)]
pub struct Contest {
    /// What is elected (选举事项), as written; empty where the sheet does not say.
    pub title: Word,
    /// Seats (应选); `None` where the sheet does not say or says two things.
    pub seats: Option<u32>,
    /// The candidates, in the order of the sheet.
    pub candidates: Vec<Candidate>,
    /// Why nobody can tell whether these are all candidates of one election, and of no other.
    pub doubt: Option<ContestDoubt>,
}

/// Why rows may belong to another election.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContestDoubt {
    /// A line between them that may begin another one.
    Divider,
    /// A column that nobody reads says different things of them.
    UnreadColumn,
    /// Some rows of the sheet name their election and others do not.
    PartlyNamed,
    /// Another sheet has an election of the same name.
    TwoSheets,
}

/// What a candidate got (候选人得票).
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Name (候选人).
    pub name: Word,
    /// Folded student number, where the sheet gives one.
    pub student: Word,
    /// Ballots issued (发出), returned (收回), valid (有效).
    pub ballots: [Option<u32>; 3],
    /// Ballots that are invalid (无效).
    pub invalid: Option<u32>,
    /// Votes for (赞成), against (反对), abstained (弃权).
    pub votes: [Option<u32>; 3],
    /// What the sheet says of 是否当选.
    pub said_elected: Option<bool>,
    /// Whether a number of the row could not be read.
    pub is_unreadable: bool,
    /// The cell of the name.
    pub cell: CellRef,
    /// The cells of the votes for, and of the ballots, as far as there are any.
    pub cells: [Option<CellRef>; 4],
}

/// An organisation that holds meetings (主办单位).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Host {
    /// The whole school (校级).
    School,
    /// A campus, by its name in the roster.
    Campus(Word),
    /// A college, by its name in the roster.
    College(Word),
}

/// A meeting of the ledger (会议).
#[derive(Clone, Debug)]
pub struct MeetingRecord {
    /// When; `None` where it cannot be read.
    pub day: Option<Date>,
    /// What sort; `None` where the word is not known.
    pub sort: Option<Meeting>,
    /// By whom; `None` where no organisation of that name is known.
    pub host: Option<Host>,
    /// The agenda (议程), as written.
    pub agenda: Word,
    /// How many came (参加人数).
    pub attended: Option<u32>,
    /// Which organisations came (参加单位, 缺席单位).
    pub roll: Roll,
    /// The cells of the date, the agenda and the organisations that came.
    pub cells: [CellRef; 3],
}

/// Which organisations were at a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roll {
    /// Whether the ledger says it at all.
    pub is_written: bool,
    /// Whether all are said to have come (各二级学院), apart from those absent.
    pub is_of_all: bool,
    /// Those named as present.
    pub present: Vec<Host>,
    /// Those named as absent.
    pub absent: Vec<Host>,
    /// Whether a name could not be understood, so that somebody else may have been there or not.
    pub is_unclear: bool,
}

impl Roll {
    /// Whether an organisation came; `None` where nobody can say.
    #[must_use]
    pub fn attended(&self, host: Host) -> Option<bool> {
        if self.absent.contains(&host) {
            Some(false)
        } else if self.present.contains(&host) || self.is_of_all {
            Some(true)
        } else if !self.is_written || self.is_unclear {
            None
        } else {
            Some(false)
        }
    }
}

/// Whether somebody came (考勤).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attended {
    /// 出席.
    Present,
    /// 请假.
    Excused,
    /// 缺席.
    Absent,
}

/// One line of an attendance sheet.
#[derive(Clone, Copy, Debug)]
pub struct Attendance {
    /// Who.
    pub person: Person,
    /// When; `None` where it cannot be read.
    pub day: Option<Date>,
    /// Whether they came; `None` where the word is not known.
    pub attended: Option<Attended>,
    /// The cell that says so.
    pub cell: CellRef,
}

/// A contact with students (联系同学).
#[derive(Clone, Copy, Debug)]
pub struct Contact {
    /// When.
    pub day: Option<Date>,
    /// Who of the delegates and the staff.
    pub person: Person,
    /// How many students (人数).
    pub reached: Option<u32>,
}

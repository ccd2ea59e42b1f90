//! How a congress's seats are shared out: the words of the policy for it.

use super::facts::{Facts, Student};
use super::number::Share;
use super::text::{fold, fold_cohort};
use super::words::Word;

/// How seats follow from head-counts (分配方法).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Largest remainder (最大余额法, Hamilton): the whole part of each exact share, then one seat each by remainder.
    LargestRemainder,
    /// Webster (Sainte-Laguë): seat by seat to the largest n/(2s+1).
    Webster,
    /// Huntington–Hill (Q 值法): seat by seat to the largest n²/(s(s+1)).
    HuntingtonHill,
    /// D'Hondt (Jefferson): seat by seat to the largest n/(s+1).
    DHondt,
    /// Adams: seat by seat to the largest n/s.
    Adams,
    /// A share of each unit, rounded half-up (按比例).
    RatioPerUnit(Share),
    /// The same number for each unit (每单位固定).
    FixedPerUnit(u32),
    /// One seat for each `step` heads, one more when the rest exceeds `above` (每满若干人一名).
    Threshold {
        /// Heads for a seat.
        step: u32,
        /// What the rest has to exceed for one more.
        above: u32,
    },
}

impl Method {
    /// The methods that share out a house of a given size.
    pub const OF_A_HOUSE: [Self; 5] =
        [Self::LargestRemainder, Self::Webster, Self::HuntingtonHill, Self::DHondt, Self::Adams];

    /// The word of the policy.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::LargestRemainder => "largest_remainder",
            Self::Webster => "webster",
            Self::HuntingtonHill => "huntington_hill",
            Self::DHondt => "dhondt",
            Self::Adams => "adams",
            Self::RatioPerUnit(_) => "ratio_per_unit",
            Self::FixedPerUnit(_) => "fixed_per_unit",
            Self::Threshold { .. } => "threshold",
        }
    }

    /// The Chinese name.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::LargestRemainder => "最大余额法",
            Self::Webster => "韦伯斯特法",
            Self::HuntingtonHill => "Q 值法",
            Self::DHondt => "洪德法",
            Self::Adams => "亚当斯法",
            Self::RatioPerUnit(_) => "按比例",
            Self::FixedPerUnit(_) => "每单位固定",
            Self::Threshold { .. } => "每满若干人一名",
        }
    }

    /// Whether the total is given and shared out, and not the sum of what each unit gets.
    #[must_use]
    pub fn shares_a_house(self) -> bool {
        Self::OF_A_HOUSE.contains(&self)
    }
}

/// How every unit comes to its least number of seats (保底方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MinMode {
    /// Each unit gets its minimum first; the rest is apportioned, by largest remainder over all heads, by a divisor method going on
    /// from the seats held.
    ReserveFirst,
    /// Units that would fall below are fixed at the minimum, the others share the rest anew.
    Clamp,
    /// Units below the minimum are raised to it, and the total grows.
    TopUp,
}

impl MinMode {
    /// The Chinese words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::ReserveFirst => "先每单位保底，再分其余名额",
            Self::Clamp => "不足者按保底数定，其余单位重新分配",
            Self::TopUp => "不足者补足，总名额相应增加",
        }
    }
}

/// What delegates are elected by (选举单位).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Unit {
    College,
    Campus,
    Major,
    Class,
}

impl Unit {
    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::College => "学院",
            Self::Campus => "校区",
            Self::Major => "专业",
            Self::Class => "班级",
        }
    }
}

/// Which students are backbone (骨干): the plans do not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backbone {
    /// Presidium and heads of departments.
    PresidiumAndHeads,
    /// Everybody on the staff.
    AllStaff,
}

/// A group of delegates that a floor speaks of (各类代表).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// Each cohort by itself (年级).
    EachCohort,
    /// One cohort (年级=2024).
    Cohort(String),
    /// Gender (性别=女).
    Gender(String),
    /// Every ethnicity but Han (民族=少数民族).
    Minority,
    /// One ethnicity (民族=土家族).
    Ethnicity(String),
    /// Members of the party, probationary ones included (政治面貌=党员).
    PartyMembers,
    /// One political status (政治面貌=共青团员).
    Political(String),
}

impl Group {
    /// Reads the words of the policy; `None` for a group that nothing in a roster tells.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let folded = fold(text);
        let Some((key, value)) = folded.split_once('=') else {
            return (folded == "年级").then_some(Self::EachCohort);
        };
        let value = value.to_owned();
        if value.is_empty() {
            return None;
        }
        Some(match (key, value.as_str()) {
            ("年级", _) => Self::Cohort(fold_cohort(&value)),
            ("性别", _) => Self::Gender(value),
            ("民族", "少数民族") => Self::Minority,
            ("民族", _) => Self::Ethnicity(value),
            ("政治面貌", "党员" | "中共党员(含预备党员)") => Self::PartyMembers,
            ("政治面貌", "团员") => Self::Political("共青团员".to_owned()),
            ("政治面貌", _) => Self::Political(value),
            _ => return None,
        })
    }

    /// Whether a student belongs to it; `None` where the roster does not say.
    #[must_use]
    pub fn holds(&self, facts: &Facts, student: &Student) -> Option<bool> {
        let text = |word: Word| Some(fold(facts.words.text(word))).filter(|text| !text.is_empty());
        let status = || student.political.status.and_then(text);
        Some(match self {
            Self::EachCohort => true,
            Self::Cohort(cohort) => text(student.cohort)? == *cohort,
            Self::Gender(gender) => gender_of(&text(student.gender)?) == gender_of(gender),
            Self::Minority => !is_han(&text(student.ethnicity)?),
            Self::Ethnicity(ethnicity) => {
                text(student.ethnicity)?.trim_end_matches('族') == ethnicity.trim_end_matches('族')
            }
            Self::PartyMembers => matches!(&*status()?, "中共党员" | "中共预备党员"),
            Self::Political(wanted) => status()? == *wanted,
        })
    }
}

/// 男 and 女, however a system writes them (男性, 1); else the word itself.
#[must_use]
pub fn gender_of(folded: &str) -> &str {
    match folded {
        "男" | "男性" | "1" | "M" => "男",
        "女" | "女性" | "2" | "F" => "女",
        other => other,
    }
}

/// Whether a folded ethnicity is Han (汉族), by word or by the code of GB/T 3304.
#[must_use]
pub fn is_han(folded: &str) -> bool {
    matches!(folded, "汉" | "汉族" | "01" | "1" | "HA")
}

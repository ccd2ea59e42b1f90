//! How a congress's seats are shared out: the words of the policy for it.

use super::number::Share;

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

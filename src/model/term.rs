//! Terms (学期) and dates.

use std::fmt;

/// A term: the academic year's first calendar year and the number within it (1 autumn, 2 spring, 3 summer).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// First calendar year of the academic year (学年): 2025 for 2025-2026.
    pub year: u16,
    /// 1, 2 or 3.
    pub number: u8,
}

impl Term {
    /// Terms counted three to a year, so that later terms are greater.
    #[must_use]
    pub fn ordinal(self) -> i32 {
        i32::from(self.year) * 3 + i32::from(self.number) - 1
    }

    /// The inverse of [`Term::ordinal`].
    #[must_use]
    pub fn from_ordinal(ordinal: i32) -> Self {
        Self {
            year: u16::try_from(ordinal.div_euclid(3)).unwrap_or(0),
            number: u8::try_from(ordinal.rem_euclid(3) + 1).unwrap_or(1),
        }
    }

    /// Whether `self` lies within one year up to `last`: with two terms a year, `last` and the one before.
    #[must_use]
    pub fn is_within_year_to(self, last: Self) -> bool {
        self <= last && last.ordinal() - self.ordinal() < 3
    }

    /// Reads the ways schools write a term: `2021-2022-2`, `2023秋季学期`, `2024-2025学年 秋`, `202301`,
    /// `2021~2022学年上学期`, `2023-2024学年第一学期`. `None` if the year or the number is missing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = super::text::fold_width(text);
        let (numbers, rest) = split_numbers(&text);
        let years: Vec<u16> = numbers
            .iter()
            .filter(|n| n.len() == 4)
            .filter_map(|n| n.parse().ok())
            .filter(|year| is_year(*year))
            .collect();
        let first = match (years.as_slice(), numbers.as_slice()) {
            ([first, second], _) if *second == first + 1 => *first,
            ([only], _) => *only,
            ([], [packed]) if packed.len() == 6 || packed.len() == 5 => {
                let year = packed[..4].parse().ok().filter(|year| is_year(*year))?;
                return numbered(year, packed[4..].parse().ok()?);
            }
            // 24-25-1
            ([], [first, second, number]) if first.len() == 2 && second.len() == 2 => {
                let (first, second): (u16, u16) = (first.parse().ok()?, second.parse().ok()?);
                return if second == first + 1 { numbered(2000 + first, number.parse().ok()?) } else { None };
            }
            _ => return None,
        };
        let season = Season::find(&rest);
        if let Some(season) = season {
            return Some(if years.len() == 2 || rest.contains("学年") || rest.contains('上') || rest.contains('下') {
                Self { year: first, number: season as u8 }
            } else {
                // A single calendar year with a season: spring and summer close the academic year begun the year before.
                Self { year: if season == Season::Autumn { first } else { first - 1 }, number: season as u8 }
            });
        }
        let number = numbers.iter().rfind(|n| n.len() <= 2).and_then(|n| n.parse().ok());
        numbered(first, number.or_else(|| chinese_number(&rest))?)
    }

    /// Reads year and term from two columns (学年, 学期): `2014-2015` and `1`, `第一学期`, `秋`.
    #[must_use]
    pub fn parse_parts(year: &str, term: &str) -> Option<Self> {
        if let Some(whole) = Self::parse(term) {
            return Some(whole);
        }
        let (numbers, _) = split_numbers(&super::text::fold_width(year));
        let first: u16 = numbers.first()?.get(..4)?.parse().ok().filter(|year| is_year(*year))?;
        let term = super::text::fold_width(term);
        // A column of academic years leaves nothing to count back: spring belongs to the year it names.
        if let Some(season) = Season::find(&term) {
            return Some(Self { year: first, number: season as u8 });
        }
        let (digits, rest) = split_numbers(&term);
        numbered(first, digits.first().and_then(|n| n.parse().ok()).or_else(|| chinese_number(&rest))?)
    }
}

/// An academic year, or a term of it: what a comprehensive evaluation is for. Later ones are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First calendar year of the academic year.
    pub year: u16,
    /// The term within it; 0 for the whole year.
    pub term: u8,
}

impl Period {
    /// Reads the columns 学年 and 学期, either of which may be missing or hold both; `None` if no year can be read.
    #[must_use]
    pub fn parse(year: &str, term: &str) -> Option<Self> {
        let whole = Term::parse_parts(year, term).or_else(|| Term::parse(year));
        if let Some(term) = whole {
            return Some(Self { year: term.year, term: term.number });
        }
        let (numbers, _) = split_numbers(&super::text::fold_width(year));
        let first = numbers.first().filter(|number| number.len() == 4)?.parse().ok().filter(|year| is_year(*year))?;
        Some(Self { year: first, term: 0 })
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.year, self.year + 1, self.number)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Season {
    Autumn = 1,
    Spring = 2,
    Summer = 3,
}

impl Season {
    fn find(text: &str) -> Option<Self> {
        if text.contains('秋') || text.contains("上学期") || text.contains("上半学年") {
            Some(Self::Autumn)
        } else if text.contains('春') || text.contains("下学期") || text.contains("下半学年") {
            Some(Self::Spring)
        } else if text.contains('夏') || text.contains("小学期") || text.contains("短学期") {
            Some(Self::Summer)
        } else {
            None
        }
    }
}

fn is_year(year: u16) -> bool {
    (1980..2100).contains(&year)
}

fn numbered(year: u16, number: u8) -> Option<Term> {
    (1..=3).contains(&number).then_some(Term { year, number })
}

fn chinese_number(text: &str) -> Option<u8> {
    [('一', 1), ('二', 2), ('三', 3)].iter().find(|(digit, _)| text.contains(*digit)).map(|(_, number)| *number)
}

/// Runs of digits, and what stands between them.
fn split_numbers(text: &str) -> (Vec<String>, String) {
    let mut numbers: Vec<String> = Vec::new();
    let mut rest = String::new();
    let mut within = false;
    for character in text.chars() {
        if character.is_ascii_digit() {
            if !within {
                numbers.push(String::new());
            }
            if let Some(number) = numbers.last_mut() {
                number.push(character);
            }
            within = true;
        } else {
            rest.push(character);
            within = false;
        }
    }
    (numbers, rest)
}

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl Date {
    /// A day that exists in the calendar.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1900..=2200).contains(&year) && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// Reads `2025-3-1`, `2025/03/01`, `2025.3.1`, `2025年3月1日`, `二〇二五年三月一日`, `20250301`; a time of day behind it is ignored.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = super::text::fold_width(text);
        let text = if text.contains('年') { with_digits(&text) } else { text };
        let (numbers, _) = split_numbers(&text);
        match numbers.as_slice() {
            [packed] if packed.len() == 8 => {
                Self::new(packed[..4].parse().ok()?, packed[4..6].parse().ok()?, packed[6..].parse().ok()?)
            }
            [year, month, day, ..] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
                Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
            }
            _ => None,
        }
    }

    /// Reads the first and the last day of a span: `2025.9.15-2025.9.19`, `2025年9月15日至19日`, `2025-09-28～10-09`. What the second
    /// leaves out is that of the first; a single day is both.
    #[must_use]
    pub fn parse_span(text: &str) -> Option<(Self, Self)> {
        // （5个工作日） behind it is no part of it.
        let text = super::text::without_brackets(&super::text::fold_width(text));
        let text = if text.contains('年') { with_digits(&text) } else { text };
        let (numbers, _) = split_numbers(&text);
        numbers.first().filter(|year| year.len() == 4)?;
        let parts: Vec<u16> = numbers.iter().map(|number| number.parse().ok()).collect::<Option<_>>()?;
        let day = |year: u16, month: u16, day: u16| Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let (from, to) = match parts[..] {
            [year, month, from] => (day(year, month, from)?, day(year, month, from)?),
            [year, month, from, to] => (day(year, month, from)?, day(year, month, to)?),
            [year, month, from, last, to] => (day(year, month, from)?, day(year, last, to)?),
            [year, month, from, last_year, last, to] => (day(year, month, from)?, day(last_year, last, to)?),
            _ => return None,
        };
        Some((from, to))
    }

    /// The same day so many months later; the last of the month where that has no such day.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let all = u32::from(self.year) * 12 + u32::from(self.month) - 1 + months.min(1200);
        let (year, month) = (u16::try_from(all / 12).unwrap_or(2200), u8::try_from(all % 12 + 1).unwrap_or(12));
        (28..=self.day).rev().find_map(|day| Self::new(year, month, day)).unwrap_or(Self { year, month, day: self.day })
    }

    /// Days since the first of January of the year 0, counted as if the calendar had always been today's.
    #[must_use]
    pub fn number(self) -> i64 {
        // Years that begin in March keep the leap day at their end.
        let (year, month) = if self.month > 2 {
            (i64::from(self.year), i64::from(self.month) - 3)
        } else {
            (i64::from(self.year) - 1, i64::from(self.month) + 9)
        };
        let of_years = 365 * year + year / 4 - year / 100 + year / 400;
        of_years + (153 * month + 2) / 5 + i64::from(self.day) + 59
    }

    /// Whether it is a Saturday or a Sunday.
    #[must_use]
    pub fn is_weekend(self) -> bool {
        // The first of January of the year 0 was a Saturday.
        self.number() % 7 < 2
    }

    /// The day after.
    #[must_use]
    pub fn next(self) -> Self {
        let in_month = Self::new(self.year, self.month, self.day + 1);
        let in_year = || Self::new(self.year, self.month + 1, 1);
        in_month.or_else(in_year).or_else(|| Self::new(self.year + 1, 1, 1)).unwrap_or(self)
    }

    /// `2026年1月20日`.
    #[must_use]
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }

    /// First calendar year of the academic year (学年) a day lies in: September to August.
    #[must_use]
    pub fn academic_year(self) -> u16 {
        if self.month >= 9 { self.year } else { self.year - 1 }
    }

    /// The term a day falls in when a drop names none: September to January autumn, February to August spring.
    #[must_use]
    pub fn term(self) -> Term {
        match self.month {
            9..=12 => Term { year: self.year, number: 1 },
            1 => Term { year: self.year - 1, number: 1 },
            _ => Term { year: self.year - 1, number: 2 },
        }
    }
}

/// A text with its Han numerals as digits: 二〇二五 → 2025, 十二 → 12, 二十五 → 25.
fn with_digits(text: &str) -> String {
    const ONES: &str = "〇一二三四五六七八九";
    let digit = |c: char| match c {
        '零' | '○' => Some(0),
        other => ONES.chars().position(|one| one == other),
    };
    let mut out = String::new();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        // 十 stands for a ten where a digit before it does not say how many.
        let next = characters.peek().copied().and_then(digit);
        match (digit(c), c) {
            (Some(value), _) if characters.peek() == Some(&'十') => {
                characters.next();
                let ones = characters.peek().copied().and_then(digit);
                characters.next_if(|_| ones.is_some());
                out.push_str(&(value * 10 + ones.unwrap_or(0)).to_string());
            }
            (Some(value), _) => out.push_str(&value.to_string()),
            (None, '十') => {
                characters.next_if(|_| next.is_some());
                out.push_str(&(10 + next.unwrap_or(0)).to_string());
            }
            (None, other) => out.push(other),
        }
    }
    out
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

//! The academic year (学年) that ledgers are judged over, and its parts: months, terms, the year itself.

use std::fmt;

use crate::model::facts::Facts;
use crate::model::term::{Date, Term};
use crate::policy::ledgers::Frequency;

/// The run's academic year, as far as it has gone.
#[derive(Clone, Copy, Debug)]
pub struct Year {
    /// Its first calendar year.
    pub first: u16,
    /// The day of the run.
    pub as_of: Date,
}

impl Year {
    /// The year of a run; `None` without a day or a term.
    #[must_use]
    pub fn of(facts: &Facts) -> Option<Self> {
        Some(Self { first: facts.term?.year, as_of: facts.as_of? })
    }

    /// `2025-2026`.
    #[must_use]
    pub fn name(self) -> String {
        format!("{}-{}", self.first, self.first + 1)
    }

    /// Whether a day lies in it and not after the day of the run.
    #[must_use]
    pub fn holds(self, day: Date) -> bool {
        day.academic_year() == self.first && day <= self.as_of
    }

    /// Whether the whole year has gone by.
    #[must_use]
    pub fn is_over(self) -> bool {
        Date::new(self.first + 1, 8, 31).is_some_and(|last| self.as_of >= last)
    }

    /// Its parts in order, as far as they have begun by the day of the run.
    #[must_use]
    pub fn parts(self, frequency: Frequency) -> Vec<Part> {
        let all: Vec<Part> = match frequency {
            Frequency::Monthly => (9..=12)
                .map(|month| Part::Month(self.first, month))
                .chain((1..=8).map(|month| Part::Month(self.first + 1, month)))
                .collect(),
            Frequency::Termly => [1, 2].map(|number| Part::Term(Term { year: self.first, number })).to_vec(),
            Frequency::Yearly => vec![Part::Year(self.first)],
        };
        all.into_iter().filter(|part| part.months().first().is_some_and(|first| *first <= self.as_of)).collect()
    }
}

/// A month, a term or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Calendar year and month.
    Month(u16, u8),
    /// A term, autumn or spring.
    Term(Term),
    /// An academic year, by its first calendar year.
    Year(u16),
}

impl Part {
    /// The first days of its months.
    fn months(self) -> Vec<Date> {
        let first = |year: u16, month: u8| Date::new(year, month, 1);
        let autumn = |year: u16| (9..=12).filter_map(move |month| first(year, month)).chain(first(year + 1, 1));
        let spring = |year: u16| (2..=8).filter_map(move |month| first(year + 1, month));
        match self {
            Self::Month(year, month) => first(year, month).into_iter().collect(),
            Self::Term(term) if term.number == 1 => autumn(term.year).collect(),
            Self::Term(term) => spring(term.year).collect(),
            Self::Year(year) => autumn(year).chain(spring(year)).collect(),
        }
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: Date) -> bool {
        self.months().iter().any(|first| (first.year, first.month) == (day.year, day.month))
    }

    /// Whether all of it is holiday (假期), so that nothing is asked for.
    #[must_use]
    pub fn is_holiday(self, holidays: &[u32]) -> bool {
        self.months().iter().all(|first| holidays.contains(&u32::from(first.month)))
    }

    /// Whether its last month that is no holiday has gone by.
    #[must_use]
    pub fn is_over(self, as_of: Date, holidays: &[u32]) -> bool {
        let months = self.months();
        let worked = months.iter().rev().find(|first| !holidays.contains(&u32::from(first.month)));
        worked.or(months.last()).is_some_and(|last| as_of.next() >= last.plus_months(1))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
            Self::Term(term) => write!(f, "{term}"),
            Self::Year(year) => write!(f, "{year}-{}", year + 1),
        }
    }
}

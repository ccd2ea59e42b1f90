//! `[ledgers]`: how often what has to be done over a year, and which days are working days.

use crate::model::Cited;
use crate::model::number::Share;
use crate::model::term::Date;

use super::read::Getter;

/// How often something has to be done (频次).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// 每月.
    Monthly,
    /// 每学期.
    Termly,
    /// 每学年.
    Yearly,
}

impl Frequency {
    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Monthly => "每月",
            Self::Termly => "每学期",
            Self::Yearly => "每学年",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        match word {
            "monthly" => Some(Self::Monthly),
            "termly" => Some(Self::Termly),
            "yearly" => Some(Self::Yearly),
            _ => None,
        }
    }
}

/// Ledgers (台账).
#[derive(Clone, Debug)]
pub struct LedgersPolicy {
    /// Months in which nothing monthly is asked for, 1 to 12.
    pub holiday_months: Cited<Vec<u32>>,
    /// Joint meetings of the school's and the colleges' unions; `None`: not asked for.
    pub joint_meeting: Cited<Option<Frequency>>,
    /// Each union's own meetings; `None`: not asked for.
    pub own_meeting: Cited<Option<Frequency>>,
    /// Least share of the colleges at a joint meeting, and of the meetings that a college comes to.
    pub attendance_min: Cited<Share>,
    /// How often a year each party organisation looks into the union's work.
    pub party_study_per_year: Cited<u32>,
    /// Reports to the party organisation.
    pub report_to_party: Cited<Option<Frequency>>,
    /// Terms with a training of all staff: `autumn`, `spring`.
    pub training: Cited<Vec<String>>,
    /// Topics that a year's trainings have to cover.
    pub training_topics: Cited<Vec<String>>,
    /// Sorts of help (帮扶) there have to be.
    pub services: Cited<Vec<String>>,
    /// Working days within which a request is to be settled.
    pub request_days: Cited<u32>,
    /// Categories of requests.
    pub request_categories: Cited<Vec<String>>,
    /// Working days a notice has to stand.
    pub notice_days: Cited<u32>,
    /// Reports of the presidium on its work (述职).
    pub debrief: Cited<Option<Frequency>>,
    /// Which days are worked.
    pub calendar: Calendar,
}

impl LedgersPolicy {
    pub(super) fn read(get: &Getter<'_>) -> Self {
        let frequency = |path: &str| get.text(path).map(|word| Frequency::parse(&word));
        let (holidays, workdays) = (get.texts("ledgers.holidays"), get.texts("ledgers.workdays"));
        let spans = |texts: &[String]| texts.iter().filter_map(|text| span(text)).collect();
        Self {
            holiday_months: get.counts("ledgers.holiday_months"),
            joint_meeting: frequency("ledgers.joint_meeting"),
            own_meeting: frequency("ledgers.own_meeting"),
            attendance_min: get.share("ledgers.attendance_min"),
            party_study_per_year: get.count("ledgers.party_study_per_year"),
            report_to_party: frequency("ledgers.report_to_party"),
            training: get.texts("ledgers.training"),
            training_topics: get.texts("ledgers.training_topics"),
            services: get.texts("ledgers.services"),
            request_days: get.count("ledgers.request_days"),
            request_categories: get.texts("ledgers.request_categories"),
            notice_days: get.count("ledgers.notice_days"),
            debrief: frequency("ledgers.debrief"),
            calendar: Calendar { holidays: spans(&holidays.value), workdays: spans(&workdays.value) },
        }
    }

    /// What cannot be understood, in words.
    pub(super) fn contradictions(get: &Getter<'_>) -> Vec<String> {
        let mut messages = Vec::new();
        for path in ["ledgers.holidays", "ledgers.workdays"] {
            for text in get.texts(path).value.iter().filter(|text| span(text).is_none()) {
                messages.push(format!(
                    "{path} 里的“{text}”不是日期。请写成 \"2025-10-01\"，连续几天写成 \"2025-10-01/2025-10-08\""
                ));
            }
        }
        for month in get.counts("ledgers.holiday_months").value.iter().filter(|month| !(1..=12).contains(*month)) {
            messages.push(format!("ledgers.holiday_months 里的 {month} 不是月份，应在 1 至 12 之间"));
        }
        messages
    }
}

/// A day, or the first and the last of several.
fn span(text: &str) -> Option<(Date, Date)> {
    let (from, to) = text.split_once('/').unwrap_or((text, text));
    let (from, to) = (Date::parse(from)?, Date::parse(to)?);
    (from <= to).then_some((from, to))
}

/// Which days are worked (工作日): not weekends and holidays, but the weekend days worked in exchange (调休).
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    holidays: Vec<(Date, Date)>,
    workdays: Vec<(Date, Date)>,
}

impl Calendar {
    /// Whether a day is worked.
    #[must_use]
    pub fn is_workday(&self, day: Date) -> bool {
        let is_in = |spans: &[(Date, Date)]| spans.iter().any(|(from, to)| (*from..=*to).contains(&day));
        is_in(&self.workdays) || !day.is_weekend() && !is_in(&self.holidays)
    }

    /// Working days from the first to the last day, both included; 0 if the last comes first.
    #[must_use]
    pub fn days_through(&self, from: Date, to: Date) -> u32 {
        let mut day = from;
        let mut days = 0;
        while day <= to {
            days += u32::from(self.is_workday(day));
            let next = day.next();
            if next <= day {
                break;
            }
            day = next;
        }
        days
    }

    /// Working days after a day, up to another: the day something came in does not count.
    #[must_use]
    pub fn days_after(&self, from: Date, to: Date) -> u32 {
        self.days_through(from.next(), to)
    }

    /// The day by which so many working days have passed, the first day included if it is one.
    #[must_use]
    pub fn last_of(&self, from: Date, days: u32) -> Date {
        let mut day = from;
        let mut left = days;
        loop {
            left = left.saturating_sub(u32::from(self.is_workday(day)));
            let next = day.next();
            if left == 0 || next <= day {
                return day;
            }
            day = next;
        }
    }

    /// Whether the policy names any holiday of a calendar year.
    #[must_use]
    pub fn knows(&self, year: u16) -> bool {
        self.holidays.iter().any(|(from, to)| from.year == year || to.year == year)
    }
}

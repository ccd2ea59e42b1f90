//! Exact numbers: scores and credits as fixed-point decimals, everything computed from them as rationals.
//!
//! Deliberately absent: any conversion to a binary float. A spreadsheet stores 86.1 as the nearest double; what the
//! person who typed it saw has at most 15 significant digits, and that is what is read.

use std::cmp::Ordering;
use std::fmt;
use std::num::NonZeroI64;

use num_rational::Ratio;

/// An exact rational, for means, shares and lines. Numerators stay below 10^33 by the bounds of [`Decimal`].
pub type Exact = Ratio<i128>;

/// Decimal places a [`Decimal`] can hold. Thirteen places keep all 15 digits a spreadsheet shows of a two-digit score.
pub const DECIMAL_PLACES: u32 = 13;

const UNIT: i64 = 10_i64.pow(DECIMAL_PLACES);

/// A fixed-point decimal read from a cell: a score (成绩), a credit (学分), hours (学时). Unit 10⁻¹³, within ±922,336.
///
/// Kept with its sign bit turned, so that no number in range is all zeros and an `Option` of it takes no further room: a school
/// has millions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal(NonZeroI64);

impl Default for Decimal {
    fn default() -> Self {
        Self::ZERO
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.units().cmp(&other.units())
    }
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self::new(0);
    /// One.
    pub const ONE: Self = Self::new(UNIT);
    /// One hundred, the usual top of the scale.
    pub const HUNDRED: Self = Self::new(100 * UNIT);

    /// The value as a count of 10⁻¹³, for integer columns.
    #[must_use]
    pub fn units(self) -> i64 {
        self.0.get() ^ i64::MIN
    }

    const fn new(units: i64) -> Self {
        match NonZeroI64::new(units ^ i64::MIN) {
            Some(stored) => Self(stored),
            // The one number that has no place lies far beyond every range.
            None => Self(NonZeroI64::MAX),
        }
    }

    /// The inverse of [`Decimal::units`].
    #[must_use]
    pub fn from_units(units: i64) -> Self {
        Self::new(units)
    }

    /// A whole number, or `None` where it passes the range.
    #[must_use]
    pub fn whole(value: i64) -> Option<Self> {
        value.checked_mul(UNIT).map(Self::new)
    }

    /// Reads plain decimal notation: an optional sign, digits, an optional fraction. No exponent, no grouping, no spaces.
    ///
    /// Digits beyond the thirteenth place are rounded half-up, as no spreadsheet shows them. `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let mut units: i64 = 0;
        for byte in whole.bytes() {
            units = units.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
        }
        units = units.checked_mul(UNIT)?;
        let mut place = UNIT / 10;
        for (idx, byte) in fraction.bytes().enumerate() {
            let digit = i64::from(byte - b'0');
            if idx == DECIMAL_PLACES as usize {
                units = units.checked_add(i64::from(digit >= 5))?;
                break;
            }
            units = units.checked_add(digit * place)?;
            place /= 10;
        }
        Some(Self::new(if negative { -units } else { units }))
    }

    /// Reads a number cell. A double is taken as the decimal of 15 significant digits that a spreadsheet shows for it, so
    /// 29.020000000000003 is 29.02. `None` for infinities, not-a-number and values out of range.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        if let Some(short) = Self::from_short(value) {
            return Some(short);
        }
        let shown = format!("{value:.14e}");
        let (mantissa, exponent) = shown.split_once('e')?;
        let exponent: i32 = exponent.parse().ok()?;
        let (sign, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", mantissa),
        };
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        let point = usize::try_from(exponent.checked_add(1)?).ok();
        let plain = match point {
            Some(point) if point >= digits.len() => {
                if point > 18 {
                    return None;
                }
                format!("{sign}{digits}{}", "0".repeat(point - digits.len()))
            }
            Some(point) => format!("{sign}{}.{}", &digits[..point], &digits[point..]),
            None => {
                let zeros = usize::try_from(-exponent - 1).ok()?.min(DECIMAL_PLACES as usize + 1);
                format!("{sign}0.{}{digits}", "0".repeat(zeros))
            }
        };
        Self::parse(&plain)
    }

    /// A double with at most four decimals and few digits, without printing it: if dividing a small whole number by 10⁴ gives
    /// the double, no other decimal of 15 digits does.
    fn from_short(value: f64) -> Option<Self> {
        const SCALE: f64 = 1e4;
        let scaled = (value * SCALE).round();
        #[expect(clippy::float_cmp, reason = "equal or not is the question")]
        let is_short = scaled.abs() < 1e9 && scaled / SCALE == value;
        #[expect(clippy::cast_possible_truncation, reason = "a whole number below 10⁹")]
        is_short.then(|| Self::new(scaled as i64 * (UNIT / 10_000)))
    }

    /// The value as a rational.
    #[must_use]
    pub fn exact(self) -> Exact {
        Exact::new(i128::from(self.units()), i128::from(UNIT))
    }
}

impl fmt::Display for Decimal {
    /// The shortest exact notation: `85`, `73.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units() < 0 { "-" } else { "" };
        let magnitude = self.units().unsigned_abs();
        let (whole, rest) = (magnitude / UNIT.unsigned_abs(), magnitude % UNIT.unsigned_abs());
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{rest:0width$}", width = DECIMAL_PLACES as usize);
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

/// The mean Σ value·weight / Σ weight, from sums taken in units of 10⁻²⁶ and 10⁻¹³. `None` where the weights sum to zero.
#[must_use]
pub fn weighted_mean(weighted_units: i128, weight_units: i128) -> Option<Exact> {
    (weight_units > 0).then(|| Exact::new(weighted_units, weight_units) / Exact::from_integer(i128::from(UNIT)))
}

/// Rounds half-up (away from zero, 四舍五入) to `decimals` places and writes all of them: 2.675 → `2.68`, 84 → `84.00`.
#[must_use]
pub fn round_half_up(value: Exact, decimals: u32) -> String {
    let denominator = value.denom().unsigned_abs();
    let numerator = value.numer().unsigned_abs();
    // Long division, digit by digit: no product grows beyond ten times the denominator.
    let mut shown = numerator / denominator;
    let mut rest = numerator % denominator;
    for _ in 0..decimals {
        rest *= 10;
        shown = shown * 10 + rest / denominator;
        rest %= denominator;
    }
    shown += u128::from(rest >= denominator - rest);
    let sign = if *value.numer() < 0 && shown > 0 { "-" } else { "" };
    let scale = 10_u128.pow(decimals);
    let (whole, fraction) = (shown / scale, shown % scale);
    if decimals == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction:0width$}", width = decimals as usize)
    }
}

/// A number of things as the reports hold it: as many as fit.
#[must_use]
pub fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A share such as 30/100, kept with the denominator it was written with, because a reader compares it with the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Numerator.
    pub numer: u32,
    /// Denominator, never zero.
    pub denom: u32,
}

impl Share {
    /// Reads `n/d`, `n%` or a whole number. A decimal point is refused: a share is never a rounded number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = |part: &str| part.trim().parse::<u32>().ok();
        let share = if let Some(percent) = text.strip_suffix('%') {
            Self { numer: number(percent)?, denom: 100 }
        } else if let Some((numer, denom)) = text.split_once('/') {
            Self { numer: number(numer)?, denom: number(denom)? }
        } else {
            Self { numer: number(text)?, denom: 1 }
        };
        (share.denom != 0).then_some(share)
    }

    /// The share as a rational.
    #[must_use]
    pub fn exact(self) -> Exact {
        Exact::new(i128::from(self.numer), i128::from(self.denom))
    }

    /// ⌊share·n⌋.
    #[must_use]
    pub fn floor_of(self, n: u32) -> u32 {
        // Both factors are 32-bit, so the quotient of their product by at least 1 is checked, not assumed, to fit.
        u32::try_from(u64::from(self.numer) * u64::from(n) / u64::from(self.denom)).unwrap_or(u32::MAX)
    }

    /// ⌈share·n⌉.
    #[must_use]
    pub fn ceil_of(self, n: u32) -> u32 {
        u32::try_from((u64::from(self.numer) * u64::from(n)).div_ceil(u64::from(self.denom))).unwrap_or(u32::MAX)
    }

    /// share·n rounded half-up.
    #[must_use]
    pub fn half_up_of(self, n: u32) -> u32 {
        let twice = 2 * u128::from(self.numer) * u128::from(n) + u128::from(self.denom);
        u32::try_from(twice / (2 * u128::from(self.denom))).unwrap_or(u32::MAX)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numer, self.denom)
    }
}

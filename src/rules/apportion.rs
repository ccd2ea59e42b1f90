//! Seats from head-counts (席位分配): the methods on plain numbers, generic over what a unit is.
//!
//! A tie is a result. Every answer carries its steps, each with the standings before it, so that whatever is printed about how a
//! seat came about is derived from what happened. All comparisons are of whole numbers.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::model::number::Exact;
use crate::model::seats::{Method, MinMode};

/// Whether a method by itself gives every unit a seat before any gets a second.
fn gives_everybody_one(method: Method) -> bool {
    matches!(method, Method::HuntingtonHill | Method::Adams)
}

/// What a unit of `heads` that holds `seats` bids for the next one, as a fraction; a denominator of 0 is beyond all others.
fn bid(method: Method, heads: u32, seats: u32) -> Bid {
    let (heads, seats) = (u128::from(heads), u128::from(seats));
    let (numer, denom) = match method {
        Method::Webster => (heads, 2 * seats + 1),
        Method::HuntingtonHill => (heads * heads, seats * (seats + 1)),
        Method::DHondt => (heads, seats + 1),
        _ => (heads, seats),
    };
    Bid { numer, denom }
}

/// A fraction to compare, with 1/0 for one beyond all others.
#[derive(Clone, Copy, Debug)]
pub struct Bid {
    /// Numerator.
    pub numer: u128,
    /// Denominator.
    pub denom: u128,
}

impl Ord for Bid {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.denom, other.denom) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Greater,
            (_, 0) => Ordering::Less,
            // Squares of 32-bit numbers times products of two seat numbers stay below 2^128: a house is at most MOST_SEATS.
            _ => (self.numer * other.denom).cmp(&(other.numer * self.denom)),
        }
    }
}

impl PartialOrd for Bid {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Bid {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Bid {}

/// More seats than any congress has; keeps products in range.
pub const MOST_SEATS: u32 = 1 << 20;
/// More heads than any school has; keeps products in range.
pub const MOST_HEADS: u64 = 100_000_000;

/// What is asked of the engine.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// The method.
    pub method: Method,
    /// Seats to share out; of no meaning for methods that look at each unit by itself.
    pub house: u32,
    /// Least seats of each unit.
    pub minimum: u32,
    /// How they come about.
    pub min_mode: MinMode,
}

/// A human's ruling on one tie: of exactly these units, these get the seat. Indices of units, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// The tied units.
    pub tied: Vec<usize>,
    /// Those that get one seat more.
    pub winners: Vec<usize>,
}

/// A tie the method cannot settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The tied units, ascending.
    pub units: Vec<usize>,
    /// How many of them get one seat more.
    pub seats: u32,
}

/// One step on the way, with what each unit held before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Seats before the step, by unit.
    pub before: Vec<u32>,
    /// What happened.
    pub kind: StepKind,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Each unit gets its minimum before anything is shared out.
    Reserved {
        /// Seats of each.
        minimum: u32,
    },
    /// Whole parts of the exact shares of `house` seats among the units that take part.
    WholeParts {
        /// The seats shared out.
        house: u32,
        /// Exact share of each unit; `None` for one that takes no part.
        shares: Vec<Option<Exact>>,
        /// What is left for the remainders.
        left: u32,
    },
    /// One seat each by the size of the remainder.
    Remainders {
        /// Who gets one.
        to: Vec<usize>,
    },
    /// Seat by seat to the highest bid.
    Awards(Vec<Award>),
    /// A lot was drawn.
    Drawn(Lot),
    /// Units that would fall below the minimum are fixed at it; the others begin anew.
    Fixed {
        /// The units.
        units: Vec<usize>,
        /// Their seats.
        minimum: u32,
    },
    /// Units below the minimum are raised to it.
    Raised {
        /// The units.
        units: Vec<usize>,
        /// Their seats.
        minimum: u32,
    },
    /// Each unit's seats by itself, before any minimum.
    EachByItself,
}

/// Seats that went to the same highest bid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// The units with that bid, one seat each.
    pub units: Vec<usize>,
    /// The bid.
    pub bid: Bid,
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Apportioned {
    /// Everybody's seats.
    Settled {
        /// Seats by unit.
        seats: Vec<u32>,
        /// How they came about.
        steps: Vec<Step>,
        /// Which of the lots were needed.
        lots: Vec<usize>,
    },
    /// A human has to draw a lot.
    NeedsLot {
        /// What is tied.
        tie: Tie,
        /// The seats that do not hang on it so far.
        seats: Vec<u32>,
        /// How they came about.
        steps: Vec<Step>,
        /// Which of the lots were needed before.
        lots: Vec<usize>,
    },
}

/// Why there can be no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no unit.
    NoUnits,
    /// A unit without heads.
    NoHeads {
        /// The unit.
        unit: usize,
    },
    /// Fewer seats than the minimum of all units needs.
    TooFewSeats {
        /// Seats there are.
        house: u32,
        /// Seats the minimum needs.
        needed: u64,
    },
    /// More seats than any congress has.
    TooManySeats,
    /// More heads than any school has.
    TooManyHeads,
}

/// Apportions seats to units of these head-counts.
///
/// # Errors
///
/// When no table can be right: a unit without heads, or fewer seats than the minimum needs.
pub fn apportion(heads: &[u32], plan: Plan, lots: &[Lot]) -> Result<Apportioned, Refused> {
    if heads.is_empty() {
        return Err(Refused::NoUnits);
    }
    if let Some(unit) = heads.iter().position(|heads| *heads == 0) {
        return Err(Refused::NoHeads { unit });
    }
    if heads.iter().map(|heads| u64::from(*heads)).sum::<u64>() > MOST_HEADS {
        return Err(Refused::TooManyHeads);
    }
    let of_minimum = u64::from(plan.minimum) * heads.len() as u64;
    if plan.house > MOST_SEATS || of_minimum > u64::from(MOST_SEATS) {
        return Err(Refused::TooManySeats);
    }
    let mut work = Work { heads, plan, lots, seats: vec![0; heads.len()], steps: Vec::new(), used: Vec::new() };
    if !plan.method.shares_a_house() {
        work.each_by_itself()?;
        return Ok(work.settled());
    }
    let own = u32::from(gives_everybody_one(plan.method));
    let least = if plan.min_mode == MinMode::TopUp { own } else { plan.minimum.max(own) };
    let needed = u64::from(least) * heads.len() as u64;
    if u64::from(plan.house) < needed {
        return Err(Refused::TooFewSeats { house: plan.house, needed });
    }
    let done = match plan.min_mode {
        MinMode::ReserveFirst => work.reserve_first(),
        MinMode::Clamp => work.clamp(),
        MinMode::TopUp => work.top_up(),
    };
    Ok(match done {
        Ok(()) => work.settled(),
        Err(tie) => Apportioned::NeedsLot { tie, seats: work.seats, steps: work.steps, lots: work.used },
    })
}

struct Work<'a> {
    heads: &'a [u32],
    plan: Plan,
    lots: &'a [Lot],
    seats: Vec<u32>,
    steps: Vec<Step>,
    used: Vec<usize>,
}

impl Work<'_> {
    fn settled(self) -> Apportioned {
        Apportioned::Settled { seats: self.seats, steps: self.steps, lots: self.used }
    }

    fn step(&mut self, kind: StepKind) {
        self.steps.push(Step { before: self.seats.clone(), kind });
    }

    fn everybody(&self) -> Vec<usize> {
        (0..self.heads.len()).collect()
    }

    fn each_by_itself(&mut self) -> Result<(), Refused> {
        self.step(StepKind::EachByItself);
        for (seats, heads) in self.seats.iter_mut().zip(self.heads) {
            *seats = match self.plan.method {
                Method::RatioPerUnit(share) => share.half_up_of(*heads),
                Method::Threshold { step, above } => {
                    let reach = u64::from(*heads) + u64::from(step.saturating_sub(above.saturating_add(1)));
                    u32::try_from(reach / u64::from(step.max(1))).unwrap_or(u32::MAX)
                }
                Method::FixedPerUnit(fixed) => fixed,
                _ => 0,
            };
        }
        if self.seats.iter().map(|seats| u64::from(*seats)).sum::<u64>() > u64::from(MOST_SEATS) {
            return Err(Refused::TooManySeats);
        }
        self.raise();
        Ok(())
    }

    fn reserve_first(&mut self) -> Result<(), Tie> {
        let minimum = self.plan.minimum;
        if minimum > 0 {
            self.step(StepKind::Reserved { minimum });
            self.seats.fill(minimum);
        }
        let left = self.plan.house - self.seats.iter().sum::<u32>();
        self.share_out(&self.everybody(), left)
    }

    fn clamp(&mut self) -> Result<(), Tie> {
        let minimum = self.plan.minimum;
        let mut free = self.everybody();
        let mut is_tied = vec![false; self.heads.len()];
        loop {
            let fixed = u32::try_from(self.heads.len() - free.len()).unwrap_or(u32::MAX);
            let tied = self.share_out(&free, self.plan.house - fixed * minimum).err();
            // A unit of an open tie may still get its seat; whoever is below even then, is below for certain.
            is_tied.fill(false);
            tied.iter().flat_map(|tie| &tie.units).for_each(|unit| is_tied[*unit] = true);
            let at_best = |unit: &usize| self.seats[*unit] + u32::from(is_tied[*unit]);
            let (below, others): (Vec<usize>, Vec<usize>) = free.iter().partition(|unit| at_best(unit) < minimum);
            if below.is_empty() {
                return tied.map_or(Ok(()), Err);
            }
            self.step(StepKind::Fixed { units: below.clone(), minimum });
            free = others;
            for unit in &free {
                self.seats[*unit] = 0;
            }
            for unit in below {
                self.seats[unit] = minimum;
            }
        }
    }

    fn top_up(&mut self) -> Result<(), Tie> {
        self.share_out(&self.everybody(), self.plan.house)?;
        self.raise();
        Ok(())
    }

    fn raise(&mut self) {
        let minimum = self.plan.minimum;
        let units: Vec<usize> = self.everybody().into_iter().filter(|unit| self.seats[*unit] < minimum).collect();
        if !units.is_empty() {
            self.step(StepKind::Raised { units: units.clone(), minimum });
            for unit in units {
                self.seats[unit] = minimum;
            }
        }
    }

    /// Adds `left` seats to what these units hold.
    fn share_out(&mut self, units: &[usize], left: u32) -> Result<(), Tie> {
        if self.plan.method == Method::LargestRemainder {
            self.largest_remainder(units, left)
        } else {
            self.highest_bids(units, left)
        }
    }

    fn largest_remainder(&mut self, units: &[usize], house: u32) -> Result<(), Tie> {
        let all: u64 = units.iter().map(|unit| u64::from(self.heads[*unit])).sum();
        let product = |unit: usize| u64::from(self.heads[unit]) * u64::from(house);
        let share = |unit: usize| Exact::new(i128::from(product(unit)), i128::from(all));
        let mut shares = vec![None; self.heads.len()];
        for unit in units {
            shares[*unit] = Some(share(*unit));
        }
        let whole: Vec<(usize, u32, u64)> = units
            .iter()
            .map(|&unit| (unit, u32::try_from(product(unit) / all).unwrap_or(u32::MAX), product(unit) % all))
            .collect();
        let left = house - whole.iter().map(|(_, seats, _)| seats).sum::<u32>();
        self.step(StepKind::WholeParts { house, shares, left });
        for (unit, seats, _) in &whole {
            self.seats[*unit] += seats;
        }
        if left == 0 {
            return Ok(());
        }
        let mut by_remainder: Vec<(u64, usize)> = whole.iter().map(|(unit, _, rest)| (*rest, *unit)).collect();
        by_remainder.sort_by_key(|(rest, unit)| (Reverse(*rest), *unit));
        let last = by_remainder[left as usize - 1].0;
        let above: Vec<usize> = by_remainder.iter().filter(|(rest, _)| *rest > last).map(|(_, unit)| *unit).collect();
        let level: Vec<usize> = by_remainder.iter().filter(|(rest, _)| *rest == last).map(|(_, unit)| *unit).collect();
        let for_level = left - u32::try_from(above.len()).unwrap_or(left);
        if level.len() == for_level as usize {
            let to = above.into_iter().chain(level).collect();
            self.give(StepKind::Remainders { to });
            return Ok(());
        }
        if !above.is_empty() {
            self.give(StepKind::Remainders { to: above });
        }
        self.draw(level, for_level)
    }

    /// Divisor methods. Equal bids that all get their seat are no tie.
    fn highest_bids(&mut self, units: &[usize], mut left: u32) -> Result<(), Tie> {
        let before = self.seats.clone();
        let mut awards: Vec<Award> = Vec::new();
        let mut tied = None;
        let bid_of = |unit: usize, seats: &[u32]| bid(self.plan.method, self.heads[unit], seats[unit]);
        let mut bids: BinaryHeap<(Bid, Reverse<usize>)> =
            units.iter().map(|unit| (bid_of(*unit, &self.seats), Reverse(*unit))).collect();
        while left > 0 {
            let Some((best, Reverse(first))) = bids.pop() else { break };
            let mut highest = vec![first];
            while bids.peek().is_some_and(|(bid, _)| *bid == best) {
                highest.extend(bids.pop().map(|(_, Reverse(unit))| unit));
            }
            let n_highest = u32::try_from(highest.len()).unwrap_or(u32::MAX);
            if n_highest > left {
                tied = Some(highest);
                break;
            }
            for unit in &highest {
                self.seats[*unit] += 1;
                bids.push((bid_of(*unit, &self.seats), Reverse(*unit)));
            }
            left -= n_highest;
            awards.push(Award { units: highest, bid: best });
        }
        if !awards.is_empty() {
            self.steps.push(Step { before, kind: StepKind::Awards(awards) });
        }
        tied.map_or(Ok(()), |tied| self.draw(tied, left))
    }

    /// One seat each to those whom a step names.
    fn give(&mut self, kind: StepKind) {
        let to = match &kind {
            StepKind::Remainders { to } => to.clone(),
            StepKind::Drawn(lot) => lot.winners.clone(),
            _ => Vec::new(),
        };
        self.step(kind);
        for unit in to {
            self.seats[unit] += 1;
        }
    }

    /// Settles a tie by the lot that was drawn for exactly it.
    fn draw(&mut self, mut units: Vec<usize>, seats: u32) -> Result<(), Tie> {
        units.sort_unstable();
        let tie = Tie { units, seats };
        let drawn = self.lots.iter().enumerate().find(|(idx, lot)| !self.used.contains(idx) && tie.is_settled_by(lot));
        let Some((idx, lot)) = drawn else { return Err(tie) };
        self.used.push(idx);
        let lot = lot.clone();
        self.give(StepKind::Drawn(lot));
        Ok(())
    }
}

impl Tie {
    /// Whether a lot is about exactly this tie.
    #[must_use]
    pub fn is_settled_by(&self, lot: &Lot) -> bool {
        lot.tied == self.units
            && lot.winners.len() == self.seats as usize
            && lot.winners.iter().all(|winner| self.units.contains(winner))
            && lot.winners.windows(2).all(|pair| pair[0] < pair[1])
    }

    /// The ways it can end, as the units that get the seat; none if there are more than `most`.
    #[must_use]
    pub fn outcomes(&self, most: usize) -> Vec<Vec<usize>> {
        let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
        for (at, unit) in self.units.iter().enumerate() {
            let rest = self.units.len() - at - 1;
            let mut next = Vec::new();
            for way in ways {
                let missing = self.seats as usize - way.len();
                if missing > 0 {
                    let mut with = way.clone();
                    with.push(*unit);
                    next.push(with);
                }
                if missing <= rest {
                    next.push(way);
                }
            }
            ways = next;
            if ways.len() > most {
                return Vec::new();
            }
        }
        ways
    }
}

/// How fair an apportionment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fairness {
    /// Square of the Gallagher index: half the sum of the squared differences of share of seats and share of heads, in percentage
    /// points squared.
    pub gallagher_squared: Exact,
    /// The unit whose seats lie farthest from its exact share, and by how many seats.
    pub farthest: (usize, Exact),
}

/// Compares seats with exact shares. `None` without seats or heads.
#[must_use]
pub fn fairness(heads: &[u32], seats: &[u32]) -> Option<Fairness> {
    let all_heads: i128 = heads.iter().map(|heads| i128::from(*heads)).sum();
    let all_seats: i128 = seats.iter().map(|seats| i128::from(*seats)).sum();
    if all_heads == 0 || all_seats == 0 {
        return None;
    }
    // Over the common denominator all differences are whole numbers.
    let difference = |unit: usize| i128::from(seats[unit]) * all_heads - i128::from(heads[unit]) * all_seats;
    let squares: i128 = (0..heads.len()).map(|unit| difference(unit) * difference(unit)).sum();
    let base = all_heads * all_seats;
    let gallagher_squared = Exact::new(squares, base) * Exact::new(5000, base);
    let farthest = (0..heads.len()).max_by_key(|unit| (difference(*unit).abs(), Reverse(*unit)))?;
    Some(Fairness { gallagher_squared, farthest: (farthest, Exact::new(difference(farthest), all_heads)) })
}

/// The square root of an exact number, rounded half-up to `decimals` places and written with all of them.
#[must_use]
pub fn root_half_up(value: Exact, decimals: u32) -> String {
    let scale = 10_u128.pow(decimals);
    // The largest r with (2r − 1)² ≤ 4·value·scale² is the root rounded half-up.
    let scaled = value * Exact::from_integer(i128::try_from(4 * scale * scale).unwrap_or(i128::MAX));
    let whole = scaled.to_integer().unsigned_abs().isqrt();
    let rounded = whole.div_ceil(2);
    if decimals == 0 {
        return rounded.to_string();
    }
    format!("{}.{:0width$}", rounded / scale, rounded % scale, width = decimals as usize)
}

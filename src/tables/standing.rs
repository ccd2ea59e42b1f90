//! Means and ranks: who stands where in which window.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::facts::{AtBest, Cohort, Course, Exclusion, Metric, Rank, Standing, Window};
use crate::model::number::{Decimal, Exact, weighted_mean};
use crate::model::rows::RosterRow;
use crate::model::term::Term;
use crate::model::text::{fold, is_cohort};
use crate::policy::{CohortPart, Policy, Ties};
use crate::problem::Fault;

use super::Context;
use super::attempts::grade_point;
use super::courses::StudentCourses;
use super::frames::{self, Counted, Ranked, Sums};
use super::registers::{Comprehensive, Roster};

/// Finds each enrolled student's ranking cohort. A blank part of its key is a problem and leaves the student without.
pub fn cohorts(roster: &Roster, term: Option<Term>, context: &mut Context<'_>) -> (Vec<Cohort>, Vec<Option<u32>>) {
    let parts: Vec<usize> = context
        .policy
        .rank
        .cohort
        .value
        .iter()
        .map(|part| match part {
            CohortPart::College => RosterRow::COLLEGE,
            CohortPart::Campus => RosterRow::CAMPUS,
            CohortPart::Major => RosterRow::MAJOR,
            CohortPart::Cohort => RosterRow::COHORT,
            CohortPart::Class => RosterRow::CLASS,
        })
        .collect();
    let asks_year = parts.contains(&RosterRow::COHORT) || context.policy.rank.exempt_first_year.value;
    let mut keys = Vec::with_capacity(roster.enrolled.len());
    for row in &roster.enrolled {
        let blank = parts.iter().find(|part| !row.fields[**part].is_some());
        if let Some(&field) = blank {
            let cell = row.field_cell(field).unwrap_or(row.cell);
            context.problem_of(Fault::RosterFieldBlank { column: RosterRow::FIELDS[field] }, cell, row.student);
            keys.push(None);
            continue;
        }
        let cohort = context.words.text(row.fields[RosterRow::COHORT]).to_owned();
        let is_to_come = term.is_some_and(|term| cohort.parse::<u16>().is_ok_and(|year| year > term.year + 1));
        if asks_year && !cohort.is_empty() && (!is_cohort(&cohort) || is_to_come) {
            let cell = row.field_cell(RosterRow::COHORT).unwrap_or(row.cell);
            context.problem_of(Fault::CohortUnreadable { found: cohort }, cell, row.student);
        }
        let key: Vec<String> =
            parts.iter().map(|part| fold(context.words.text(row.fields[*part])).into_owned()).collect();
        let label: Vec<String> = parts
            .iter()
            .map(|part| {
                let text = context.words.text(row.fields[*part]);
                if *part == RosterRow::COHORT && is_cohort(text) { format!("{text}级") } else { text.to_owned() }
            })
            .collect();
        keys.push(Some((key, label.join(" "))));
    }
    let mut numbered: BTreeMap<&Vec<String>, (u32, &String)> = BTreeMap::new();
    for (key, label) in keys.iter().flatten() {
        numbered.entry(key).or_insert((0, label));
    }
    for (number, entry) in (0..).zip(numbered.values_mut()) {
        entry.0 = number;
    }
    let cohorts = numbered.values().map(|(_, label)| Cohort { label: (*label).clone() }).collect();
    let of_students =
        keys.iter().map(|key| key.as_ref().and_then(|(key, _)| numbered.get(key)).map(|(number, _)| *number)).collect();
    (cohorts, of_students)
}

/// Computes every student's standing in every window in use.
pub fn stand(
    courses: &StudentCourses,
    comprehensive: &Comprehensive,
    ranked_in: &[Option<u32>],
    metric: Option<Metric>,
    term: Option<Term>,
    policy: &Policy,
) -> anyhow::Result<Vec<Vec<Standing>>> {
    let windows: Vec<Window> = match metric {
        // A total of the year has no terms to choose from.
        Some(Metric::Comprehensive | Metric::ImportedRank) => {
            policy.rank.windows.value.iter().copied().take(1).collect()
        }
        _ => policy.rank.windows.value.clone(),
    };
    let mut all: Vec<Vec<Standing>> = vec![Vec::new(); ranked_in.len()];
    for window in windows {
        let sums = sums(courses, window, term)?;
        let mut standings: Vec<Standing> = sums
            .iter()
            .enumerate()
            .map(|(student, sums)| standing(window, metric, sums, comprehensive, student))
            .collect();
        if metric != Some(Metric::ImportedRank) {
            rank(&mut standings, ranked_in, policy)?;
            look_at_best(&mut standings, &sums, courses, ranked_in, term, policy);
        }
        for (of_student, standing) in all.iter_mut().zip(standings) {
            // Most policies ask for one window; room for more would be most of the list.
            of_student.reserve_exact(1);
            of_student.push(standing);
        }
    }
    Ok(all)
}

/// Everybody's sums over a window, some tens of thousands of students at a time: the courses of a province are never held twice.
fn sums(courses: &StudentCourses, window: Window, term: Option<Term>) -> anyhow::Result<Vec<Sums>> {
    const AT_ONCE: usize = 50_000;
    let mut all = Vec::with_capacity(courses.courses_of.len());
    for ranges in courses.courses_of.chunks(AT_ONCE) {
        all.extend(frames::sum_by_student(counted(courses, ranges, window, term), ranges.len())?);
    }
    Ok(all)
}

/// The courses of a window that enter the mean, of students numbered from zero.
fn counted(courses: &StudentCourses, ranges: &[Range<usize>], window: Window, term: Option<Term>) -> Counted {
    let mut counted = Counted::default();
    for (student, range) in (0_u32..).zip(ranges) {
        let within = courses.courses[range.clone()].iter().filter(|course| window.holds(course.term, term));
        for course in within.filter(|course| course.excluded.is_none()) {
            if let (Some(score), Some(weight)) = (course.counted, course.weight) {
                let times = |value: Decimal| i128::from(value.units()) * i128::from(weight.units());
                let weighted = [score, course.points.unwrap_or_default()].map(times);
                counted.push(student, weighted, [weight, course.credit.unwrap_or_default()].map(Decimal::units));
            }
        }
    }
    counted
}

fn standing(
    window: Window,
    metric: Option<Metric>,
    sums: &Sums,
    comprehensive: &Comprehensive,
    student: usize,
) -> Standing {
    let mut standing = Standing {
        window,
        average: weighted_mean(sums.weighted, i128::from(sums.weight)),
        credits: Decimal::from_units(sums.credit),
        n_courses: sums.n_courses,
        metric,
        value: None,
        rank: None,
        cohort_size: 0,
        is_best: false,
        n_tied: 0,
        at_best: AtBest::AsItStands,
        cells: Vec::new(),
    };
    match (metric, comprehensive.of(student)) {
        (Some(Metric::Average), _) => standing.value = standing.average,
        (Some(Metric::Gpa), _) => standing.value = weighted_mean(sums.weighted_points, i128::from(sums.weight)),
        (Some(Metric::Comprehensive), Some(row)) => {
            standing.value = row.total.map(Decimal::exact);
            standing.cells = vec![row.cell];
        }
        (Some(Metric::ImportedRank), Some(row)) => {
            if let (Some(rank), Some(of)) = (row.rank, row.of) {
                standing.rank = Some(Rank { halves: 2 * rank });
                standing.cohort_size = of;
                standing.is_best = rank == 1;
                standing.n_tied = 1;
                standing.cells = row.rank_cells.to_vec();
            }
        }
        _ => {}
    }
    standing
}

/// Ranks all who have a value and a cohort.
fn rank(standings: &mut [Standing], ranked_in: &[Option<u32>], policy: &Policy) -> anyhow::Result<()> {
    let keys = order_keys(standings.iter().map(|standing| standing.value));
    let ranked: Vec<Ranked> = (0_u32..)
        .zip(ranked_in)
        .zip(&keys)
        .filter_map(|((student, cohort), key)| Some(Ranked { student, cohort: (*cohort)?, key: (*key)? }))
        .collect();
    for place in frames::rank(&ranked, policy.rank.ties.value)? {
        let standing = &mut standings[place.student as usize];
        standing.rank = Some(Rank { halves: place.halves });
        standing.cohort_size = place.of;
        standing.is_best = place.is_best;
        standing.n_tied = place.n_tied;
    }
    Ok(())
}

/// How high students with doubtful courses could stand.
fn look_at_best(
    standings: &mut [Standing],
    sums: &[Sums],
    courses: &StudentCourses,
    ranked_in: &[Option<u32>],
    term: Option<Term>,
    policy: &Policy,
) {
    let mut by_cohort: BTreeMap<u32, Vec<Exact>> = BTreeMap::new();
    for (standing, cohort) in standings.iter().zip(ranked_in) {
        if let (Some(value), Some(cohort)) = (standing.value, cohort) {
            by_cohort.entry(*cohort).or_default().push(value);
        }
    }
    for (student, standing) in standings.iter_mut().enumerate() {
        let within = courses.courses[courses.courses_of[student].clone()]
            .iter()
            .filter(|course| standing.window.holds(course.term, term));
        let doubtful: Vec<&Course> = within
            .filter(|course| {
                matches!(course.excluded, Some(Exclusion::Unreadable | Exclusion::NoWeight))
                    || course.is_under_other_name
            })
            .collect();
        if doubtful.is_empty() || standing.metric == Some(Metric::Comprehensive) {
            continue;
        }
        let ceiling = ceiling(standing, &sums[student], &doubtful, policy);
        standing.at_best = match (ceiling, ranked_in[student]) {
            (Some(ceiling), Some(cohort)) => {
                let mut above: Vec<Exact> =
                    by_cohort[&cohort].iter().copied().filter(|value| *value > ceiling).collect();
                if policy.rank.ties.value == Ties::Dense {
                    above.sort_unstable();
                    above.dedup();
                }
                AtBest::Rank(Rank { halves: 2 * (u32::try_from(above.len()).unwrap_or(u32::MAX / 2 - 1) + 1) })
            }
            _ => AtBest::Open,
        };
    }
}

/// The highest value a student could reach if every doubtful course had the best score; `None` where nothing bounds it.
fn ceiling(standing: &Standing, sums: &Sums, doubtful: &[&Course], policy: &Policy) -> Option<Exact> {
    let value = standing.value?;
    let uses_points = standing.metric == Some(Metric::Gpa);
    let top = policy.grades.scale.1;
    let top = if uses_points { grade_point(top, None, &policy.grades)? } else { top };
    let mut weighted = if uses_points { sums.weighted_points } else { sums.weighted };
    let mut weight = i128::from(sums.weight);
    let mut heaviest = value;
    for course in doubtful {
        match (course.excluded, course.weight, course.counted) {
            // It counts as it stands, and may be another person's: take it out and put the best in.
            (None, Some(credit), Some(score)) => {
                let counted = if uses_points { course.points.unwrap_or_default() } else { score };
                weighted += i128::from(top.units() - counted.units()) * i128::from(credit.units());
            }
            (Some(Exclusion::Unreadable), Some(credit), _) => {
                weighted += i128::from(top.units()) * i128::from(credit.units());
                weight += i128::from(credit.units());
            }
            // Whatever its weight, a known score cannot pull the mean beyond itself.
            (Some(Exclusion::NoWeight), _, Some(score)) if !uses_points => heaviest = heaviest.max(score.exact()),
            _ => return None,
        }
    }
    weighted_mean(weighted, weight).map(|mean| mean.max(heaviest))
}

/// Small integers that order as the exact values do: equal values get equal keys.
pub fn order_keys(values: impl Iterator<Item = Option<Exact>>) -> Vec<Option<u32>> {
    let values: Vec<Option<Exact>> = values.collect();
    let mut sorted: Vec<Exact> = values.iter().flatten().copied().collect();
    sorted.sort_unstable();
    sorted.dedup();
    values
        .iter()
        .map(|value| value.and_then(|value| sorted.binary_search(&value).ok()).and_then(|key| u32::try_from(key).ok()))
        .collect()
}

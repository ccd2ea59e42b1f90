//! The frames: what polars joins, groups and ranks. Integers only; every join states its cardinality and its order.

use polars::prelude::*;

use crate::model::rows::GradeColumns;
use crate::policy::Ties;

/// The frames of the tables stage fail only by a mistake in this module, never by data.
pub type FrameResult<T> = PolarsResult<T>;

/// Grade rows of the students of the roster, in order of student, term, sort of attempt and cell.
pub struct JoinedGrades {
    /// Index of each row in the grade columns.
    pub rows: Vec<u32>,
    /// The student's index, row by row.
    pub students: Vec<u32>,
    /// Rows whose student is not in the roster, in order of the sheets.
    pub orphans: Vec<u32>,
}

/// Joins grades with the roster. `roster` gives for each folded student number (a word) the student's index; numbers are
/// unique, as duplicates have been found before, with their cells.
pub fn join_grades(grades: &GradeColumns, roster: &[(u32, u32)]) -> FrameResult<JoinedGrades> {
    let n_rows = grades.len();
    let row: Vec<u32> = (0..u32::try_from(n_rows).unwrap_or(u32::MAX)).collect();
    let left = DataFrame::new(
        n_rows,
        vec![
            Column::new("number".into(), &grades.student),
            Column::new("row".into(), row),
            Column::new("time".into(), (0..n_rows).map(|row| time(grades, row)).collect::<Vec<_>>()),
            Column::new("cell".into(), &grades.cell),
        ],
    )?;
    let (numbers, students): (Vec<u32>, Vec<u32>) = roster.iter().copied().unzip();
    let right = DataFrame::new(
        numbers.len(),
        vec![Column::new("number".into(), numbers), Column::new("student".into(), students)],
    )?;
    let joined = left
        .lazy()
        .join_builder()
        .with(right.lazy())
        .how(JoinType::Left)
        .left_on([col("number")])
        .right_on([col("number")])
        .validate(JoinValidation::ManyToOne)
        .maintain_order(MaintainOrderJoin::Left)
        .finish();
    let orphans = joined.clone().filter(col("student").is_null()).select([col("row")]).collect()?;
    let known = joined
        .filter(col("student").is_not_null())
        .sort(["student", "time", "cell", "row"], SortMultipleOptions::default().with_maintain_order(true))
        .select([col("row"), col("student")])
        .collect()?;
    Ok(JoinedGrades {
        rows: indices(&known, "row")?,
        students: indices(&known, "student")?,
        orphans: indices(&orphans, "row")?,
    })
}

/// Term, sort of attempt and number among several, as one number in order of time; without a term first.
fn time(grades: &GradeColumns, row: usize) -> u32 {
    let term = u32::try_from(grades.term[row] + 1).unwrap_or(0);
    term << 16 | u32::from(grades.kind[row]) << 8 | u32::from(grades.sequence[row])
}

fn indices(frame: &DataFrame, column: &str) -> FrameResult<Vec<u32>> {
    Ok(frame.column(column)?.u32()?.into_no_null_iter().collect())
}

/// Counted courses on their way into a mean, one entry each.
#[derive(Default)]
pub struct Counted {
    student: Vec<u32>,
    weighted: Vec<i128>,
    weighted_points: Vec<i128>,
    weight: Vec<i64>,
    credit: Vec<i64>,
}

impl Counted {
    /// Adds a course of a student: score and grade point, each times the weight in units of 10⁻²⁶; weight and credit in units of
    /// 10⁻¹³.
    pub fn push(&mut self, student: u32, [weighted, weighted_points]: [i128; 2], [weight, credit]: [i64; 2]) {
        self.student.push(student);
        self.weighted.push(weighted);
        self.weighted_points.push(weighted_points);
        self.weight.push(weight);
        self.credit.push(credit);
    }
}

/// A student's sums over one window.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    /// Σ score·weight.
    pub weighted: i128,
    /// Σ grade point·weight.
    pub weighted_points: i128,
    /// Σ weight.
    pub weight: i64,
    /// Σ credit.
    pub credit: i64,
    /// Number of courses.
    pub n_courses: u32,
}

/// Sums the counted courses of each student; the answer has an entry for each of `n_students`.
pub fn sum_by_student(courses: Counted, n_students: usize) -> FrameResult<Vec<Sums>> {
    let frame = DataFrame::new(
        courses.student.len(),
        vec![
            UInt32Chunked::from_vec("student".into(), courses.student).into_column(),
            Int128Chunked::from_vec("weighted".into(), courses.weighted).into_column(),
            Int128Chunked::from_vec("points".into(), courses.weighted_points).into_column(),
            Int64Chunked::from_vec("weight".into(), courses.weight).into_column(),
            Int64Chunked::from_vec("credit".into(), courses.credit).into_column(),
        ],
    )?;
    let sums = frame
        .lazy()
        .group_by_stable([col("student")])
        .agg([col("weighted").sum(), col("points").sum(), col("weight").sum(), col("credit").sum(), len().alias("n")])
        .collect()?;
    let mut by_student = vec![Sums::default(); n_students];
    let students = sums.column("student")?.u32()?;
    let weighted = sums.column("weighted")?.i128()?;
    let points = sums.column("points")?.i128()?;
    let weight = sums.column("weight")?.i64()?;
    let credit = sums.column("credit")?.i64()?;
    let n = sums.column("n")?.u32()?;
    for row in 0..sums.height() {
        if let (Some(student), Some(weighted), Some(weighted_points), Some(weight), Some(credit), Some(n_courses)) =
            (students.get(row), weighted.get(row), points.get(row), weight.get(row), credit.get(row), n.get(row))
        {
            by_student[student as usize] = Sums { weighted, weighted_points, weight, credit, n_courses };
        }
    }
    Ok(by_student)
}

/// A student to be ranked: index, cohort, and a key that orders as the metric does.
pub struct Ranked {
    /// The student's index.
    pub student: u32,
    /// The cohort.
    pub cohort: u32,
    /// Order-preserving key; equal values have equal keys.
    pub key: u32,
}

/// Where a student stands in the cohort.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The student's index.
    pub student: u32,
    /// Twice the rank.
    pub halves: u32,
    /// Size of the cohort.
    pub of: u32,
    /// Whether nobody has a greater key.
    pub is_best: bool,
    /// How many share the key.
    pub n_tied: u32,
}

/// Ranks students within their cohorts, the greatest key first. The mean rank of a tie is taken from its ends, so that no
/// float enters.
pub fn rank(students: &[Ranked], ties: Ties) -> FrameResult<Vec<Place>> {
    let frame = DataFrame::new(
        students.len(),
        vec![
            Column::new("student".into(), students.iter().map(|s| s.student).collect::<Vec<_>>()),
            Column::new("cohort".into(), students.iter().map(|s| s.cohort).collect::<Vec<_>>()),
            Column::new("key".into(), students.iter().map(|s| s.key).collect::<Vec<_>>()),
        ],
    )?;
    let ranked =
        |method: RankMethod| col("key").rank(RankOptions { method, descending: true }, None).over([col("cohort")]);
    let places = frame
        .lazy()
        .with_columns([
            ranked(RankMethod::Min)?.cast(DataType::UInt32).alias("least"),
            ranked(RankMethod::Max)?.cast(DataType::UInt32).alias("greatest"),
            ranked(RankMethod::Dense)?.cast(DataType::UInt32).alias("dense"),
            len().over([col("cohort")])?.cast(DataType::UInt32).alias("of"),
        ])
        .collect()?;
    let column =
        |name: &str| -> FrameResult<Vec<u32>> { Ok(places.column(name)?.u32()?.into_no_null_iter().collect()) };
    let (least, greatest, dense, of) = (column("least")?, column("greatest")?, column("dense")?, column("of")?);
    Ok(students
        .iter()
        .enumerate()
        .map(|(row, student)| Place {
            student: student.student,
            halves: match ties {
                Ties::CompetitionMin => 2 * least[row],
                Ties::CompetitionMax => 2 * greatest[row],
                Ties::Average => least[row] + greatest[row],
                Ties::Dense => 2 * dense[row],
            },
            of: of[row],
            is_best: least[row] == 1,
            n_tied: greatest[row] - least[row] + 1,
        })
        .collect())
}

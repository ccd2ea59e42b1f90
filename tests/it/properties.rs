//! What holds whatever the data is: order and division of rows change no decision, no row is lost, inputs stay as they are,
//! the same inputs give the same bytes.

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{Reader, Xlsx};
use proptest::prelude::*;
use serde_json::Value;
use tuanxue::model::number::{DECIMAL_PLACES, Decimal, Exact, round_half_up, weighted_mean};
use tuanxue::policy::Ties;
use tuanxue::tables::frames::{Ranked, rank};

use crate::samples::book::Dice;
use crate::support::{Drop, Ran};

const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态";
const GRADES: &str = "学号|姓名|课程名称|课程代码|学分|成绩|学期|考试性质|成绩标志";
const DISCIPLINE: &str = "学号|姓名|处分类型|是否解除|解除日期";

/// A small school as lines of text, with a good deal wrong in it.
#[derive(Clone)]
struct Lines {
    roster: Vec<String>,
    grades: Vec<String>,
    discipline: Vec<String>,
}

fn lines(seed: u64) -> Lines {
    let mut dice = Dice(seed);
    let mut lines = Lines { roster: Vec::new(), grades: Vec::new(), discipline: Vec::new() };
    for seq in 1..=24 {
        let (id, name) = (format!("2023010100{seq:02}"), format!("学生{}", (b'A' + seq) as char));
        let political = dice.pick(&["团员", "党员", "群众", ""]);
        let status = dice.pick(&["在读", "在读", "在读", "休学", "未知"]);
        let major = dice.pick(&["软件", "网络"]);
        lines.roster.push(format!("{id}|{name}|{political}|信息学院|{major}|2023|{major}1班|{status}"));
        if dice.once_in(6) {
            let kind = dice.pick(&["警告", "通报批评", "口头"]);
            lines.discipline.push(format!("{id}|{name}|{kind}|{}|", dice.pick(&["", "是", "否"])));
        }
        for (course, code, credit) in [("数学", "A1", "4"), ("英语", "A2", "2.5"), ("体育", "", "1")] {
            let row = |score: &str, term: &str, nature: &str, flag: &str| {
                format!("{id}|{name}|{course}|{code}|{credit}|{score}|{term}|{nature}|{flag}")
            };
            let score = dice
                .pick(&["85", "85", "90", "77.5", "60", "52", "良好", "合格", "缓考", "旷考", "46/60", "55/", "待定"]);
            let first = row(score, "2024-2025-2", "", "");
            match dice.below(10) {
                // The same row twice; the same exam with another score; a retake; a void of a score.
                0 => lines.grades.extend([first.clone(), first]),
                1 => lines.grades.extend([first, row("91", "2024-2025-2", "", "")]),
                2 => lines.grades.extend([first, row("83", "2025-2026-1", "重修", "")]),
                3 => lines.grades.push(row("0", "2024-2025-2", "", "旷考")),
                4 => lines.grades.push(row("", "2025-2026-1", "", "")),
                _ => lines.grades.push(first),
            }
        }
    }
    lines.grades.push("209901010001|某某|数学|A1|4|100|2025-2026-1||".to_owned());
    lines.grades.push("202301010001|学生B|毕业设计|A9|6|88|2025-2026-1||".to_owned());
    lines
}

fn sheet(header: &str, rows: &[String]) -> String {
    format!("{header}\n{}", rows.join("\n"))
}

fn shuffled<T: Clone>(items: &[T], dice: &mut Dice) -> Vec<T> {
    let mut items = items.to_vec();
    for at in (1..items.len()).rev() {
        items.swap(at, usize::try_from(dice.below(at as u64 + 1)).unwrap());
    }
    items
}

/// The columns of a sheet in another order.
fn with_columns_moved(text: &str, dice: &mut Dice) -> String {
    let n_columns = text.lines().next().unwrap().split('|').count();
    let order = shuffled(&(0..n_columns).collect::<Vec<_>>(), dice);
    let moved = text.lines().map(|line| {
        let cells: Vec<&str> = line.split('|').collect();
        order.iter().map(|column| cells[*column]).collect::<Vec<_>>().join("|")
    });
    moved.collect::<Vec<_>>().join("\n")
}

fn drop_of(lines: &Lines) -> Drop {
    registers(lines).sheet("成绩.xlsx", &sheet(GRADES, &lines.grades))
}

fn registers(lines: &Lines) -> Drop {
    Drop::new()
        .sheet("名册.xlsx", &sheet(ROSTER, &lines.roster))
        .sheet("处分.xlsx", &sheet(DISCIPLINE, &lines.discipline))
}

/// What was decided, without the cells it rests on: number, verdict, average, credits, rank and the verdict of every rule.
fn decisions(drop: Drop) -> Vec<String> {
    let ran = drop.run_with(&["--dry-run", "--json", "--quiet"]);
    let result: Value = serde_json::from_str(&ran.said.stdout).unwrap();
    let mut decisions: Vec<String> = result["eligibility"]
        .as_array()
        .unwrap()
        .iter()
        .map(|student| {
            let mut reasons: Vec<String> = student["reasons"]
                .as_array()
                .unwrap()
                .iter()
                .map(|reason| format!("{} {}", reason["rule"], reason["verdict"]))
                .collect();
            reasons.sort();
            let parts = ["student_id", "verdict", "average", "credits", "rank", "cohort_size", "metric_value"];
            format!("{} {}", parts.map(|part| student[part].to_string()).join(" "), reasons.join(", "))
        })
        .collect();
    let away = result["not_enrolled"].as_array().unwrap().iter().map(ToString::to_string);
    decisions.extend(away);
    assert!(decisions.len() > 10);
    decisions
}

#[test]
fn the_order_of_rows_changes_no_decision() {
    for seed in 1..9 {
        let (lines, mut dice) = (lines(seed), Dice(!seed));
        let permuted = Lines {
            roster: shuffled(&lines.roster, &mut dice),
            grades: shuffled(&lines.grades, &mut dice),
            discipline: shuffled(&lines.discipline, &mut dice),
        };
        assert_eq!(decisions(drop_of(&permuted)), decisions(drop_of(&lines)), "seed {seed}");
    }
}

#[test]
fn the_order_of_columns_changes_no_decision() {
    for seed in 1..5 {
        let (lines, mut dice) = (lines(seed), Dice(!seed));
        let mut moved = |header: &str, rows: &[String]| with_columns_moved(&sheet(header, rows), &mut dice);
        let drop = Drop::new()
            .sheet("名册.xlsx", &moved(ROSTER, &lines.roster))
            .sheet("处分.xlsx", &moved(DISCIPLINE, &lines.discipline))
            .sheet("成绩.xlsx", &moved(GRADES, &lines.grades));
        assert_eq!(decisions(drop), decisions(drop_of(&lines)), "seed {seed}");
    }
}

#[test]
fn splitting_a_grade_file_changes_no_decision() {
    for seed in 1..5 {
        let (lines, mut dice) = (lines(seed), Dice(!seed));
        let whole = decisions(drop_of(&lines));
        // Cut anywhere: attempts at one course may fall into different halves.
        let (one, two): (Vec<String>, Vec<String>) = lines.grades.iter().cloned().partition(|_| dice.once_in(2));
        let (one, two) = (sheet(GRADES, &one), sheet(GRADES, &two));
        let files = registers(&lines).sheet("第一批/成绩.xlsx", &one).sheet("a.xlsx", &two);
        assert_eq!(decisions(files), whole, "seed {seed}, files");
        let sheets = registers(&lines).book("成绩.xlsx", &[("上", &two), ("下", &one)]);
        assert_eq!(decisions(sheets), whole, "seed {seed}, sheets");
    }
}

/// Number, rank and size of the cohort.
fn ranks(lines: &Lines, ties: &str) -> BTreeMap<String, (String, u64)> {
    let policy = format!("[eligibility.rank]\nties = \"{ties}\"\n");
    let ran = drop_of(lines).policy(&policy).run_with(&["--dry-run", "--json", "--quiet"]);
    let result: Value = serde_json::from_str(&ran.said.stdout).unwrap();
    let students = result["eligibility"].as_array().unwrap().iter();
    let ranked = students.filter(|student| !student["rank"].is_null()).map(|student| {
        let id = student["student_id"].as_str().unwrap().to_owned();
        (id, (student["rank"].to_string(), student["cohort_size"].as_u64().unwrap()))
    });
    ranked.collect()
}

const TIES: [&str; 4] = ["competition_min", "competition_max", "average", "dense"];

/// A school with one plain score per course, as `score` makes it from whole tenths.
fn plain(seed: u64, score: impl Fn(u64) -> String) -> Lines {
    let mut dice = Dice(seed);
    let mut lines = Lines { roster: Vec::new(), grades: Vec::new(), discipline: Vec::new() };
    for seq in 1..=20 {
        lines.roster.push(format!("2023010100{seq:02}|学生|团员|信息学院|软件|2023|1班|在读"));
        for (course, credit) in [("数学", "4"), ("英语", "2.5"), ("体育", "1")] {
            let tenths = 10 * (60 + dice.below(4)) + 5 * dice.below(2);
            lines.grades.push(format!("2023010100{seq:02}||{course}||{credit}|{}|2025-2026-1||", score(tenths)));
        }
    }
    lines
}

#[test]
fn scaling_everybodys_scores_changes_no_rank() {
    let tenths = |tenths: u64| format!("{}.{}", tenths / 10, tenths % 10);
    for (seed, ties) in (1..).zip(TIES) {
        let ranked = ranks(&plain(seed, tenths), ties);
        assert_eq!(ranked.len(), 20);
        // By 3/2 and by 3/100, both exact in decimals and on the scale.
        assert_eq!(ranks(&plain(seed, |n| format!("{}.{:02}", n * 15 / 100, n * 15 % 100)), ties), ranked, "{ties}");
        assert_eq!(ranks(&plain(seed, |n| format!("{}.{:03}", n * 3 / 1000, n * 3 % 1000)), ties), ranked, "{ties}");
    }
}

#[test]
fn somebody_below_everybody_changes_no_rank_above() {
    for (seed, ties) in (1..).zip(TIES) {
        let mut lines = plain(seed, |tenths| (tenths / 10).to_string());
        let before = ranks(&lines, ties);
        lines.roster.push("199901010001|末位|团员|信息学院|软件|2023|1班|在读".to_owned());
        lines.grades.push("199901010001|末位|数学||4|1|2025-2026-1||".to_owned());
        let mut after = ranks(&lines, ties);
        let (last, of) = after.remove("199901010001").unwrap();
        assert_eq!(of, 21);
        assert!(ties == "dense" || last == "21", "{ties}: {last}");
        let as_before: BTreeMap<_, _> = after.into_iter().map(|(id, (rank, of))| (id, (rank, of - 1))).collect();
        assert_eq!(as_before, before, "{ties}");
    }
}

/// Rows below a row that hold anything, as another reader counts them.
fn rows_below(path: &Path, sheet: &str, header_row: u64) -> usize {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let first = u64::from(range.start().unwrap().0) + 1;
    let holds = |row: &[calamine::Data]| row.iter().any(|cell| !cell.to_string().trim().is_empty());
    (first..).zip(range.rows()).filter(|(number, row)| *number > header_row && holds(row)).count()
}

/// File, sheet and number of the rows set aside, as report 00 lists them.
fn listed_as_set_aside(ran: &Ran) -> BTreeMap<(String, String), u64> {
    let report = ran.report("00-说明与数据问题.xlsx");
    let part = report.split("\n[").find(|part| part.starts_with("搁置的行]")).unwrap();
    let mut counted = BTreeMap::new();
    for line in part.lines() {
        let cells: Vec<&str> = line.split(" | ").collect();
        if let [file, sheet, _, count, _] = cells.as_slice()
            && let Ok(count) = count.parse::<u64>()
        {
            *counted.entry(((*file).to_owned(), (*sheet).to_owned())).or_default() += count;
        }
    }
    counted
}

fn check_conservation(ran: &Ran, folder: &Path) {
    let listed = listed_as_set_aside(ran);
    let mut n_recognised = 0;
    for file in ran.result()["inputs"].as_array().unwrap() {
        let name = file["file"].as_str().unwrap();
        for sheet in file["sheets"].as_array().unwrap().iter().filter(|sheet| sheet["kind"] != "unrecognised") {
            n_recognised += 1;
            let title = sheet["sheet"].as_str().unwrap();
            let number = |part: &str| sheet[part].as_u64().unwrap();
            let below = rows_below(&folder.join(name), title, number("header_row")) as u64;
            assert_eq!(number("rows_read"), below, "{name} › {title}: rows read");
            let aside = listed.get(&(name.to_owned(), title.to_owned())).copied().unwrap_or(0);
            assert_eq!(number("rows_used") + aside, below, "{name} › {title}: used and listed as set aside");
            assert_eq!(number("rows_set_aside"), aside, "{name} › {title}: set aside");
        }
    }
    assert!(n_recognised >= 3);
}

#[test]
fn no_row_is_lost() {
    for seed in 1..7 {
        let mut lines = lines(seed);
        // Lines that are no data: a page header in the middle, a total, a legend, a row without a usable number.
        lines.grades.insert(9, GRADES.to_owned());
        lines.grades.push("合计|||||6400|||".to_owned());
        lines.grades.push("注：缓考另行通知||||||||".to_owned());
        lines.grades.push("|无号|数学|A1|4|77|2025-2026-1||".to_owned());
        lines.roster.push(lines.roster[0].clone());
        lines.discipline.push("209901010002|某某|警告||".to_owned());
        let ran = drop_of(&lines).run();
        check_conservation(&ran, ran.drop.path());
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes_wherever_they_lie() {
    let reports = |ran: &Ran| {
        let names = ["00-说明与数据问题.xlsx", "01-候选资格审查.xlsx", "02-专业排名.xlsx", "结果.json"];
        names.map(|name| std::fs::read(ran.reports().join(name)).unwrap())
    };
    let lines = lines(3);
    let (one, two) = (drop_of(&lines).run_with(&["--jobs", "2"]), drop_of(&lines).run_with(&["--jobs", "1"]));
    assert_ne!(one.drop.path(), two.drop.path());
    assert!(reports(&one) == reports(&two));
    // A second run over the reports of the first, too.
    let first = reports(&one);
    assert!(reports(&one.drop.run()) == first);
}

#[test]
fn inputs_are_never_touched() {
    let drop = drop_of(&lines(4)).file("坏.xlsx", b"PK").policy("[grades]\ndecimals = 3\n");
    let look = |drop: &Drop| {
        let mut seen = BTreeMap::new();
        for entry in std::fs::read_dir(drop.path()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let changed = path.metadata().unwrap().modified().unwrap();
                seen.insert(path.clone(), (std::fs::read(path).unwrap(), changed));
            }
        }
        seen
    };
    let before = look(&drop);
    assert_eq!(before.len(), 5);
    let ran = drop.run();
    assert_eq!(ran.said.code, 1);
    assert!(look(&ran.drop) == before);
}

proptest! {
    // A failing case prints its seed; files beside the tests would only be in the way.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Every decimal is read back from what it prints.
    #[test]
    fn a_decimal_is_read_from_its_own_text(units in any::<i64>()) {
        let decimal = Decimal::from_units(units);
        let text = decimal.to_string();
        // The least number of all has no positive counterpart; no cell holds it.
        prop_assert_eq!(Decimal::parse(&text), (units != i64::MIN).then_some(decimal), "{}", text);
        prop_assert!(text.strip_prefix('-').unwrap_or(&text).chars().all(|c| c.is_ascii_digit() || c == '.'));
        prop_assert!(!text.contains('.') || !text.ends_with('0') && !text.ends_with('.'), "{}", text);
    }

    /// Signs, zeros and a missing whole part change nothing about the value.
    #[test]
    fn the_ways_to_write_a_decimal_are_one(whole in 0_i64..900_000, fraction in 0_u32..10_000) {
        let value = Decimal::from_units((whole * 10_000 + i64::from(fraction)) * 10_i64.pow(DECIMAL_PLACES - 4));
        for text in [
            format!("{whole}.{fraction:04}"),
            format!("+{whole}.{fraction:04}"),
            format!("00{whole}.{fraction:04}000"),
        ] {
            prop_assert_eq!(Decimal::parse(&text), Some(value), "{}", text);
        }
        prop_assert_eq!(Decimal::parse(&format!("-{whole}.{fraction:04}")), Some(Decimal::from_units(-value.units())));
    }

    /// A number cell is the decimal a person typed, up to the 15 digits a spreadsheet shows.
    #[test]
    fn a_number_cell_is_what_was_typed(hundredths in 0_i64..10_000_000) {
        let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        prop_assert_eq!(Decimal::from_f64(text.parse().unwrap()), Decimal::parse(&text));
    }

    /// A mean lies between its least and greatest score, and equal scores have themselves as their mean.
    #[test]
    fn a_mean_lies_within_its_scores(courses in prop::collection::vec((0_i64..=1000, 1_i64..=80), 1..12)) {
        let unit = 10_i64.pow(DECIMAL_PLACES - 1);
        let weighted = courses.iter().map(|(score, credit)| i128::from(score * unit) * i128::from(credit * unit)).sum();
        let weight: i128 = courses.iter().map(|(_, credit)| i128::from(credit * unit)).sum();
        let mean = weighted_mean(weighted, weight).unwrap();
        let tenths = |score: i64| Exact::new(i128::from(score), 10);
        let scores = courses.iter().map(|(score, _)| *score);
        prop_assert!(tenths(scores.clone().min().unwrap()) <= mean && mean <= tenths(scores.max().unwrap()));
    }

    /// The rounded value is the nearest one of its decimals, the upper of two.
    #[test]
    fn rounding_is_to_the_nearest(numer in 0_i128..900_000, denom in 1_i128..10_000, decimals in 0_u32..6) {
        let shown = Decimal::parse(&round_half_up(Exact::new(numer, denom), decimals)).unwrap().exact();
        let off = shown - Exact::new(numer, denom);
        let half = Exact::new(1, 2 * 10_i128.pow(decimals));
        prop_assert!(-half < off && off <= half, "off by {}", off);
    }

    /// Ranks are what counting gives: how many stand higher, how many stand alike.
    #[test]
    fn ranks_are_counts(students in prop::collection::vec((0_u32..3, 0_u32..6), 0..40)) {
        let ranked: Vec<Ranked> =
            (0..).zip(&students).map(|(student, &(cohort, key))| Ranked { student, cohort, key }).collect();
        for ties in [Ties::CompetitionMin, Ties::CompetitionMax, Ties::Average, Ties::Dense] {
            for (place, &(cohort, key)) in rank(&ranked, ties).unwrap().iter().zip(&students) {
                let cohort: Vec<u32> = students.iter().filter(|other| other.0 == cohort).map(|other| other.1).collect();
                let count = |keys: Vec<u32>| u32::try_from(keys.len()).unwrap();
                let mut higher: Vec<u32> = cohort.iter().copied().filter(|other| *other > key).collect();
                let alike = count(cohort.iter().copied().filter(|other| *other == key).collect());
                let (least, greatest) = (count(higher.clone()) + 1, count(higher.clone()) + alike);
                higher.sort_unstable();
                higher.dedup();
                let halves = match ties {
                    Ties::CompetitionMin => 2 * least,
                    Ties::CompetitionMax => 2 * greatest,
                    Ties::Average => least + greatest,
                    Ties::Dense => 2 * (count(higher) + 1),
                };
                prop_assert_eq!((place.halves, place.of, place.n_tied), (halves, count(cohort), alike));
                prop_assert_eq!(place.is_best, least == 1);
            }
        }
    }
}

//! `03-代表名额分配.xlsx`: who gets how many delegates, step by step, what other methods would give, and what hangs on a lot.

mod steps;

use rust_xlsxwriter::{Chart, ChartFormat, ChartSolidFill, ChartType, Color};

use crate::model::Basis;
use crate::model::decision::Verdict;
use crate::model::facts::Student;
use crate::model::number::{Exact, round_half_up};
use crate::model::seats::{MinMode, Unit};
use crate::rules::apportion::{Apportioned, Fairness, Refused, root_half_up};
use crate::rules::congress::{Floor, Quota, UnitQuota, Within};

use super::layout::{BookLayout, ColumnLayout, SheetLayout};
use super::sheet::{Book, Cell, Table};
use super::{Outcome, clause_text, listed, lot_lines};
use steps::{add_step_columns, given, step_note};

/// File name.
pub const NAME: &str = "03-代表名额分配.xlsx";

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(outcome: &Outcome<'_>, quota: &Quota) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../../templates/reports/03-quota.toml"))?;
    let congress = &outcome.policy.congress;
    let unit = congress.unit.value.chinese();
    let part = congress.within.value.map_or("", Unit::chinese);
    let fill = [("school", outcome.policy.school.as_str()), ("unit", unit), ("part", part)];
    let notes = notes(outcome, quota);
    let mut book = Book::new("代表名额分配")?;
    let mut sheet = layout.sheet("units", &fill)?;
    add_step_columns(&mut sheet, quota);
    let table = book.add_table(&sheet, &notes, unit_rows(quota, &sheet))?;
    if let Some(chart) = chart(&table, quota) {
        book.add_chart(&table, &chart)?;
    }
    if quota.tie.is_some() {
        book.add_table(&layout.sheet("ties", &fill)?, &[tie_note(quota)], tie_rows(quota))?;
    }
    let sheet = layout.sheet("methods", &fill)?;
    let mut explains = vec![
        "Gallagher 指数衡量名额比例与人数比例的总差距，越小越公平；最大偏离是名额与精确应占之差最大的单位，按各法自己的合计算。"
            .to_owned(),
    ];
    if congress.minimum.value > 0 && congress.min_mode.value == MinMode::ReserveFirst {
        explains.push(
            "先保底后分配时，最大余额法把其余名额按全部人数再分，其他方法从已有名额接着分，所以人少的单位在最大余额法下得的较多。"
                .to_owned(),
        );
    }
    book.add_table(&sheet, &explains, method_rows(outcome, quota, &sheet))?;
    if congress.within.value.is_some() && quota.tie.is_none() {
        book.add_table(&layout.sheet("within", &fill)?, &within_notes(quota), within_rows(outcome, quota))?;
    }
    if let Some(associations) = quota.associations.as_ref().filter(|associations| !associations.is_empty()) {
        let rows = (1..)
            .zip(associations)
            .map(|(seq, (name, seats, _))| vec![Cell::Count(seq), Cell::text(name.as_str()), Cell::Count(*seats)]);
        book.add_table(&layout.sheet("associations", &fill)?, &[], rows.collect())?;
    }
    if !quota.floors.is_empty() {
        book.add_table(&layout.sheet("floors", &fill)?, &[], floor_rows(quota))?;
    }
    book.add_table(&layout.sheet("basis", &fill)?, &[], basis_rows(outcome, quota))?;
    Ok(book)
}

fn unit_rows<'a>(quota: &'a Quota, sheet: &SheetLayout) -> Vec<Vec<Cell<'a>>> {
    let mut rows: Vec<Vec<Cell>> = office_order(quota)
        .iter()
        .enumerate()
        .map(|(seq, unit)| {
            let cell = |column: &ColumnLayout| unit_cell(quota, *unit, seq, &column.key);
            sheet.columns.iter().map(cell).collect()
        })
        .collect();
    let is_open = quota.tie.is_some();
    let total = |column: &ColumnLayout| match column.key.as_str() {
        "unit" => Cell::text("合计"),
        "population" => Cell::Count(quota.population),
        "seats" if is_open => {
            let certain: u32 = quota.units.iter().map(|unit| unit.seats).sum();
            Cell::Marked(Verdict::Review, format!("{certain}（共 {}）", quota.shared).into())
        }
        "seats" => Cell::Count(quota.shared),
        "ordinary" | "candidates" if is_open => Cell::text("待定"),
        "ordinary" => Cell::Count(quota.units.iter().map(|unit| unit.non_backbone_min).sum()),
        "candidates" => Cell::Count(quota.units.iter().map(|unit| unit.candidates).sum()),
        key => match key.strip_prefix("step").and_then(|idx| idx.parse::<usize>().ok()) {
            Some(step) => signed((0..quota.units.len()).map(|unit| given(quota, step, unit)).sum()),
            None => Cell::Blank,
        },
    };
    rows.push(sheet.columns.iter().map(total).collect());
    rows
}

/// The units in the order in which the roster first names them, which is the order an office knows.
pub(super) fn office_order(quota: &Quota) -> Vec<usize> {
    let mut order: Vec<usize> = (0..quota.units.len()).collect();
    order.sort_by_cached_key(|unit| quota.units[*unit].cells.iter().min().copied());
    order
}

fn signed(number: i64) -> Cell<'static> {
    match u32::try_from(number) {
        Ok(0) => Cell::Blank,
        Ok(number) => Cell::Count(number),
        Err(_) => Cell::text(number.to_string()),
    }
}

fn unit_cell<'a>(quota: &'a Quota, idx: usize, seq: usize, key: &str) -> Cell<'a> {
    let unit = &quota.units[idx];
    let share = |of: u32, all: u32| Exact::new(i128::from(of), i128::from(all.max(1)));
    let is_tied = quota.tie.as_ref().is_some_and(|tie| tie.units.contains(&idx));
    match key {
        "seq" => Cell::Count(u32::try_from(seq + 1).unwrap_or(u32::MAX)),
        "unit" => Cell::text(unit.name.as_str()),
        "population" => Cell::Count(unit.population),
        "share" => Cell::Percent(share(unit.population, quota.population)),
        "exact" => Cell::Number(unit.exact, 3),
        "seats" if is_tied => Cell::Marked(Verdict::Review, format!("{} 或 {}", unit.seats, unit.seats + 1).into()),
        "seats" => Cell::Count(unit.seats),
        // What hangs on the seats hangs on the lot.
        "seat_share" | "per_seat" | "ordinary" | "candidates" if is_tied => Cell::text("待定"),
        "seat_share" => Cell::Percent(share(unit.seats, quota.shared)),
        "per_seat" if unit.seats > 0 => Cell::Number(share(unit.population, unit.seats), 1),
        "ordinary" => Cell::Count(unit.non_backbone_min),
        "candidates" => Cell::Count(unit.candidates),
        key => match key.strip_prefix("step").and_then(|step| step.parse().ok()) {
            Some(step) => signed(given(quota, step, idx)),
            None => Cell::Blank,
        },
    }
}

/// What the sheet says above its table: the total and how it came about, each step, what is asked of the delegates.
fn notes(outcome: &Outcome<'_>, quota: &Quota) -> Vec<String> {
    let congress = &outcome.policy.congress;
    let unit = congress.unit.value.chinese();
    let percent = congress.min_percent.value;
    let method = congress.method.value;
    let of_associations = quota.total - quota.shared;
    let inside = if of_associations == 0 {
        format!("代表名额 {} 名", quota.shared)
    } else {
        format!("代表名额 {} 名，其中主要社团 {of_associations} 名，其余 {} 名", quota.total, quota.shared)
    };
    let how = if method.shares_a_house() {
        format!("按{unit}用{}分配", method.chinese())
    } else {
        format!("由各{unit}的名额相加")
    };
    let least = match congress.minimum.value {
        0 => String::new(),
        minimum if method.shares_a_house() => {
            format!("，每{unit}至少 {minimum} 名（{}）", congress.min_mode.value.chinese())
        }
        minimum => format!("，每{unit}至少 {minimum} 名"),
    };
    let mut notes = vec![format!(
        "{}学生 {} 人，代表不少于 {percent}，即 {} 名（有小数的进一）。{inside}，{how}{least}。",
        if quota.is_by_headcount { "人数表所列" } else { "在籍" },
        quota.population,
        quota.minimum_total,
    )];
    if !method.shares_a_house() && congress.total.value > 0 {
        notes.push(format!("政策写的总数 {} 名不适用于这种方法，没有使用。", congress.total.value));
    }
    let n_open = outcome.facts.students.iter().filter(|student| has_open_status(student)).count();
    if n_open > 0 && !quota.is_by_headcount {
        notes.push(format!("其中 {n_open} 人的学籍状态不明，暂计在内，核实后人数可能变动（见 00 的 C211）。"));
    }
    if let Some(set) = quota.below_minimum {
        notes.push(if method.shares_a_house() {
            format!("注意：政策定的总数 {set} 名少于最低数 {0} 名，已按 {0} 名分配。", quota.minimum_total)
        } else {
            format!("注意：各{unit}相加 {set} 名，少于最低数 {} 名。", quota.minimum_total)
        });
    }
    if quota.tie.is_some() {
        notes.push(format!("注意：{}并列，名额还没有定，须抽签，见“待抽签”。", listed(&quota.tied())));
    }
    let steps = quota.steps.iter().enumerate();
    notes.extend(steps.map(|(idx, step)| format!("{}．{}", idx + 1, step_note(outcome, quota, idx, &step.kind))));
    notes.push(format!(
        "非校、院级学生会骨干的代表不少于 {}：共至少 {} 名，各{unit}{}分别进一，合计足够。",
        congress.non_backbone_min.value,
        quota.non_backbone_min,
        if of_associations == 0 { "" } else { "、各社团（按同一比例）" },
    ));
    notes.push(coverage_note(outcome, quota));
    if congress.ex_officio.value > 0 {
        notes.push(format!("另有当然代表 {} 名，不占以上名额。", congress.ex_officio.value));
    }
    notes
}

/// H-C2: whether every unit and every main association has a seat.
fn coverage_note(outcome: &Outcome<'_>, quota: &Quota) -> String {
    let congress = &outcome.policy.congress;
    let unit = congress.unit.value.chinese();
    let without = quota.uncovered();
    let units = if without.is_empty() {
        format!("覆盖各{unit}")
    } else {
        format!("没有名额的{unit}：{}", names(quota, &without))
    };
    let place = if congress.associations_inside.value { "占代表总数" } else { "另计，不占以上名额" };
    let associations = match &quota.associations {
        None => "材料里没有社团名册，主要社团的名额没有列".to_owned(),
        Some(associations) if associations.is_empty() => "社团名册里没有主要社团".to_owned(),
        Some(associations) => format!(
            "主要社团 {} 个，各 {} 名，共 {} 名（{place}）",
            associations.len(),
            congress.association_seats.value,
            associations.iter().map(|(_, seats, _)| seats).sum::<u32>()
        ),
    };
    format!("覆盖面：{units}；{associations}。")
}

fn names(quota: &Quota, units: &[usize]) -> String {
    listed(&units.iter().map(|unit| quota.units[*unit].name.as_str()).collect::<Vec<_>>())
}

/// Whether nobody knows if the student is enrolled.
fn has_open_status(student: &Student) -> bool {
    student.doubts.iter().any(|doubt| doubt.code == "C211")
}

fn tie_note(quota: &Quota) -> String {
    let Some(tie) = &quota.tie else { return String::new() };
    format!(
        "{}并列，其中 {} 个多 1 名，规则分不出先后，须抽签。{HOW_TO_SETTLE}\n{}",
        names(quota, &tie.units),
        tie.seats,
        lot_lines(crate::rules::congress::SEATS, &quota.tied(), tie.seats)
    )
}

const HOW_TO_SETTLE: &str = "抽签后在 policy.toml 末尾写下面几行（winner 写抽中的），再运行：";

/// As above, for each unit within which parts are tied.
fn within_notes(quota: &Quota) -> Vec<String> {
    let note = |unit: &UnitQuota| {
        let within = unit.within.as_ref()?;
        let Ok(Apportioned::NeedsLot { tie, .. }) = &within.result else { return None };
        let question = format!("{}/{}", crate::rules::congress::SEATS, unit.name);
        let lines = lot_lines(&question, &within.tied(), tie.seats);
        Some(format!(
            "{}：{}并列，其中 {} 个多 1 名，须抽签。{HOW_TO_SETTLE}\n{lines}",
            unit.name,
            listed(&within.tied()),
            tie.seats
        ))
    };
    quota.units.iter().filter_map(note).collect()
}

fn tie_rows(quota: &Quota) -> Vec<Vec<Cell<'_>>> {
    let Some(tie) = &quota.tie else { return Vec::new() };
    let mut rows = Vec::new();
    // Where there are too many ways to write them out, each unit's two.
    for unit in tie.units.iter().filter(|_| quota.outcomes.is_empty()) {
        let of = &quota.units[*unit];
        for (label, seats) in [("本单位抽中", of.seats + 1), ("本单位没抽中", of.seats)] {
            let row = [Cell::text(label), Cell::text(of.name.as_str()), Cell::Count(of.population), Cell::Count(seats)];
            rows.push(row.to_vec());
        }
    }
    for (winners, seats) in &quota.outcomes {
        for unit in &tie.units {
            let seats = seats.as_ref().map_or_else(|| Cell::text("还有并列"), |seats| Cell::Count(seats[*unit]));
            let quota_of = &quota.units[*unit];
            let row = [
                Cell::text(names(quota, winners)),
                Cell::text(quota_of.name.as_str()),
                Cell::Count(quota_of.population),
                seats,
            ];
            rows.push(row.to_vec());
        }
    }
    rows
}

/// Units by methods, then how fair each method is.
fn method_rows<'a>(outcome: &Outcome<'_>, quota: &'a Quota, sheet: &SheetLayout) -> Vec<Vec<Cell<'a>>> {
    let own = outcome.policy.congress.method.value;
    let alternative = |key: &str| quota.alternatives.iter().find(|alternative| alternative.method.id() == key);
    let seats = |key: &str, unit: usize| {
        if key == own.id() {
            return unit_cell(quota, unit, 0, "seats");
        }
        match alternative(key).map(|alternative| &alternative.result) {
            Some(Ok(Apportioned::NeedsLot { seats, tie, .. })) if tie.units.contains(&unit) => {
                Cell::text(format!("{} 或 {}", seats[unit], seats[unit] + 1))
            }
            Some(Ok(Apportioned::Settled { seats, .. } | Apportioned::NeedsLot { seats, .. })) => {
                Cell::Count(seats[unit])
            }
            _ => Cell::Blank,
        }
    };
    let mut rows: Vec<Vec<Cell>> = office_order(quota)
        .into_iter()
        .map(|unit| {
            let cell = |column: &ColumnLayout| match column.key.as_str() {
                "unit" | "population" | "exact" => unit_cell(quota, unit, 0, &column.key),
                key => seats(key, unit),
            };
            sheet.columns.iter().map(cell).collect()
        })
        .collect();
    let sum = |column: &ColumnLayout| match (column.key.as_str(), alternative(&column.key).map(|other| &other.result)) {
        ("unit", _) => Cell::text("合计"),
        ("population", _) => Cell::Count(quota.population),
        (key, _) if key == own.id() => Cell::Count(quota.shared),
        (_, Some(Ok(Apportioned::Settled { seats, .. }))) => Cell::Count(seats.iter().sum()),
        _ => Cell::Blank,
    };
    rows.push(sheet.columns.iter().map(sum).collect());
    let fairness_of = |key: &str| {
        if key == own.id() { quota.fairness() } else { alternative(key).and_then(|alternative| alternative.fairness) }
    };
    let mut add = |label: &'static str, shown: &dyn Fn(Fairness) -> String| {
        let cell = |column: &ColumnLayout| match column.key.as_str() {
            "unit" => Cell::text(label),
            "population" | "exact" => Cell::Blank,
            key => match (fairness_of(key), alternative(key).map(|alternative| &alternative.result)) {
                (Some(fairness), _) => Cell::text(shown(fairness)),
                (None, Some(Err(refused))) => Cell::text(why_not(*refused)),
                (None, _) => Cell::text("须抽签"),
            },
        };
        rows.push(sheet.columns.iter().map(cell).collect());
    };
    add("Gallagher 指数（百分点）", &|fairness| root_half_up(fairness.gallagher_squared, 2));
    add("最大偏离（名）", &|fairness| {
        let (unit, by) = fairness.farthest;
        let sign = if *by.numer() > 0 { "+" } else { "" };
        format!("{} {sign}{}", quota.units[unit].name, round_half_up(by, 3))
    });
    rows
}

fn why_not(refused: Refused) -> String {
    match refused {
        Refused::TooFewSeats { needed, .. } => format!("至少要 {needed} 名"),
        _ => "不适用".to_owned(),
    }
}

fn within_rows<'a>(outcome: &Outcome<'_>, quota: &'a Quota) -> Vec<Vec<Cell<'a>>> {
    let mut rows = Vec::new();
    for unit in office_order(quota) {
        let unit = &quota.units[unit];
        let Some(within) = &unit.within else { continue };
        for (idx, (name, population)) in within.parts.iter().enumerate() {
            let (seats, note) = part_seats(outcome, unit, within, idx);
            let row = [
                Cell::text(unit.name.as_str()),
                Cell::text(name.as_str()),
                Cell::Count(*population),
                seats,
                Cell::text(note),
            ];
            rows.push(row.to_vec());
        }
    }
    rows
}

fn part_seats(outcome: &Outcome<'_>, unit: &UnitQuota, within: &Within, part: usize) -> (Cell<'static>, String) {
    match &within.result {
        Ok(Apportioned::NeedsLot { tie, seats, .. }) if tie.units.contains(&part) => {
            let either = format!("{} 或 {}", seats[part], seats[part] + 1);
            let note = format!("{}并列，须抽签，写法见上", listed(&within.tied()));
            (Cell::Marked(Verdict::Review, either.into()), note)
        }
        Ok(Apportioned::Settled { seats, .. } | Apportioned::NeedsLot { seats, .. }) => {
            (Cell::Count(seats[part]), String::new())
        }
        Err(_) => {
            let part = outcome.policy.congress.within.value.map_or("", Unit::chinese);
            (Cell::Blank, format!("名额少于{part}数，这种方法分不了，请由{}自行安排", unit.name))
        }
    }
}

fn floor_rows(quota: &Quota) -> Vec<Vec<Cell<'_>>> {
    let units = |of_units: &[u32]| {
        let shown = quota.units.iter().zip(of_units).map(|(unit, minimum)| format!("{} {minimum}", unit.name));
        shown.collect::<Vec<_>>().join("、")
    };
    quota
        .floors
        .iter()
        .map(|floor| {
            vec![
                Cell::text(floor.group.as_str()),
                Cell::text(floor.share.to_string()),
                Cell::Count(floor.minimum),
                floor.there.as_ref().map_or(Cell::text("不明"), |there| Cell::Count(there.total)),
                Cell::text(units(&floor.of_units)),
                floor_note(quota, floor),
            ]
        })
        .collect()
}

/// Whether there are enough students of the group to choose from.
fn floor_note(quota: &Quota, floor: &Floor) -> Cell<'static> {
    let Some(there) = &floor.there else { return Cell::text("人数表看不出这类学生有多少") };
    let short = floor.short_units();
    let unknown =
        if there.unknown > 0 { format!("，另有 {} 人名册没有写", there.unknown) } else { String::new() };
    if floor.is_out_of_reach() {
        Cell::Marked(Verdict::Fail, format!("达不到：名册里这类学生只有 {} 人{unknown}", there.total).into())
    } else if !short.is_empty() {
        let text = format!("这类学生不够自己下限的：{}，可由其他单位多选{unknown}", names(quota, &short));
        Cell::Marked(Verdict::Review, text.into())
    } else if there.unknown > 0 {
        Cell::text(unknown.trim_start_matches('，').to_owned())
    } else {
        Cell::Blank
    }
}

/// The settings with their clauses, then each unit's students with their cells.
fn basis_rows<'a>(outcome: &Outcome<'a>, quota: &'a Quota) -> Vec<Vec<Cell<'a>>> {
    let congress = &outcome.policy.congress;
    let setting = |what: &'static str, value: String, basis: &Basis| {
        vec![Cell::text(what), Cell::text(value), Cell::text(clause_text(basis)), Cell::Blank]
    };
    let mut rows = vec![
        setting(
            "H-C1 代表名额比例",
            format!("{} × {} 进一 = {}", congress.min_percent.value, quota.population, quota.minimum_total),
            &congress.min_percent.basis,
        ),
        total_row(outcome, quota),
        setting("分配方法", congress.method.value.chinese().to_owned(), &congress.method.basis),
        setting("分配单位", congress.unit.value.chinese().to_owned(), &congress.unit.basis),
        setting("每单位最少名额", congress.minimum.value.to_string(), &congress.minimum.basis),
        setting("最少名额怎样保证", congress.min_mode.value.chinese().to_owned(), &congress.min_mode.basis),
        setting(
            "H-C3 非骨干代表比例",
            format!("{} × {} 进一 = {}", congress.non_backbone_min.value, quota.total, quota.non_backbone_min),
            &congress.non_backbone_min.basis,
        ),
        setting("H-C2 名额覆盖面", coverage_note(outcome, quota), &outcome.policy.rule_basis("H-C2")),
        setting(
            "差额比例",
            if congress.surplus.value.numer == 0 {
                "不设差额".to_owned()
            } else {
                congress.surplus.value.to_string()
            },
            &congress.surplus.basis,
        ),
    ];
    rows.extend(quota.associations.iter().flatten().map(|(name, seats, cell)| {
        vec![
            Cell::text(format!("主要社团：{name}")),
            Cell::text(format!("{seats} 名")),
            Cell::text(clause_text(&congress.association_seats.basis)),
            Cell::text(outcome.facts.sources.show(*cell)),
        ]
    }));
    rows.extend(office_order(quota).into_iter().map(|unit| {
        let unit = &quota.units[unit];
        vec![
            Cell::text(unit.name.as_str()),
            Cell::text(format!("学生 {} 人", unit.population)),
            Cell::Blank,
            Cell::text(outcome.facts.sources.show_all(&unit.cells).join("；")),
        ]
    }));
    rows
}

/// What the total rests on: the policy, the least number, or nothing but the units' own numbers.
fn total_row<'a>(outcome: &Outcome<'_>, quota: &Quota) -> Vec<Cell<'a>> {
    let congress = &outcome.policy.congress;
    let set = congress.total.value;
    let (how, basis) = if !congress.method.value.shares_a_house() {
        ("各单位相加".to_owned(), None)
    } else if set >= quota.minimum_total && set > 0 {
        let more = quota.total - set.min(quota.total);
        let raised = if more > 0 { format!("，补到保底加 {more}") } else { String::new() };
        (format!("政策定 {set}{raised}"), Some(&congress.total.basis))
    } else {
        let more = quota.total - quota.minimum_total.min(quota.total);
        let raised = if more > 0 { format!("，补到保底加 {more}") } else { String::new() };
        (format!("最低数 {}{raised}", quota.minimum_total), Some(&congress.min_percent.basis))
    };
    let clause = basis.map_or(Cell::Blank, |basis| Cell::text(clause_text(basis)));
    vec![Cell::text("总名额"), Cell::text(format!("{}（{how}）", quota.total)), clause, Cell::Blank]
}

/// Each unit's share of the students beside its share of the seats.
fn chart(table: &Table, quota: &Quota) -> Option<Chart> {
    /// More units than this make a chart nobody can read.
    const MOST: u32 = 40;
    let bars = (table.last_row - table.first_row).min(u32::MAX - 1);
    if bars > MOST || quota.tie.is_some() || bars == 0 {
        return None;
    }
    let (name, last) = (table.sheet.as_str(), table.last_row - 1);
    let mut chart = Chart::new(ChartType::Bar);
    for (key, label, colour) in [("share", "占学生总数", 0x00BF_CFE3), ("seat_share", "占代表总数", 0x004F_81BD)]
    {
        let (values, units) = (table.column(key)?, table.column("unit")?);
        chart
            .add_series()
            .set_name(label)
            .set_categories((name, table.first_row, units, last, units))
            .set_values((name, table.first_row, values, last, values))
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(colour))));
    }
    chart.title().set_name("学生比例与代表比例");
    chart.x_axis().set_num_format("0%");
    chart.y_axis().set_reverse();
    chart.set_width(760).set_height(160 + bars * 36);
    Some(chart)
}

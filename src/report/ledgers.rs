//! `08-制度台账核查.xlsx`: what the ledgers prove of a year: meetings, training, requests, notices, rotation, help.

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::ledgers::Notice;
use crate::model::number::{Exact, Share};
use crate::model::term::Date;
use crate::rules::ledgers::{
    self, Findings, Group, LEDGERS, Mark, Matrix, NoticeFinding, Requests, Services, Standing, TrainingRow,
};
use crate::rules::recorded::Recorded;
use crate::rules::rule_name;
use crate::rules::units::name_of;

use super::layout::{BookLayout, SheetLayout};
use super::sheet::{Book, Cell};
use super::{Outcome, checks, clause_text, errors_note, part_heading};

/// File name.
pub const NAME: &str = "08-制度台账核查.xlsx";

/// The checks this report shows.
pub fn own<'a>(outcome: &Outcome<'a>) -> impl Iterator<Item = &'a Check> {
    outcome.checks.iter().filter(|check| ledgers::RULES.contains(&check.rule))
}

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(outcome: &Outcome<'_>, findings: &Findings) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/08-ledgers.toml"))?;
    let fill = [("school", outcome.policy.school.as_str())];
    let mut book = Book::new("制度台账核查")?;
    let rows = own(outcome).map(|check| checks::row(outcome, check)).collect();
    book.add_table(&layout.sheet("checks", &fill)?, &notes(outcome), rows)?;
    let matrices = [
        ("joint", &findings.joint, "到会次数 / 召开次数。"),
        ("own", &findings.own, "格内是召开次数。"),
        ("party", &findings.party, "格内是次数。"),
    ];
    for (key, matrix, note) in matrices {
        if let Some(matrix) = matrix {
            let notes = [format!("{note}缺：到期没有记录；未到：还没有到期；假期：不要求；不明：有记录看不懂。")];
            book.add_table(&with_columns(layout.sheet(key, &fill)?, &matrix.columns), &notes, matrix_rows(matrix))?;
        }
    }
    if !findings.trainings.is_empty() {
        let rows = findings.trainings.iter().map(training_row).collect();
        book.add_table(&layout.sheet("training", &fill)?, &[], rows)?;
    }
    if let Some(requests) = &findings.requests {
        book.add_table(&layout.sheet("requests", &fill)?, &request_notes(outcome, requests), request_rows(requests))?;
        book.add_table(&layout.sheet("pending", &fill)?, &[], pending_rows(outcome, requests))?;
    }
    if !findings.notices.is_empty() {
        let rows = findings.notices.iter().map(|finding| notice_row(outcome, finding)).collect();
        book.add_table(&layout.sheet("notices", &fill)?, &[], rows)?;
    }
    if let Some(services) = &findings.services {
        let unused =
            (services.unused > 0).then(|| format!("另有 {} 条不是本学年的，或日期看不懂，没有计入。", services.unused));
        let notes: Vec<String> = unused.into_iter().collect();
        book.add_table(
            &with_columns(layout.sheet("services", &fill)?, &services.sorts),
            &notes,
            service_rows(services),
        )?;
    }
    if !outcome.recorded.is_empty() {
        let rows = outcome.recorded.iter().map(recorded_row).collect();
        book.add_table(&layout.sheet("recorded", &fill)?, &[], rows)?;
    }
    let rows = own(outcome).map(|check| checks::basis_row(outcome, check)).chain(calendar_row(outcome)).collect();
    book.add_table(&layout.sheet("basis", &fill)?, &[], rows)?;
    Ok(book)
}

fn notes(outcome: &Outcome<'_>) -> Vec<String> {
    let year = outcome.facts.term.map_or_else(String::new, |term| {
        format!(
            "台账按 {}-{} 学年核查，到{}为止。",
            term.year,
            term.year + 1,
            outcome.facts.as_of.map_or_else(String::new, |day| format!(" {day} "))
        )
    });
    let months: Vec<String> =
        outcome.policy.ledgers.holiday_months.value.iter().map(|month| format!("{month} 月")).collect();
    let holidays =
        if months.is_empty() { String::new() } else { format!("{}为假期，不要求。", months.join("、")) };
    let heading = [part_heading(outcome), format!("{year}{holidays}台账里没有的，只能说没有记录。")];
    let errors = errors_note(outcome, |kind| LEDGERS.contains(&kind), "有错的格没有使用，可能牵涉的核查列为复核");
    heading.into_iter().chain(errors).collect()
}

/// The days off that the count of working days knows.
fn calendar_row(outcome: &Outcome<'_>) -> Option<Vec<Cell<'static>>> {
    let effective = outcome.policy.effective("ledgers.holidays")?;
    Some(vec![
        Cell::text("工作日"),
        Cell::text("除去周末和政策列出的节假日，加上调休上班日；收到当天不算，公示首尾两天都算"),
        Cell::text(clause_text(&effective.basis)),
        Cell::Blank,
    ])
}

/// A layout with a column for each of some labels.
fn with_columns(mut sheet: SheetLayout, labels: &[String]) -> SheetLayout {
    sheet.add_columns(labels.iter().map(|label| (label.clone(), label.clone())));
    sheet
}

fn mark_cell(mark: Mark) -> Cell<'static> {
    match mark {
        Mark::Missing => Cell::Marked(Verdict::Fail, "缺".into()),
        Mark::Times(times) => Cell::Count(times),
        Mark::At(came, held) if came == held => Cell::text(format!("{came} / {held}")),
        Mark::At(came, held) => Cell::Marked(Verdict::Fail, format!("{came} / {held}").into()),
        Mark::NotYet => Cell::text("未到"),
        Mark::Excused => Cell::text("假期"),
        Mark::NotHeld => Cell::text("没有开"),
        Mark::Unclear => Cell::Marked(Verdict::Review, "不明".into()),
    }
}

fn matrix_rows(matrix: &Matrix) -> Vec<Vec<Cell<'_>>> {
    let row = |(unit, marks): &'_ (String, Vec<Mark>)| {
        std::iter::once(Cell::text(unit.clone())).chain(marks.iter().map(|mark| mark_cell(*mark))).collect()
    };
    matrix.rows.iter().map(row).collect()
}

fn training_row(row: &TrainingRow) -> Vec<Cell<'_>> {
    let number = |value: Option<u32>| value.map_or(Cell::Blank, Cell::Count);
    // More came than there are: others were there, and nobody can tell how many of the staff.
    let share = row.reached.zip(row.staff).filter(|(came, staff)| *staff > 0 && came <= staff);
    let basis = match (row.reached, row.is_by_name) {
        (None, _) => "",
        (_, true) => "参训名单",
        (_, false) => "一次培训最多的参加人数",
    };
    vec![
        Cell::text(row.unit.as_str()),
        Cell::text(row.part.as_str()),
        mark_cell(row.mark),
        number(row.staff),
        number(row.reached),
        share.map_or(Cell::Blank, |(came, staff)| Cell::Percent(Exact::new(i128::from(came), i128::from(staff)))),
        Cell::text(basis),
        Cell::text(row.topics.as_str()),
    ]
}

fn request_notes(outcome: &Outcome<'_>, requests: &Requests) -> Vec<String> {
    let mut notes = vec![format!(
        "按工作日算，收到当天不算；超过 {} 个工作日为超期。满意率 = 满意和基本满意 / 有评价。",
        outcome.policy.ledgers.request_days.value
    )];
    if requests.earlier > 0 {
        notes.push(format!("以前学年收到、已经办结的 {} 件没有计入；没有办结的计入。", requests.earlier));
    }
    if requests.ahead > 0 {
        notes.push(format!("收到日期晚于本次判断日期的 {} 件没有计入，请核对。", requests.ahead));
    }
    notes
}

fn request_rows(requests: &Requests) -> Vec<Vec<Cell<'_>>> {
    let percent = |share: Option<Share>| share.map_or(Cell::Blank, |share| Cell::Percent(share.exact()));
    let row = |by: &'static str, group: &'_ Group| {
        vec![
            Cell::text(by),
            Cell::text(group.name.clone()),
            Cell::Count(group.all),
            Cell::Count(group.done),
            percent(group.closed_share()),
            Cell::Count(group.late),
            Cell::Count(group.open),
            Cell::Count(group.overdue),
            Cell::Count(group.unclear),
            group
                .median_twice()
                .map_or(Cell::Blank, |twice| Cell::Number(Exact::new(i128::from(twice), 2), u32::from(twice % 2 == 1))),
            Cell::Count(group.rated),
            percent(group.content_share()),
        ]
    };
    let parts = [("按学院", &requests.by_college), ("按类别", &requests.by_category), ("按渠道", &requests.by_channel)];
    std::iter::once(row("全部", &requests.total))
        .chain(parts.into_iter().flat_map(|(by, groups)| groups.iter().map(move |group| row(by, group))))
        .collect()
}

fn day(day: Option<Date>) -> Cell<'static> {
    day.map_or(Cell::Blank, |day| Cell::text(day.to_string()))
}

/// What needs somebody: open, late, or with days that cannot be read; the longest first.
fn pending_rows<'a>(outcome: &Outcome<'a>, requests: &Requests) -> Vec<Vec<Cell<'a>>> {
    let facts = outcome.facts;
    let mut each: Vec<(usize, Standing)> =
        requests.each.iter().filter(|(_, standing)| !matches!(standing, Standing::Done(_))).copied().collect();
    let order = |standing: &Standing| match standing {
        Standing::Overdue(days) => (0, u32::MAX - days),
        Standing::Unclear => (1, 0),
        Standing::Open(days) => (2, u32::MAX - days),
        Standing::Late(days) | Standing::Done(days) => (3, u32::MAX - days),
    };
    each.sort_by_key(|(idx, standing)| (order(standing), *idx));
    let row = |(idx, standing): (usize, Standing)| {
        let request = &facts.ledgers.requests[idx];
        let (days, verdict, state) = match standing {
            Standing::Overdue(days) => (Some(days), Verdict::Fail, "未办结，已超期"),
            Standing::Open(days) => (Some(days), Verdict::Review, "未办结"),
            Standing::Late(days) => (Some(days), Verdict::Fail, "超期办结"),
            Standing::Done(days) => (Some(days), Verdict::Pass, "办结"),
            Standing::Unclear => (None, Verdict::Review, "日期不明"),
        };
        let college = request.college.map_or("", |college| name_of(facts, Some(college)));
        vec![
            Cell::text(facts.words.text(request.id)),
            Cell::text(college),
            Cell::text(facts.words.text(request.category)),
            Cell::text(request.channel.chinese()),
            Cell::text(facts.words.text(request.department)),
            day(request.received),
            day(request.answered),
            day(request.done),
            days.map_or(Cell::Blank, Cell::Count),
            Cell::Marked(verdict, state.into()),
            Cell::text(facts.sources.show(request.cells[1])),
        ]
    };
    each.into_iter().map(row).collect()
}

fn notice_row<'a>(outcome: &Outcome<'a>, finding: &'a NoticeFinding) -> Vec<Cell<'a>> {
    let facts = outcome.facts;
    let notice: &Notice = &facts.ledgers.notices[finding.notice];
    vec![
        Cell::text(name_of(facts, notice.host)),
        Cell::text(notice.step.map_or("看不出", |step| step.chinese())),
        Cell::text(facts.words.text(notice.matter)),
        day(notice.from),
        day(notice.to),
        finding.days.map_or(Cell::Blank, Cell::Count),
        Cell::text(facts.words.text(notice.channel)),
        notice.objections.map_or(Cell::Blank, Cell::Count),
        finding.verdict.map_or(Cell::Blank, Cell::Verdict),
        Cell::text(finding.note.as_str()),
    ]
}

fn service_rows(services: &Services) -> Vec<Vec<Cell<'_>>> {
    let cell = |(times, helped): &(u32, u32)| {
        if *times == 0 { Cell::Blank } else { Cell::text(format!("{times} / {helped}")) }
    };
    let row = |(name, counts): &'_ (String, Vec<(u32, u32)>)| {
        std::iter::once(Cell::text(name.clone())).chain(counts.iter().map(cell)).collect()
    };
    services.rows.iter().map(row).collect()
}

fn recorded_row(own: &Recorded) -> Vec<Cell<'_>> {
    vec![
        Cell::text(own.rule),
        Cell::text(rule_name(own.rule)),
        Cell::text(own.found.as_str()),
        Cell::text(own.why),
        Cell::text(clause_text(&own.basis)),
    ]
}

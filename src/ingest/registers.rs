//! Registers: one row per student (学籍名册, 综合测评, 资格审核意见) or per record (违纪处分).

use crate::model::Kind;
use crate::model::intake::SetAside;
use crate::model::number::Decimal;
use crate::model::rows::{AssociationRow, ComprehensiveRow, DisciplineRow, HeadcountRow, ReviewRow, RosterRow};
use crate::model::term::{Date, Period};
use crate::model::text::{fold, fold_cohort, is_private_use};
use crate::model::words::Word;
use crate::policy::schema::REVIEW_COLUMNS;
use crate::problem::{Fault, Place};

use super::builder::{RowId, SheetBuilder};
use super::lists::DAY_WANTED;
use super::notation::read_yes_no;
use super::sheet::Row;

/// Reports what a roster's header lacks.
pub fn check_roster_columns(builder: &mut SheetBuilder<'_>) {
    let place = Place::Sheet(builder.sheet);
    for (column, consequence, decides) in
        [("政治面貌", "全部学生的政治面貌列为复核", true), ("学籍状态", "名册上的学生全部按在籍处理", false)]
    {
        if !builder.header.has(column) {
            builder.problem(Fault::ColumnMissing { kind: Kind::Roster, column, consequence, decides }, place);
        }
    }
}

/// Reads a row of the roster.
pub fn read_roster_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    let has_major = !builder.text(row, "专业").is_empty();
    let looks_like_data = builder.has_name(row) && has_major;
    let RowId::Valid(student) = builder.read_id(row, looks_like_data) else { return };
    let name = builder.text(row, "姓名").into_owned();
    if name.chars().any(is_private_use) {
        let cell = builder.role_cell(row, "姓名");
        builder.problem_of(Fault::NamePrivateUse { name: name.clone() }, cell, student);
    }
    let name = builder.tables.words.intern(&name);
    let columns = RosterRow::FIELDS.map(|field| builder.header.column(field));
    let fields = std::array::from_fn(|field| {
        let text = builder.text(row, RosterRow::FIELDS[field]).into_owned();
        let text = if field == RosterRow::COHORT { fold_cohort(&text) } else { text };
        builder.tables.words.intern(&text)
    });
    let id = builder.id_as_written(row);
    let id = builder.tables.words.intern(&id);
    let cell = builder.role_cell(row, "学号");
    builder.tables.roster.push(RosterRow { student, id, name, fields, cell, columns });
    builder.n_used += 1;
}

/// Reads a row of the comprehensive evaluation.
pub fn read_comprehensive_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    let roles = ["综测总分", "专业排名", "专业人数"];
    let has_value = roles.iter().any(|role| !builder.text(row, role).is_empty());
    let looks_like_data = builder.has_name(row) && has_value;
    let RowId::Valid(student) = builder.read_id(row, looks_like_data) else { return };
    builder.note_name(row, student);
    let numbers = roles.map(|role| {
        let column = builder.header.column(role)?;
        let text = fold(&row.text(Some(column))).into_owned();
        let number = Decimal::parse(&text).filter(|number| *number >= Decimal::ZERO);
        if number.is_none() && !text.is_empty() {
            builder.problem_of(Fault::TotalUnreadable { found: text }, builder.cell(row, column), student);
        }
        number
    });
    let whole = |number: Option<Decimal>| number.and_then(|number| number.to_string().parse::<u32>().ok());
    let (mut rank, of) = (whole(numbers[1]), whole(numbers[2]));
    let is_possible = rank.zip(of).is_some_and(|(rank, of)| (1..=of).contains(&rank));
    if numbers[1].is_some() && numbers[2].is_some() && !is_possible {
        let text = |number: Option<Decimal>| number.map_or_else(String::new, |number| number.to_string());
        let fault = Fault::ImportedRankWrong { found: format!("{}/{}", text(numbers[1]), text(numbers[2])) };
        builder.problem_of(fault, builder.role_cell(row, "专业排名"), student);
        rank = None;
    }
    let period = Period::parse(&builder.text(row, "学年"), &builder.text(row, "学期"));
    let main = if builder.header.column("综测总分").is_some() { "综测总分" } else { "专业排名" };
    let cell = builder.role_cell(row, main);
    if numbers.iter().all(Option::is_none) {
        builder.set_aside(SetAside::BlankScore, row);
        return;
    }
    builder.tables.comprehensive.push(ComprehensiveRow {
        student,
        total: numbers[0],
        rank,
        of,
        period,
        cell,
        rank_cells: ["专业排名", "专业人数"].map(|role| builder.role_cell(row, role)),
    });
    builder.n_used += 1;
}

/// Says that a list of punishments has no student numbers.
pub fn check_punished(builder: &mut SheetBuilder<'_>) {
    if builder.header.column("学号").is_none() {
        let fault = Fault::ColumnMissing {
            kind: Kind::Discipline,
            column: "学号",
            consequence: "只能按姓名找：名册里叫这个姓名的学生都列为复核，名册里没有的没有使用",
            decides: true,
        };
        builder.problem(fault, Place::Sheet(builder.sheet));
    }
}

/// Reads a row of the list of punishments. One without a usable number is set aside, and yet handed on: its name may be somebody's.
pub fn read_discipline_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    let kind = builder.text(row, "处分类型").into_owned();
    let looks_like_data = !kind.is_empty() && builder.has_name(row);
    let has_numbers = builder.header.column("学号").is_some();
    let id = if looks_like_data && !has_numbers {
        builder.id_missing(row);
        RowId::Skip
    } else {
        builder.read_id(row, looks_like_data)
    };
    let student = match id {
        RowId::Valid(student) => student,
        RowId::Skip if looks_like_data || has_numbers && builder.has_name(row) => Word::NONE,
        RowId::Skip => return,
    };
    let name = builder.note_name(row, student);
    let class = row.text(builder.header.column_beside("班级"));
    let cell = builder.role_cell(row, "处分类型");
    let mut read = DisciplineRow {
        student,
        name,
        class: builder.tables.words.intern(&class),
        kind: builder.tables.words.intern(&kind),
        imposed: None,
        said_lifted: None,
        lifted_on: None,
        is_unreadable: false,
        cell,
        lifting_columns: ["是否解除", "解除日期"].map(|role| builder.header.column(role)),
    };
    if !student.is_some() {
        builder.tables.discipline.push(read);
        return;
    }
    if kind.is_empty() {
        builder.problem_of(Fault::PunishmentBlank, cell, student);
    }
    read.imposed = Date::parse(&builder.text(row, "处分日期")).map(|day| (day, builder.role_cell(row, "处分日期")));
    let said = fold(&builder.text(row, "是否解除")).into_owned();
    read.said_lifted = read_yes_no(&said);
    if read.said_lifted.is_none() && !said.is_empty() {
        read.is_unreadable = true;
        let at = builder.role_cell(row, "是否解除");
        builder.problem_of(Fault::LiftingUnreadable { column: "是否解除", found: said }, at, student);
    }
    let date = builder.text(row, "解除日期").into_owned();
    read.lifted_on = Date::parse(&date);
    if read.lifted_on.is_none() && !matches!(&*fold(&date), "" | "-" | "--" | "/" | "无" | "未解除") {
        read.is_unreadable = true;
        let at = builder.role_cell(row, "解除日期");
        builder.problem_of(Fault::LiftingUnreadable { column: "解除日期", found: date }, at, student);
    }
    // Only the columns meant for it lift a punishment; a remark that says so is for a human to enter there.
    let remark = fold(&builder.text(row, "备注")).into_owned();
    let is_remarked = remark.contains("解除") && !["未解除", "不予解除", "尚未"].iter().any(|not| remark.contains(not));
    if is_remarked && read.said_lifted.is_none() && read.lifted_on.is_none() {
        read.is_unreadable = true;
        let at = builder.role_cell(row, "备注");
        builder.problem_of(Fault::LiftingRemarked { remark }, at, student);
    }
    builder.tables.discipline.push(read);
    builder.n_used += 1;
}

/// Reads a row of the reviews.
pub fn read_review_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    let looks_like_data = builder.has_name(row);
    let RowId::Valid(student) = builder.read_id(row, looks_like_data) else { return };
    builder.note_name(row, student);
    let mut answers = Vec::new();
    for role in REVIEW_COLUMNS {
        let date_role = format!("{role}日期");
        let Some(column) = builder.header.column(role) else { continue };
        let text = fold(&row.text(Some(column))).into_owned();
        let answer = read_yes_no(&text);
        if answer.is_none() && !text.is_empty() {
            let fault = Fault::ReviewUnreadable { column: role.to_owned(), found: text };
            builder.problem_of(fault, builder.cell(row, column), student);
        }
        let date_text = builder.text(row, &date_role).into_owned();
        let date = Date::parse(&date_text);
        if date.is_none() && !date_text.is_empty() {
            let at = builder.role_cell(row, &date_role);
            builder.problem_of(Fault::ReviewUnreadable { column: date_role, found: date_text }, at, student);
        }
        let name: Word = builder.tables.words.intern(role);
        answers.push((name, answer, date, builder.cell(row, column)));
    }
    let cell = builder.role_cell(row, "学号");
    builder.tables.reviews.push(ReviewRow { student, cell, answers });
    builder.n_used += 1;
}

/// Reads a row of a sheet of head-counts. The sum at its foot is kept apart, to be compared.
pub fn read_headcount_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    let unit = builder.text(row, "单位").into_owned();
    let written = fold(&builder.text(row, "人数")).into_owned();
    let folded = fold(&unit).into_owned();
    let is_about_sheet = written.is_empty() && (is_note(&unit) || is_section(&folded)) || names_filler(&folded);
    if unit.is_empty() || is_about_sheet {
        builder.set_aside(SetAside::NotData, row);
        return;
    }
    let names = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    // A part sum, or a part of the row above, would count its heads once more.
    if names(&["小计"]) || folded.starts_with("其中") || folded.starts_with("(其中") {
        builder.set_aside(SetAside::NotData, row);
        return;
    }
    let is_total = names(&["合计", "总计", "总数", "共计"]) || folded == "全校";
    let plain = written.strip_suffix('人').unwrap_or(&written).replace(',', "");
    let heads = plain.parse::<u32>().ok().filter(|heads| *heads > 0);
    let cell = builder.role_cell(row, "人数");
    if heads.is_none() {
        builder.problem(Fault::HeadcountUnreadable { unit: unit.clone(), found: written }, Place::Cell(cell));
    }
    let unit = builder.tables.words.intern(&unit);
    builder.tables.headcount.push(HeadcountRow { unit, heads, is_total, cell });
    builder.n_used += 1;
}

/// Reads a row of the list of associations. Main is what the list says is, else what has passed its annual inspection.
pub fn read_association_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    let name = builder.text(row, "社团").into_owned();
    let said = fold(&builder.text(row, "是否主要社团")).into_owned();
    let inspection = fold(&builder.text(row, "年检结论")).into_owned();
    let says_nothing = said.is_empty() && inspection.is_empty() && builder.text(row, "人数").is_empty();
    if name.is_empty() || says_nothing && is_note(&name) || matches!(&*fold(&name), "合计" | "总计") {
        builder.set_aside(SetAside::NotData, row);
        return;
    }
    let passed = match inspection.as_str() {
        "合格" | "通过" | "优秀" | "良好" | "基本合格" => Some(true),
        "不合格" | "未通过" | "暂缓" | "整改" | "限期整改" | "注销" | "未年检" => Some(false),
        _ => None,
    };
    let (role, found, is_main) = if said.is_empty() && !inspection.is_empty() {
        ("年检结论", inspection.clone(), passed)
    } else {
        // In a list with a column for it, a blank says no.
        let is_main = match said.as_str() {
            "" | "一般" | "普通" | "非主要" => Some(false),
            "主要" | "主要社团" => Some(true),
            said => read_yes_no(said),
        };
        ("是否主要社团", said, is_main)
    };
    let cell = builder.role_cell(row, if builder.header.has(role) { role } else { "社团" });
    if is_main == Some(true) && passed == Some(false) {
        let at = builder.role_cell(row, "年检结论");
        builder.problem(Fault::MainButFailed { name: name.clone(), found: inspection }, Place::Cell(at));
    }
    if is_main.is_none() {
        let fault = Fault::AssociationUnclear { name: name.clone(), column: role, found };
        builder.problem(fault, Place::Cell(cell));
    }
    let written = builder.text(row, "年检日期").into_owned();
    let inspected = Date::parse(&written);
    if inspected.is_none() && !written.is_empty() {
        let (kind, column) = (Kind::Associations, "年检日期");
        let fault = Fault::EntryUnreadable { kind, column, found: written, wanted: DAY_WANTED };
        builder.problem(fault, Place::Cell(builder.role_cell(row, column)));
    }
    let name = builder.tables.words.intern(&name);
    let inspection = builder.text(row, "年检结论").into_owned();
    let inspection = builder.tables.words.intern(&inspection);
    let row = AssociationRow { name, is_main, inspection, has_passed: passed, inspected, cell };
    builder.tables.associations.push(row);
    builder.n_used += 1;
}

/// Whether a line without a number heads the units below it: 一、理工类, (二)文科.
fn is_section(folded: &str) -> bool {
    let numbered = folded.trim_start_matches(['(', '（']);
    let rest = numbered.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    rest.len() < numbered.len() && rest.starts_with(['、', ')', '）', '.'])
}

/// Whether a line says who filled in the sheet, with a telephone number perhaps where head-counts stand.
fn names_filler(folded: &str) -> bool {
    ["填表人", "填报人", "制表人", "审核人", "报送人", "联系人", "联系电话"].iter().any(|word| folded.starts_with(word))
}

/// Whether a line without a number is a note and no unit.
fn is_note(text: &str) -> bool {
    text.chars().count() > 20 || ["注", "说明", "制表", "填表", "备注", "日期"].iter().any(|word| text.contains(word))
}

//! `07-退出建议.xlsx`: who should be talked to, why, by which procedure, and all that is known for the talk. Suggestions only.

use crate::model::decision::Verdict;
use crate::model::facts::{CourseState, Metric, PunishmentState, Standing};
use crate::model::number::round_half_up;
use crate::model::origin::CellRef;
use crate::model::union::{Attended, Cadre, Known};
use crate::model::{Basis, Kind};
use crate::rules::evaluation::places;
use crate::rules::exit::Exit;
use crate::rules::staff::other_bodies;

use super::checks::cells_text;
use super::layout::BookLayout;
use super::sheet::{Book, Cell};
use super::{Outcome, clause_text, part_heading};

/// File name.
pub const NAME: &str = "07-退出建议.xlsx";

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(outcome: &Outcome<'_>) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/07-exit.toml"))?;
    let fill = [("school", outcome.policy.school.as_str())];
    let mut book = Book::new("退出建议")?;
    let mut notes = vec![
        part_heading(outcome),
        "本表只是按材料和政策给出的建议，不是决定；是否退出、按什么程序，由有关组织研究。不公示，不外传。".to_owned(),
    ];
    notes.extend(unasked(outcome));
    let unusable = [Kind::Discipline, Kind::Attendance, Kind::Ratings, Kind::Ballots]
        .into_iter()
        .map(|kind| (kind, outcome.facts.unusable(kind)))
        .filter(|(_, rows)| *rows > 0)
        .map(|(kind, rows)| format!("{} {rows} 行", kind.chinese()));
    let unusable: Vec<String> = unusable.collect();
    if !unusable.is_empty() {
        notes.push(format!("没有可用的学号、认不出是谁的：{}，没有核对。请补上学号再运行。", unusable.join("、")));
    }
    let others: Vec<&str> = other_bodies(outcome.facts).into_iter().collect();
    if !others.is_empty() {
        notes.push(format!("{}不是学生会，其人员没有核对。", others.join("、")));
    }
    book.add_table(&layout.sheet("suggestions", &fill)?, &notes, suggestion_rows(outcome))?;
    if !outcome.exits.is_empty() {
        book.add_table(&layout.sheet("talk", &fill)?, &[], talk_rows(outcome))?;
    }
    book.add_table(&layout.sheet("basis", &fill)?, &[], basis_rows(outcome))?;
    Ok(book)
}

/// What could not be looked at: nothing found there proves nothing.
fn unasked(outcome: &Outcome<'_>) -> Option<String> {
    let inputs = outcome.facts.inputs;
    let exit = &outcome.policy.exit;
    let sheets = [
        (!inputs.roster, "学籍名册（学籍状态）"),
        (!inputs.discipline, "违纪处分名单"),
        (outcome.evaluations.is_none(), "评议打分或测评票"),
        (!inputs.grades && exit.fails.value > 0, "成绩"),
        (outcome.facts.attendance.is_empty() && exit.absences.value > 0, "考勤"),
    ];
    let missing: Vec<&str> = sheets.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, what)| what).collect();
    (!missing.is_empty()).then(|| format!("材料里没有：{}，有关情形没有核对。", missing.join("、")))
}

fn cadre<'a>(outcome: &Outcome<'a>, exit: &Exit) -> &'a Cadre {
    &outcome.facts.cadres.present[exit.posts[0]]
}

/// Organisations and posts of a person: `校学生会 执行主席`.
#[must_use]
pub fn posts_text(outcome: &Outcome<'_>, exit: &Exit) -> String {
    let text = |word| outcome.facts.words.text(word);
    let shown: Vec<String> = exit
        .posts
        .iter()
        .map(|post| &outcome.facts.cadres.present[*post])
        .map(|cadre| format!("{} {}", text(cadre.organisation), text(cadre.post_written)).trim().to_owned())
        .collect();
    shown.join("；")
}

fn suggestion_rows<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let row = |(seq, exit): (u32, &'a Exit)| {
        let person = cadre(outcome, exit).person;
        let triggers: Vec<String> = exit.triggers.iter().map(|trigger| trigger.finding.to_string()).collect();
        let is_sure = exit.triggers.iter().any(|trigger| trigger.verdict == Verdict::Fail);
        vec![
            Cell::Count(seq),
            Cell::text(outcome.facts.words.text(person.id)),
            Cell::text(outcome.facts.words.text(person.name)),
            Cell::text(posts_text(outcome, exit)),
            Cell::text(triggers.join("；")),
            if is_sure { Cell::text("明确") } else { Cell::Verdict(Verdict::Review) },
            exit.procedure
                .as_deref()
                .map_or_else(|| Cell::text("待定：名册没有写产生方式"), |procedure| Cell::text(procedure.to_owned())),
        ]
    };
    (1..).zip(outcome.exits).map(row).collect()
}

/// All that is known of each person, a line for each thing.
fn talk_rows<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let facts = outcome.facts;
    let text = |word| facts.words.text(word);
    let mut rows = Vec::new();
    for exit in outcome.exits {
        let person = cadre(outcome, exit).person;
        let mut add = |item: &'static str, value: String, cells: &[CellRef]| {
            rows.push(vec![
                Cell::text(text(person.name)),
                Cell::text(item),
                Cell::text(value),
                Cell::text(cells_text(outcome, cells)),
            ]);
        };
        add("职务", posts_text(outcome, exit), &[person.cell]);
        for trigger in &exit.triggers {
            add("情形", trigger.finding.to_string(), &trigger.evidence);
        }
        match person.known {
            Known::Enrolled(idx) => {
                let student = &facts.students[idx];
                let class = [student.college, student.class].map(text).join(" ");
                add("学院班级", class.trim().to_owned(), &student.cell.into_iter().collect::<Vec<_>>());
                if let Some(standing) = student.standings.first() {
                    add("学习", study_text(standing, outcome.policy.grades.decimals), &[]);
                }
                let failed: Vec<String> = facts
                    .courses_of(student)
                    .iter()
                    .filter(|course| course.state == CourseState::Outstanding)
                    .map(|course| facts.name_of(course, student))
                    .collect();
                if facts.inputs.grades {
                    let shown = if failed.is_empty() { "没有".to_owned() } else { failed.join("、") };
                    add("未通过课程", shown, &[]);
                }
                for punishment in &student.punishments {
                    let state = match punishment.state {
                        PunishmentState::Active => "未解除",
                        PunishmentState::Lifted => "已解除",
                        PunishmentState::Criticism => "低于处分",
                        PunishmentState::Unclear | PunishmentState::OfWhom => "待复核",
                    };
                    add("处分", format!("{}，{state}", text(punishment.kind)), &punishment.cells);
                }
            }
            Known::NotEnrolled(idx) => {
                let away = &facts.not_enrolled[idx];
                add("学籍状态", text(away.status).to_owned(), &[away.cell]);
            }
            Known::Unknown => add("学籍", "名册中没有这个学号".to_owned(), &[person.cell]),
        }
        let own = outcome.evaluations.and_then(|own| {
            own.people.iter().find(|own| facts.evaluated[own.evaluated].person.student == person.student)
        });
        if let Some(own) = own {
            let score = own.deciding().map_or_else(
                || "没有算出".to_owned(),
                |score| round_half_up(score, places(&outcome.policy.evaluation, score)),
            );
            let rank = own.rank.map_or_else(String::new, |rank| format!("，名次 {rank} / {}", own.of));
            let grade = own.grade.clone().unwrap_or_else(|| "等次待定".to_owned());
            add("评议", format!("{score}{rank}，{grade}"), &[]);
        }
        let own = facts.attendance.iter().filter(|line| line.person.student == person.student);
        let count = |wanted: Attended| own.clone().filter(|line| line.attended == Some(wanted)).count();
        if own.clone().next().is_some() {
            let shown = format!(
                "出席 {} 次，请假 {} 次，缺席 {} 次",
                count(Attended::Present),
                count(Attended::Excused),
                count(Attended::Absent)
            );
            add("考勤", shown, &own.clone().map(|line| line.cell).collect::<Vec<_>>());
        }
    }
    rows
}

/// Average and rank; the rank with what it is of, which may be another thing than the average.
fn study_text(standing: &Standing, decimals: u32) -> String {
    let average = standing.average.map_or_else(|| "没有".to_owned(), |average| round_half_up(average, decimals));
    let by = standing.metric.map_or("成绩", Metric::chinese);
    let value = match (standing.metric, standing.value) {
        (Some(Metric::Comprehensive | Metric::Gpa), Some(value)) => format!(" {}", round_half_up(value, decimals)),
        _ => String::new(),
    };
    let rank = standing.rank.map_or_else(
        || "未排名".to_owned(),
        |rank| format!("专业名次 {rank} / {}（按{by}{value}）", standing.cohort_size),
    );
    format!("加权平均分 {average}，{rank}")
}

fn basis_rows<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let exit = &outcome.policy.exit;
    let setting = |what: &'static str, value: String, basis: &Basis| {
        vec![Cell::text(what), Cell::text(value), Cell::text(clause_text(basis)), Cell::Blank]
    };
    let off = |number: u32, unit: &str| if number == 0 { "不用".to_owned() } else { format!("{number} {unit}起") };
    let [elected, appointed, member] = &exit.by_post;
    let mut rows = vec![
        setting("提示退出的学籍状态", exit.statuses.value.join("、"), &exit.statuses.basis),
        setting("未通过课程", off(exit.fails.value, "门"), &exit.fails.basis),
        setting("无故缺席", off(exit.absences.value, "次"), &exit.absences.basis),
        setting("选举产生者", elected.value.clone(), &elected.basis),
        setting("任命、聘任者", appointed.value.clone(), &appointed.basis),
        setting("一般成员", member.value.clone(), &member.basis),
    ];
    for own in outcome.exits {
        let person = cadre(outcome, own).person;
        let name = outcome.facts.words.text(person.name);
        rows.extend(own.triggers.iter().map(|trigger| {
            vec![
                Cell::text(format!("H-D6 {name}")),
                Cell::text(trigger.finding.to_string()),
                Cell::text(clause_text(&trigger.basis)),
                Cell::text(cells_text(outcome, &trigger.evidence)),
            ]
        }));
        if let Some(procedure) = &own.procedure {
            rows.push(vec![
                Cell::text(format!("H-D7 {name}")),
                Cell::text(procedure.clone()),
                Cell::text(clause_text(&own.procedure_basis)),
                Cell::text(outcome.facts.sources.show(cadre(outcome, own).cells[3].unwrap_or(person.cell))),
            ]);
        }
    }
    rows
}

//! Lists and ledgers of the student union: words understood, persons found in the roster, lists parted by year.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::Kind;
use crate::model::facts::Facts;
use crate::model::intake::SetAside;
use crate::model::ledgers::Ledgers;
use crate::model::lists::{ListRow, Value};
use crate::model::origin::{CellRef, SheetIdx};
use crate::model::rows::RosterRow;
use crate::model::term::{Date, Term};
use crate::model::text::{fold, fold_name};
use crate::model::union::{
    Attendance, Attended, Cadre, Candidate, Contact, Contest, ContestDoubt, Delegate, Edition, Editions, Known, Level,
    Person, Post, PrintedTotal, of_whom,
};
use crate::model::words::Word;
use crate::problem::{Fault, Place, Problem};

use super::Context;
use super::hosts::{self, Hosts};
use super::registers::{Roster, RosterIndex};

/// Reads all lists into the facts.
pub fn read(rows: Vec<ListRow>, roster: &Roster, index: &RosterIndex, facts: &mut Facts, context: &mut Context<'_>) {
    for problem in context.problems.iter() {
        if let Fault::IdMissing { kind, .. } | Fault::ExampleChanged { kind } = problem.fault {
            *facts.unusable_rows.entry(kind).or_default() += 1;
        }
    }
    let colleges = roster
        .enrolled
        .iter()
        .map(|row| fold(context.words.text(row.fields[RosterRow::COLLEGE])).into_owned())
        .filter(|college| !college.is_empty())
        .collect();
    let mut lists = Lists {
        index,
        context,
        year: facts.term.map(|term| term.year),
        term: facts.term,
        as_of: facts.as_of,
        colleges,
    };
    let mut by_kind: BTreeMap<Kind, Vec<ListRow>> = BTreeMap::new();
    for row in rows {
        by_kind.entry(row.kind).or_default().push(row);
    }
    let mut take = |kind: Kind| by_kind.remove(&kind).unwrap_or_default();
    let cadres = lists.still_in_office(take(Kind::Cadres), facts.as_of);
    facts.cadres = lists.editions(&cadres, Lists::cadre);
    let delegates = take(Kind::Delegates);
    facts.printed_totals = lists.printed_totals(&delegates);
    let delegates: Vec<ListRow> = delegates.into_iter().filter(|row| row.student.is_some()).collect();
    facts.delegates = lists.editions(&delegates, Lists::delegate);
    for list in [&mut facts.delegates.present, &mut facts.delegates.previous] {
        lists.mark_repeats(list);
    }
    facts.contests = lists.contests(&take(Kind::Votes));
    facts.colleges = hosts::colleges(roster, &facts.cadres.present, facts.headcount.as_ref(), lists.context);
    let hosts = Hosts::of(roster, &facts.colleges, lists.context);
    facts.meetings = take(Kind::Meetings).iter().map(|row| lists.meeting(row, &hosts)).collect();
    facts.ledgers = Ledgers {
        trainings: take(Kind::Training).iter().map(|row| lists.training(row, &hosts)).collect(),
        requests: take(Kind::Requests).iter().map(|row| lists.request(row, &hosts)).collect(),
        notices: take(Kind::Notices).iter().map(|row| lists.notice(row, &hosts)).collect(),
        turns: take(Kind::Rotation).iter().map(|row| lists.turn(row)).collect(),
        services: take(Kind::Services).iter().map(|row| lists.service(row, &hosts)).collect(),
        advisors: take(Kind::Advisors).iter().map(|row| lists.advisor(row, &hosts)).collect(),
    };
    facts.attendance = take(Kind::Attendance).iter().map(|row| lists.attendance(row)).collect();
    let (ratings, ballots) = (take(Kind::Ratings), take(Kind::Ballots));
    let [ratings, ballots] = [ratings, ballots].map(|rows| lists.with_numbers(rows, &facts.cadres.present, roster));
    for problem in lists.context.problems.iter() {
        if let Fault::NameUnclear { kind, .. } = problem.fault {
            *facts.unusable_rows.entry(kind).or_default() += problem.count;
        }
    }
    facts.evaluated = lists.evaluated(&ratings, &ballots);
    facts.contacts = take(Kind::Contacts).iter().map(|row| lists.contact(row)).collect();
}

/// Reads the lists of a drop.
pub(super) struct Lists<'l, 'c> {
    pub(super) index: &'l RosterIndex,
    pub(super) context: &'l mut Context<'c>,
    /// First calendar year of the run's academic year.
    year: Option<u16>,
    /// The run's term.
    pub(super) term: Option<Term>,
    /// The day of the run.
    pub(super) as_of: Option<Date>,
    /// The colleges of the roster, folded.
    colleges: BTreeSet<String>,
}

impl Lists<'_, '_> {
    /// Parts the rows by what their list is of. Present is what says nothing of it, the run's academic year, or the highest number;
    /// of the others the latest is kept as the one before. What cannot be placed is not used, and said once.
    fn editions<T>(&mut self, rows: &[ListRow], read: impl Fn(&mut Self, &ListRow) -> T) -> Editions<T> {
        let written = |row: &ListRow| row.text("届次");
        let edition = |row: &ListRow| Edition::parse(self.context.words.text(written(row)));
        let of: Vec<Option<Edition>> = rows.iter().map(edition).collect();
        let is_placed_by_year = |(row, edition): (&ListRow, &Option<Edition>)| match edition {
            None => !written(row).is_some(),
            Some(Edition::Year(year)) => Some(*year) == self.year,
            Some(Edition::Ordinal(_)) => false,
        };
        let has_present_by_year = rows.iter().zip(&of).any(is_placed_by_year);
        let ordinals: BTreeSet<Edition> =
            of.iter().flatten().filter(|edition| matches!(edition, Edition::Ordinal(_))).copied().collect();
        let years = of
            .iter()
            .flatten()
            .filter(|edition| matches!(edition, Edition::Year(year) if self.year.is_none_or(|run| *year < run)));
        // Beside a list that says nothing of it, a number by itself may be of this congress or of the one before.
        let (present_ordinal, previous_ordinal) = if has_present_by_year {
            (None, None)
        } else {
            (ordinals.last().copied(), ordinals.iter().rev().nth(1).copied())
        };
        let previous = years.max().copied().or(previous_ordinal);
        // What is written on the only list there is says that it is the present one, even if nobody can tell the year.
        let own: BTreeSet<Word> = rows.iter().map(written).collect();
        let is_only_one = own.len() == 1 && of.iter().all(Option::is_none);
        let mut editions = Editions { previous_edition: previous, ..Editions::default() };
        let mut unclear: BTreeMap<(SheetIdx, Word), (Kind, CellRef, u32)> = BTreeMap::new();
        for (row, edition) in rows.iter().zip(of) {
            let is_present = match edition {
                None => !written(row).is_some() || is_only_one,
                Some(Edition::Year(year)) => self.year.is_none_or(|run| year == run),
                ordinal @ Some(Edition::Ordinal(_)) => ordinal == present_ordinal,
            };
            let is_unclear = edition.is_none() || matches!(edition, Some(Edition::Ordinal(_))) && has_present_by_year;
            if edition.is_some() && edition == previous && !is_present {
                let read = read(self, row);
                editions.previous.push(read);
            } else if is_present {
                let read = read(self, row);
                editions.present.push(read);
            }
            if is_unclear && (!is_present || written(row).is_some()) {
                let cell = row.cell_of("届次");
                unclear.entry((cell.sheet(), written(row))).or_insert((row.kind, cell, 0)).2 += 1;
            }
            if is_present || edition.is_some() && edition == previous {
                continue;
            }
            if is_unclear {
                self.context.set_aside.push((row.cell, SetAside::EditionUnclear));
            } else {
                self.context.set_aside.push((row.cell, SetAside::OtherPeriod));
            }
        }
        for ((_, written), (kind, cell, count)) in unclear {
            let fault = Fault::EditionUnclear { kind, found: self.text(written), is_used: is_only_one };
            self.context.problems.push(Problem { fault, place: Place::Cell(cell), student: None, count });
        }
        editions
    }

    /// Without those who have left by the day of the run.
    fn still_in_office(&mut self, rows: Vec<ListRow>, as_of: Option<Date>) -> Vec<ListRow> {
        let has_left = |row: &ListRow| row.day("离任日期").is_some_and(|day| as_of.is_none_or(|as_of| day <= as_of));
        let (left, rows): (Vec<ListRow>, Vec<ListRow>) = rows.into_iter().partition(has_left);
        self.context.set_aside.extend(left.iter().map(|row| (row.cell, SetAside::Left)));
        rows
    }

    pub(super) fn text(&self, word: Word) -> String {
        self.context.words.text(word).to_owned()
    }

    /// Who a row is about. A number that the roster does not have is a problem.
    pub(super) fn person(&mut self, row: &ListRow) -> Person {
        let person = self.whom(row);
        if person.known == Known::Unknown && !self.index.is_empty() {
            self.context.unknown_student(row.kind, row.student, row.cell, 1);
        }
        person
    }

    pub(super) fn whom(&self, row: &ListRow) -> Person {
        let known = self.index.known(row.student);
        Person { student: row.student, id: row.id, name: row.name, known, cell: row.cell }
    }

    pub(super) fn roster_name(&self, row: &ListRow) -> Option<Word> {
        self.index.name(row.student).filter(|name| name.is_some())
    }

    /// The roster's name, where the row has another one.
    pub(super) fn other_name(&self, row: &ListRow) -> Option<Word> {
        let folded = |name: Word| fold_name(self.context.words.text(name));
        self.index.name(row.student).filter(|name| row.name.is_some() && folded(*name) != folded(row.name))
    }

    pub(super) fn unknown_word(&mut self, row: &ListRow, column: &'static str, known: &str) {
        let found = self.text(row.text(column));
        let fault = Fault::WordUnknown { kind: row.kind, column, found, known: known.to_owned() };
        self.context.problems.push(Problem::new(fault, Place::Cell(row.cell_of(column))));
    }

    fn cadre(&mut self, row: &ListRow) -> Cadre {
        let words = &self.context.policy.words;
        let (level_word, organisation) = (row.text("层级"), row.text("组织"));
        // The level says itself, or the organisation's name is one the policy knows.
        let named = if level_word.is_some() { level_word } else { organisation };
        let level = words.level(self.context.words.text(named)).or_else(|| {
            // 信息工程学院学生会 says its level where the roster has the college; 学院 alone never does.
            let written = fold(self.context.words.text(organisation)).into_owned();
            let school = fold(&self.context.policy.school);
            let college = of_whom(&written, &school);
            let is_union = !level_word.is_some() && college.len() < written.len();
            (is_union && self.colleges.contains(college)).then_some(Level::College)
        });
        let post_written = row.text("职务");
        let post = words.post(self.context.words.text(post_written));
        let way_word = row.text("产生方式");
        let way = words.way(self.context.words.text(way_word));
        if level.is_none() {
            let column = if level_word.is_some() { "层级" } else { "组织" };
            self.unknown_word(
                row,
                column,
                "请在“层级”列写校级、校区、院级或班级，或在 policy.toml 的 [aliases.levels] 里写明",
            );
        }
        if post.is_none() && post_written.is_some() {
            self.unknown_word(
                row,
                "职务",
                "请在 policy.toml 的 [aliases.titles] 里写明它是 presidium、head、staff、class 还是 teacher",
            );
        }
        // How a class found its committee nobody asks.
        if way.is_none() && way_word.is_some() && post != Some(Post::Class) {
            self.unknown_word(row, "产生方式", "可写：学代会选举、任命、聘任、选拔");
        }
        let said_backbone = row.flag("是否骨干");
        if said_backbone == Some(false) && post.is_some_and(|post| post.is_presidium() || post == Post::Head) {
            let fault = Fault::BackboneContradicts { post: self.text(post_written) };
            self.context.problems.push(Problem::new(fault, Place::Cell(row.cell_of("是否骨干"))));
        }
        let cell = |role: &str| row.entry(role).map(|entry| entry.cell);
        // A teacher has no student number, and whatever stands there is none the roster should have.
        let person = if post == Some(Post::Teacher) { self.whom(row) } else { self.person(row) };
        Cadre {
            person,
            is_under_other_name: self.other_name(row).is_some(),
            level,
            organisation,
            is_of_other_body: is_other_body(self.context.words.text(organisation)),
            post,
            post_written,
            said_backbone,
            way,
            appointed: row.day("任职日期"),
            appointed_cell: cell("任职日期"),
            department: row.text("部门"),
            department_cell: cell("部门"),
            is_from_college: is_from_college(self.context.words.text(row.text("来源"))),
            source_cell: cell("来源"),
            cells: [cell("层级").or_else(|| cell("组织")), cell("职务"), cell("是否骨干"), cell("产生方式")],
        }
    }

    fn delegate(&mut self, row: &ListRow) -> Delegate {
        let person = self.person(row);
        Delegate {
            other_name: self.other_name(row),
            unit: row.text("选举单位"),
            channel: row.text("产生渠道"),
            cells: [row.cell_of("选举单位"), row.cell_of("产生渠道")],
            first: None,
            person,
        }
    }

    /// One person is one delegate, however often listed.
    fn mark_repeats(&mut self, delegates: &mut [Delegate]) {
        let mut firsts: HashMap<Word, CellRef> = HashMap::new();
        for delegate in delegates {
            let (student, cell) = (delegate.person.student, delegate.person.cell);
            let first = *firsts.entry(student).or_insert(cell);
            if first != cell {
                delegate.first = Some(first);
                let fault = Fault::ListedTwice { kind: Kind::Delegates, first: self.context.sources.show(first) };
                self.context.problem_of(fault, cell, student);
            }
        }
    }

    /// Compares the totals printed in the lists with the rows above them.
    fn printed_totals(&mut self, rows: &[ListRow]) -> Vec<PrintedTotal> {
        let mut totals: Vec<PrintedTotal> = Vec::new();
        let (mut sheet, mut n_rows, mut since_last): (Option<SheetIdx>, u32, u32) = (None, 0, 0);
        // The head of a section waits for its rows.
        let mut section: Option<usize> = None;
        for row in rows {
            let here = row.entries.first().map_or(row.cell, |entry| entry.cell).sheet();
            if sheet != Some(here) {
                (sheet, n_rows, since_last, section) = (Some(here), 0, 0, None);
            }
            if row.student.is_some() {
                (n_rows, since_last) = (n_rows + 1, since_last + 1);
                if let Some(section) = section {
                    totals[section].rows += 1;
                }
                continue;
            }
            let Some(entry) = row.entries.first() else { continue };
            section = None;
            let Value::Count(printed) = entry.value else { continue };
            let rows = match entry.role {
                ListRow::SUBTOTAL => std::mem::take(&mut since_last),
                ListRow::SECTION => {
                    section = Some(totals.len());
                    0
                }
                _ => n_rows,
            };
            totals.push(PrintedTotal { printed, rows, cell: entry.cell, is_head: entry.role == ListRow::SECTION });
        }
        for total in totals.iter().filter(|total| total.printed != total.rows) {
            let fault = Fault::TotalPrintedDiffers { printed: total.printed, rows: total.rows, is_head: total.is_head };
            self.context.problems.push(Problem::new(fault, Place::Cell(total.cell)));
        }
        totals
    }

    /// The elections: the rows of one sheet about one thing. Which rows belong together decides who is elected, so any doubt about it
    /// stays with the election.
    fn contests(&mut self, rows: &[ListRow]) -> Vec<Contest> {
        let mut groups: Vec<Ballot<'_>> = Vec::new();
        for row in rows {
            let parts = ["选举组", "选举事项"].map(|role| self.text(row.text(role)));
            let key = (row.cell.sheet(), parts.each_ref().map(|part| fold(part).into_owned()));
            if let Some(group) = groups.iter_mut().find(|group| group.key == key) {
                group.rows.push(row);
            } else {
                let title = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
                groups.push(Ballot { key, title, rows: vec![row] });
            }
        }
        let doubts: Vec<Option<ContestDoubt>> = groups.iter().map(|group| self.doubt(group, &groups)).collect();
        let is_only_one = groups.len() == 1;
        let contest = |(group, doubt): (Ballot<'_>, Option<ContestDoubt>)| {
            // Several elections that do not say what they are of are told apart by their sheets.
            let sheet = self.context.sources.sheet(group.key.0);
            let title = if group.title.is_empty() && !is_only_one { sheet } else { &group.title };
            let title = if title.is_empty() { Word::NONE } else { self.context.words.intern(title) };
            let mut candidates: Vec<Candidate> = group.rows.iter().map(|row| candidate(row)).collect();
            // A number that only the first rows give holds for the ballot paper; where rows differ, each has its own.
            for (place, role) in BALLOTS.iter().enumerate() {
                let common = one_of(group.counts(role));
                for candidate in &mut candidates {
                    candidate.ballots[place] = candidate.ballots[place].or(common);
                }
            }
            let invalid = one_of(group.counts("无效"));
            for candidate in &mut candidates {
                candidate.invalid = candidate.invalid.or(invalid);
                // Valid is what was returned and is not invalid.
                if let ([_, Some(returned), None], Some(invalid)) = (candidate.ballots, candidate.invalid) {
                    candidate.ballots[2] = returned.checked_sub(invalid);
                }
            }
            Contest { title, seats: one_of(group.counts("应选")), candidates, doubt }
        };
        groups.into_iter().zip(doubts).map(contest).collect()
    }

    /// Why nobody can tell whether the rows of a ballot are all of it, and of it alone.
    fn doubt(&self, own: &Ballot<'_>, all: &[Ballot<'_>]) -> Option<ContestDoubt> {
        let (sheet, parts) = &own.key;
        let sheet_name = |ballot: &Ballot<'_>| self.context.sources.sheet(ballot.key.0).to_owned();
        let others = || all.iter().filter(|other| other.key != own.key);
        let unread: BTreeSet<Word> = own.rows.iter().map(|row| row.text(ListRow::UNREAD)).collect();
        let is_default_name = |name: &str| {
            ["sheet", "工作表"].iter().any(|start| {
                fold(name).to_lowercase().strip_prefix(start).is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))
            })
        };
        let is_elsewhere = |other: &Ballot<'_>| {
            let is_unnamed = parts.iter().all(String::is_empty);
            let own_name = sheet_name(own);
            other.key.0 != *sheet
                && other.key.1 == *parts
                && (!is_unnamed || own_name == sheet_name(other) || is_default_name(&own_name))
        };
        if own.rows.iter().any(|row| row.entry(ListRow::DIVIDED).is_some()) {
            Some(ContestDoubt::Divider)
        } else if unread.len() > 1 {
            Some(ContestDoubt::UnreadColumn)
        } else if (0..2)
            .any(|part| others().any(|o| o.key.0 == *sheet && o.key.1[part].is_empty() != parts[part].is_empty()))
        {
            Some(ContestDoubt::PartlyNamed)
        } else if others().any(is_elsewhere) {
            Some(ContestDoubt::TwoSheets)
        } else {
            None
        }
    }

    fn attendance(&mut self, row: &ListRow) -> Attendance {
        let written = fold(self.context.words.text(row.text("状态"))).into_owned();
        let attended = match written.as_str() {
            "出席" | "到" | "到会" | "正常" | "出勤" | "签到" | "迟到" | "早退" | "√" => {
                Some(Attended::Present)
            }
            "请假" | "事假" | "病假" | "公假" | "已请假" => Some(Attended::Excused),
            "缺席" | "缺勤" | "旷会" | "无故缺席" | "未到" | "旷到" | "×" => Some(Attended::Absent),
            _ => None,
        };
        if attended.is_none() && !written.is_empty() {
            self.unknown_word(row, "状态", "可写：出席、请假、缺席");
        }
        Attendance { person: self.person(row), day: row.day("日期"), attended, cell: row.cell_of("状态") }
    }

    fn contact(&mut self, row: &ListRow) -> Contact {
        Contact { day: row.day("日期"), person: self.person(row), reached: row.count("人数") }
    }
}

/// What 来源 says of the way into the school's union: 二级学院学生会, 班级推荐, 其他, 是 or 否.
fn is_from_college(written: &str) -> Option<bool> {
    let folded = fold(written);
    match &*folded {
        "是" | "二级学院学生会" | "院级学生会" | "学院学生会" | "院系学生会" | "系学生会" => {
            Some(true)
        }
        "否" | "其他" | "班级" | "班级推荐" | "社团" | "自荐" | "个人自荐" | "公开招募" => {
            Some(false)
        }
        other if other.ends_with("学生会") && !other.starts_with('校') => Some(true),
        _ => None,
    }
}

/// The rows of a sheet that say the same of what is elected.
struct Ballot<'r> {
    /// The sheet, and what is elected by the line above the rows and by the rows themselves, folded.
    key: (SheetIdx, [String; 2]),
    title: String,
    rows: Vec<&'r ListRow>,
}

impl Ballot<'_> {
    fn counts(&self, role: &str) -> impl Iterator<Item = u32> {
        self.rows.iter().filter_map(move |row| row.count(role))
    }
}

/// The columns of the ballots, in the order of [`Candidate::ballots`].
const BALLOTS: [&str; 3] = ["发出", "收回", "有效"];

fn candidate(row: &ListRow) -> Candidate {
    let votes = ["赞成", "反对", "弃权"];
    let cell = |role: &str| row.entry(role).map(|entry| entry.cell);
    Candidate {
        name: row.text("候选人"),
        student: row.text("学号"),
        ballots: BALLOTS.map(|role| row.count(role)),
        votes: votes.map(|role| row.count(role)),
        invalid: row.count("无效"),
        said_elected: row.flag("是否当选"),
        is_unreadable: BALLOTS.iter().chain(&votes).chain(&["无效"]).any(|role| row.is_unreadable(role)),
        cell: row.cell,
        cells: ["赞成", "发出", "收回", "有效"].map(cell),
    }
}

/// The one value there is; `None` where there is none, or several.
fn one_of(mut values: impl Iterator<Item = u32>) -> Option<u32> {
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}

/// Whether an organisation's name is that of a body beside the student union.
fn is_other_body(written: &str) -> bool {
    const BODIES: [&str; 12] = [
        "团委",
        "团总支",
        "社团",
        "社联",
        "志愿者",
        "自律委员会",
        "自管会",
        "自我管理委员会",
        "科协",
        "科学技术协会",
        "艺术团",
        "记者团",
    ];
    let folded = fold(written);
    let is_union = ["学生会", "学生委员会", "学生分会"].iter().any(|union| folded.contains(union));
    !is_union && BODIES.iter().any(|body| folded.contains(body))
}

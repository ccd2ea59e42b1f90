//! Lists and ledgers of the student union: words understood, persons found in the roster, lists parted by year.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::Kind;
use crate::model::facts::Facts;
use crate::model::intake::SetAside;
use crate::model::lists::{ListRow, Value};
use crate::model::origin::{CellRef, SheetIdx};
use crate::model::rows::RosterRow;
use crate::model::text::{fold, fold_name};
use crate::model::union::{
    Attendance, Attended, Cadre, Candidate, Contact, Contest, Delegate, Edition, Editions, Host, Known, Level, Meeting,
    MeetingRecord, Person, Post, PrintedTotal,
};
use crate::model::words::Word;
use crate::problem::{Fault, Place, Problem};

use super::Context;
use super::registers::{Roster, RosterIndex};

/// Reads all lists into the facts.
pub fn read(rows: Vec<ListRow>, roster: &Roster, index: &RosterIndex, facts: &mut Facts, context: &mut Context<'_>) {
    let mut lists = Lists { index, context, year: facts.term.map(|term| term.year) };
    let mut by_kind: BTreeMap<Kind, Vec<ListRow>> = BTreeMap::new();
    for row in rows {
        by_kind.entry(row.kind).or_default().push(row);
    }
    let mut take = |kind: Kind| by_kind.remove(&kind).unwrap_or_default();
    facts.cadres = lists.editions(&take(Kind::Cadres), Lists::cadre);
    let delegates = take(Kind::Delegates);
    facts.printed_totals = lists.printed_totals(&delegates);
    let delegates: Vec<ListRow> = delegates.into_iter().filter(|row| row.student.is_some()).collect();
    facts.delegates = lists.editions(&delegates, Lists::delegate);
    for list in [&mut facts.delegates.present, &mut facts.delegates.previous] {
        lists.mark_repeats(list);
    }
    facts.contests = lists.contests(&take(Kind::Votes));
    let hosts = hosts(roster, lists.context);
    facts.meetings = take(Kind::Meetings).iter().map(|row| lists.meeting(row, &hosts)).collect();
    facts.attendance = take(Kind::Attendance).iter().map(|row| lists.attendance(row)).collect();
    let (ratings, ballots) = (take(Kind::Ratings), take(Kind::Ballots));
    facts.evaluated = lists.evaluated(&ratings, &ballots);
    facts.contacts = take(Kind::Contacts).iter().map(|row| lists.contact(row)).collect();
}

/// Reads the lists of a drop.
pub(super) struct Lists<'l, 'c> {
    index: &'l RosterIndex,
    pub(super) context: &'l mut Context<'c>,
    /// First calendar year of the run's academic year.
    year: Option<u16>,
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
        let mut editions = Editions { previous_edition: previous, ..Editions::default() };
        let mut unclear: BTreeMap<(SheetIdx, Word), (Kind, CellRef, u32)> = BTreeMap::new();
        for (row, edition) in rows.iter().zip(of) {
            let is_present = match edition {
                None => !written(row).is_some(),
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
            } else if is_unclear {
                let cell = row.cell_of("届次");
                unclear.entry((cell.sheet(), written(row))).or_insert((row.kind, cell, 0)).2 += 1;
                self.context.set_aside.push((row.cell, SetAside::EditionUnclear));
            } else {
                self.context.set_aside.push((row.cell, SetAside::OtherPeriod));
            }
        }
        for ((_, written), (kind, cell, count)) in unclear {
            let fault = Fault::EditionUnclear { kind, found: self.text(written) };
            self.context.problems.push(Problem { fault, place: Place::Cell(cell), student: None, count });
        }
        editions
    }

    fn text(&self, word: Word) -> String {
        self.context.words.text(word).to_owned()
    }

    /// Who a row is about. A number that the roster does not have is a problem.
    pub(super) fn person(&mut self, row: &ListRow) -> Person {
        let known = self.index.known(row.student);
        if known == Known::Unknown && !self.index.is_empty() {
            self.context.unknown_student(row.kind, row.student, row.cell, 1);
        }
        Person { student: row.student, id: row.id, name: row.name, known, cell: row.cell }
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
        let level = words.level(self.context.words.text(named));
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
        if way.is_none() && way_word.is_some() {
            self.unknown_word(row, "产生方式", "可写：学代会选举、任命、聘任、选拔");
        }
        let said_backbone = row.flag("是否骨干");
        if said_backbone == Some(false) && post.is_some_and(|post| post.is_presidium() || post == Post::Head) {
            let fault = Fault::BackboneContradicts { post: self.text(post_written) };
            self.context.problems.push(Problem::new(fault, Place::Cell(row.cell_of("是否骨干"))));
        }
        let cell = |role: &str| row.entry(role).map(|entry| entry.cell);
        Cadre {
            person: self.person(row),
            level,
            organisation,
            post,
            post_written,
            said_backbone,
            way,
            cells: [cell("层级").or_else(|| cell("组织")), cell("职务"), cell("是否骨干"), cell("产生方式")],
        }
    }

    fn delegate(&mut self, row: &ListRow) -> Delegate {
        let person = self.person(row);
        let roster_name = self.index.name(row.student);
        let differs = |name: &Word| {
            row.name.is_some()
                && fold_name(self.context.words.text(*name)) != fold_name(self.context.words.text(row.name))
        };
        Delegate {
            other_name: roster_name.filter(differs),
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
            let Value::Count(printed) = entry.value else { continue };
            section = None;
            let rows = match entry.role {
                ListRow::SUBTOTAL => std::mem::take(&mut since_last),
                ListRow::SECTION => {
                    section = Some(totals.len());
                    0
                }
                _ => n_rows,
            };
            totals.push(PrintedTotal { printed, rows, cell: entry.cell });
        }
        for total in totals.iter().filter(|total| total.printed != total.rows) {
            let fault = Fault::TotalPrintedDiffers { printed: total.printed, rows: total.rows };
            self.context.problems.push(Problem::new(fault, Place::Cell(total.cell)));
        }
        totals
    }

    /// The elections: the rows of one sheet about one thing.
    fn contests(&mut self, rows: &[ListRow]) -> Vec<Contest> {
        let mut contests: Vec<(SheetIdx, String, Contest)> = Vec::new();
        for row in rows {
            let title = row.text("选举事项");
            let folded = fold(self.context.words.text(title)).into_owned();
            let sheet = row.cell.sheet();
            let place = contests.iter().position(|(other, name, _)| (*other, name) == (sheet, &folded));
            let place = place.unwrap_or_else(|| {
                contests.push((sheet, folded, Contest { title, seats: None, candidates: Vec::new() }));
                contests.len() - 1
            });
            let contest = &mut contests[place].2;
            contest.candidates.push(candidate(row));
        }
        let n_contests = contests.len();
        for (idx, (sheet, folded, contest)) in contests.iter_mut().enumerate() {
            // Several elections that do not say what they are of are told apart by their sheets.
            if folded.is_empty() && n_contests > 1 {
                let name = self.context.sources.sheet(*sheet).to_owned();
                contest.title = self.context.words.intern(&name);
            }
            let own: Vec<&ListRow> = rows
                .iter()
                .filter(|row| {
                    row.cell.sheet() == *sheet && *fold(self.context.words.text(row.text("选举事项"))) == **folded
                })
                .collect();
            debug_assert_eq!(own.len(), contest.candidates.len(), "contest {idx}");
            contest.seats = one_of(own.iter().filter_map(|row| row.count("应选")));
            // A number that only the first rows give holds for the ballot paper; where rows differ, each has its own.
            for (place, role) in BALLOTS.iter().enumerate() {
                let common = one_of(own.iter().filter_map(|row| row.count(role)));
                for candidate in &mut contest.candidates {
                    candidate.ballots[place] = candidate.ballots[place].or(common);
                }
            }
            // Valid is what was returned and is not invalid.
            let invalid = one_of(own.iter().filter_map(|row| row.count("无效")));
            for (candidate, row) in contest.candidates.iter_mut().zip(&own) {
                let invalid = row.count("无效").or(invalid);
                if let ([_, Some(returned), None], Some(invalid)) = (candidate.ballots, invalid) {
                    candidate.ballots[2] = returned.checked_sub(invalid);
                }
            }
        }
        contests.into_iter().map(|(.., contest)| contest).collect()
    }

    fn meeting(&mut self, row: &ListRow, hosts: &Hosts) -> MeetingRecord {
        let sort = self.context.policy.words.meeting(self.context.words.text(row.text("类型")));
        if sort.is_none() && row.text("类型").is_some() {
            let known = Meeting::ALL.map(Meeting::chinese).join("、");
            self.unknown_word(
                row,
                "类型",
                &format!("可写：{known}；别的写法请在 policy.toml 的 [aliases.meetings] 里写明"),
            );
        }
        let host = self.host(row, hosts);
        MeetingRecord {
            day: row.day("日期"),
            sort,
            host,
            agenda: row.text("议程"),
            attended: row.count("参加人数"),
            cells: [row.cell_of("日期"), row.cell_of("议程")],
        }
    }

    fn host(&mut self, row: &ListRow, hosts: &Hosts) -> Option<Host> {
        let written = row.text("主办单位");
        if !written.is_some() {
            return None;
        }
        let text = self.text(written);
        let policy = self.context.policy;
        let own = without_name(&text, &policy.school);
        let is_of_school = |text: &str| policy.words.level(text) == Some(Level::School) || is_school(text);
        let host = if is_of_school(&text) || own.as_deref().is_some_and(is_body) {
            Some(Host::School)
        } else {
            hosts.find(&own.unwrap_or(text))
        };
        if host.is_none() {
            self.unknown_word(row, "主办单位", "应是校学生会（校团委），或名册里的学院名，例如“信息工程学院学生会”");
        }
        host
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

/// Names of colleges and campuses, folded, with the host each is.
struct Hosts(Vec<(String, Host)>);

fn hosts(roster: &Roster, context: &Context<'_>) -> Hosts {
    let mut known: BTreeMap<String, Host> = BTreeMap::new();
    for row in &roster.enrolled {
        for (field, host) in
            [(RosterRow::COLLEGE, Host::College as fn(Word) -> Host), (RosterRow::CAMPUS, Host::Campus)]
        {
            let word = row.fields[field];
            if word.is_some() {
                known.entry(fold(context.words.text(word)).into_owned()).or_insert(host(word));
            }
        }
    }
    Hosts(known.into_iter().collect())
}

impl Hosts {
    /// The college or campus a host's name begins with; what follows must be an organisation of it and no other one's name.
    fn find(&self, written: &str) -> Option<Host> {
        let folded = fold(written);
        let of = |(name, host): &(String, Host)| {
            let rest = folded.strip_prefix(name.as_str())?;
            (rest.is_empty() || is_body(rest.trim_start_matches('、'))).then_some((name.len(), *host))
        };
        self.0.iter().filter_map(of).max_by_key(|(length, _)| *length).map(|(_, host)| host)
    }
}

/// Whether a text names a body that any level has.
fn is_body(text: &str) -> bool {
    const BODIES: [&str; 13] = [
        "学生会",
        "学生分会",
        "学生委员会",
        "分团委",
        "团委",
        "团总支",
        "分团委学生会",
        "团委学生会",
        "团总支学生会",
        "党总支",
        "党委",
        "学代会",
        "学生代表大会",
    ];
    BODIES.contains(&text)
}

/// What stands behind a school's name.
fn without_name(written: &str, school: &str) -> Option<String> {
    let school = fold(school);
    fold(written).strip_prefix(&*school).filter(|rest| !school.is_empty() && !rest.is_empty()).map(str::to_owned)
}

/// Whether a host is one of the school's own bodies, by a name that no college bears.
fn is_school(written: &str) -> bool {
    const BODIES: [&str; 8] =
        ["校学生会", "校团委", "学校团委", "校学生委员会", "学校学生会", "校党委", "学校党委", "学校"];
    BODIES.contains(&&*fold(written))
}

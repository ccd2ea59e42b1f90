//! Ledgers (台账): what each row records, with its words understood and its organisations found.

use crate::model::Kind;
use crate::model::ledgers::{Advisor, Channel, Notice, Request, Service, Step, Training, Turn};
use crate::model::lists::ListRow;
use crate::model::origin::CellRef;
use crate::model::term::Date;
use crate::model::text::{fold, fold_student_id};
use crate::model::union::{Host, Meeting, MeetingRecord, Roll};
use crate::model::words::Word;
use crate::problem::{Fault, Place, Problem};

use super::hosts::Hosts;
use super::lists::Lists;

/// What to write where an organisation is not known.
const KNOWN_HOSTS: &str = "应是校学生会（校团委），或名册里的学院名，例如“信息工程学院学生会”";

impl Lists<'_, '_> {
    pub(super) fn meeting(&mut self, row: &ListRow, hosts: &Hosts) -> MeetingRecord {
        self.note_ahead(row, "日期");
        let sort = self.context.policy.words.meeting(self.context.words.text(row.text("类型")));
        if sort.is_none() && row.text("类型").is_some() {
            let known = Meeting::ALL.map(Meeting::chinese).join("、");
            self.unknown_word(
                row,
                "类型",
                &format!(
                    "可写：{known}；不是这几种的写“其他会议”，别的写法请在 policy.toml 的 [aliases.meetings] 里写明"
                ),
            );
        }
        MeetingRecord {
            day: row.day("日期"),
            sort,
            host: self.host(row, "主办单位", hosts),
            agenda: row.text("议程"),
            attended: row.count("参加人数"),
            // Who came is asked of joint meetings alone; others name departments, guests, anybody.
            roll: if sort == Some(Meeting::Joint) { self.roll(row, hosts) } else { Roll::default() },
            cells: [row.cell_of("日期"), row.cell_of("议程"), row.cell_of("参加单位")],
        }
    }

    /// Whether neither a roster nor any other list says which colleges there are.
    fn knows_no_college(&self, hosts: &Hosts) -> bool {
        hosts.is_empty() && self.index.is_empty()
    }

    /// The organisation a column names. A name that nobody knows is a problem.
    fn host(&mut self, row: &ListRow, column: &'static str, hosts: &Hosts) -> Option<Host> {
        let written = row.text(column);
        if !written.is_some() {
            return None;
        }
        let host = hosts.find(self.context.words.text(written), self.context);
        // Where no sheet says which colleges there are, nothing is wrong with the cell.
        if host.is_none() && !self.knows_no_college(hosts) {
            self.unknown_word(row, column, KNOWN_HOSTS);
        }
        host
    }

    /// Which organisations came: names parted by 、 and the like, or all of them. Whoever is said to be away is away.
    fn roll(&mut self, row: &ListRow, hosts: &Hosts) -> Roll {
        let mut roll = Roll::default();
        for (column, is_absence) in [("参加单位", false), ("缺席单位", true)] {
            let written = row.text(column);
            if !written.is_some() {
                continue;
            }
            roll.is_written |= !is_absence;
            let mut is_known = true;
            for part in parts_of(&self.text(written)) {
                if NOBODY.contains(&part.as_str()) {
                    continue;
                }
                let says_away = AWAY.iter().any(|word| part.contains(word));
                let name = without_number(&without(&part, &AWAY));
                if !is_absence && !says_away && is_all(&name) {
                    roll.is_of_all = true;
                } else if let Some(host) = hosts.find(&name, self.context) {
                    let list = if is_absence || says_away { &mut roll.absent } else { &mut roll.present };
                    list.push(host);
                } else {
                    is_known = false;
                }
            }
            roll.is_unclear |= !is_known;
            if !is_known && !self.knows_no_college(hosts) {
                self.unknown_word(
                    row,
                    column,
                    "请写名册里的学院名，用顿号分开；都到了的写“各二级学院”，没有到的写在“缺席单位”列",
                );
            }
        }
        roll
    }

    pub(super) fn training(&mut self, row: &ListRow, hosts: &Hosts) -> Training {
        self.note_ahead(row, "日期");
        let level_word = row.text("层级");
        let level = self.context.policy.words.level(self.context.words.text(level_word));
        if level.is_none() && level_word.is_some() {
            self.unknown_word(row, "层级", "请写校级、校区、院级或班级，或在 policy.toml 的 [aliases.levels] 里写明");
        }
        let persons = self.text(row.text("学号"));
        let persons: Vec<Word> = parts_of(&persons)
            .iter()
            .filter_map(|part| fold_student_id(part))
            .map(|number| self.context.words.intern(&number))
            .collect();
        let mut strangers = 0;
        for person in persons.iter().filter(|_| !self.index.is_empty()) {
            if self.index.name(*person).is_none() {
                strangers += 1;
                self.context.unknown_student(Kind::Training, *person, row.cell_of("学号"), 1);
            }
        }
        Training {
            day: row.day("日期"),
            level,
            host: self.host(row, "单位", hosts),
            topic: row.text("主题"),
            attended: row.count("参加人数"),
            persons,
            strangers,
            cells: [row.cell_of("日期"), row.cell_of("主题")],
        }
    }

    pub(super) fn request(&mut self, row: &ListRow, hosts: &Hosts) -> Request {
        self.note_ahead(row, "收到日期");
        let [received, answered, done] = ["收到日期", "答复日期", "办结日期"].map(|column| row.day(column));
        let is_reversed = [("答复日期", answered), ("办结日期", done)]
            .map(|(column, day)| self.is_reversed(row, ("收到日期", received), (column, day)))
            .contains(&true);
        let status = fold(self.context.words.text(row.text("状态"))).into_owned();
        let said_done = is_settled(&status);
        if said_done.is_none() && !status.is_empty() {
            self.unknown_word(row, "状态", "可写：已办结、办理中");
        }
        // A status against the date, or a settled one without a date, leaves open how long it took.
        let is_contradicted = said_done.is_some_and(|said| said != done.is_some());
        let is_unknown = said_done.is_none() && !status.is_empty() && done.is_none();
        if is_contradicted {
            let fault = Fault::StatusContradicts { status: self.text(row.text("状态")), has_date: done.is_some() };
            self.context.problems.push(Problem::new(fault, Place::Cell(row.cell_of("状态"))));
        }
        let is_unreadable = ["收到日期", "答复日期", "办结日期"].iter().any(|column| row.is_unreadable(column));
        let said = fold(self.context.words.text(row.text("满意度"))).into_owned();
        let is_content = contentment(&said);
        if is_content.is_none() && !said.is_empty() && !NOT_RATED.contains(&said.as_str()) {
            self.unknown_word(row, "满意度", "可写：满意、基本满意、不满意");
        }
        let category = row.text("类别");
        let folded = fold(self.context.words.text(category)).into_owned();
        let policy = self.context.policy;
        let known = policy.ledgers.request_categories.value.iter().find(|own| fold(own) == folded);
        let category = known.map_or(category, |own| self.context.words.intern(own));
        Request {
            id: row.text("编号"),
            received,
            channel: channel(&fold(self.context.words.text(row.text("渠道")))),
            category,
            college: self.host(row, "学院", hosts),
            department: row.text("办理部门"),
            answered,
            done,
            is_content,
            is_unclear: is_reversed || is_unreadable || is_contradicted || is_unknown || received.is_none(),
            is_settled: said_done == Some(true) || done.is_some(),
            cells: [row.cell, row.cell_of("收到日期"), row.cell_of("办结日期")],
        }
    }

    pub(super) fn notice(&mut self, row: &ListRow, hosts: &Hosts) -> Notice {
        let span = row.span("公示时间");
        let (from, to) =
            span.map_or_else(|| (row.day("开始日期"), row.day("结束日期")), |(from, to)| (Some(from), Some(to)));
        let last = if span.is_some() { "公示时间" } else { "结束日期" };
        let is_reversed = self.is_reversed(row, ("开始日期", from), (last, to));
        let cell_of = |role: &str| if span.is_some() { row.cell_of("公示时间") } else { row.cell_of(role) };
        let matter = self.text(row.text("事项"));
        let said = fold(self.context.words.text(row.text("类型"))).into_owned();
        let folded = fold(&matter).into_owned();
        let is_of_selection = !OTHER_MATTERS.iter().any(|word| folded.contains(word));
        let known = if said.is_empty() { step(&folded) } else { step(&said) };
        let step = known.filter(|_| is_of_selection);
        if known.is_none() && !said.is_empty() {
            let known = Step::ALL.map(Step::chinese).join("、");
            self.unknown_word(row, "类型", &format!("可写：{known}"));
        }
        // What it is about says more than who posted it; what is about all colleges is about none of them by name.
        let of_matter = hosts.named_in(&matter);
        let host = if ["各二级学院", "各学院", "各院系"].iter().any(|all| folded.contains(all)) {
            None
        } else if of_matter.is_some() {
            of_matter
        } else if row.text("单位").is_some() {
            self.host(row, "单位", hosts)
        } else {
            Some(Host::School)
        };
        Notice {
            matter: row.text("事项"),
            step,
            host,
            from: from.filter(|_| !is_reversed),
            to: to.filter(|_| !is_reversed),
            channel: row.text("渠道"),
            objections: row.count("异议数"),
            handling: row.text("异议处理"),
            cells: [row.cell_of("事项"), cell_of("开始日期"), cell_of("结束日期")],
        }
    }

    pub(super) fn turn(&mut self, row: &ListRow) -> Turn {
        let (from, to) = (row.day("开始日期"), row.day("结束日期"));
        let is_reversed = self.is_reversed(row, ("开始日期", from), ("结束日期", to));
        // Whoever was chair in an earlier year may have graduated since.
        let is_past = to.zip(self.term).is_some_and(|(to, term)| to.academic_year() < term.year);
        Turn {
            person: if is_past { self.whom(row) } else { self.person(row) },
            from: from.filter(|_| !is_reversed),
            to: to.filter(|_| !is_reversed),
            is_open: row.entry("结束日期").is_none(),
            cells: [row.cell_of("开始日期"), row.cell_of("结束日期")],
        }
    }

    pub(super) fn service(&mut self, row: &ListRow, hosts: &Hosts) -> Service {
        self.note_ahead(row, "日期");
        let sort = row.text("类型");
        let folded = fold(self.context.words.text(sort)).into_owned();
        let policy = self.context.policy;
        let mut known = policy.ledgers.services.value.iter();
        // 学业 and 学业帮扶活动 are what the plan calls 学业帮扶.
        let known = known.find(|own| {
            let own = fold(own);
            let stem = own.trim_end_matches("帮扶").to_owned();
            folded == stem || folded.contains(&*own) || folded.strip_suffix("帮扶") == Some(&stem)
        });
        let sort = known.map_or(sort, |own| self.context.words.intern(own));
        Service {
            day: row.day("日期"),
            sort,
            college: self.host(row, "学院", hosts),
            helped: row.count("受助人数"),
            cell: row.cell_of("日期"),
        }
    }

    pub(super) fn advisor(&mut self, row: &ListRow, hosts: &Hosts) -> Advisor {
        let unit = row.text("单位");
        let written = self.text(unit);
        let host = hosts.find(&written, self.context).or_else(|| {
            // 团委 alone is the school's; a college's is written with its name.
            let plain = fold(&written).into_owned();
            ["团委", "院团委", "共青团委员会", "学生会", "院学生会"].contains(&plain.as_str()).then_some(Host::School)
        });
        Advisor { name: row.text("姓名"), post: row.text("职务"), unit, host, cell: row.cell }
    }

    /// Says of a record that its day is still to come: what is planned is not counted.
    fn note_ahead(&mut self, row: &ListRow, column: &'static str) {
        let ahead = row.day(column).zip(self.as_of).filter(|(day, as_of)| day > as_of);
        if let Some((date, as_of)) = ahead {
            let fault = Fault::DateAhead { kind: row.kind, column, date, as_of };
            self.context.problems.push(Problem::new(fault, Place::Cell(row.cell_of(column))));
        }
    }

    /// Whether the second of two days lies before the first, which is a problem.
    fn is_reversed(
        &mut self,
        row: &ListRow,
        (first, from): (&'static str, Option<Date>),
        (last, to): (&'static str, Option<Date>),
    ) -> bool {
        let Some((from, to)) = from.zip(to).filter(|(from, to)| to < from) else { return false };
        let cell: CellRef = row.cell_of(last);
        let fault = Fault::DatesReversed { kind: row.kind, first, from, last, to };
        self.context.problems.push(Problem::new(fault, Place::Cell(cell)));
        true
    }
}

/// Words that say that an organisation named was not there.
const AWAY: [&str; 6] = ["请假", "缺席", "未到", "未参加", "缺勤", "除外"];

/// A text without words, brackets and spaces around what is left.
fn without(part: &str, words: &[&str]) -> String {
    let mut rest = part.to_owned();
    for word in words {
        rest = rest.replace(word, "");
    }
    rest.trim_matches(['(', ')', ':', ' ', '除', '等']).to_owned()
}

/// What a cell says where nobody is meant.
const NOBODY: [&str; 5] = ["无", "没有", "-", "--", "全到"];

/// A name without the number of people behind it: 信息工程学院2人.
fn without_number(name: &str) -> String {
    let plain = name.trim_end_matches(['人', '名']).trim_end_matches(|c: char| c.is_ascii_digit());
    if plain.len() < name.len() && name.ends_with(['人', '名']) { plain.to_owned() } else { name.to_owned() }
}

/// The parts of a list in one cell, folded; brackets stand apart.
fn parts_of(text: &str) -> Vec<String> {
    let folded = fold(text).into_owned();
    let parts = folded.split(['、', ',', ';', '/', '\n', '(', ')', '。']);
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Whether a name stands for all organisations: 各二级学院, 全体, 各学院学生会.
fn is_all(name: &str) -> bool {
    const ALL: [&str; 4] = ["各", "全体", "全部", "所有"];
    const WHAT: [&str; 20] = [
        "到会",
        "参加",
        "出席",
        "学院学生会主席",
        "二级学院学生会主席",
        "二级学院学生会负责人",
        "",
        "学院",
        "二级学院",
        "院系",
        "系部",
        "单位",
        "学院学生会",
        "二级学院学生会",
        "院系学生会",
        "学生会",
        "院级学生会",
        "参会单位",
        "校院学生会",
        "系",
    ];
    let Some(rest) = ALL.iter().find_map(|all| name.strip_prefix(all)) else { return false };
    WHAT.contains(&rest)
}

/// Words of 满意度 that say that nobody was asked.
const NOT_RATED: [&str; 6] = ["未评价", "未反馈", "未回访", "待评价", "无", "-"];

/// Whether a word says that somebody is content.
fn contentment(folded: &str) -> Option<bool> {
    match folded {
        "满意" | "非常满意" | "很满意" | "比较满意" | "基本满意" | "较满意" => Some(true),
        "不满意" | "不太满意" | "很不满意" | "非常不满意" | "一般" => Some(false),
        _ => None,
    }
}

/// Whether a status says that a request is settled.
fn is_settled(folded: &str) -> Option<bool> {
    const OPEN: [&str; 9] = ["未办结", "办理中", "处理中", "进行中", "未完成", "待办", "跟进中", "未解决", "已受理"];
    const SETTLED: [&str; 7] = ["已办结", "办结", "已完成", "完成", "已解决", "已办理", "解决"];
    match folded {
        "是" => Some(true),
        "否" => Some(false),
        _ if OPEN.iter().any(|word| folded.contains(word)) => Some(false),
        _ if SETTLED.contains(&folded) => Some(true),
        _ => None,
    }
}

/// Whether a request came over a wire or in person.
fn channel(folded: &str) -> Channel {
    const ONLINE: [&str; 13] =
        ["线上", "网", "微信", "公众号", "QQ", "qq", "邮", "平台", "小程序", "问卷", "电话", "热线", "app"];
    const OFFLINE: [&str; 10] = ["线下", "现场", "面对面", "座谈", "信箱", "意见箱", "接待", "走访", "来访", "提案"];
    let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if says(&OFFLINE) {
        Channel::Offline
    } else if says(&ONLINE) {
        Channel::Online
    } else {
        Channel::Unknown
    }
}

/// Words of notices that are of no selection of people for the union.
const OTHER_MATTERS: [&str; 15] = [
    "奖学金",
    "助学金",
    "资助",
    "困难",
    "评优",
    "评奖",
    "评选",
    "先进",
    "优秀",
    "推优",
    "入党",
    "发展对象",
    "团员",
    "综合测评",
    "项目",
];

/// The step of a selection that a text names.
fn step(folded: &str) -> Option<Step> {
    const WORDS: [(Step, &[&str]); 5] = [
        (Step::Publicity, &["公示"]),
        (Step::Appointment, &["任命", "聘任", "任职通知", "任职决定", "聘用"]),
        (Step::Review, &["资格审查", "资格审核", "资格复审"]),
        (Step::Assessment, &["民主测评", "测评", "面试", "笔试", "选举", "答辩", "考察", "竞聘演讲"]),
        (Step::Call, &["公开选拔", "选拔", "招募", "招新", "报名", "招聘", "竞聘", "遴选", "换届通知", "推荐"]),
    ];
    WORDS.iter().find(|(_, words)| words.iter().any(|word| folded.contains(word))).map(|(step, _)| *step)
}

//! `[congress]` and `[[lot]]`: the student congress (学代会).

use crate::model::number::Share;
use crate::model::seats::{Backbone, Group, Method, MinMode, Unit};
use crate::model::term::Date;
use crate::model::text::fold_name;

use super::layers::Value;
use super::read::{Getter, texts_of};
use super::{Cited, STATUSES};

/// The student congress (学生代表大会).
#[derive(Clone, Debug)]
pub struct CongressPolicy {
    /// Whether students are counted by a sheet of head-counts even where there is a roster.
    pub uses_headcount: Cited<bool>,
    /// Least number of delegates as a share of the students.
    pub min_percent: Cited<Share>,
    /// Delegates in all; 0 means the least number.
    pub total: Cited<u32>,
    /// How seats are shared out.
    pub method: Cited<Method>,
    /// What delegates are elected by.
    pub unit: Cited<Unit>,
    /// What a unit's seats are shared out by again.
    pub within: Cited<Option<Unit>>,
    /// Least seats of a unit.
    pub minimum: Cited<u32>,
    /// How a unit comes to them.
    pub min_mode: Cited<MinMode>,
    /// Seats of each main association (主要社团).
    pub association_seats: Cited<u32>,
    /// Whether those are a part of the total.
    pub associations_inside: Cited<bool>,
    /// Seats outside the total that go with an office (当然代表).
    pub ex_officio: Cited<u32>,
    /// Who is backbone.
    pub backbone: Cited<Backbone>,
    /// Least share of delegates who are not backbone.
    pub non_backbone_min: Cited<Share>,
    /// Least shares of groups of delegates, such as 性别=女, or 年级 for each of them.
    pub floors: Cited<Vec<(String, Share)>>,
    /// How many more candidates than seats, as a share of the seats (差额).
    pub surplus: Cited<Share>,
    /// Whether a student under punishment may not be a delegate.
    pub exclude_punished: Cited<bool>,
    /// A college of fewer students may hold a meeting of all students in place of a congress.
    pub all_student_meeting_below: Cited<u32>,
    /// Most months from one congress to the next.
    pub frequency_months: Cited<u32>,
    /// Whether the whole presidium is elected by the congress, and not only its chair and some others.
    pub elects_whole_presidium: Cited<bool>,
    /// What a congress has to do (学代会任务).
    pub agenda: Cited<Vec<String>>,
    /// Lots that were drawn.
    pub lots: Vec<DrawnLot>,
}

/// A lot that a human has drawn (抽签).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnLot {
    /// What it settles, such as `congress.seats`.
    pub question: String,
    /// The tied units by name.
    pub tied: Vec<String>,
    /// Those that get the seat.
    pub winners: Vec<String>,
    /// Who drew it.
    pub by: String,
    /// When, as written.
    pub date: String,
}

impl DrawnLot {
    /// Whether it is about exactly these names and draws so many of them. Two of one name cannot be told apart by a lot that
    /// names them.
    #[must_use]
    pub fn is_about(&self, names: &[&str], winners: u32) -> bool {
        // A two-character name is often written with a space between.
        let mut own: Vec<String> = self.tied.iter().map(|name| fold_name(name)).collect();
        let mut names: Vec<String> = names.iter().map(|name| fold_name(name)).collect();
        own.sort_unstable();
        names.sort_unstable();
        let is_clear = names.windows(2).all(|pair| pair[0] != pair[1]);
        is_clear
            && own == names
            && self.winners.len() == winners as usize
            && self.winners.iter().all(|winner| names.contains(&fold_name(winner)))
    }

    /// Whether it draws a name.
    #[must_use]
    pub fn draws(&self, name: &str) -> bool {
        self.winners.iter().any(|winner| fold_name(winner) == fold_name(name))
    }
}

impl CongressPolicy {
    pub(super) fn read(get: &Getter<'_>) -> Self {
        let unit = |word: &str| match word {
            "campus" => Unit::Campus,
            "major" => Unit::Major,
            "class" => Unit::Class,
            _ => Unit::College,
        };
        let method = get.text("congress.method").map(|word| match word.as_str() {
            "webster" => Method::Webster,
            "huntington_hill" => Method::HuntingtonHill,
            "dhondt" => Method::DHondt,
            "adams" => Method::Adams,
            "ratio_per_unit" => Method::RatioPerUnit(get.share("congress.unit_ratio").value),
            "fixed_per_unit" => Method::FixedPerUnit(get.count("congress.unit_fixed").value),
            "threshold" => Method::Threshold {
                step: get.count("congress.threshold.step").value,
                above: get.count("congress.threshold.above").value,
            },
            _ => Method::LargestRemainder,
        });
        Self {
            uses_headcount: get.text("congress.base").map(|word| word == "headcount"),
            min_percent: get.share("congress.min_percent"),
            total: get.count("congress.total"),
            method,
            unit: get.text("congress.unit").map(|word| unit(&word)),
            within: get.text("congress.within").map(|word| (!word.is_empty()).then(|| unit(&word))),
            minimum: get.count("congress.min_per_unit"),
            min_mode: get.text("congress.min_mode").map(|word| match word.as_str() {
                "clamp" => MinMode::Clamp,
                "top_up" => MinMode::TopUp,
                _ => MinMode::ReserveFirst,
            }),
            association_seats: get.count("congress.associations.seats_each"),
            associations_inside: get.flag("congress.associations.counted_inside_total"),
            ex_officio: get.count("congress.ex_officio"),
            backbone: get.text("congress.backbone").map(|word| match word.as_str() {
                "all_staff" => Backbone::AllStaff,
                _ => Backbone::PresidiumAndHeads,
            }),
            non_backbone_min: get.share("congress.non_backbone_min"),
            floors: get.cited("congress.floors", |value| Some(floors(value)), Vec::new()),
            surplus: get.share("congress.surplus"),
            exclude_punished: get.flag("congress.exclude_punished"),
            all_student_meeting_below: get.count("congress.all_student_meeting_below"),
            frequency_months: get.count("congress.frequency_months"),
            elects_whole_presidium: get.text("congress.presidium_elected").map(|word| word != "some"),
            agenda: get.texts("ledgers.agenda"),
            lots: get.cited("lot", |value| Some(lots(value)), Vec::new()).value,
        }
    }

    /// Settings that are each well-formed but do not go together.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let mut messages = Vec::new();
        match self.method.value {
            Method::RatioPerUnit(share) if share.numer == 0 => messages
                .push("congress.method = \"ratio_per_unit\" 需要 congress.unit_ratio，例如 \"5/100\"".to_owned()),
            Method::FixedPerUnit(0) => {
                messages.push("congress.method = \"fixed_per_unit\" 需要 congress.unit_fixed，例如 2".to_owned());
            }
            Method::Threshold { step, above } if above >= step => messages.push(format!(
                "congress.threshold.above = {above} 应小于 step = {step}：每满 {step} 人一名，余数超过 above 再加一名"
            )),
            _ => {}
        }
        if self.within.value == Some(self.unit.value) {
            messages.push(format!(
                "congress.within 和 congress.unit 都是{}，单位内再分应比单位小",
                self.unit.value.chinese()
            ));
        }
        for (group, _) in &self.floors.value {
            match Group::parse(group) {
                None => messages.push(format!(
                    "congress.floors 的 group“{group}”不认识，可写：性别=女、民族=少数民族、政治面貌=党员、年级（各年级分别计）、年级=2024"
                )),
                Some(Group::Political(status)) if !STATUSES.contains(&status.as_str()) => messages.push(format!(
                    "congress.floors 的 group“{group}”里没有“{status}”这种政治面貌，可写：党员（含预备党员）、{}",
                    STATUSES.join("、")
                )),
                Some(_) => {}
            }
        }
        for lot in &self.lots {
            let says = format!("抽签结果 [[lot]]（{}：{}）", lot.question, lot.tied.join("、"));
            let is_known = ["congress.seats", "evaluation.excellent_cap", "votes.last_seat"].iter().any(|question| {
                lot.question == *question
                    || lot.question.strip_prefix(question).is_some_and(|rest| rest.starts_with('/'))
            });
            if !is_known {
                messages.push(format!(
                    "{says}的 question 应是 congress.seats、congress.seats/单位名、evaluation.excellent_cap 或 votes.last_seat"
                ));
            }
            if lot.by.is_empty() || lot.date.is_empty() {
                messages.push(format!("{says}要写明谁抽的（by）和日期（date），会印在报告里"));
            }
            if !lot.date.is_empty() && Date::parse(&lot.date).is_none() {
                messages.push(format!("{says}的日期“{}”看不懂，请写成 2026-01-20 这样", lot.date));
            }
            if let Some(stranger) = lot.winners.iter().find(|winner| !lot.tied.contains(winner)) {
                messages.push(format!("{says}抽中的“{stranger}”不在平局的单位（tied）之中"));
            }
            if lot.winners.is_empty() || lot.winners.len() >= lot.tied.len() {
                messages.push(format!("{says}抽中的（winner）应至少一个，且少于平局的单位（tied）"));
            }
        }
        messages
    }
}

fn record<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Table(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, value)| value),
        _ => None,
    }
}

fn records(value: &Value) -> &[Value] {
    if let Value::List(items) = value { items } else { &[] }
}

fn floors(value: &Value) -> Vec<(String, Share)> {
    let read = |item: &Value| {
        Some((record(item, "group")?.as_text()?.to_owned(), Share::parse(record(item, "min")?.as_text()?)?))
    };
    records(value).iter().filter_map(read).collect()
}

fn lots(value: &Value) -> Vec<DrawnLot> {
    let read = |item: &Value| {
        let text = |name: &str| record(item, name).and_then(Value::as_text).unwrap_or_default().to_owned();
        let texts = |name: &str| record(item, name).map(texts_of).unwrap_or_default();
        DrawnLot {
            question: text("question"),
            tied: texts("tied"),
            winners: texts("winner"),
            by: text("by"),
            date: text("date"),
        }
    };
    records(value).iter().map(read).collect()
}

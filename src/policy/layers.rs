//! TOML files → one tree of values, each knowing which layer set it and on which clause it rests.
//!
//! A later layer's table is merged entry by entry, a list or a single value replaces the earlier one, and an empty entry
//! removes its key. Problems are collected, all of them; nothing is read half.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::text::nearest;
use crate::model::{Basis, Layer, Strength};

use super::schema::{self, KEYS, Shape, Word, shown};

/// A problem in a policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyProblem {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl std::fmt::Display for PolicyProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line == 0 {
            write!(f, "{}：{}", self.file, self.message)
        } else {
            write!(f, "{} 第 {} 行：{}", self.file, self.line, self.message)
        }
    }
}

/// A value as written, without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A flag.
    Flag(bool),
    /// A whole number.
    Count(u32),
    /// A list.
    List(Vec<Value>),
    /// A table in the order of the file.
    Table(Vec<(String, Value)>),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Count(count) => write!(f, "{count}"),
            Self::List(items) => {
                f.write_str("[")?;
                for (idx, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if idx > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Table(entries) if entries.is_empty() => f.write_str("{}"),
            Self::Table(entries) => {
                f.write_str("{ ")?;
                for (idx, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{} = {value}", if idx > 0 { ", " } else { "" }, quoted_key(key))?;
                }
                f.write_str(" }")
            }
        }
    }
}

/// A key as TOML wants it: what is not plain ASCII stands in quotes, so that what is printed can be copied into a policy.
fn quoted_key(key: &str) -> std::borrow::Cow<'_, str> {
    let is_bare =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare { key.into() } else { format!("\"{key}\"").into() }
}

/// An effective value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// The value.
    pub value: Value,
    /// What it rests on.
    pub basis: Basis,
}

/// One policy file.
pub struct LayerSource<'a> {
    /// File name, for messages.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Which layer it is.
    pub layer: Layer,
}

/// The merged tree.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    values: BTreeMap<&'static str, Effective>,
    rules: BTreeMap<String, Basis>,
}

impl Tree {
    /// The effective value of a key.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Effective> {
        self.values.get(path)
    }

    /// What a rule without parameters rests on.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Basis> {
        self.rules.get(id)
    }

    /// Lays one file over what is there.
    pub fn lay(&mut self, source: &LayerSource<'_>, problems: &mut Vec<PolicyProblem>) {
        let (table, errors) = DeTable::parse_recoverable(source.text);
        let mut file = File { source, problems };
        for error in &errors {
            let start = error.span().map_or(0, |span| span.start);
            let line = source.text.get(..start).map_or(0, |before| before.matches('\n').count());
            let written = source.text.lines().nth(line).unwrap_or_default().trim();
            file.problem(start, format!("“{written}”写法有误，请检查这一行和上一行的引号、括号和等号"));
        }
        if !errors.is_empty() {
            return;
        }
        let mut found = Vec::new();
        let mut clauses = Vec::new();
        for (name, value) in table.get_ref() {
            if name.get_ref() == "clause" {
                file.read_clauses(value, &mut clauses);
            } else {
                file.descend(name.get_ref(), name, value, &mut found);
            }
        }
        for entry in found {
            self.put(source, entry);
        }
        for clause in clauses {
            for rule in &clause.rules {
                let basis =
                    Basis { layer: source.layer, clause: clause.label.as_str().into(), strength: clause.strength };
                self.rules.insert(rule.clone(), basis);
            }
            for path in &clause.keys {
                if let Some(effective) = self.values.get_mut(path.as_str()) {
                    effective.basis =
                        Basis { layer: source.layer, clause: clause.label.as_str().into(), strength: clause.strength };
                }
            }
        }
    }

    fn put(&mut self, source: &LayerSource<'_>, entry: Entry) {
        let earlier = self.values.remove(entry.path);
        let strength = entry.strength.or(earlier.as_ref().map(|e| e.basis.strength)).unwrap_or(Strength::Error);
        let basis = match (source.layer, entry.clause) {
            (layer, Some(clause)) => Basis { layer, clause: clause.into(), strength },
            (Layer::Drop, None) => {
                let mut clause = format!("{} 第 {} 行", source.file, entry.line);
                if let Some(text) = earlier.as_ref().map(|e| &e.basis.clause).filter(|text| !text.is_empty()) {
                    clause.push_str("，对应 ");
                    clause.push_str(text);
                }
                Basis { layer: Layer::Drop, clause: clause.into(), strength }
            }
            // Names and titles rest on nothing and assume nothing.
            (layer, None) if entry.path.starts_with("policy.") => Basis { layer, clause: "".into(), strength },
            (_, None) => Basis { layer: Layer::Assumed, clause: "".into(), strength },
        };
        let value = match (earlier.map(|e| e.value), entry.value) {
            (Some(Value::Table(earlier)), Value::Table(later)) => Value::Table(merge(earlier, later)),
            (None, Value::Table(later)) => Value::Table(merge(Vec::new(), later)),
            (_, value) => value,
        };
        self.values.insert(entry.path, Effective { value, basis });
    }
}

/// Later entries win; an empty one removes its key.
fn merge(mut earlier: Vec<(String, Value)>, later: Vec<(String, Value)>) -> Vec<(String, Value)> {
    for (key, value) in later {
        let place = earlier.iter().position(|(name, _)| *name == key);
        match (value, place) {
            (Value::Text(text), _) if text.is_empty() => earlier.retain(|(name, _)| *name != key),
            (Value::Table(inner), Some(idx)) => {
                let Value::Table(outer) = std::mem::replace(&mut earlier[idx].1, Value::Flag(false)) else {
                    earlier[idx].1 = Value::Table(inner);
                    continue;
                };
                earlier[idx].1 = Value::Table(merge(outer, inner));
            }
            (value, Some(idx)) => earlier[idx].1 = value,
            (value, None) => earlier.push((key, value)),
        }
    }
    earlier
}

struct Entry {
    path: &'static str,
    value: Value,
    line: usize,
    clause: Option<String>,
    strength: Option<Strength>,
}

struct Clause {
    label: String,
    strength: Strength,
    keys: Vec<String>,
    rules: Vec<String>,
}

struct File<'a, 'p> {
    source: &'a LayerSource<'a>,
    problems: &'p mut Vec<PolicyProblem>,
}

type Name<'i> = Spanned<std::borrow::Cow<'i, str>>;

impl File<'_, '_> {
    fn line(&self, offset: usize) -> usize {
        self.source.text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
    }

    fn problem(&mut self, offset: usize, message: String) {
        let problem = PolicyProblem { file: self.source.file.to_owned(), line: self.line(offset), message };
        self.problems.push(problem);
    }

    /// Walks the table until a path is a key.
    fn descend(&mut self, path: &str, name: &Name<'_>, value: &Spanned<DeValue<'_>>, found: &mut Vec<Entry>) {
        if let Some(key) = schema::find(path) {
            self.read_entry(key, name, value, found);
            return;
        }
        let prefix = format!("{path}.");
        let is_section = KEYS.iter().any(|key| key.path.starts_with(&prefix));
        match value.get_ref() {
            DeValue::Table(table) if is_section => {
                for (name, value) in table {
                    self.descend(&format!("{prefix}{}", name.get_ref()), name, value, found);
                }
            }
            _ if is_section => self.problem(value.span().start, format!("“{path}”应是一个表（[{path}]）")),
            _ => {
                let message = match suggest(path) {
                    Some(near) => format!("没有“{path}”这个设置，是不是想写“{near}”？"),
                    None => format!("没有“{path}”这个设置，请删去，或用 tuanxue policy show 查看全部设置"),
                };
                self.problem(name.span().start, message);
            }
        }
    }

    fn read_entry(
        &mut self,
        key: &'static schema::Key,
        name: &Name<'_>,
        value: &Spanned<DeValue<'_>>,
        found: &mut Vec<Entry>,
    ) {
        let line = self.line(name.span().start);
        let mut entry = Entry { path: key.path, value: Value::Flag(false), line, clause: None, strength: None };
        let mut written = value;
        // The long form names its source beside the value.
        if let DeValue::Table(table) = value.get_ref()
            && table.contains_key("value")
            && !matches!(key.shape, Shape::Words | Shape::Columns)
        {
            for (name, part) in table {
                match (name.get_ref().as_ref(), part.get_ref().as_str()) {
                    ("value", _) => written = part,
                    ("clause", Some(text)) => entry.clause = Some(text.to_owned()),
                    ("strength", Some(text)) => match strength(text) {
                        Some(strength) => entry.strength = Some(strength),
                        None => {
                            self.problem(part.span().start, format!("strength 应是 error、warn 或 info，不是“{text}”"));
                        }
                    },
                    (other, _) => {
                        self.problem(name.span().start, format!("这里只能写 value、clause、strength，没有“{other}”"));
                    }
                }
            }
        }
        match read_value(key.shape, written.get_ref()) {
            Ok(value) => {
                entry.value = value;
                found.push(entry);
            }
            Err(expected) => {
                self.problem(written.span().start, format!("“{}”的值不对：{expected}", key.path));
            }
        }
    }

    fn read_clauses(&mut self, value: &Spanned<DeValue<'_>>, clauses: &mut Vec<Clause>) {
        let DeValue::Array(items) = value.get_ref() else {
            self.problem(value.span().start, "依据应写成 [[clause]]".to_owned());
            return;
        };
        for item in items {
            let text = |name: &str| item.get_ref().get(name).and_then(|value| value.get_ref().as_str());
            let texts = |name: &str| match item.get_ref().get(name).map(|list| read_value(Shape::Texts, list.get_ref()))
            {
                Some(Ok(Value::List(items))) => Some(items.into_iter().filter_map(Value::into_text).collect()),
                _ => None,
            };
            let keys: Option<Vec<String>> = texts("keys");
            let rules: Vec<String> = texts("rules").unwrap_or_default();
            match (text("id"), text("title"), text("strength").and_then(strength), keys) {
                (Some(id), Some(title), Some(strength), Some(keys)) => {
                    for key in keys.iter().filter(|key| schema::find(key).is_none()) {
                        self.problem(item.span().start, format!("依据 {id} 指向不存在的设置“{key}”"));
                    }
                    clauses.push(Clause { label: format!("{title}（{id}）"), strength, keys, rules });
                }
                _ => self.problem(
                    item.span().start,
                    "[[clause]] 要有 id、title、strength（error/warn/info）和 keys".to_owned(),
                ),
            }
        }
    }
}

impl Value {
    /// The text, if it is one.
    #[must_use]
    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

fn strength(text: &str) -> Option<Strength> {
    [Strength::Error, Strength::Warn, Strength::Info].into_iter().find(|strength| strength.id() == text)
}

/// The nearest key with the same number of parts, if it is near enough to be a slip.
fn suggest(path: &str) -> Option<&'static str> {
    let mut candidates: Vec<&'static str> = KEYS.iter().map(|key| key.path).collect();
    candidates.extend(KEYS.iter().flat_map(|key| key.path.match_indices('.').map(|(end, _)| &key.path[..end])));
    candidates.sort_unstable();
    candidates.dedup();
    let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    candidates
        .into_iter()
        .map(|candidate| {
            let whole = strsim::normalized_damerau_levenshtein(path, candidate);
            let leaf = strsim::normalized_damerau_levenshtein(&last(path), &last(candidate));
            (candidate, whole.max(leaf * 0.95))
        })
        .filter(|(_, similarity)| *similarity >= 0.7)
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(a.0)))
        .map(|(candidate, _)| candidate)
}

/// Reads one value in its shape; the error says what is expected.
fn read_value(shape: Shape, value: &DeValue<'_>) -> Result<Value, String> {
    match shape {
        Shape::Text => text_of(value),
        Shape::Term => {
            let text = text_of(value)?;
            match &text {
                Value::Text(term) if !term.is_empty() && crate::model::term::Term::parse(term).is_none() => {
                    Err(format!("“{term}”不是学期，应写成 \"2025-2026-1\""))
                }
                _ => Ok(text),
            }
        }
        Shape::Flag => value.as_bool().map(Value::Flag).ok_or_else(|| "应写 true 或 false".to_owned()),
        Shape::Count => count_of(value),
        Shape::Share => {
            let Some(text) = value.as_str() else {
                return Err("比例应写成带引号的分数，例如 \"30/100\" 或 \"30%\"".to_owned());
            };
            match crate::model::number::Share::parse(text) {
                // Every share of the policy is a part of a whole.
                Some(parsed) if parsed.numer > parsed.denom => {
                    let percent = text.trim().trim_end_matches('%');
                    Err(if percent.contains('/') || parsed.numer > 100 {
                        format!("“{text}”大于 1，比例不能超过 100%")
                    } else {
                        format!("“{text}”大于 1；百分之 {percent} 应写成 \"{percent}/100\" 或 \"{percent}%\"")
                    })
                }
                Some(_) => Ok(Value::Text(text.to_owned())),
                None => Err(format!("“{text}”不是比例，应写成 \"30/100\" 或 \"30%\"，不能写小数")),
            }
        }
        Shape::Decimal => decimal_of(value),
        Shape::Choice(words) => choice_of(value, words),
        Shape::Texts => list_of(value, text_of),
        Shape::Choices(words) => list_of(value, |item| choice_of(item, words)),
        Shape::Counts => list_of(value, count_of),
        Shape::Scale => match list_of(value, decimal_of)? {
            Value::List(bounds) if bounds.len() == 2 => {
                let bound = |idx: usize| match &bounds[idx] {
                    Value::Text(text) => crate::model::number::Decimal::parse(text),
                    _ => None,
                };
                if bound(0) < bound(1) { Ok(Value::List(bounds)) } else { Err("下限应小于上限".to_owned()) }
            }
            _ => Err("应写两个数，例如 [\"0\", \"100\"]".to_owned()),
        },
        Shape::Words => table_of(value, text_of),
        Shape::WordChoices(words) => table_of(value, |item| match item.as_str() {
            Some("") => Ok(Value::Text(String::new())),
            _ => choice_of(item, words),
        }),
        Shape::Decimals => table_of(value, |item| match item.as_str() {
            Some("") => Ok(Value::Text(String::new())),
            _ => decimal_of(item),
        }),
        Shape::Numbers => table_of(value, |item| match item.as_str() {
            Some("") => Ok(Value::Text(String::new())),
            _ => count_of(item),
        }),
        Shape::Lines => list_of(value, |item| pair_of(item, text_of, decimal_of)),
        Shape::Points => list_of(value, |item| pair_of(item, decimal_of, decimal_of)),
        Shape::Floors => list_of(value, |item| record_of(item, &[("group", Shape::Text), ("min", Shape::Share)], 2)),
        Shape::Lots => list_of(value, |item| {
            let fields = [
                ("question", Shape::Text),
                ("tied", Shape::Texts),
                ("winner", Shape::Texts),
                ("by", Shape::Text),
                ("date", Shape::Text),
            ];
            record_of(item, &fields, 3)
        }),
        Shape::Columns => table_of(value, |item| match item {
            DeValue::Table(_) => table_of(item, text_of),
            _ => text_of(item),
        }),
    }
}

fn text_of(value: &DeValue<'_>) -> Result<Value, String> {
    value.as_str().map(|text| Value::Text(text.to_owned())).ok_or_else(|| "应是带引号的文字".to_owned())
}

fn count_of(value: &DeValue<'_>) -> Result<Value, String> {
    value
        .as_integer()
        .and_then(|integer| u32::from_str_radix(integer.as_str(), integer.radix()).ok())
        .map(Value::Count)
        .ok_or_else(|| "应是不带引号的非负整数".to_owned())
}

fn decimal_of(value: &DeValue<'_>) -> Result<Value, String> {
    let Some(text) = value.as_str() else {
        return Err("数值应写成带引号的数，例如 \"60\"".to_owned());
    };
    match crate::model::number::Decimal::parse(text) {
        Some(_) => Ok(Value::Text(text.to_owned())),
        None => Err(format!("“{text}”不是数，应写成例如 \"60\"")),
    }
}

fn choice_of(value: &DeValue<'_>, words: &[Word]) -> Result<Value, String> {
    let all = || words.iter().map(|(word, meaning)| shown(word, meaning)).collect::<Vec<_>>().join("、");
    let text = value.as_str().ok_or_else(|| format!("应是带引号的文字：{}", all()))?;
    if words.iter().any(|(word, _)| *word == text) {
        return Ok(Value::Text(text.to_owned()));
    }
    let near = nearest(text, words.iter().map(|(word, _)| *word));
    let hint = near.map_or(String::new(), |word| format!("；是不是“{word}”？"));
    Err(format!("“{text}”不在可选值之中（{}）{hint}", all()))
}

fn list_of(value: &DeValue<'_>, item: impl Fn(&DeValue<'_>) -> Result<Value, String>) -> Result<Value, String> {
    let Some(items) = value.as_array() else {
        return Err("应是方括号里的一列值，例如 [\"甲\", \"乙\"]".to_owned());
    };
    items.iter().map(|value| item(value.get_ref())).collect::<Result<_, _>>().map(Value::List)
}

fn table_of(value: &DeValue<'_>, item: impl Fn(&DeValue<'_>) -> Result<Value, String>) -> Result<Value, String> {
    let Some(table) = value.as_table() else {
        return Err("应是一个表，例如 { \"甲\" = \"乙\" }".to_owned());
    };
    table
        .iter()
        .map(|(name, value)| {
            let value = item(value.get_ref()).map_err(|expected| format!("“{}”{expected}", name.get_ref()))?;
            Ok((name.get_ref().to_string(), value))
        })
        .collect::<Result<_, String>>()
        .map(Value::Table)
}

fn pair_of(
    value: &DeValue<'_>,
    first: impl Fn(&DeValue<'_>) -> Result<Value, String>,
    second: impl Fn(&DeValue<'_>) -> Result<Value, String>,
) -> Result<Value, String> {
    match value.as_array() {
        Some(items) if items.len() == 2 => {
            Ok(Value::List(vec![first(items[0].get_ref())?, second(items[1].get_ref())?]))
        }
        _ => Err("每一项应是一对值，例如 [\"优秀\", \"90\"]".to_owned()),
    }
}

fn record_of(value: &DeValue<'_>, fields: &[(&str, Shape)], required: usize) -> Result<Value, String> {
    let names = || fields.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("、");
    let table = value.as_table().ok_or_else(|| format!("每一项应是一个表，含 {}", names()))?;
    let mut record = Vec::new();
    for (name, value) in table {
        let Some((field, shape)) = fields.iter().find(|(field, _)| *field == name.get_ref().as_ref()) else {
            return Err(format!("没有“{}”这一项，可写 {}", name.get_ref(), names()));
        };
        record.push(((*field).to_owned(), read_value(*shape, value.get_ref())?));
    }
    match fields.iter().take(required).find(|(field, _)| !record.iter().any(|(name, _)| name == field)) {
        Some((missing, _)) => Err(format!("缺少“{missing}”")),
        None => Ok(Value::Table(record)),
    }
}

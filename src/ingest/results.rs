//! A result file read for comparison. Its students pass by one at a time, so that a school of thirty thousand is never held.

use std::fmt;
use std::io::Read;

use serde::Deserialize as _;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::model::results::Results;

/// The newest form of the file that is understood.
const SCHEMA: u64 = 1;

/// Reads a result file; `each` sees the text of every student in turn.
///
/// # Errors
///
/// Why it cannot be read, in Chinese.
pub fn read(from: impl Read, each: &mut dyn FnMut(&str) -> Result<(), String>) -> Result<Results, String> {
    let mut deserializer = serde_json::Deserializer::from_reader(from);
    let (mut rest, has_students) = Whole { each }
        .deserialize(&mut deserializer)
        .map_err(|_| "不是本工具写的 结果.json，或者不完整，被改动过".to_owned())?;
    let is_own = rest.get("tool").and_then(Value::as_str).is_some_and(|tool| tool.starts_with("tuanxue "));
    if !is_own {
        return Err("不是本工具写的 结果.json".to_owned());
    }
    if rest.get("schema").and_then(Value::as_u64).is_none_or(|schema| schema > SCHEMA) {
        return Err("由更新的版本写出，请用新版本的程序比较".to_owned());
    }
    // What a run had nothing to say of is left out or null; both mean none.
    rest.retain(|_, value| !value.is_null());
    let results = Results::deserialize(Value::Object(rest)).map_err(|_| "内容不完整或被改动过".to_owned())?;
    Ok(Results { has_students, ..results })
}

/// The file as a whole.
struct Whole<'e> {
    each: &'e mut dyn FnMut(&str) -> Result<(), String>,
}

impl<'de> DeserializeSeed<'de> for Whole<'_> {
    type Value = (Map<String, Value>, bool);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = (Map<String, Value>, bool);

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a result file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut rest, mut has_students) = (Map::new(), false);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "eligibility" => {
                    map.next_value_seed(Students { each: &mut *self.each })?;
                    has_students = true;
                }
                // Nothing of these is compared, and they can be long.
                "problems" | "recorded" | "skipped" => {
                    map.next_value::<serde::de::IgnoredAny>()?;
                }
                _ => {
                    if rest.insert(key, map.next_value()?).is_some() {
                        return Err(A::Error::custom("a key stands there twice"));
                    }
                }
            }
        }
        Ok((rest, has_students))
    }
}

/// The list of students.
struct Students<'e> {
    each: &'e mut dyn FnMut(&str) -> Result<(), String>,
}

impl<'de> DeserializeSeed<'de> for Students<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Students<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of students")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut students: A) -> Result<(), A::Error> {
        while let Some(student) = students.next_element::<Box<RawValue>>()? {
            (self.each)(student.get()).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

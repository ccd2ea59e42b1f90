//! The policy in force, as text: what `policy show` prints, and the file that `init` writes to be changed.

use std::fmt::Write as _;

use crate::model::Layer;
use crate::policy::schema::{Key, Shape, shown};
use crate::policy::{Effective, Policy, Value};

/// Every key with its value, layer, clause and strength.
#[must_use]
pub fn text(policy: &Policy) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "# {}（{}），依次叠加：{}", policy.title, policy.id, policy.layers.join(" → "));
    for (section, keys) in sections(policy) {
        // A key of no section can only stand over all of them.
        if !section.is_empty() {
            let _ = writeln!(text, "\n[{section}]");
        }
        for (key, effective) in keys {
            let _ = writeln!(text, "# {}", key.chinese);
            let _ = writeln!(text, "{} = {}    # {}", name(key), effective.value, basis(effective));
        }
    }
    text
}

/// A `policy.toml` for a new folder of materials, standing on the policy of a name: every key with what it means, the words it
/// may have and its value, all of them commented out, so that only what somebody changes departs from that policy.
#[must_use]
pub fn draft(policy: &Policy, extends: &str) -> String {
    let mut text = format!(
        "# 这批材料的设置。没有要改的，就不用动它：现在按“{}”的全部设置运行。\n\
         #\n\
         # 怎样改：找到要改的一行，删去行首的 #，改等号右边的值，保存时编码选 UTF-8。例如\n\
         #     #percent = \"30/100\"      改成      percent = \"20/100\"\n\
         # 行首是 # 的行都不起作用；# 后面空一格的是说明，紧跟文字的是可以改的设置和现在的值；〔〕里是出处。\n\
         # 一次处理一批材料，这个文件只管它所在的文件夹。\n\
         # 改完看看写得对不对：tuanxue policy check policy.toml\n",
        policy.title
    );
    for (section, keys) in sections(policy) {
        if section.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n[{section}]");
        for (key, effective) in keys {
            match key.path {
                "policy.extends" => {}
                "policy.id" => write_base(&mut text, extends),
                _ => write_commented(&mut text, key, effective),
            }
        }
    }
    text.push_str(
        "\n# 抽签结果：报告写明“待抽签”的，抽完以后删去下面各行行首的 #，照报告“待抽签”一页写的填\n\
         #[[lot]]\n\
         #question = \"congress.seats\"\n\
         #tied = [\"甲学院\", \"乙学院\"]\n\
         #winner = [\"甲学院\"]\n\
         #by = \"主持人和监督人的姓名\"\n\
         #date = \"2026-01-20\"\n",
    );
    text
}

/// On which policy the file stands: the only line that is in force from the beginning.
fn write_base(text: &mut String, extends: &str) {
    let known = crate::policy::BUILT_IN.iter().map(|own| {
        let title = if own.school.is_empty() { "全国通行要求" } else { own.school };
        shown(own.name, title)
    });
    let _ = writeln!(text, "\n# 以哪个政策为基础：{}", known.collect::<Vec<_>>().join("、"));
    let _ = writeln!(text, "extends = \"{extends}\"");
}

fn write_commented(text: &mut String, key: &Key, effective: &Effective) {
    let words = match key.shape {
        Shape::Choice(words) => listed("可写", words),
        Shape::Choices(words) => listed("可写其中几个", words),
        Shape::WordChoices(words) => listed("等号右边可写", words),
        Shape::Flag => "。可写：true（是）、false（否）".to_owned(),
        _ => String::new(),
    };
    let (value, left_out) = shortened(&effective.value);
    let left_out = match left_out {
        0 => String::new(),
        // A table is laid over the one below entry by entry, so that a part of it means the same as the whole.
        more => format!("。只写要加、要改的几个就行；还有 {more} 个，见 tuanxue policy show"),
    };
    let _ = writeln!(text, "\n# {}〔{}〕{words}{left_out}", key.chinese, basis(effective));
    let _ = writeln!(text, "#{} = {value}", name(key));
}

fn listed(lead: &str, words: &[(&str, &str)]) -> String {
    let words: Vec<String> = words.iter().map(|(word, meaning)| shown(word, meaning)).collect();
    format!("。{lead}：{}", words.join("、"))
}

/// A value of which a line can be read; of a long table the first entries, and how many were left out.
fn shortened(value: &Value) -> (Value, usize) {
    const MOST_CHARS: usize = 160;
    const ENTRIES: usize = 3;
    match value {
        Value::Table(entries) if value.to_string().chars().count() > MOST_CHARS => {
            (Value::Table(entries[..ENTRIES].to_vec()), entries.len() - ENTRIES)
        }
        value => (value.clone(), 0),
    }
}

/// The keys with their values by section, in the order in which the sections first appear: TOML opens each only once.
fn sections(policy: &Policy) -> Vec<(&'static str, Vec<(&'static Key, &Effective)>)> {
    let mut sections: Vec<(&str, Vec<(&Key, &Effective)>)> = Vec::new();
    for (key, effective) in policy.listing() {
        let head = key.path.rsplit_once('.').map_or("", |(head, _)| head);
        match sections.iter_mut().find(|(section, _)| *section == head) {
            Some((_, keys)) => keys.push((key, effective)),
            None => sections.push((head, vec![(key, effective)])),
        }
    }
    sections.sort_by_key(|(section, _)| !section.is_empty());
    sections
}

fn name(key: &Key) -> &'static str {
    key.path.rsplit('.').next().unwrap_or(key.path)
}

/// Who set a value, and on which clause it rests.
fn basis(effective: &Effective) -> String {
    let basis = &effective.basis;
    let layer = basis.layer.chinese();
    match (basis.clause.as_ref(), basis.layer) {
        ("", Layer::Assumed) => format!("{layer}：没有条文依据"),
        ("", _) => layer.to_owned(),
        (clause, _) => format!("{layer}：{clause}，{}", basis.strength_chinese()),
    }
}

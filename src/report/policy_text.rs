//! The policy in force, as text for the terminal.

use std::fmt::Write as _;

use crate::model::Layer;
use crate::policy::Policy;

/// Every key with its value, layer, clause and strength.
#[must_use]
pub fn text(policy: &Policy) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "# {}（{}），依次叠加：{}", policy.title, policy.id, policy.layers.join(" → "));
    let mut section = "";
    for (key, effective) in policy.listing() {
        let head = key.path.rsplit_once('.').map_or("", |(head, _)| head);
        if head != section {
            let _ = writeln!(text, "\n[{head}]");
            section = head;
        }
        let name = key.path.rsplit('.').next().unwrap_or(key.path);
        let basis = &effective.basis;
        let _ = writeln!(text, "# {}", key.chinese);
        let _ = writeln!(
            text,
            "{name} = {}    # {}{}",
            effective.value,
            basis.layer.chinese(),
            if basis.clause.is_empty() {
                if basis.layer == Layer::Assumed { "：没有条文依据".to_owned() } else { String::new() }
            } else {
                format!("：{}，{}", basis.clause, basis.strength_chinese())
            }
        );
    }
    text
}

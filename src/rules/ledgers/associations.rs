//! Associations (社团): the annual inspection H-B13.

use crate::model::Layer;
use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::rows::AssociationRow;
use crate::policy::Policy;
use crate::rules::basis_of;

use super::Findings;

pub(super) fn review(policy: &Policy, facts: &Facts, findings: &mut Findings) {
    let basis = basis_of(policy, "H-B13");
    let Some((associations, as_of)) = facts.associations.as_ref().zip(facts.as_of) else { return };
    // A list of names for the delegates says nothing of inspections.
    let says = |own: &AssociationRow| own.has_passed.is_some() || own.inspected.is_some() || own.inspection.is_some();
    if basis.layer == Layer::Assumed || !associations.iter().any(says) {
        return;
    }
    let is_old = |own: &AssociationRow| own.inspected.is_some_and(|day| day.plus_months(12) < as_of);
    let named = |is: &dyn Fn(&AssociationRow) -> bool| -> Vec<&str> {
        associations.iter().filter(|own| is(own)).map(|own| facts.words.text(own.name)).collect()
    };
    let failed = named(&|own| own.has_passed == Some(false));
    let old = named(&|own| own.has_passed != Some(false) && is_old(own));
    let unsaid = named(&|own| own.has_passed.is_none() && !is_old(own));
    let notes: Vec<String> =
        [("年检不合格或没有通过：", &failed), ("上次年检已超过一年：", &old), ("看不出年检结论：", &unsaid)]
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(say, names)| format!("{say}{}", names.join("、")))
            .collect();
    let good = associations.len() - failed.len() - old.len() - unsaid.len();
    findings.checks.push(Check {
        verdict: if !failed.is_empty() || !old.is_empty() {
            Verdict::Fail
        } else if unsaid.is_empty() {
            Verdict::Pass
        } else {
            Verdict::Review
        },
        found: format!("社团 {} 个，年检有效并合格 {good} 个", associations.len()),
        limit: "每个社团每年年检合格".to_owned(),
        note: notes.join("；"),
        evidence: associations
            .iter()
            .filter(|own| own.has_passed != Some(true) || is_old(own))
            .map(|own| own.cell)
            .collect(),
        ..Check::new("H-B13", "", &basis)
    });
}

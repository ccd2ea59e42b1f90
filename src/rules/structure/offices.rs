//! What the unions are made of: departments H-B5 and H-B7, posts that are not to be H-B6, standing layers W-B3.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Layer;
use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::number::Exact;
use crate::model::origin::CellRef;
use crate::model::text::fold;
use crate::model::union::{Cadre, Level, Post};
use crate::model::words::Word;
use crate::policy::Policy;
use crate::rules::basis_of;
use crate::rules::staff::{Union, all_unions, names, unions};

/// H-B5, H-B6, H-B7 and W-B3, as far as the list of cadres allows.
pub(super) fn check_all(policy: &Policy, facts: &Facts) -> Vec<Check> {
    let school = unions(policy, facts, Level::School).pop();
    let own = school.map(|union| (Departments::of(policy, facts, &union), union));
    let mut checks = Vec::new();
    if let Some((departments, union)) = &own {
        checks.push(departments_of_school(policy, facts, departments, union));
    }
    checks.extend(all_unions(policy, facts).map(|union| forbidden_titles(policy, facts, &union)));
    if let Some((departments, _)) = own.filter(|_| policy.structure.similarity_min.value.numer > 0) {
        let colleges = unions(policy, facts, Level::College);
        checks.extend(colleges.iter().map(|union| likeness(policy, facts, &departments, union)));
    }
    checks.extend(standing_layers(policy, facts));
    checks
}

/// The departments of one union, by the names the policy has for them.
struct Departments {
    /// Present name, folded → as the policy calls it, the names as written, the cells, whose they are.
    known: BTreeMap<String, Department>,
    /// Staff without a department, the presidium apart.
    without: usize,
}

struct Department {
    name: String,
    written: BTreeSet<String>,
    cells: Vec<CellRef>,
    people: Vec<(Word, Word)>,
}

impl Departments {
    fn of(policy: &Policy, facts: &Facts, union: &Union<'_>) -> Self {
        let mut own = Self { known: BTreeMap::new(), without: 0 };
        for cadre in &union.cadres {
            let written = facts.words.text(cadre.department);
            // 主席团 in the column of departments is none.
            let is_presidium = cadre.post.is_some_and(Post::is_presidium) || fold(written) == "主席团";
            if written.is_empty() {
                own.without += usize::from(!is_presidium);
                continue;
            }
            if is_presidium && fold(written) == "主席团" {
                continue;
            }
            let name = policy.words.department(written).to_owned();
            let entry =
                || Department { name: name.clone(), written: BTreeSet::new(), cells: Vec::new(), people: Vec::new() };
            let department = own.known.entry(fold(&name).into_owned()).or_insert_with(entry);
            department.written.insert(written.to_owned());
            department.cells.push(cadre.department_cell.unwrap_or(cadre.person.cell));
            department.people.push((cadre.person.id, cadre.person.name));
        }
        own
    }

    fn names(&self) -> BTreeSet<&str> {
        self.known.keys().map(String::as_str).collect()
    }
}

/// The departments of a union by the names the policy has for them, with the cell each first stands in.
#[must_use]
pub fn department_names(policy: &Policy, facts: &Facts, union: &Union<'_>) -> Vec<(String, Option<CellRef>)> {
    let own = Departments::of(policy, facts, union).known.into_values();
    own.map(|department| (department.name, department.cells.first().copied())).collect()
}

fn joined<'t>(names: impl IntoIterator<Item = &'t str>) -> String {
    names.into_iter().collect::<Vec<_>>().join("、")
}

/// H-B5: the departments that the plan has and no others, and not more than so many.
fn departments_of_school(policy: &Policy, facts: &Facts, own: &Departments, union: &Union<'_>) -> Check {
    let structure = &policy.structure;
    let list = &structure.departments.value;
    let most = structure.departments_max.value as usize;
    let is_in = |list: &[String], name: &str| list.iter().any(|other| fold(other) == name);
    let is_abolished = |department: &Department| {
        department.written.iter().any(|written| is_in(&structure.departments_abolished.value, &fold(written)))
    };
    let layer = |name: &str| structure.standing_layers.value.iter().any(|layer| name.contains(layer.as_str()));
    let abolished: Vec<&Department> = own.known.values().filter(|department| is_abolished(department)).collect();
    let strange: Vec<(&String, &Department)> = own
        .known
        .iter()
        .filter(|(folded, department)| !list.is_empty() && !is_in(list, folded) && !is_abolished(department))
        .collect();
    let missing: Vec<&str> =
        list.iter().filter(|name| !own.known.contains_key(&*fold(name))).map(String::as_str).collect();
    let renamed: Vec<String> = own
        .known
        .values()
        .flat_map(|department| department.written.iter().map(move |written| (written, department)))
        .filter(|(written, department)| fold(written) != fold(&department.name) && !is_abolished(department))
        .map(|(written, department)| format!("“{written}”按“{}”算", department.name))
        .collect();
    let layers: Vec<&str> = own.known.keys().map(String::as_str).filter(|name| layer(name)).collect();
    let too_many = own.known.len() > most;
    let notes = [
        (!abolished.is_empty())
            .then(|| format!("已撤销的：{}", joined(abolished.iter().map(|department| department.name.as_str())))),
        (!strange.is_empty()).then(|| {
            format!("方案里没有的：{}", joined(strange.iter().map(|(_, department)| department.name.as_str())))
        }),
        (!missing.is_empty()).then(|| format!("名册里没有人的：{}", missing.join("、"))),
        (!layers.is_empty()).then(|| format!("像是主席团、工作部门以外的常设层级：{}", layers.join("、"))),
        (!renamed.is_empty()).then(|| renamed.join("，")),
        (own.without > 0).then(|| format!("{} 人没有写部门", own.without)),
    ];
    let is_wrong = too_many || !abolished.is_empty() || !strange.is_empty();
    let concerned: Vec<&Department> =
        abolished.iter().copied().chain(strange.iter().map(|(_, department)| *department)).collect();
    let evidence: Vec<CellRef> = if concerned.is_empty() {
        own.known.values().filter_map(|department| department.cells.first().copied()).collect()
    } else {
        concerned.iter().flat_map(|department| department.cells.iter().copied()).collect()
    };
    let wanted = if list.is_empty() { String::new() } else { format!("{}；", list.join("、")) };
    Check {
        verdict: if is_wrong {
            Verdict::Fail
        } else if own.without > 0 || own.known.is_empty() || !layers.is_empty() {
            // A centre is what one plan asks for and the national form does not have: for a human.
            Verdict::Review
        } else if missing.is_empty() {
            Verdict::Pass
        } else {
            Verdict::Fail
        },
        found: format!(
            "{} 个{}{}",
            own.known.len(),
            if own.known.is_empty() { "" } else { "：" },
            joined(own.known.values().map(|department| department.name.as_str()))
        ),
        limit: format!("{wanted}不多于 {most} 个"),
        note: notes.into_iter().flatten().collect::<Vec<_>>().join("；"),
        persons: names(facts, concerned.iter().flat_map(|department| department.people.iter().copied())),
        evidence,
        ..Check::new("H-B5", union.unit, basis_of_departments(policy))
    }
}

fn basis_of_departments(policy: &Policy) -> &crate::model::Basis {
    let structure = &policy.structure;
    if structure.departments.value.is_empty() { &structure.departments_max.basis } else { &structure.departments.basis }
}

/// H-B6: nobody has a post that is not to be.
fn forbidden_titles(policy: &Policy, facts: &Facts, union: &Union<'_>) -> Check {
    let forbidden = &policy.structure.forbidden_titles;
    let is_forbidden = |cadre: &&&Cadre| {
        let post = fold(facts.words.text(cadre.post_written));
        cadre.post != Some(Post::Teacher) && forbidden.value.iter().any(|title| post.contains(&*fold(title)))
    };
    let own: Vec<&&Cadre> = union.cadres.iter().filter(is_forbidden).collect();
    let mut posts: BTreeMap<&str, usize> = BTreeMap::new();
    for cadre in &own {
        *posts.entry(facts.words.text(cadre.post_written)).or_default() += 1;
    }
    let shown: Vec<String> = posts.iter().map(|(post, count)| format!("{post} {count} 人")).collect();
    Check {
        verdict: if own.is_empty() { Verdict::Pass } else { Verdict::Fail },
        found: if own.is_empty() { "没有".to_owned() } else { shown.join("、") },
        limit: format!("不设 {}", forbidden.value.join("、")),
        persons: names(facts, own.iter().map(|cadre| (cadre.person.id, cadre.person.name))),
        evidence: own.iter().map(|cadre| cadre.cells[1].unwrap_or(cadre.person.cell)).collect(),
        ..Check::new("H-B6", union.unit, &forbidden.basis)
    }
}

/// H-B7: how far a college has the departments of the school: those that both have among all that either has (Jaccard).
fn likeness(policy: &Policy, facts: &Facts, school: &Departments, union: &Union<'_>) -> Check {
    let least = &policy.structure.similarity_min;
    let own = Departments::of(policy, facts, union);
    let (of_school, of_college) = (school.names(), own.names());
    let (both, all) = (of_school.intersection(&of_college).count(), of_school.union(&of_college).count());
    let number = |n: usize| i128::try_from(n).unwrap_or(i128::MAX);
    let is_like = all > 0 && Exact::new(number(both), number(all)) >= least.value.exact();
    let lacks = joined(of_school.difference(&of_college).copied());
    let has = joined(of_college.difference(&of_school).copied());
    let is_assumed = least.basis.layer == Layer::Assumed;
    let notes = [
        (!lacks.is_empty() && !of_college.is_empty()).then(|| format!("比校级少：{lacks}")),
        (!has.is_empty()).then(|| format!("比校级多：{has}")),
        (own.without > 0).then(|| format!("{} 人没有写部门", own.without)),
        (is_assumed && !is_like).then(|| format!("条文只说“基本一致”，{} 是本工具的假设", least.value)),
    ];
    let is_unknown = of_school.is_empty() || of_college.is_empty();
    Check {
        verdict: if is_unknown || !is_like && own.without > 0 {
            Verdict::Review
        } else if is_like {
            Verdict::Pass
        } else {
            Verdict::Fail
        },
        found: format!("相同 {both} 个，合计 {all} 个"),
        limit: format!("相同的占合计的 {} 以上", least.value),
        note: notes.into_iter().flatten().collect::<Vec<_>>().join("；"),
        evidence: own.known.values().filter_map(|department| department.cells.first().copied()).collect(),
        ..Check::new("H-B7", union.unit, &if is_assumed { basis_of(policy, "H-B7") } else { least.basis.clone() })
    }
}

/// W-B3: centres and project offices, which one plan asks for and the national form does not have.
fn standing_layers(policy: &Policy, facts: &Facts) -> Option<Check> {
    let basis = basis_of(policy, "W-B3");
    if policy.rule_basis("W-B3").layer == Layer::Assumed {
        return None;
    }
    let layers = &policy.structure.standing_layers.value;
    let mut own: BTreeMap<&str, CellRef> = BTreeMap::new();
    for cadre in all_unions(policy, facts).flat_map(|union| union.cadres) {
        let written = facts.words.text(cadre.department);
        if layers.iter().any(|layer| written.contains(layer.as_str())) {
            own.entry(written).or_insert(cadre.department_cell.unwrap_or(cadre.person.cell));
        }
    }
    Some(Check {
        verdict: if own.is_empty() { Verdict::Pass } else { Verdict::Review },
        found: if own.is_empty() { "没有".to_owned() } else { joined(own.keys().copied()) },
        limit: "推行中心化运行；全国自评表校级第2项：主席团、工作部门之外不设常设层级".to_owned(),
        note: if own.is_empty() {
            String::new()
        } else {
            "两项要求不一致，请按上级部门的意见核定".to_owned()
        },
        evidence: own.into_values().collect(),
        ..Check::new("W-B3", "", &basis)
    })
}

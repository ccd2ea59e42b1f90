//! `[structure]`: how large the student union's organisations may be.

use crate::model::number::Share;

use super::Cited;
use super::read::Getter;

/// Organisation and staffing (机构编制).
#[derive(Clone, Debug)]
pub struct StructurePolicy {
    /// Most people of the school's union.
    pub staff_school: Cited<u32>,
    /// The same where there are many students or several campuses.
    pub staff_school_extended: Cited<u32>,
    /// Whether that holds.
    pub is_extended: Cited<bool>,
    /// Most people of a college's union.
    pub staff_college: Cited<u32>,
    /// Most members of the school's presidium, the chair included.
    pub presidium_school: Cited<u32>,
    /// Most members of a college's presidium, the chair included.
    pub presidium_college: Cited<u32>,
    /// The levels (层级) there are unions or committees on, by the policy's words.
    pub levels: Cited<Vec<String>>,
    /// The departments (部门) that the school's union has; empty where the policy names none.
    pub departments: Cited<Vec<String>>,
    /// Most departments of it.
    pub departments_max: Cited<u32>,
    /// Departments that are no more.
    pub departments_abolished: Cited<Vec<String>>,
    /// Least share of common departments of school and college; 0 for none.
    pub similarity_min: Cited<Share>,
    /// Parts of the names of posts that are not to be (不设置的职务).
    pub forbidden_titles: Cited<Vec<String>>,
    /// Parts of the names of standing layers beside presidium and departments.
    pub standing_layers: Cited<Vec<String>>,
    /// Largest share of backbone among all students, rounded down; 0 for none.
    pub backbone_max: Cited<Share>,
    /// Least share of the school's people who come from the unions of colleges; 0 for none.
    pub from_college_min: Cited<Share>,
    /// Offices of a class's committee; empty where they are not asked for.
    pub class_committee: Cited<Vec<String>>,
    /// Whether more people than in the year before are pointed out.
    pub warns_of_growth: Cited<bool>,
    /// Most months that one person is executive chair; 0: not asked.
    pub rotation_months: Cited<u32>,
    /// How many secretaries-general (秘书长) the school's union has; 0: not asked.
    pub secretary_general: Cited<u32>,
    /// The titles (职务名称) that the chosen edition of the national form allows.
    pub form_titles: Cited<Vec<String>>,
    /// The edition (年度) of the national form: the year from which its wording holds.
    pub form_edition: Cited<String>,
    /// The exact make-up of the school's presidium, chairs and other members, where the plan gives one.
    pub presidium_exact: Cited<Option<(u32, u32)>>,
}

impl StructurePolicy {
    pub(super) fn read(get: &Getter<'_>) -> Self {
        let exact = get.table("structure.presidium_exact");
        let number = |name: &str| exact.iter().find(|(key, _)| key == name).and_then(|(_, n)| n.parse().ok());
        let exact = number("school_chair").zip(number("school_members"));
        let edition = get.text("self_assessment.edition").value;
        Self {
            staff_school: get.count("structure.staff.school"),
            staff_school_extended: get.count("structure.staff.school_extended"),
            is_extended: get.flag("structure.extended"),
            staff_college: get.count("structure.staff.college"),
            presidium_school: get.count("structure.presidium.school"),
            presidium_college: get.count("structure.presidium.college"),
            levels: get.texts("policy.levels"),
            departments: get.texts("structure.departments.list"),
            departments_max: get.count("structure.departments.max"),
            departments_abolished: get.texts("structure.departments.abolished"),
            similarity_min: get.share("structure.departments.similarity_min"),
            forbidden_titles: get.texts("structure.forbidden_titles"),
            standing_layers: get.texts("structure.standing_layers"),
            backbone_max: get.share("structure.backbone_max"),
            from_college_min: get.share("structure.from_college_min"),
            class_committee: get.texts("structure.class_committee"),
            warns_of_growth: get.text("structure.trend").map(|word| word == "warn"),
            rotation_months: get.count("structure.rotation_months"),
            secretary_general: get.count("structure.secretary_general"),
            form_titles: get.texts(&format!("self_assessment.titles.{edition}")),
            form_edition: get.text("self_assessment.edition"),
            presidium_exact: get.cited("structure.presidium_exact", |_| Some(exact), None),
        }
    }

    /// The cap on the school's union that holds.
    #[must_use]
    pub fn cap_of_school(&self) -> &Cited<u32> {
        if self.is_extended.value { &self.staff_school_extended } else { &self.staff_school }
    }
}

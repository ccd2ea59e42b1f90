//! `[structure]`: how large the student union's organisations may be.

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
    /// The exact make-up of the school's presidium, chairs and other members, where the plan gives one.
    pub presidium_exact: Cited<Option<(u32, u32)>>,
}

impl StructurePolicy {
    pub(super) fn read(get: &Getter<'_>) -> Self {
        let exact = get.table("structure.presidium_exact");
        let number = |name: &str| exact.iter().find(|(key, _)| key == name).and_then(|(_, n)| n.parse().ok());
        let exact = number("school_chair").zip(number("school_members"));
        Self {
            staff_school: get.count("structure.staff.school"),
            staff_school_extended: get.count("structure.staff.school_extended"),
            is_extended: get.flag("structure.extended"),
            staff_college: get.count("structure.staff.college"),
            presidium_school: get.count("structure.presidium.school"),
            presidium_college: get.count("structure.presidium.college"),
            presidium_exact: get.cited("structure.presidium_exact", |_| Some(exact), None),
        }
    }

    /// The cap on the school's union that holds.
    #[must_use]
    pub fn cap_of_school(&self) -> &Cited<u32> {
        if self.is_extended.value { &self.staff_school_extended } else { &self.staff_school }
    }
}

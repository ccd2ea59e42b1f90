//! Who of the student union is backbone (骨干), under both readings: the plans ask for shares of it and do not say what it is.

use std::collections::HashMap;

use crate::model::facts::Facts;
use crate::model::origin::CellRef;
use crate::model::seats::Backbone;
use crate::model::union::{Cadre, Level, Post};
use crate::model::words::Word;

/// What the lists say of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether presidium or head of a department of the school's, a campus's or a college's union.
    pub is_leading: bool,
    /// Whether on the staff of one at all.
    pub is_staff: bool,
    /// Whether a post or level could not be understood, so that they may be either.
    pub is_unclear: bool,
    /// Their posts in the union, as written, with the cell.
    pub posts: Vec<(Word, CellRef)>,
}

impl Standing {
    /// Whether the person is backbone; `None` where nobody can say.
    #[must_use]
    pub fn is_backbone(&self, reading: Backbone) -> Option<bool> {
        let is_backbone = match reading {
            Backbone::PresidiumAndHeads => self.is_leading,
            Backbone::AllStaff => self.is_staff,
        };
        if is_backbone { Some(true) } else { Some(false).filter(|_| !self.is_unclear) }
    }
}

/// Everybody on a list of cadres, by folded student number.
#[must_use]
pub fn standings(cadres: &[Cadre]) -> HashMap<Word, Standing> {
    let mut by_student: HashMap<Word, Standing> = HashMap::new();
    for cadre in cadres {
        let standing = by_student.entry(cadre.person.student).or_default();
        // 非校、院级学生会骨干: a class is no union, and a teacher no student.
        if cadre.level == Some(Level::Class) || matches!(cadre.post, Some(Post::Class | Post::Teacher)) {
            continue;
        }
        let is_known = cadre.level.is_some() && cadre.post.is_some();
        let leads = cadre.post.is_some_and(|post| post.is_presidium() || post == Post::Head);
        standing.is_unclear |= !is_known;
        standing.is_leading |= cadre.level.is_some() && (leads || cadre.said_backbone == Some(true));
        standing.is_staff |= is_known || cadre.level.is_some() && cadre.said_backbone == Some(true);
        standing.posts.push((cadre.post_written, cadre.cells[1].unwrap_or(cadre.person.cell)));
    }
    by_student
}

/// Whether the drop has a present list of cadres at all; without one nobody can be told to be backbone or not.
#[must_use]
pub fn is_listed(facts: &Facts) -> bool {
    !facts.cadres.present.is_empty()
}

/// The reading in words.
#[must_use]
pub fn reading_chinese(reading: Backbone) -> &'static str {
    match reading {
        Backbone::PresidiumAndHeads => "骨干指主席团成员和部门负责人",
        Backbone::AllStaff => "骨干指全体工作人员",
    }
}

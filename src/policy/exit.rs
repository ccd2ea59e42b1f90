//! `[exit]`: what suggests that somebody should leave a post, and by which procedure.

use crate::model::text::fold;

use super::Cited;
use super::read::Getter;

/// Exit from posts (退出).
#[derive(Clone, Debug)]
pub struct ExitPolicy {
    /// Outstanding failed courses from which on it is suggested; 0: never.
    pub fails: Cited<u32>,
    /// Unexcused absences from which on it is suggested; 0: never.
    pub absences: Cited<u32>,
    /// Statuses of students who cannot go on, folded.
    pub statuses: Cited<Vec<String>>,
    /// The procedure for who was elected, appointed, or is a plain member.
    pub by_post: [Cited<String>; 3],
}

impl ExitPolicy {
    pub(super) fn read(get: &Getter<'_>) -> Self {
        Self {
            fails: get.count("exit.fails"),
            absences: get.count("exit.absences"),
            statuses: get
                .texts("exit.status")
                .map(|statuses| statuses.iter().map(|status| fold(status).into_owned()).collect()),
            by_post: ["elected", "appointed", "member"].map(|post| get.text(&format!("exit.by_post.{post}"))),
        }
    }
}

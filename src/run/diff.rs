//! `diff`.
use super::Exit;
use crate::cli::DiffArgs;
/// Not yet.
pub(super) fn diff(_args: &DiffArgs) -> anyhow::Result<Exit> {
    anyhow::bail!("还没有做好")
}

//! `watch`.
use super::Exit;
use crate::cli::RunArgs;
/// Not yet.
pub(super) fn watch(_args: &RunArgs) -> anyhow::Result<Exit> {
    anyhow::bail!("还没有做好")
}

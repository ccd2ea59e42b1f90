//! The window that Windows opens for a program started by a double-click or by dragging files onto it, and closes with it.

/// Whether the program was started from the file manager, so that its window closes when it ends.
#[cfg(windows)]
fn closes_at_the_end() -> bool {
    use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, RefreshKind, System};
    let mut system = System::new_with_specifics(RefreshKind::nothing());
    system.refresh_processes_specifics(ProcessesToUpdate::All, false, ProcessRefreshKind::nothing());
    let parent = sysinfo::get_current_pid().ok().and_then(|own| system.process(own)?.parent());
    let parent = parent.and_then(|parent| system.process(parent));
    parent.is_some_and(|parent| parent.name().eq_ignore_ascii_case("explorer.exe"))
}

/// Whether the program was started from the file manager, so that its window closes when it ends; only Windows does so.
#[cfg(not(windows))]
fn closes_at_the_end() -> bool {
    false
}

/// Waits for the Enter key where the window would close before anybody has read it.
pub fn hold_window() {
    use std::io::{BufRead as _, Write as _};
    if closes_at_the_end() {
        // Whatever goes wrong here, there is nobody left to tell.
        let _ = write!(std::io::stderr().lock(), "\n按回车键关闭这个窗口……");
        let _ = std::io::stdin().lock().read_line(&mut String::new());
    }
}

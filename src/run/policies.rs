//! Which policy is in force, and what is said of policies.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::policy::{self, Policy, PolicyProblem};
use crate::problem::{Fault, Place, Problem};
use crate::rules::scorecard;
use crate::{ingest, output, report};

use super::Exit;

/// The policy in force, and a note if the drop's own file was passed over.
pub(super) fn load_policy(
    drop: &Path,
    found: &[PathBuf],
    named: Option<&str>,
) -> anyhow::Result<(Policy, Option<Problem>)> {
    if let Some(below) = found.iter().find(|path| path.parent() != Some(drop)) {
        bail!(
            "子文件夹里有政策文件“{}”，像是另一批材料。一次只能处理一批：请对那个文件夹单独运行，或把政策文件移到“{}”下面",
            below.display(),
            drop.display()
        );
    }
    if let Some(misnamed) = found.iter().find(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        bail!("“{}”的文件名多了 .txt，不会被当作政策使用。请改名为 policy.toml", misnamed.display());
    }
    match (named, found) {
        (Some(name), own) => {
            let absolute = |path: &Path| std::path::absolute(path).ok();
            let own = own.iter().find(|own| absolute(own) != absolute(Path::new(name)));
            let fault = Fault::PolicyFileIgnored { used: name.to_owned() };
            Ok((load_named_policy(name)?, own.map(|_| Problem::new(fault, Place::Drop))))
        }
        (None, [own, ..]) => Ok((load_policy_file(own)?, None)),
        (None, []) => Ok((load_named_policy("national")?, None)),
    }
}

/// A built-in policy by name, or a file.
pub(super) fn load_named_policy(name: &str) -> anyhow::Result<Policy> {
    if policy::built_in(name).is_none() && Path::new(name).is_file() {
        return load_policy_file(Path::new(name));
    }
    if Path::new(name).extension().is_some_and(|extension| extension == "toml") {
        let near = output::nearest_name(Path::new(name)).map(|near| format!("，是不是“{near}”？")).unwrap_or_default();
        bail!("政策文件“{name}”不存在{near}");
    }
    policy::load(name, None, &|_| None).map_err(|problems| policy_error(&problems))
}

pub(super) fn load_policy_file(path: &Path) -> anyhow::Result<Policy> {
    let text = output::read_text(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let file = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let read = |name: &str| output::read_text(&folder.join(name)).ok();
    let policy = policy::load("", Some((&file, &text)), &read).map_err(|problems| policy_error(&problems))?;
    let wrong = ingest::header::wrong_aliases(&policy).into_iter().chain(scorecard::wrong_weights(&policy));
    let wrong: Vec<PolicyProblem> =
        wrong.map(|message| PolicyProblem { file: file.clone(), line: 0, message }).collect();
    if wrong.is_empty() { Ok(policy) } else { Err(policy_error(&wrong)) }
}

fn policy_error(problems: &[PolicyProblem]) -> anyhow::Error {
    let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
    anyhow::anyhow!("政策有 {} 处问题，没有运行：\n{}", problems.len(), lines.join("\n"))
}

pub(super) fn list_policies() -> anyhow::Result<Exit> {
    let mut text = String::from("内置政策（在 policy.toml 里写 extends = \"名称\"，或用 --policy 名称）：\n");
    for built_in in &policy::BUILT_IN {
        let policy = load_named_policy(built_in.name)?;
        let _ = writeln!(text, "  {:<16}{}", built_in.name, policy.title);
    }
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

pub(super) fn show_policy(name: &str) -> anyhow::Result<Exit> {
    let policy = load_named_policy(name)?;
    let text = report::policy_text::text(&policy);
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

pub(super) fn check_policy(file: &Path) -> anyhow::Result<Exit> {
    let policy = load_policy_file(file)?;
    let text = format!("“{}”没有问题，依次叠加：{}\n", file.display(), policy.layers.join(" → "));
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

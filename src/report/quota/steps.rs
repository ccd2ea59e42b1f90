//! The steps of an allocation as columns and as words: each explanation is derived from the steps, none written beside them.

use crate::model::number::{Exact, round_half_up};
use crate::model::seats::Method;
use crate::report::layout::{Align, ColumnLayout, SheetLayout};
use crate::report::{Outcome, listed};
use crate::rules::apportion::{Award, StepKind};
use crate::rules::congress::Quota;

use super::names;

/// One column for each step, saying how many seats it gave.
pub(super) fn add_step_columns(sheet: &mut SheetLayout, quota: &Quota) {
    let at = sheet.columns.iter().position(|column| column.key == "seats").unwrap_or(sheet.columns.len());
    let columns = quota.steps.iter().enumerate().map(|(idx, step)| ColumnLayout {
        key: step_key(idx),
        label: step_label(&step.kind).to_owned(),
        width: 10,
        wrap: false,
        align: Align::General,
        optional: false,
    });
    sheet.columns.splice(at..at, columns.collect::<Vec<_>>());
}

fn step_key(idx: usize) -> String {
    format!("step{idx}")
}

fn step_label(kind: &StepKind) -> &'static str {
    match kind {
        StepKind::Reserved { .. } => "先保底",
        StepKind::WholeParts { .. } => "整数部分",
        StepKind::Remainders { .. } => "按余数",
        StepKind::Awards(_) => "逐席分配",
        StepKind::Drawn(_) => "抽签",
        StepKind::Fixed { .. } => "定为保底\n其余重分",
        StepKind::Raised { .. } => "补到保底",
        StepKind::EachByItself => "各自计算",
    }
}

/// What a step gave a unit; a step that begins anew may take seats back.
pub(super) fn given(quota: &Quota, step: usize, unit: usize) -> i64 {
    let after = quota.steps.get(step + 1).map_or(quota.units[unit].seats, |next| next.before[unit]);
    i64::from(after) - i64::from(quota.steps[step].before[unit])
}

/// How a step went, in words and figures.
pub(super) fn step_note(outcome: &Outcome<'_>, quota: &Quota, idx: usize, kind: &StepKind) -> String {
    let congress = &outcome.policy.congress;
    let unit = congress.unit.value.chinese();
    match kind {
        StepKind::Reserved { minimum } => format!("每{unit}先分 {minimum} 名。"),
        StepKind::WholeParts { house, shares, left } => {
            let heads: u32 = (quota.units.iter().zip(shares).filter(|(_, share)| share.is_some()))
                .map(|(unit, _)| unit.population)
                .sum();
            format!("{house} 名按人数分：学生数 × {house} ÷ {heads}，先给整数部分，余 {left} 名。")
        }
        StepKind::Remainders { to } => {
            let rest = |at: &usize| {
                let share = quota.steps[..idx].iter().rev().find_map(|step| match &step.kind {
                    StepKind::WholeParts { shares, .. } => shares[*at],
                    _ => None,
                });
                let rest = share.map_or_else(String::new, |share| round_half_up(share.fract(), 3));
                format!("{}（{rest}）", quota.units[*at].name)
            };
            let rests: Vec<String> = to.iter().map(rest).collect();
            let rests: Vec<&str> = rests.iter().map(String::as_str).collect();
            format!("余下的给小数部分最大的：{}{}。", listed(&rests), one_each(to))
        }
        StepKind::Awards(awards) => awards_note(congress.method.value, quota, awards),
        StepKind::Drawn(lot) => {
            let tied: Vec<&str> = lot.tied.iter().map(|unit| quota.units[*unit].name.as_str()).collect();
            let by = congress.lots.iter().enumerate().find(|(at, drawn)| {
                quota.lots_used.contains(at) && drawn.tied.iter().all(|name| tied.contains(&name.as_str()))
            });
            let by = by.map_or_else(String::new, |(_, drawn)| format!("（{}，{}）", drawn.by, drawn.date));
            format!("{}并列，抽签由{}{}{by}。", listed(&tied), names(quota, &lot.winners), one_each(&lot.winners))
        }
        StepKind::Fixed { units, minimum } => {
            format!("{}不足 {minimum} 名，定为 {minimum} 名，其余{unit}重新分配。", names(quota, units))
        }
        StepKind::Raised { units, minimum } => format!("{}不足 {minimum} 名，补到 {minimum} 名。", names(quota, units)),
        StepKind::EachByItself => match congress.method.value {
            Method::RatioPerUnit(share) => format!("每{unit}各自计算：学生数 × {share}，四舍五入。"),
            Method::FixedPerUnit(fixed) => format!("每{unit} {fixed} 名。"),
            Method::Threshold { step, above } => {
                format!("每{unit}各自计算：每满 {step} 人 1 名，余数超过 {above} 人再加 1 名。")
            }
            _ => String::new(),
        },
    }
}

fn one_each(units: &[usize]) -> &'static str {
    if units.len() > 1 { "各得 1 名" } else { "得 1 名" }
}

fn awards_note(method: Method, quota: &Quota, awards: &[Award]) -> String {
    let formula = match method {
        Method::Webster => "学生数 ÷（2 × 已有名额 + 1）",
        Method::HuntingtonHill => "学生数² ÷（已有名额 ×（已有名额 + 1））",
        Method::DHondt => "学生数 ÷（已有名额 + 1）",
        _ => "学生数 ÷ 已有名额",
    };
    let seats: usize = awards.iter().map(|award| award.units.len()).sum();
    let last = awards.last().map_or_else(String::new, |award| {
        let numer = i128::try_from(award.bid.numer).unwrap_or(i128::MAX);
        let value = match i128::try_from(award.bid.denom).unwrap_or(i128::MAX) {
            0 => String::new(),
            denom => format!("（{}）", round_half_up(Exact::new(numer, denom), 4)),
        };
        format!("，最后给的是{}{value}", names(quota, &award.units))
    });
    format!("{seats} 名逐个给“{formula}”最大的{last}。")
}

//! The rules: `(&Policy, &Facts)` → decisions with reasons. Pure; no polars, no floats, no clock, no files; cannot fail.
//!
//! The catalogue below lists every computable rule of the two plans. The README's coverage table is made from it, and a
//! reason names its rule by these ids, whichever policy is in force.

pub mod apportion;
pub mod change;
pub mod comparison;
pub mod congress;
pub mod eligibility;
pub mod evaluation;
pub mod exit;
pub mod ledgers;
pub mod near;
pub mod notice;
pub mod panel;
pub mod recorded;
pub mod scorecard;
pub mod self_assessment;
pub mod staff;
pub mod structure;
pub mod units;
pub mod year;

use crate::model::{Basis, Layer, Strength};
use crate::policy::Policy;

/// A rule of one of the two plans.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id: H for 湖南交通职业技术学院, W for 武昌首义学院.
    pub id: &'static str,
    /// How strictly its text binds.
    pub strength: Strength,
    /// What it asks, in a few words.
    pub chinese: &'static str,
    /// Whether the tool works it.
    pub state: State,
}

/// How far a rule is worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Decided, with value, limit, clause and cells.
    Works,
    /// Not computable; what is written is counted and shown.
    Recorded,
}

impl State {
    /// The word of the coverage table.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Recorded => "recorded",
        }
    }
}

const fn rule(id: &'static str, strength: Strength, chinese: &'static str, state: State) -> Rule {
    Rule { id, strength, chinese, state }
}

use State::{Recorded, Works};
use Strength::{Error, Info, Warn};

/// All rules, in the order of the plans.
pub const CATALOGUE: [Rule; 67] = [
    rule("H-A1", Error, "政治面貌", Works),
    rule("H-A2", Error, "专业排名", Works),
    rule("H-A3", Error, "无不及格", Works),
    rule("H-A4", Error, "无违纪违法", Works),
    rule("H-A5", Info, "推荐意见", Recorded),
    rule("H-A6", Error, "五项标准", Works),
    rule("H-A7", Warn, "面向同学选拔", Works),
    rule("H-A8", Error, "选拔结果公示", Works),
    rule("H-A9", Error, "审批程序", Works),
    rule("H-A10", Warn, "来自院级学生会比例", Works),
    rule("H-B1", Error, "校级工作人员上限", Works),
    rule("H-B2", Error, "院级工作人员上限", Works),
    rule("H-B3", Error, "校级主席团构成", Works),
    rule("H-B4", Error, "院级主席团上限", Works),
    rule("H-B5", Error, "部门设置", Works),
    rule("H-B6", Error, "不设置的职务", Works),
    rule("H-B7", Warn, "校院机构一致", Works),
    rule("H-B8", Error, "秘书长", Works),
    rule("H-B9", Warn, "骨干比例", Works),
    rule("H-B10", Error, "执行主席轮换", Works),
    rule("H-B11", Warn, "班委会", Works),
    rule("H-B12", Info, "管理层级", Recorded),
    rule("H-B13", Info, "社团年检", Works),
    rule("H-C1", Warn, "代表名额比例", Works),
    rule("H-C2", Error, "名额覆盖面", Works),
    rule("H-C3", Error, "非骨干代表比例", Works),
    rule("H-C4", Warn, "代表产生渠道", Works),
    rule("H-C5", Error, "学代会每年一次", Works),
    rule("H-C6", Error, "学代会任务", Works),
    rule("H-C7", Error, "主席选举", Works),
    rule("H-C8", Info, "普通代表比例变化", Works),
    rule("H-C9", Info, "直接联系同学", Works),
    rule("H-D1", Error, "评议会构成", Works),
    rule("H-D2", Error, "五维评价", Works),
    rule("H-D3", Warn, "同学参与评价", Works),
    rule("H-D4", Error, "评价作为任免依据", Works),
    rule("H-D5", Error, "定期述职", Works),
    rule("H-D6", Error, "退出情形", Works),
    rule("H-D7", Warn, "退出程序", Works),
    rule("H-E1", Error, "联席会议", Works),
    rule("H-E2", Error, "党组织研究学生会工作", Works),
    rule("H-E3", Warn, "向党组织汇报", Works),
    rule("H-E4", Info, "写入章程", Recorded),
    rule("H-E5", Warn, "帮扶", Works),
    rule("H-E6", Error, "纳入二级学院考核", Works),
    rule("H-E7", Warn, "选拔过程公开", Works),
    rule("W-A1", Error, "五项标准", Works),
    rule("W-A2", Warn, "面向同学选拔", Works),
    rule("W-A3", Error, "审批程序", Works),
    rule("W-B1", Warn, "精简人数", Works),
    rule("W-B2", Info, "四级联动", Works),
    rule("W-B3", Warn, "中心化运行", Works),
    rule("W-C1", Error, "定期召开学代会", Works),
    rule("W-C2", Error, "学代会任务", Works),
    rule("W-C3", Warn, "代表名额比例", Works),
    rule("W-C4", Info, "直接联系同学", Works),
    rule("W-D1", Error, "作风列入评价", Works),
    rule("W-D2", Warn, "退出机制", Works),
    rule("W-D3", Warn, "同学参与评议", Works),
    rule("W-E1", Error, "每月例会", Works),
    rule("W-E2", Warn, "联席会议制度", Works),
    rule("W-E3", Error, "权益诉求跟进", Works),
    rule("W-E4", Warn, "干部培训体系", Works),
    rule("W-E5", Warn, "作风专题培训", Works),
    rule("W-E6", Warn, "听取汇报", Works),
    rule("W-E7", Info, "思想动态研判", Recorded),
    rule("W-E8", Info, "新媒体平台", Recorded),
];

/// How strictly the plan that a rule comes from words it; `None` for a problem's code.
#[must_use]
pub fn rule_strength(id: &str) -> Option<Strength> {
    CATALOGUE.iter().find(|rule| rule.id == id).map(|rule| rule.strength)
}

/// What a rule without parameters rests on. Where no text in force names it, it binds no more than the plan it comes from says.
#[must_use]
pub fn basis_of(policy: &Policy, rule: &str) -> Basis {
    let basis = policy.rule_basis(rule);
    match (basis.layer, rule_strength(rule)) {
        (Layer::Assumed, Some(strength)) => Basis { strength, ..basis },
        _ => basis,
    }
}

/// What a rule asks, in a few words; for a problem's code, that it is one.
#[must_use]
pub fn rule_name(id: &str) -> &'static str {
    CATALOGUE.iter().find(|rule| rule.id == id).map_or("数据问题", |rule| rule.chinese)
}

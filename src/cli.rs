//! The command line: types only. What is typed here, `run` gives its meaning.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// 团学：把成绩、名册、处分等表格放进一个文件夹，得到候选资格审查等 Excel 报告。
#[derive(Debug, Parser)]
#[command(
    name = "tuanxue",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
#[command(help_template = TEMPLATE, subcommand_help_heading = "命令", next_help_heading = "选项")]
#[command(override_usage = "tuanxue <命令> [选项]")]
#[command(
    after_help = "例子：\n  tuanxue check 本学期材料\n  tuanxue run 本学期材料\n  tuanxue explain 202301000017 本学期材料\n  tuanxue policy show hunan-jiaotong"
)]
pub struct Cli {
    /// 要做的事
    #[command(subcommand)]
    pub command: Command,
    /// 显示帮助
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::HelpLong)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// Every help page: what it does, how it is called, its parts. The headings are Chinese, as the library cannot be localised.
const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 读取文件夹里的全部表格，写出报告（主要用法）
    #[command(help_template = TEMPLATE, override_usage = "tuanxue run [文件夹] [选项]")]
    Run(RunArgs),
    /// 只读不判：每张表认作什么、列怎样对应、有哪些问题，写出 数据问题清单.xlsx
    #[command(help_template = TEMPLATE, override_usage = "tuanxue check [文件夹] [选项]")]
    Check(CheckArgs),
    /// 说明一名学生的结论：从单元格到课程、平均分、名次和每条规则
    #[command(help_template = TEMPLATE, override_usage = "tuanxue explain <学号或姓名> [文件夹] [选项]")]
    Explain(ExplainArgs),
    /// 写出各种材料的空白表（有下拉选项和填写说明），填好放进材料文件夹即可
    #[command(help_template = TEMPLATE, override_usage = "tuanxue forms <文件夹> [选项]")]
    Forms(FormsArgs),
    /// 查看和检查政策（规则的参数）
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "命令", override_usage = "tuanxue policy <list|show|check>")]
    Policy(PolicyCommand),
    /// Reads an old workbook for the parent process.
    #[command(name = "__read", hide = true)]
    Read {
        /// Format.
        format: String,
        /// File.
        file: PathBuf,
    },
}

/// What all commands over a drop share.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct DropArgs {
    /// 政策名称或文件，代替文件夹里的 policy.toml
    #[arg(long, value_name = "名称或文件")]
    pub policy: Option<String>,
    /// 按哪一天判断（默认今天）
    #[arg(long, value_name = "年-月-日")]
    pub as_of: Option<String>,
    /// 报告放到哪个文件夹（默认放在材料文件夹里的“报告”）
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 同时使用的处理器数
    #[arg(long, value_name = "个数")]
    pub jobs: Option<usize>,
}

/// `run`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of the command line")]
pub struct RunArgs {
    /// 材料文件夹（不写就是当前文件夹）
    #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
    pub drop: PathBuf,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields say it")]
    pub common: DropArgs,
    /// 只写这些报告：eligibility（资格审查）、ranking（专业排名）、quota（代表名额）、delegates 或 votes（代表资格和选举）、evaluation（评议）、structure（机构编制）、exit（退出建议）、ledgers（制度台账）、self_assessment（改革自评表）、scorecard（二级学院考核）、notices（公示名单），用逗号隔开
    #[arg(long, value_name = "报告", value_delimiter = ',')]
    pub only: Vec<String>,
    /// 材料有任何错误就不写报告
    #[arg(long)]
    pub strict: bool,
    /// 只算不写
    #[arg(long)]
    pub dry_run: bool,
    /// 把 结果.json 输出到标准输出
    #[arg(long)]
    pub json: bool,
    /// 不显示小结
    #[arg(long, short)]
    pub quiet: bool,
    /// 逐条显示问题
    #[arg(short, long)]
    pub verbose: bool,
}

/// `check`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct CheckArgs {
    /// 材料文件夹（不写就是当前文件夹）
    #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
    pub drop: PathBuf,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields say it")]
    pub common: DropArgs,
    /// 不写 数据问题清单.xlsx
    #[arg(long)]
    pub dry_run: bool,
}

/// `explain`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct ExplainArgs {
    /// 学号；或姓名（不重名时）
    #[arg(value_name = "学号或姓名", help_heading = "参数")]
    pub student: String,
    /// 材料文件夹（不写就是当前文件夹）
    #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
    pub drop: PathBuf,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields say it")]
    pub common: DropArgs,
}

/// `forms`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct FormsArgs {
    /// 空白表放到哪个文件夹，没有就新建；已有的同名文件不会改动
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folder: PathBuf,
    /// 政策名称或文件，决定评议维度、评委类别、部门等选项（默认用这个文件夹里的 policy.toml，没有就按全国通行要求）
    #[arg(long, value_name = "名称或文件")]
    pub policy: Option<String>,
}

/// `policy`.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// 列出内置政策
    #[command(help_template = TEMPLATE, override_usage = "tuanxue policy list")]
    List,
    /// 显示生效的全部设置和每项的出处
    #[command(help_template = TEMPLATE, override_usage = "tuanxue policy show [名称或文件]")]
    Show {
        /// 政策名称或文件
        #[arg(value_name = "名称或文件", default_value = "national", hide_default_value = true, help_heading = "参数")]
        name: String,
    },
    /// 检查一个 policy.toml
    #[command(help_template = TEMPLATE, override_usage = "tuanxue policy check <文件>")]
    Check {
        /// 文件
        #[arg(value_name = "文件", help_heading = "参数")]
        file: PathBuf,
    },
}

//! The command line: types only. What is typed here, `run` gives its meaning.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory as _, Parser, Subcommand};

/// 团学：把成绩、名册、处分等表格放进一个文件夹，得到候选资格审查等 Excel 报告。
#[derive(Debug, Parser)]
#[command(
    name = "tuanxue",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    arg_required_else_help = false
)]
#[command(help_template = TEMPLATE, subcommand_help_heading = "命令", next_help_heading = "选项")]
#[command(override_usage = "tuanxue <命令> [选项]\n      tuanxue <文件夹或文件>...（也可以直接把它们拖到程序上）")]
#[command(after_help = "例子：
  tuanxue init 本学期材料                      建一个材料文件夹：设置、空白表、使用说明
  tuanxue check 本学期材料                     看看每张表认作什么、有什么问题
  tuanxue run 本学期材料                       写出报告
  tuanxue explain 202301000017 本学期材料      一名学生的结论是怎样得来的
  tuanxue diff 旧报告 新报告                   两次结果有什么变化")]
pub struct Cli {
    /// 要做的事
    #[command(subcommand)]
    pub command: Option<Command>,
    /// 显示帮助
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::HelpLong)]
    help: Option<bool>,
    /// 显示版本和内置政策的版本
    #[arg(short = 'V', long)]
    pub version: bool,
}

/// Every help page: what it does, examples, how it is called, its parts. The headings are Chinese, as the library cannot be
/// localised; examples come first, as most people read no further.
const TEMPLATE: &str = "{about}{after-help}\n\n用法：{usage}\n\n{all-args}";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 新建一个材料文件夹：带注释的 policy.toml、各种材料的空白表、使用说明
    #[command(help_template = TEMPLATE, override_usage = "tuanxue init <文件夹> [选项]")]
    #[command(after_help = "例子：
  tuanxue init 本学期材料                                按全国通行要求
  tuanxue init 本学期材料 --policy hunan-jiaotong        按湖南交通职业技术学院的方案")]
    Init(FormsArgs),
    /// 读取全部表格，写出报告（主要用法）
    #[command(help_template = TEMPLATE, override_usage = "tuanxue run [文件夹或文件]... [选项]")]
    #[command(after_help = "例子：
  tuanxue run 本学期材料                                 报告写在 本学期材料/报告
  tuanxue run 本学期材料 --as-of 2026-01-20              按这一天的情况判断
  tuanxue run 本学期材料 --only eligibility,ranking      只写候选资格审查和专业排名
  tuanxue run 名册.xlsx 成绩.xlsx --out 报告             只用这两个文件")]
    Run(RunArgs),
    /// 只读不判：每张表认作什么、列怎样对应、有哪些问题，写出 数据问题清单.xlsx
    #[command(help_template = TEMPLATE, override_usage = "tuanxue check [文件夹或文件]... [选项]")]
    #[command(after_help = "例子：
  tuanxue check 本学期材料                 一张表一行，问题归类，还能做哪些报告
  tuanxue check 本学期材料 --columns       另外列出每一列认作什么、读到的前几个值")]
    Check(CheckArgs),
    /// 说明一名学生的结论：从单元格到课程、平均分、名次和每条规则
    #[command(help_template = TEMPLATE, override_usage = "tuanxue explain <学号或姓名> [文件夹或文件]... [选项]")]
    #[command(after_help = "例子：
  tuanxue explain 202301000017 本学期材料
  tuanxue explain 王伟 本学期材料          不重名时可以写姓名")]
    Explain(ExplainArgs),
    /// 比较两次结果：谁进了、谁出了名单，谁的结论、名次变了，因为哪些单元格
    #[command(help_template = TEMPLATE, override_usage = "tuanxue diff <旧> <新> [选项]")]
    #[command(after_help = "例子：
  tuanxue diff 上周的报告 本学期材料/报告
  tuanxue diff 旧/结果.json 新/结果.json --xlsx 变化.xlsx")]
    Diff(DiffArgs),
    /// 守着材料文件夹：表格一改好就重新运行，说出有什么变化；按 Ctrl-C 结束
    #[command(help_template = TEMPLATE, override_usage = "tuanxue watch [文件夹或文件]... [选项]")]
    #[command(after_help = "例子：
  tuanxue watch 本学期材料")]
    Watch(RunArgs),
    /// 只写各种材料的空白表（有下拉选项和填写说明），填好放进材料文件夹即可
    #[command(help_template = TEMPLATE, override_usage = "tuanxue forms <文件夹> [选项]")]
    #[command(after_help = "例子：
  tuanxue forms 空白表
  tuanxue forms 空白表 --policy 本学期材料/policy.toml    选项按这个政策")]
    Forms(FormsArgs),
    /// 查看和检查政策（规则的参数）
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "命令", override_usage = "tuanxue policy <list|show|check>")]
    #[command(after_help = "例子：
  tuanxue policy list                       有哪些内置政策
  tuanxue policy show hunan-jiaotong        全部设置、现在的值、出处
  tuanxue policy check policy.toml          写得对不对")]
    Policy(PolicyCommand),
    /// 输出命令行补全脚本（bash、zsh、fish、powershell、elvish）
    #[command(help_template = TEMPLATE, override_usage = "tuanxue completions <外壳名称>")]
    #[command(after_help = "例子：
  tuanxue completions bash > ~/.local/share/bash-completion/completions/tuanxue
  tuanxue completions powershell >> $PROFILE")]
    Completions {
        /// bash、zsh、fish、powershell 或 elvish
        #[arg(value_name = "外壳名称", help_heading = "参数", hide_possible_values = true)]
        shell: clap_complete::Shell,
    },
}

/// What all commands over materials share.
#[derive(Clone, Debug, Args)]
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

/// `run` and `watch`.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "选项")]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of the command line")]
pub struct RunArgs {
    /// 材料：一个文件夹，或者几个文件和文件夹（不写就是当前文件夹）
    #[arg(value_name = "文件夹或文件", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
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
    /// 不显示小结和进度
    #[arg(long, short)]
    pub quiet: bool,
    /// 逐条显示问题，并写一份可以发给技术支持的日志（不含任何个人信息）
    #[arg(short, long)]
    pub verbose: bool,
}

/// `check`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct CheckArgs {
    /// 材料：一个文件夹，或者几个文件和文件夹（不写就是当前文件夹）
    #[arg(value_name = "文件夹或文件", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields say it")]
    pub common: DropArgs,
    /// 列出每一列认作什么、读到的前几个值
    #[arg(long)]
    pub columns: bool,
    /// 不写 数据问题清单.xlsx
    #[arg(long)]
    pub dry_run: bool,
}

/// `explain`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct ExplainArgs {
    /// 学号；或姓名（不重名时）
    #[arg(value_name = "学号或姓名", help_heading = "参数", display_order = 1)]
    pub student: String,
    /// 材料：一个文件夹，或者几个文件和文件夹（不写就是当前文件夹）
    #[arg(value_name = "文件夹或文件", help_heading = "参数", display_order = 2)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its fields say it")]
    pub common: DropArgs,
    /// 输出 JSON，供别的程序使用
    #[arg(long)]
    pub json: bool,
}

/// `diff`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct DiffArgs {
    /// 旧结果：报告文件夹、放着它的材料文件夹，或 结果.json
    #[arg(value_name = "旧", help_heading = "参数", display_order = 1)]
    pub old: PathBuf,
    /// 新结果：同上
    #[arg(value_name = "新", help_heading = "参数", display_order = 2)]
    pub new: PathBuf,
    /// 输出 JSON，供别的程序使用
    #[arg(long)]
    pub json: bool,
    /// 把变化写成 Excel 表
    #[arg(long, value_name = "文件")]
    pub xlsx: Option<PathBuf>,
}

/// `init` and `forms`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct FormsArgs {
    /// 写到哪个文件夹，没有就新建；已有的同名文件不会改动
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folder: PathBuf,
    /// 政策名称或文件，决定设置和评议维度、评委类别、部门等选项（默认用这个文件夹里的 policy.toml，没有就按全国通行要求）
    #[arg(long, value_name = "名称或文件")]
    pub policy: Option<String>,
}

/// `policy`.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// 列出内置政策
    #[command(help_template = TEMPLATE, override_usage = "tuanxue policy list")]
    #[command(after_help = "例子：\n  tuanxue policy list")]
    List,
    /// 显示生效的全部设置和每项的出处
    #[command(help_template = TEMPLATE, override_usage = "tuanxue policy show [名称或文件]")]
    #[command(
        after_help = "例子：\n  tuanxue policy show hunan-jiaotong\n  tuanxue policy show 本学期材料/policy.toml"
    )]
    Show {
        /// 政策名称或文件
        #[arg(value_name = "名称或文件", default_value = "national", hide_default_value = true, help_heading = "参数")]
        name: String,
    },
    /// 检查一个 policy.toml
    #[command(help_template = TEMPLATE, override_usage = "tuanxue policy check <文件>")]
    #[command(after_help = "例子：\n  tuanxue policy check 本学期材料/policy.toml")]
    Check {
        /// 文件
        #[arg(value_name = "文件", help_heading = "参数")]
        file: PathBuf,
    },
}

/// The arguments with the command that they mean: files and folders alone, as they come when they are dragged onto the program,
/// mean `run`; `help` before or without a command means its `--help`.
#[must_use]
pub fn with_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|word| ["help", "帮助"].iter().any(|help| word == help)) {
        arguments.remove(1);
        arguments.push(OsString::from("--help"));
    } else if means_materials(arguments.get(1..).unwrap_or_default()) {
        arguments.insert(1, OsString::from("run"));
    }
    arguments
}

/// Whether the arguments name files and no command.
fn means_materials(arguments: &[OsString]) -> bool {
    let commands = Cli::command();
    let is_command = |word: &OsStr| commands.get_subcommands().any(|command| OsStr::new(command.get_name()) == word);
    let exists = |word: &OsString| Path::new(word).exists();
    let Some(first) = arguments.first().filter(|_| !arguments.iter().any(|word| is_command(word))) else {
        return false;
    };
    let text = first.to_string_lossy();
    if text.starts_with('-') {
        return arguments.iter().any(exists);
    }
    // No command is written in Chinese or with a dot or a slash: whoever writes so means a file, even one that is not there.
    exists(first) || !text.is_ascii() || text.contains(['.', '/', '\\'])
}

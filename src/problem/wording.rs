//! What each problem says: what happened, what was expected, what to do. All wording of problems stands here.

use std::fmt;

use crate::model::Kind;

use super::{Blank, Fault, PastUnused, TakenFor};

impl fmt::Display for Fault {
    /// What happened, what was expected, and what to do.
    #[expect(clippy::too_many_lines, reason = "one line per problem, all wording in one place")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FileUnreadable { reason } => {
                write!(f, "文件打不开：{reason}。请用 Excel 或 WPS 打开确认，另存为 .xlsx 后重新放入")
            }
            Self::OpenElsewhere { lock } => write!(
                f,
                "这个文件像是正在 Excel 或 WPS 里打开着（旁边有它的锁文件“{lock}”）：读到的是最近一次保存的内容，没有保存的修改不在里面。请保存并关闭后再运行"
            ),
            Self::FormatNotSupported { format } => {
                write!(f, "文件是{format}，不是表格。如果里面有要用的数据，请用 Excel 或 WPS 另存为 .xlsx 后重新放入")
            }
            Self::SheetLacksColumns { kind, lacks } => write!(
                f,
                "这张表像是{}，但没有认出“{}”列，未使用。请补上这一列；如果列名写法不同，请在 policy.toml 的 [aliases.columns] 里写明，例如 \"表里的列名\" = \"{}\"",
                kind.chinese(),
                lacks.join("”“"),
                lacks.first().copied().unwrap_or_default()
            ),
            Self::SheetEmpty { kind } => {
                write!(f, "认作{}，表头以下一行也没有。请确认是不是放错了文件", sheet_of(*kind))
            }
            Self::FormUnfilled { kind: kind @ Kind::Discipline } => write!(
                f,
                "{}是空白表，还没有填（只有示例行），当作没有放。确实没有人受处分的，请删去示例行，空表就表示没有",
                sheet_of(*kind)
            ),
            Self::FormUnfilled { kind } => {
                write!(f, "{}是空白表，还没有填（只有示例行），当作没有放。用得着的请填好后再运行", sheet_of(*kind))
            }
            Self::ExampleChanged { kind } => write!(
                f,
                "{}的这一行带着“【示例】”，内容却和示例不同，没有使用。是真实数据的，请把“【示例】”删去，并核对整行有没有示例留下的内容；不是的，请删去整行",
                sheet_of(*kind)
            ),
            Self::ColumnsUnread { kind, columns } => write!(
                f,
                "{}里这些列没有读：{}。如果有用，请在 policy.toml 的 [aliases.columns.{}] 里写明，例如 \"{}\" = \"选举事项\"",
                sheet_of(*kind),
                some_of(columns),
                kind.id(),
                columns[0]
            ),
            Self::DividerUnclear { said } => write!(
                f,
                "选举结果表中间有一行“{said}”，看不出下面是不是另一项选举，所以不能定谁当选。是另一项选举的，请写明选举事项；不是的，请删去这一行"
            ),
            Self::EditionUnclear { kind, found, is_used: true } => write!(
                f,
                "{}的届次“{found}”看不出是哪一学年；只有这一份，按本届处理。请写学年，例如 2025-2026",
                sheet_of(*kind)
            ),
            Self::EditionUnclear { kind, found, .. } => write!(
                f,
                "{}的届次“{found}”分不清是本届还是往届，这些行没有使用。请写学年，例如 2025-2026；或者全部写第几届",
                sheet_of(*kind)
            ),
            Self::VotesWrong { said } => f.write_str(said),
            Self::QuotaRefused { reason, .. } => write!(f, "没有做代表名额分配：{reason}"),
            Self::QuotaBelowMinimum { set, minimum } => {
                write!(f, "代表名额 {set} 名，少于最低数 {minimum} 名。请核对 policy.toml 的 [congress]")
            }
            Self::LotOfNoTie { question, tied, why } => write!(
                f,
                "抽签结果（{question}：{}）没有采用：{why}。抽签只对当时的那一次并列有效；材料变动后请核对，不用的请从 policy.toml 删去",
                tied.join("、")
            ),
            Self::HeadcountUnreadable { unit, found } => write!(
                f,
                "“{unit}”的人数“{found}”不是大于 0 的整数，这张人数表不能用来分配代表名额。请更正"
            ),
            Self::HeadcountDiffers { unit, here, there, first } => write!(
                f,
                "“{unit}”的人数这里是 {here}，{first} 是 {there}，不能确定用哪一个，人数表不能用来分配代表名额。请核对后只留一处"
            ),
            Self::SumDiffers { printed, sum } => write!(
                f,
                "合计不符：表上写 {printed}，各行相加是 {sum}，人数表不能用来分配代表名额。请核对各行"
            ),
            Self::HeadcountAndRoster { unit, here, roster } => write!(
                f,
                "“{unit}”的人数这里是 {here}，名册在籍 {roster} 人。请核对；用哪一个由 policy.toml 的 congress.base 决定"
            ),
            Self::AssociationUnclear { name, column, found } => write!(
                f,
                "社团“{name}”的“{column}”写着“{found}”，无法识别，不能确定是不是主要社团，没有给名额。请更正"
            ),
            Self::AssociationContradicts { name, first } => write!(
                f,
                "社团“{name}”是不是主要社团，这里和 {first} 说法不同，没有给名额。请核对后只留一处"
            ),
            Self::MainButFailed { name, found } => {
                write!(f, "主要社团“{name}”的年检结论是“{found}”，仍按名单给了名额。请核对它是否还是主要社团")
            }
            Self::LotAhead { date, as_of } => {
                write!(f, "抽签日期 {date} 晚于本次判断的日期 {as_of}。请核对 policy.toml 里 [[lot]] 的日期，或 --as-of")
            }
            Self::FloorOutOfReach { group, minimum, there } => write!(
                f,
                "各类代表下限“{group}”要 {minimum} 名，名册里这类学生只有 {there} 人，达不到。请核对 policy.toml 的 congress.floors，或名册有没有漏填"
            ),
            Self::OwnReport => f.write_str("这是本工具写的报告，不作为材料使用"),
            Self::PastUnusable { reason } => write!(f, "像是以前的结果文件，但没有用来比较：{reason}"),
            Self::PastNotCompared { term, why } => match why {
                PastUnused::NotEarlier => write!(
                    f,
                    "{term} 学期的结果不早于本次，没有用来比较。请放入以前学期的“结果.json”"
                ),
                PastUnused::NoEvaluation => {
                    write!(f, "{term} 学期的结果里没有评议，没有用来比较。请放入做过评议的那个学期的“结果.json”")
                }
                PastUnused::Other(used) => write!(f, "{term} 学期的结果没有用来比较，用的是“{used}”"),
            },
            Self::TermNotUsed { kind, term, used, rows } => write!(
                f,
                "这张{}写的是 {term} 学期，本次只用最近的 {used} 学期，这 {rows} 行没有使用。如果学期写错了，请更正后重新运行",
                sheet_of(*kind)
            ),
            Self::TermDiffers { kind, term, run } => write!(
                f,
                "这张{}写的是 {term} 学期，本次是 {run} 学期；照样用了，请核对。如果本次就是做 {term} 学期，请在 policy.toml 的 [policy] 里写 term = \"{term}\"",
                sheet_of(*kind)
            ),
            Self::FileEncrypted => f.write_str(
                "文件有打开密码，读不了。请在 Excel 或 WPS 里去掉密码（文件 → 信息 → 保护工作簿）后重新放入",
            ),
            Self::NoSheetRecognised { looked_for } => write!(
                f,
                "没有认出这张表，未使用。需要的表头：{looked_for}。如果是要用的表，请核对表头，或在 policy.toml 的 [aliases.columns] 里写明列名"
            ),
            Self::NoDisciplineList => {
                f.write_str("没有违纪处分名单，处分一条没有核查，按“无记录”列出。请放入处分名单，或另行核实")
            }
            Self::NoReviewsSheet => {
                f.write_str("没有资格审核意见表，审核审批各条（H-A5、H-A6、H-A9）没有核查。需要时请放入")
            }
            Self::NoGradesSheet => {
                f.write_str("没有找到成绩表，不及格一条无法判断，有关学生列为复核。请放入教务系统导出的成绩")
            }
            Self::PolicyFileIgnored { used } => {
                write!(f, "命令行用 --policy 指定了“{used}”，本文件夹里的 policy.toml 没有使用。要用它请去掉 --policy")
            }
            Self::TooManyFiles { limit } => write!(f, "文件超过 {limit} 个，后面的没有读。请分批处理"),
            Self::LinkNotFollowed { name } => {
                write!(f, "“{name}”是快捷方式（链接），没有跟进去读。请把文件本身放进文件夹")
            }
            Self::NotASpreadsheet => f.write_str("不是表格文件，没有使用。如果里面有要用的数据，请另存为 .xlsx 后放入"),
            Self::TermOfOtherYear { term, as_of, today } if term < today => write!(
                f,
                "材料中最近的学期是 {term}，{as_of} 却已在 {today}。一年级是按 {term} 认定的：{} 级算一年级。如果本次是为新学年选拔，请在 policy.toml 的 [policy] 里写 term = \"{today}\"",
                term.year
            ),
            Self::TermOfOtherYear { term, as_of, .. } => write!(
                f,
                "材料中有 {term} 学期的成绩，而本次按 {as_of} 的情况判断，那时该学期还没有到。请核对学期，或用 --as-of 写明日期"
            ),
            Self::ColumnMissing { kind, column, consequence, .. } => {
                write!(f, "{}表没有“{column}”列，{consequence}。请在导出时加上这一列", kind.chinese())
            }
            Self::ColumnAmbiguous { column, kept, other } => write!(
                f,
                "“{other}”列和“{kept}”列都可以当作“{column}”，用了“{kept}”。如果不对，请在 policy.toml 的 [aliases.columns] 里写明"
            ),
            Self::PartScoreUsed { column } => write!(
                f,
                "成绩表没有总成绩列，用了“{column}”。如果总评另有一列，请在 policy.toml 的 [aliases.columns] 里写明"
            ),
            Self::SheetHidden => f.write_str("这张工作表是隐藏的，也读了。如果不该用，请删去"),
            Self::RowsHidden { rows } => {
                write!(f, "有 {rows} 行被隐藏（或被筛选掉），也读了。如果不该用，请删去这些行")
            }
            Self::HeaderByContent { kind } => write!(
                f,
                "没有“学号”列名，按内容认作{}表，学号和姓名取自看起来是学号、姓名的列。请核对，最好补上列名",
                kind.chinese()
            ),
            Self::MatrixRead { courses, others } => {
                write!(f, "认作一列一门课的成绩表，共 {} 门：{}", courses.len(), some_of(courses))?;
                if others.is_empty() {
                    return Ok(());
                }
                write!(
                    f,
                    "；没有当作课程的列：{}。其中如果有课程，请在 policy.toml 的 [aliases.columns.grades] 里写明，例如 \"{}\" = \"课程列\"",
                    some_of(others),
                    others[0]
                )
            }
            Self::RaterScaleDoubtful { rater, most, high } => write!(
                f,
                "评委“{rater}”给每个人的分都不超过 {most}，可能不是按满分 {high} 打的。这些票照样计了分，有关人员列为复核。请核对，不对的请换算后重新填"
            ),
            Self::RatingTotalDiffers { written, sum, total } => write!(
                f,
                "总分写 {written}，各维度相加是 {sum}，按权重是 {total}，对不上。计分用的是各维度的分，请核对有没有填错"
            ),
            Self::BallotsTwice { group, first } => write!(
                f,
                "“{group}”对该生的测评票有两行一样的（另一处 {first}），只计一次，该生列为复核。请核对后删去多余的行"
            ),
            Self::OtherEvaluation { word } => write!(
                f,
                "标题或名称里有“{word}”，看来不是学生会工作人员的评议，没有使用。如果是，请在标题里写明“学生会”"
            ),
            Self::WeightDiffers { printed, policy } => write!(
                f,
                "表上写的权重（{}）和政策的（{}）不同，计分用的是政策的。请核对；要改的，请写在 policy.toml 的 [evaluation] 里",
                printed.join("、"),
                policy.join("、")
            ),
            Self::FoundByName { kind, persons } => write!(
                f,
                "{}表没有写学号，{persons} 人按姓名对到学生会工作人员名册（没有的，学籍名册）里唯一的同名者；只在学籍名册里对到的列为复核。最好补上学号",
                kind.chinese()
            ),
            Self::NameUnclear { kind, name, holders: 0 } => write!(
                f,
                "{}表没有写学号，学生会工作人员名册和学籍名册里也没有“{name}”，看不出是谁，没有使用。请核对姓名或补上学号",
                kind.chinese()
            ),
            Self::NameUnclear { kind, name, holders } => write!(
                f,
                "{}表没有写学号，名册里有 {holders} 个“{name}”，看不出是哪一个，没有使用。请补上学号",
                kind.chinese()
            ),
            Self::RatersRead { groups, repeated, others } => {
                let shown = |(group, raters): &(String, Vec<String>)| {
                    let named: Vec<&str> =
                        raters.iter().map(String::as_str).filter(|rater| !rater.chars().any(|c| c.is_ascii_digit())).collect();
                    let named = if named.is_empty() { String::new() } else { format!("（{}）", named.join("、")) };
                    let group = if group.is_empty() { "没有写类别的" } else { group };
                    format!("{group} {} 名{named}", raters.len())
                };
                let groups_shown: Vec<String> = groups.iter().map(shown).collect();
                write!(f, "认作一列一位评委的打分表：{}", groups_shown.join("、"))?;
                if groups.iter().any(|(group, _)| group.is_empty()) {
                    f.write_str("。没有类别的不能计分，请在评委上面一行写明类别")?;
                }
                if !repeated.is_empty() {
                    write!(f, "。列名相同的当作不同的评委：{}。请核对", some_of(repeated))?;
                }
                if !others.is_empty() {
                    write!(
                        f,
                        "。有分数但看不出是哪位评委、没有计分的列：{}，表里的人都列为复核。是一位评委的，列名请写成“类别＋序号”，例如“学生代表1”；不是的，列名请写明是什么，例如“平均分”",
                        some_of(others)
                    )?;
                }
                Ok(())
            }
            Self::FormUnheaded => f.write_str(
                "这里又出现一行表头，但上面没有写明被评人（或评委）是谁，这一行及以下都没有读。请在表头上面写明，例如“被评人：张三　学号：202401010001”",
            ),
            Self::SecondHeader => f.write_str(
                "从这一行起是另一份表（表头、课程或学期和上面的不同），这一行及以下都没有读。请把它放到单独的工作表或文件里",
            ),
            Self::RowOfSecondList { kind } => write!(
                f,
                "该生在同一张{}表下面的另一份表里还有一行，没有读，学生列为复核。请把那份表放到单独的工作表或文件里",
                kind.chinese()
            ),
            Self::ColumnOfOtherSheet { kind, column } => write!(
                f,
                "这张表认作{}，其中的“{column}”列没有读。请把这一列同学号一起另存为单独的表放进来",
                kind.chinese()
            ),
            Self::SortByTitle { sort } => write!(
                f,
                "标题或文件名写明这份表是{sort}成绩，没有另写考试性质的成绩都按{sort}处理。如果还有正考成绩，请加上“考试性质”列"
            ),
            Self::ScoreAsShare { found, course } => write!(
                f,
                "《{course}》的成绩 {found} 小于 1，像是按百分数存的，该课程没有计入，学生列为复核。请把单元格改成百分制的数"
            ),
            Self::IdStoredAsNumber { column } => {
                write!(f, "“{column}”列的学号按数字存储，已按整数读出，没有丢失。建议把该列设为文本格式")
            }
            Self::IdLossy { found } => write!(
                f,
                "学号“{found}”按数字存储，位数过多，末几位已被软件改成 0，不能用。请从系统重新导出，该列设为文本格式"
            ),
            Self::IdMissing { kind, name } => {
                write!(f, "{}表这一行（{name}）没有可用的学号，未使用。请补填学号", kind.chinese())
            }
            Self::ScoreUnknown { found, course } => write!(
                f,
                "《{course}》的成绩“{found}”无法识别，该课程没有计入，学生列为复核。请更正，或在 policy.toml 的 [grades] 里写明这个字样"
            ),
            Self::ScoreOffScale { found, course, low, high } => {
                write!(f, "《{course}》的成绩 {found} 超出 {low} 至 {high}，该课程没有计入，学生列为复核。请更正")
            }
            Self::ScoreBlank { course, of: Blank::Row } => {
                write!(f, "《{course}》的成绩为空，这一行没有使用。如果已有成绩请补填")
            }
            Self::ScoreBlank { course, of: Blank::Cell } => write!(
                f,
                "《{course}》多数学生有成绩，该生的为空，看不出是漏填还是没有修，该课程没有计入，学生列为复核。请补填成绩；没有修这门课的请写“/”"
            ),
            Self::ScoreBlank { course, of: Blank::Column } => {
                write!(f, "《{course}》这一列还没有成绩，这门课没有计入。如果已有成绩请补填")
            }
            Self::NatureUnknown { found, column, course } => write!(
                f,
                "《{course}》的“{column}”写着“{found}”，无法判断是初考、补考还是重修，该课程没有计入，学生列为复核。请更正"
            ),
            Self::WeightMissing { what, course, needed } => {
                let consequence = if *needed {
                    "不能计入平均，学生列为复核"
                } else {
                    "不能计入平均，本次不影响结论"
                };
                write!(f, "《{course}》没有可用的{what}，{consequence}。请补填")
            }
            Self::WeightUnreadable { what, found, course } => {
                write!(f, "《{course}》的{what}“{found}”不是可用的数，没有使用。请更正")
            }
            Self::TermUnreadable { found, course, needed } => {
                let found = if found.is_empty() { "为空".to_owned() } else { format!("“{found}”无法识别") };
                let consequence = if *needed {
                    "无法判断是否在统计范围内，学生列为复核"
                } else {
                    "按学期不明处理，本次不影响结果"
                };
                write!(f, "《{course}》的学期{found}，{consequence}。请写成例如 2025-2026-1")
            }
            Self::StatusUnknown { found } if found.is_empty() => {
                f.write_str("学籍状态为空，不能确定是否在籍，暂按在籍列出并复核。请补填")
            }
            Self::StatusUnknown { found } => write!(
                f,
                "学籍状态“{found}”不在已知之列，不能确定是否在籍，暂按在籍列出并复核。请更正，或写进 policy.toml 的 [roster]"
            ),
            Self::PoliticalBlank => f.write_str("政治面貌为空。请补填"),
            Self::PoliticalUnknown { found } => {
                write!(f, "政治面貌“{found}”无法识别，学生列为复核。请更正，或写进 policy.toml 的 [aliases.political]")
            }
            Self::RosterFieldBlank { column } => {
                write!(f, "“{column}”为空，无法确定在哪个范围排名，学生列为复核。请补填")
            }
            Self::TotalUnreadable { found } => write!(f, "综测“{found}”不是数，没有使用，学生列为复核。请更正"),
            Self::NamePrivateUse { name } => write!(
                f,
                "姓名“{name}”里有本机造的字（私用区字符），换一台电脑可能显示成空白或别的字。请改用正式的字，或在公示前核对"
            ),
            Self::ImportedRankWrong { found } => {
                write!(f, "专业排名和专业人数写着 {found}，名次应是 1 到人数之间的整数，没有使用，学生列为复核。请更正")
            }
            Self::PunishmentUnknown { found } => write!(
                f,
                "处分类型“{found}”无法识别，学生列为复核。请写成警告、严重警告、记过、留校察看、开除学籍或通报批评"
            ),
            Self::PunishmentBlank => f.write_str("处分类型为空，学生列为复核。请补填"),
            Self::PunishmentAhead { date, as_of } => write!(
                f,
                "处分日期 {date} 晚于本次判断的日期 {as_of}：或者日期写错了，或者那一天处分还没有生效，学生列为复核。请核对日期"
            ),
            Self::LiftingUnreadable { column, found } => {
                write!(f, "“{column}”写着“{found}”，无法判断处分是否解除，学生列为复核。请更正")
            }
            Self::LiftingContradicts { said, date } => {
                write!(f, "是否解除写着“{said}”，解除日期却是 {date}，两者不一致，按已解除处理。请核对")
            }
            Self::ReviewUnreadable { column, found } if column.ends_with("日期") => {
                write!(f, "“{column}”写着“{found}”，应填日期，例如 2026-01-20，学生列为复核。请更正")
            }
            Self::ReviewUnreadable { column, found } => {
                write!(f, "“{column}”写着“{found}”，应填“是”或“否”，学生列为复核。请更正")
            }
            Self::TotalHidesFirst { course, total, column, repeat } => write!(
                f,
                "《{course}》总成绩 {total} 已及格，“{column}”又写着 {repeat}，看不出初考是多少，该课程没有计入，学生列为复核。请在导出时加上“正考成绩”列，或删去多余的{column}"
            ),
            Self::FlagContradicts { course, found, flag } => write!(
                f,
                "《{course}》有成绩 {found}，旁边却注明“{flag}”，两者矛盾，该课程没有计入，学生列为复核。请核对保留哪一个"
            ),
            Self::LiftingRemarked { remark } => write!(
                f,
                "写着“{remark}”，但“是否解除”和“解除日期”都没有填，不能据此认定已解除，学生列为复核。请填写“是否解除”"
            ),
            Self::CohortUnreadable { found } => write!(
                f,
                "年级“{found}”看不出是哪一年入学（届是毕业年），不能确定排名范围和是否一年级，学生列为复核。请写成入学年份，例如 2023 或 2023级"
            ),
            Self::NotInRoster { kind, id, name, rows } => {
                write!(f, "{}里有学号 {id}（{name}），名册里没有", sheet_of(*kind))?;
                if kind.decides_eligibility() {
                    write!(f, "，{rows} 行没有使用")?;
                }
                f.write_str("。请核对学号，或把该生补进名册")
            }
            Self::PunishedByName { name, id, owner, student } => {
                write!(f, "处分名单里有一行“{name}”，")?;
                match owner {
                    Some(owner) => write!(f, "学号 {id} 却是名册里“{owner}”的")?,
                    None if id.is_empty() => f.write_str("没有可用的学号")?,
                    None => write!(f, "学号 {id} 名册里没有")?,
                }
                write!(f, "，可能是同名的 {student}，这名学生列为复核。请核对学号")
            }
            Self::NoGradesOfStudent { name } => {
                write!(f, "名册里有{name}，成绩表里没有任何一行。请核对学号，或补充成绩")
            }
            Self::NoTotalOfStudent { name } => write!(f, "名册里有{name}，综合测评表里没有。请核对学号，或补充综测"),
            Self::NameDiffers { kind, id, here, roster } => write!(
                f,
                "学号 {id} 在{}里叫“{here}”，名册里叫“{roster}”，不能确定是同一人{}。请核对学号和姓名",
                sheet_of(*kind),
                if kind.decides_eligibility() { "，学生列为复核" } else { "" }
            ),
            Self::DimensionsMissing { missing, strays } => {
                write!(f, "评议打分表没有这些评议维度的列：{}，每一票都不完整，没有计分", some_of(missing))?;
                if !strays.is_empty() {
                    write!(f, "；表里不认识的列：{}", some_of(strays))?;
                }
                f.write_str("。列名写法不同的，请在 policy.toml 的 [aliases.dimensions] 里写明，例如 \"政治态度\" = \"政治素质\"")
            }
            Self::BoxesMissing { missing } => write!(
                f,
                "民主测评票没有这些列：{}，缺了的列里可能有票，这张表没有计分。请补上（没有票的写 0）；列名写法不同的，请在 policy.toml 的 [aliases.columns] 里写明",
                some_of(missing)
            ),
            Self::ScaleDoubtful { most, high } => write!(
                f,
                "评议打分表里最高的分数只有 {most}，政策的满分是 {high}，像是另一种分制，这张表没有计分。请换算成满分 {high}，或在 policy.toml 写明 evaluation.scale"
            ),
            Self::ScaleDiffers { column, full, high } => write!(
                f,
                "评议打分表的列“{column}”满分是 {full}，政策的满分是 {high}，这张表没有计分。请换算成满分 {high}，或在 policy.toml 写明 evaluation.scale"
            ),
            Self::DimensionsUnknown { strays } => write!(
                f,
                "评议打分表里有不认识的列，没有计分：{}。如果是评议维度，请在 policy.toml 的 [aliases.dimensions] 或 evaluation.dimensions 里写明",
                some_of(strays)
            ),
            Self::DateAhead { kind, column, date, as_of } => write!(
                f,
                "{}的“{column}”{date} 晚于本次判断的日期 {as_of}，还没有计入。年份写错的请更正",
                sheet_of(*kind)
            ),
            Self::StatusContradicts { status, has_date } => write!(
                f,
                "诉求的状态写“{status}”，但{}，看不出办了多少天，列为日期不明。请核对更正",
                if *has_date { "写了办结日期" } else { "没有写办结日期" }
            ),
            Self::DatesReversed { kind, first, from, last, to } => write!(
                f,
                "{}的“{last}”{to} 早于“{first}”{from}，这一行的日期没有使用，有关的核查不能下结论。请核对更正",
                sheet_of(*kind)
            ),
            Self::RatingUnusable { dimension, found, low, high } => {
                let found = if found.is_empty() { "空着".to_owned() } else { format!("写着“{found}”") };
                write!(f, "评议打分“{dimension}”{found}，不是 {low} 到 {high} 之间的分数，这一票作废，不计分。请核对")
            }
            Self::EntryBlank { kind, column } => {
                write!(f, "{}的“{column}”为空，有关的统计和核查不完整。请补填", sheet_of(*kind))
            }
            Self::EntryUnreadable { kind, column, found, wanted } => write!(
                f,
                "{}的“{column}”写着“{found}”，看不懂，没有使用。应为{wanted}",
                sheet_of(*kind)
            ),
            Self::WordUnknown { kind, column, found, known } => write!(
                f,
                "{}的“{column}”写着“{found}”，不认识，有关的核查不能下结论。{known}",
                sheet_of(*kind)
            ),
            Self::BackboneContradicts { post } => {
                write!(f, "“是否骨干”写着“否”，职务“{post}”却属于骨干，按骨干计。请核对")
            }
            Self::HeadcountUnitUnknown { unit, similar } => {
                write!(f, "人数表里的“{unit}”在名册的学院里找不到，没有和名册比较")?;
                if let Some(similar) = similar {
                    write!(f, "；是不是名册里的“{similar}”？")?;
                }
                f.write_str("。请把两处写成一样")
            }
            Self::RatedTwice { first, is_same: true } => {
                write!(f, "同一评委对该生的打分出现两次，内容相同（另一处 {first}），只计一票。请删去多余的行")
            }
            Self::RatedTwice { first, is_same: false } => write!(
                f,
                "同一评委（按类别和姓名）对该生打了两次分，分数不同（另一处 {first}），不能确定用哪一次，两票都作废。如果是两位评委，请把姓名写得不同；是同一位的，请只留一行"
            ),
            Self::ListedTwice { kind, first } => {
                write!(f, "该生在{}里已经有一行（{first}），只计一人。请核对后删去多余的行", sheet_of(*kind))
            }
            Self::TotalPrintedDiffers { printed, rows, is_head } => write!(
                f,
                "合计不符：表上写 {printed} 名，{}实有 {rows} 行。请核对名单",
                if *is_head { "这一节下面" } else { "上面" }
            ),
            Self::AttemptTwice { course, score, first } => {
                write!(f, "《{course}》同一次考试的成绩 {score} 出现两次（另一处 {first}），只计一次。请删去多余的行")
            }
            Self::AttemptContradicts { course, here, there, first } => write!(
                f,
                "《{course}》同一次考试这里是 {here}，另一处（{first}）是 {there}，该课程没有计入，学生列为复核。请核对保留哪一个"
            ),
            Self::RosterTwice { first } => {
                write!(f, "该生在名册里出现两次，内容相同（另一处 {first}），只计一次。请删去多余的行")
            }
            Self::RosterContradicts { column, here, there, first } => write!(
                f,
                "该生在名册里出现两次，“{column}”这里是“{here}”，另一处（{first}）是“{there}”，用了另一处的，学生列为复核。请核对"
            ),
            Self::TotalTwice { first } => {
                write!(f, "该生的综测出现两次，内容相同（另一处 {first}），只计一次。请删去多余的行")
            }
            Self::TotalContradicts { here, there, first } => {
                write!(f, "该生的综测这里是 {here}，另一处（{first}）是 {there}，两个都没有使用，学生列为复核。请核对")
            }
            Self::ReviewTwice { first } => {
                write!(f, "该生的审核意见出现两次，内容相同（另一处 {first}），只计一次。请删去多余的行")
            }
            Self::ReviewContradicts { column, first } => {
                write!(f, "该生的审核意见出现两次，“{column}”与另一处（{first}）不同，学生列为复核。请核对")
            }
            Self::CourseNamedTwice { course, students, taken_for } => match taken_for {
                TakenFor::Several => write!(
                    f,
                    "《{course}》有 {students} 名学生及格后在以后的学期又有成绩，没有写明是补考或重修，按分几个学期上的几门课分别计入。如果其实是重修，请在成绩表的“考试性质”列写明"
                ),
                TakenFor::One => write!(
                    f,
                    "《{course}》没有课程代码，{students} 名学生在不同学期都有正常考试成绩，按同一门课的再次考试处理。如果是不同的课，请在成绩表里加上课程代码"
                ),
                TakenFor::OneByCode => write!(
                    f,
                    "《{course}》课程代码相同，{students} 名学生及格后在以后的学期又有成绩，没有写明考试性质，按同一门课的再次考试处理。如果是分几个学期上的课，请在成绩表的“考试性质”列写明“正常考试”"
                ),
            },
            Self::CourseAmbiguous { course } => write!(
                f,
                "这一行《{course}》没有课程代码，而该生有多门同名不同代码的课程，无法判断是哪一门，该课程没有计入，学生列为复核。请补填课程代码"
            ),
            Self::RepeatWithoutFirst { course } => write!(
                f,
                "《{course}》只有补考或重修成绩，没有初考成绩：平均分按初考不及格计，有无不及格看不出来，学生列为复核。请把初考成绩一并放入"
            ),
            Self::SheetRepeats { first, rows } => {
                write!(f, "有 {rows} 行与“{first}”完全相同，像是同一份导出放了两次，只计一次。请只留一份")
            }
            Self::FailedUnderOneName { course } => write!(
                f,
                "《{course}》一个学期正常考试及格、以后的学期又不及格，没有写明考试性质，分不清是一门课重修还是两门课，学生列为复核。请在导出时加上考试性质"
            ),
            Self::CreditDiffers { course, here, there } => write!(
                f,
                "《{course}》的学分这里是 {here}，该生同一课程的另一行是 {there}，用了计入成绩那一行的。请核对"
            ),
        }
    }
}

/// A kind of sheet as one speaks of it: a list or ledger by its name, anything else as a 表.
fn sheet_of(kind: Kind) -> String {
    let name = kind.chinese();
    let is_named = ["表", "名册", "台账", "人员"].iter().any(|end| name.ends_with(end));
    format!(
        "{}{}",
        if name == "学生会工作人员" { "学生会工作人员名册" } else { name },
        if is_named { "" } else { "表" }
    )
}

/// The first of many names.
fn some_of(names: &[String]) -> String {
    const MOST: usize = 8;
    let shown = names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join("、");
    if names.len() > MOST { format!("{shown}等") } else { shown }
}

//! One score cell, one nature cell, one flag cell → what they mean. Nothing is guessed: an unknown word is said to be unknown.

use crate::model::facts::{AttemptKind, Outcome};
use crate::model::number::Decimal;
use crate::model::text::fold;
use crate::policy::GradePolicy;

/// What a score cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Score {
    /// Nothing is written.
    Blank,
    /// One attempt, with its sort if the notation names it.
    One(Option<AttemptKind>, Outcome),
    /// Several attempts in order of time (`46/60`, `0,30,13`), each with its own part of the text.
    Several(Vec<(Option<AttemptKind>, Outcome, String)>),
    /// A number off the scale.
    OffScale,
    /// A word nobody explained.
    Unknown,
}

/// Reads a score cell. `list_of` is the sort of attempt of a column that may hold a comma list (重修成绩 `38,37,32`).
#[must_use]
pub fn read_score(text: &str, list_of: Option<AttemptKind>, policy: &GradePolicy) -> Score {
    /// What people write where there is nothing to write.
    const NOTHING: [&str; 7] = ["", "-", "--", "—", "——", "/", "无"];
    let folded = fold(text);
    if NOTHING.contains(&&*folded) {
        return Score::Blank;
    }
    if let Some(token) = read_token(&folded, policy) {
        return match token {
            Token::Result(kind, outcome) => Score::One(kind, outcome),
            Token::OffScale => Score::OffScale,
        };
    }
    if let Some((left, right)) = folded.split_once('/')
        && !right.contains('/')
    {
        return read_parts([(left, AttemptKind::First), (right, AttemptKind::Makeup)], policy);
    }
    if let Some(kind) = list_of {
        return read_parts(folded.split([',', '、', ';']).map(|part| (part, kind)), policy);
    }
    Score::Unknown
}

fn read_parts<'t>(parts: impl IntoIterator<Item = (&'t str, AttemptKind)>, policy: &GradePolicy) -> Score {
    let mut attempts = Vec::new();
    for (part, kind) in parts {
        if part.is_empty() {
            continue;
        }
        match read_token(part, policy) {
            Some(Token::Result(marked, outcome)) => {
                attempts.push((Some(marked.unwrap_or(kind)), outcome, part.to_owned()));
            }
            Some(Token::OffScale) => return Score::OffScale,
            None => return Score::Unknown,
        }
    }
    if attempts.is_empty() { Score::Blank } else { Score::Several(attempts) }
}

enum Token {
    Result(Option<AttemptKind>, Outcome),
    OffScale,
}

fn read_token(text: &str, policy: &GradePolicy) -> Option<Token> {
    if let Some(outcome) = read_word(text, policy) {
        return Some(Token::Result(None, outcome));
    }
    let number = text.strip_suffix('分').unwrap_or(text);
    if let Some(score) = Decimal::parse(number) {
        let (low, high) = policy.scale;
        return Some(if (low..=high).contains(&score) {
            Token::Result(None, Outcome::Score(score))
        } else {
            Token::OffScale
        });
    }
    for (mark, kind) in &policy.marks {
        if let Some(rest) = text.strip_suffix(mark.as_str())
            && let Some(Token::Result(None, outcome)) = read_token(rest, policy)
        {
            return Some(Token::Result(Some(*kind), outcome));
        }
    }
    // A note in brackets behind a number: 0.00(未交), 65(补考).
    let (number, note) = text.strip_suffix(')')?.split_once('(')?;
    let score = Decimal::parse(number)?;
    if let Some(Nature::Kind(kind, _)) = read_nature(note) {
        return match read_token(number, policy)? {
            Token::Result(_, outcome) => Some(Token::Result(Some(kind), outcome)),
            off @ Token::OffScale => Some(off),
        };
    }
    let not_handed_in = matches!(note, "未交" | "缺交" | "未提交");
    let zero = not_handed_in || read_word(note, policy) == Some(Outcome::Zero);
    (zero && score == Decimal::ZERO).then_some(Token::Result(None, Outcome::Zero))
}

/// A word of the policy: level, two-level, zero, deferred, exempt. The text is folded.
#[must_use]
pub fn read_word(text: &str, policy: &GradePolicy) -> Option<Outcome> {
    let listed = |words: &[String]| words.iter().any(|word| word == text);
    if let Some((_, score)) = policy.levels.iter().find(|(word, _)| word == text) {
        Some(Outcome::Score(*score))
    } else if listed(&policy.zero) {
        Some(Outcome::Zero)
    } else if listed(&policy.two_level_pass) {
        Some(Outcome::Pass)
    } else if listed(&policy.two_level_fail) {
        Some(Outcome::Fail)
    } else if listed(&policy.deferred) {
        Some(Outcome::Deferred)
    } else if listed(&policy.exempt) {
        Some(Outcome::Exempt)
    } else {
        None
    }
}

/// Whether one of the policy's words is a plain number.
#[must_use]
pub fn has_number_words(policy: &GradePolicy) -> bool {
    let lists = [&policy.zero, &policy.two_level_pass, &policy.two_level_fail, &policy.deferred, &policy.exempt];
    let mut words = lists.into_iter().flatten().chain(policy.levels.iter().map(|(word, _)| word));
    words.any(|word| Decimal::parse(word).is_some())
}

/// What a word about the nature of an attempt (考试性质, 修读性质 …) says. Systems use these columns for different things,
/// so the value decides, not the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// The sort of attempt, and its number among several.
    Kind(AttemptKind, u8),
    /// Another programme (辅修).
    Minor,
    /// Exempt (免修).
    Exempt,
    /// Nothing that matters here (主修, 必修).
    Nothing,
}

/// Reads a word about the nature of an attempt; `None` for a word nobody explained. The text is folded.
#[must_use]
pub fn read_nature(text: &str) -> Option<Nature> {
    const FIRST: &[&str] = &[
        "正常考试",
        "正常",
        "初修",
        "初修取得",
        "期末考试",
        "期末",
        "正考",
        "首次",
        "首修",
        "初考",
        "首考",
        "首次考试",
        "初次",
        "新修",
        "正常修读",
        "初次修读",
        "首次修读",
    ];
    const RETAKE: &[&str] = &[
        "重修",
        "重考",
        "重学",
        "再修",
        "重修取得",
        "重修考试",
        "重新学习",
        "重新修读",
        "跟班重修",
        "单开班重修",
        "刷分",
        "重修补考",
    ];
    const DEFERRED: &[&str] = &["缓考", "缓考取得", "缓考考试"];
    const MINOR: &[&str] =
        &["辅修", "辅修专业", "双学位", "辅修双学位", "辅修学位", "微专业", "第二学位", "二专业", "第二专业"];
    const EXEMPT: &[&str] = &["免修", "免考"];
    const NOTHING: &[&str] = &[
        "主修",
        "主修专业",
        "本专业",
        "必修",
        "选修",
        "任选",
        "限选",
        "公选",
        "任意选修",
        "限定选修",
        "自修",
        "免听",
        "无",
        "-",
        "--",
        "有效",
        "考试",
        "考查",
        "闭卷",
        "开卷",
        "随班修读",
        "专业必修",
        "专业选修",
        "公共必修",
        "公共选修",
        "通识必修",
        "通识选修",
    ];
    let listed = |words: &[&str]| words.contains(&text);
    if text.is_empty() || listed(NOTHING) {
        return Some(Nature::Nothing);
    }
    if listed(FIRST) {
        return Some(Nature::Kind(AttemptKind::First, 1));
    }
    if listed(RETAKE) {
        return Some(Nature::Kind(AttemptKind::Retake, 1));
    }
    if listed(DEFERRED) {
        return Some(Nature::Kind(AttemptKind::Deferred, 1));
    }
    if listed(MINOR) {
        return Some(Nature::Minor);
    }
    if listed(EXEMPT) {
        return Some(Nature::Exempt);
    }
    // 补考, 补考一, 二次补考, 毕业补考, 补考取得 and 清考 are make-ups; a number among them tells them apart.
    if text.contains("补考") || text.contains("清考") {
        let sequence = match text {
            _ if text.contains(['二', '2']) => 2,
            _ if text.contains(['三', '3']) => 3,
            _ if text.contains("毕业") || text.contains("清考") => 9,
            _ => 1,
        };
        return Some(Nature::Kind(AttemptKind::Makeup, sequence));
    }
    if let Some(number) = text.strip_prefix("重修").and_then(|rest| rest.parse::<u8>().ok()) {
        return Some(Nature::Kind(AttemptKind::Retake, number));
    }
    None
}

/// 是 or 否, in the ways people write them; `None` for anything else. The text is folded.
#[must_use]
pub fn read_yes_no(text: &str) -> Option<bool> {
    const YES: &[&str] = &[
        "是",
        "Y",
        "y",
        "YES",
        "Yes",
        "yes",
        "1",
        "√",
        "✓",
        "✔",
        "对",
        "有",
        "合格",
        "通过",
        "同意",
        "批准",
        "已批准",
        "已审核",
        "已通过",
        "已解除",
        "解除",
        "符合",
        "TRUE",
        "true",
    ];
    const NO: &[&str] = &[
        "否",
        "N",
        "n",
        "NO",
        "No",
        "no",
        "0",
        "×",
        "✗",
        "✘",
        "X",
        "x",
        "无",
        "不合格",
        "不通过",
        "未通过",
        "不同意",
        "未批准",
        "不批准",
        "未审核",
        "未解除",
        "不符合",
        "FALSE",
        "false",
    ];
    if YES.contains(&text) {
        Some(true)
    } else if NO.contains(&text) {
        Some(false)
    } else {
        None
    }
}

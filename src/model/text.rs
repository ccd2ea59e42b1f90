//! Text of cells, made comparable. The original is always kept for display; folding is for comparison only.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// Whether folding leaves a text as it is, for certain: printed ASCII and the ideographs of everyday use, which most cells hold
/// and nothing else.
fn is_folded(text: &str) -> bool {
    text.chars().all(|character| character.is_ascii_graphic() || matches!(character, '\u{4E00}'..='\u{9FFF}'))
}

/// Folds width and compatibility forms (NFKC) and drops all white space and zero-width characters.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if is_folded(text) {
        return Cow::Borrowed(text);
    }
    text.nfkc().filter(|character| !character.is_whitespace() && !is_invisible(*character)).collect()
}

/// Folds width and compatibility forms only: white space still parts what it parts.
#[must_use]
pub fn fold_width(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    text.nfkc().filter(|character| !is_invisible(*character)).collect()
}

/// A header label for comparison: folded, without `*` and `★`.
#[must_use]
pub fn fold_label(text: &str) -> String {
    let folded: String =
        fold(text).chars().filter(|character| !matches!(character, '*' | '★' | ':' | '\'' | '"')).collect();
    // 【学号】: brackets around the whole are no note.
    let inner = folded.strip_prefix('【').and_then(|rest| rest.strip_suffix('】'));
    inner.filter(|inner| !inner.contains('】')).map_or(folded.clone(), str::to_owned)
}

/// A label without its bracketed notes: `成绩(百分制)` → `成绩`.
#[must_use]
pub fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for character in text.chars() {
        match character {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}

/// A person's name for comparison: folded, with every form of the middle dot (间隔号) as U+00B7.
#[must_use]
pub fn fold_name(text: &str) -> String {
    fold(text)
        .chars()
        .map(|character| match character {
            '‧' | '・' | '•' | '·' | '･' | '∙' | '⋅' | '.' => '·',
            other => other,
        })
        .collect()
}

/// A student number (学号) for comparison: folded, without apostrophes, letters in upper case. `None` if it is not one.
///
/// A number is 2 to 24 ASCII letters and digits with at least one digit. Footers, section rows and page headers are not.
#[must_use]
pub fn fold_student_id(text: &str) -> Option<Cow<'_, str>> {
    let is_folded = text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    let folded: Cow<str> = if is_folded {
        Cow::Borrowed(text)
    } else {
        let kept = fold(text).chars().filter(|c| !matches!(c, '\'' | '‘' | '’' | '`' | '′')).collect::<String>();
        Cow::Owned(kept.to_ascii_uppercase())
    };
    let valid = (2..=24).contains(&folded.len())
        && folded.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && folded.bytes().any(|byte| byte.is_ascii_digit());
    valid.then_some(folded)
}

/// A cohort (年级) for comparison: `2023`, `23级`, `2023级`, `2023年9月`, `202309` and `二〇二三级` are one. What names no year is
/// returned as it stands, folded; [`is_cohort`] tells them apart.
#[must_use]
pub fn fold_cohort(text: &str) -> String {
    const HAN_DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let folded = fold(text);
    let plain: String = folded
        .chars()
        .map(|character| match HAN_DIGITS.iter().position(|digit| *digit == character) {
            Some(value) => char::from(b'0' + u8::try_from(value).unwrap_or(0)),
            None if character == '零' => '0',
            None => character,
        })
        .collect();
    let n_digits = plain.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = plain.split_at(n_digits);
    // What may follow a year: 级, and the month of entry. 届 names the year of graduation.
    let is_plain_rest = rest.chars().all(|c| c.is_ascii_digit() || "级年月秋春季入学-./".contains(c));
    match digits.len() {
        4 | 6 | 8 if is_plain_rest && is_cohort(&digits[..4]) => digits[..4].to_owned(),
        2 if matches!(rest, "" | "级") => format!("20{digits}"),
        _ => folded.into_owned(),
    }
}

/// Whether a folded cohort is a year.
#[must_use]
pub fn is_cohort(folded: &str) -> bool {
    folded.len() == 4 && folded.parse::<u16>().is_ok_and(|year| (1990..2100).contains(&year))
}

/// Whether a character has a meaning on one computer only (造字).
#[must_use]
pub fn is_private_use(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

/// Hexadecimal, lower case.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Whether a character shows nothing and takes no room.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{202A}'..='\u{202E}')
}

/// The word that a slip of the pen most likely meant; `None` if none is near.
#[must_use]
pub fn nearest<'a>(written: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const NEAR: f64 = 0.5;
    // Who breaks off in the middle of a word has written all of it right.
    let is_begun = |word: &str| written.chars().nth(1).is_some() && word.starts_with(written);
    let similarity =
        |word: &str| if is_begun(word) { 1.0 } else { strsim::normalized_damerau_levenshtein(written, word) };
    let near = words.into_iter().map(|word| (word, similarity(word))).filter(|(_, near)| *near >= NEAR);
    near.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(word, _)| word)
}

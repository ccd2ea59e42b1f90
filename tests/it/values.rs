//! Values as cells hold them: numbers, terms, days, student numbers, names.

use tuanxue::model::number::{Decimal, Exact, Share, round_half_up, weighted_mean};
use tuanxue::model::origin::{CellRef, SheetIdx, Sources, column_letters};
use tuanxue::model::term::{Date, Term};
use tuanxue::model::text::{fold_cohort, fold_label, fold_name, fold_student_id, without_brackets};

#[test]
fn terms_are_read_in_every_spelling_that_schools_use() {
    let autumn = [
        "2021-2022-1",
        "2021~2022学年上学期",
        "2021秋季学期",
        "2021-2022学年 秋",
        "2021-2022学年第一学期",
        "202101",
        "20211",
        "21-22-1",
        "２０２１-２０２２-１",
        "2021—2022学年第1学期",
        "2021-2022-01",
        "2021-2022 1",
    ];
    for text in autumn {
        assert_eq!(Term::parse(text), Some(Term { year: 2021, number: 1 }), "{text}");
    }
    let spring =
        ["2021-2022-2", "2022春季学期", "2021-2022学年下学期", "2021-2022学年 春", "202102", "2021-2022学年第二学期"];
    for text in spring {
        assert_eq!(Term::parse(text), Some(Term { year: 2021, number: 2 }), "{text}");
    }
    assert_eq!(Term::parse("2022夏季学期"), Some(Term { year: 2021, number: 3 }));
    for text in ["", "1", "秋", "2021", "2021-2023-1", "2021-2022-4", "202113", "大一上"] {
        assert_eq!(Term::parse(text), None, "{text}");
    }
}

#[test]
fn terms_are_read_from_two_columns() {
    for (year, term) in [
        ("2021-2022", "2"),
        ("2021-2022", "春"),
        ("2021-2022学年", "第二学期"),
        ("2021", "2"),
        ("2021", "春"),
        ("2021-2022", "2021-2022-2"),
    ] {
        assert_eq!(Term::parse_parts(year, term), Some(Term { year: 2021, number: 2 }), "{year} {term}");
    }
    assert_eq!(Term::parse_parts("2021-2022", ""), None);
}

/// With two terms a year the last year is this term and the one before; a third, short term does not push one out.
#[test]
fn the_last_year_holds_the_terms_within_one_year() {
    let term = |year, number| Term { year, number };
    let last = term(2025, 1);
    let within = [term(2025, 1), term(2024, 3), term(2024, 2)];
    let outside = [term(2024, 1), term(2023, 2), term(2025, 2)];
    assert!(within.iter().all(|term| term.is_within_year_to(last)));
    assert!(outside.iter().all(|term| !term.is_within_year_to(last)));
    assert_eq!(Term::from_ordinal(last.ordinal()), last);
}

#[test]
fn days_are_read_as_people_write_them() {
    for text in
        ["2025-3-1", "2025/03/01", "2025.3.1", "2025年3月1日", "20250301", "2025-03-01 00:00:00", "２０２５年３月１日"]
    {
        assert_eq!(Date::parse(text), Date::new(2025, 3, 1), "{text}");
    }
    for text in ["2025-2-29", "2025-13-1", "25-3-1", "三月", "2025年3月", ""] {
        assert_eq!(Date::parse(text), None, "{text}");
    }
    assert!(Date::parse("2024-2-29").is_some());
    for (text, month, day) in [
        ("二〇二五年三月一日", 3, 1),
        ("二零二五年十月十日", 10, 10),
        ("2025年十二月二十五日", 12, 25),
        ("二○二五年十一月三十日", 11, 30),
        ("二〇二五年五月二十日", 5, 20),
        ("二〇二五年一月三十一日", 1, 31),
    ] {
        assert_eq!(Date::parse(text), Date::new(2025, month, day), "{text}");
    }
    // Which century nobody says.
    assert_eq!(Date::parse("二五年三月一日"), None);
    assert_eq!(Date::parse("25.3.1"), None);
}

#[test]
fn a_number_cell_is_the_decimal_that_is_shown() {
    let cases = [
        (86.1, "86.1"),
        (29.020_000_000_000_003, "29.02"),
        (0.1 + 0.2, "0.3"),
        (65.846_938_775_510_2, "65.8469387755102"),
        (100.0, "100"),
        (0.5, "0.5"),
        (-3.25, "-3.25"),
        (0.0, "0"),
        (1e-20, "0"),
        (0.000_123, "0.000123"),
    ];
    for (stored, shown) in cases {
        assert_eq!(Decimal::from_f64(stored).unwrap().to_string(), shown);
    }
    for stored in [f64::NAN, f64::INFINITY, 1e18, 1e300] {
        assert_eq!(Decimal::from_f64(stored), None);
    }
}

#[test]
fn only_plain_decimals_are_numbers() {
    for text in ["85", "73.5", "+5", "-1.25", ".5", "5.", "007"] {
        assert!(Decimal::parse(text).is_some(), "{text}");
    }
    for text in ["", ".", "-", "1e3", "1,000", "85 ", "70,73", "0x10", "nan", "inf", "九十", "999999999999999999999"]
    {
        assert_eq!(Decimal::parse(text), None, "{text}");
    }
}

/// 2.675 and 1.005 have no exact double; the products of exact fractions have. 85.5 → 86 where a scheme shows integers.
#[test]
fn rounding_is_half_up_and_exact() {
    for (text, decimals, shown) in [
        ("2.675", 2, "2.68"),
        ("84.125", 2, "84.13"),
        ("86.005", 2, "86.01"),
        ("1.005", 2, "1.01"),
        ("85.5", 0, "86"),
        ("84", 2, "84.00"),
        ("-0.004", 2, "0.00"),
    ] {
        assert_eq!(round_half_up(Decimal::parse(text).unwrap().exact(), decimals), shown);
    }
    assert_eq!(round_half_up(Exact::new(2, 3), 4), "0.6667");
}

#[test]
fn a_mean_is_a_fraction() {
    let units = |text: &str| i128::from(Decimal::parse(text).unwrap().units());
    // 85·4 + 60·3 + 55·2 + 78·2 = 786 over 11.
    let weighted =
        units("85") * units("4") + units("60") * units("3") + units("55") * units("2") + units("78") * units("2");
    assert_eq!(weighted_mean(weighted, units("11")), Some(Exact::new(786, 11)));
    assert_eq!(weighted_mean(0, 0), None);
}

#[test]
fn shares_are_fractions_and_never_decimals() {
    assert_eq!(Share::parse("30%"), Share::parse("30/100"));
    assert_eq!(Share::parse("0").unwrap().floor_of(1000), 0);
    for text in ["0.3", "30", "1/0", "", "-1/2", "三成"] {
        let share = Share::parse(text);
        assert!(share.is_none() || text == "30", "{text}");
    }
    let share = Share::parse("30/100").unwrap();
    assert_eq!((share.floor_of(45), share.half_up_of(45), share.ceil_of(45)), (13, 14, 14));
}

#[test]
fn student_numbers_are_text_with_digits() {
    for (written, folded) in [
        ("202301000017", "202301000017"),
        (" ２０２３０１ ", "202301"),
        ("'2023010001", "2023010001"),
        ("2014ys0001", "2014YS0001"),
        ("U2023\u{a0}00017", "U202300017"),
        ("2023\u{200b}01", "202301"),
    ] {
        assert_eq!(fold_student_id(written).as_deref(), Some(folded));
    }
    for written in ["", "合计", "35人", "2024-06-20", "平均成绩", "1", "学号", "ABC"] {
        assert_eq!(fold_student_id(written), None, "{written}");
    }
}

#[test]
fn names_and_labels_are_compared_folded() {
    for written in ["迪丽努尔·艾力", "迪丽努尔•艾力", "迪丽努尔・艾力", "迪丽努尔．艾力", " 迪丽努尔 · 艾力"]
    {
        assert_eq!(fold_name(written), "迪丽努尔·艾力");
    }
    assert_eq!(fold_label("  学　号 *"), "学号");
    assert_eq!(without_brackets(&fold_label("成绩（百分制）")), "成绩");
    assert_eq!([fold_cohort("2023"), fold_cohort("23级"), fold_cohort("2023级")], ["2023", "2023", "2023"]);
}

#[test]
fn cells_print_as_spreadsheets_name_them() {
    let letters: Vec<String> = [0, 25, 26, 701, 702, 16383].into_iter().map(column_letters).collect();
    assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    let mut sources = Sources::default();
    sources.push("成绩.xlsx", vec!["Sheet1".to_owned()]);
    let cell = |row, column| CellRef::new(SheetIdx::new(0, 0), row, column);
    assert_eq!(sources.show(cell(16, 3)), "成绩.xlsx › Sheet1 › D17");
    let cells = [cell(4, 1), cell(2, 1), cell(3, 1), cell(9, 1), cell(9, 1)];
    assert_eq!(sources.show_all(&cells), ["成绩.xlsx › Sheet1 › B3:B5", "成绩.xlsx › Sheet1 › B10"]);
}

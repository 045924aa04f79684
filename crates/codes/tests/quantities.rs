//! Numbers in words, phrase by phrase.

#![allow(clippy::unwrap_used)]

use diurna_codes::quantities::{TABLE, Table, read_with};
use diurna_codes::read;

#[track_caller]
fn is(words: &str, low: u32, high: u32) {
    assert_eq!(read(words), Some((low, Some(high))), "{words}");
}

#[track_caller]
fn open(words: &str, low: u32) {
    assert_eq!(read(words), Some((low, None)), "{words}");
}

#[test]
fn exact() {
    for (words, count) in [
        ("14", 14),
        ("three", 3),
        ("Three", 3),
        ("twenty-two", 22),
        ("twenty two civilians", 22),
        ("2,300", 2300),
        ("2\u{202f}300", 2300),
        ("1 200 people", 1200),
        ("1 200 000", 1_200_000),
        ("5 (200 of them children)", 5),
        ("12, 200", 12),
        ("2031 200", 2031),
        ("1.5 million", 1_500_000),
        ("2.25 million people", 2_250_000),
        ("two dozen", 24),
        ("a dozen", 12),
        ("dozen", 12),
        ("half a dozen", 6),
        ("half-a-dozen", 6),
        ("half a million", 500_000),
        ("a hundred", 100),
        ("a hundred and fifty", 150),
        ("one hundred and one", 101),
        ("two thousand three hundred", 2300),
        ("fifteen hundred", 1500),
        ("one million", 1_000_000),
        ("3 thousand", 3000),
        ("five score", 100),
        ("a pair of brothers", 2),
        ("both", 2),
        ("a", 1),
        ("an", 1),
        ("a coalition contractor", 1),
        ("one", 1),
        ("a 14-year-old boy", 1),
        ("no", 0),
        ("none", 0),
        ("nobody", 0),
        ("No one", 0),
        ("zero", 0),
        ("no deaths", 0),
        ("the three men", 3),
        ("another three", 3),
        ("a further 12 people", 12),
        ("an additional two", 2),
        ("another", 1),
        ("all 34 passengers", 34),
        ("only two", 2),
        ("three others", 3),
        ("three soldiers and two civilians", 3),
        ("two and three", 2),
    ] {
        is(words, count, count);
    }
}

#[test]
fn vague() {
    for (words, low, high) in [
        ("several", 3, 9),
        ("a handful of fatalities", 2, 6),
        ("a few", 2, 5),
        ("a couple of", 2, 5),
        ("dozens", 24, 99),
        ("dozens of people", 24, 99),
        ("scores", 40, 99),
        ("hundreds", 200, 999),
        ("thousands", 2000, 9999),
        ("tens of thousands", 20_000, 99_999),
        ("hundreds of thousands of people", 200_000, 999_999),
        ("several hundred", 300, 999),
        ("several dozen", 36, 119),
        ("a few thousand", 2000, 5999),
    ] {
        is(words, low, high);
    }
}

#[test]
fn two_bounds_close_a_range() {
    is("more than 100 and fewer than 120 people", 101, 119);
    is("at least 100 but no more than 120", 100, 120);
    is("over 1 200 but under 1 300", 1201, 1299);
    is("at least two and up to five", 2, 5);
    is("between 20 and 25 people", 20, 25);
    // A second number without a bound is of somebody else.
    open("more than 100 and 20 others", 101);
    open("more than 20 and fewer than 10", 21);
}

#[test]
fn bounds() {
    open("at least 14", 14);
    open("At least four people", 4);
    open("at least a dozen", 12);
    open("no fewer than 7", 7);
    open("more than a dozen", 13);
    open("more than 20", 21);
    open("over 1,000", 1001);
    open("just over 50", 51);
    open("at least several", 3);
    open("at least one", 1);
    open("at least a hundred and twenty", 120);
    open("14 or more", 14);
    open("100+", 100);
    is("up to 20", 0, 20);
    is("as many as 30", 0, 30);
    is("no more than three", 0, 3);
    is("fewer than 10", 0, 9);
    is("less than a hundred", 0, 99);
    is("fewer than 10 or 20", 0, 19);
    is("nearly 80", 77, 79);
    is("almost 200", 194, 199);
    is("nearly two dozen", 23, 23);
    is("about 40", 40, 40);
    is("around a dozen", 12, 12);
    is("some 300", 300, 300);
    is("approximately 15", 15, 15);
    is("an estimated 200", 200, 200);
    is("a total of 31 people", 31, 31);
    is("ten or fewer", 0, 10);
}

#[test]
fn ranges() {
    is("between 20 and 30", 20, 30);
    is("between two and five people", 2, 5);
    is("20 to 30", 20, 30);
    is("20-30", 20, 30);
    is("20–30", 20, 30);
    is("20 – 30", 20, 30);
    is("three or four", 3, 4);
    is("two or three hundred", 200, 300);
    is("1 to 2 million", 1_000_000, 2_000_000);
    is("from 10 to 15", 10, 15);
    is("about 20 to 30", 20, 30);
    open("at least 20 to 30", 20);
}

#[test]
fn nothing() {
    for words in [
        "",
        " ",
        "many",
        "many people",
        "a number of people",
        "numerous",
        "an unknown number of",
        "the soldiers",
        "soldiers",
        "20%",
        "20 percent of voters",
        "$5",
        "14-year-old boy",
        "second",
        "1.5",
        "1,23",
        "1,2345",
        "99999999999999999999",
        "5000 million",
        "at least",
        "between 20",
        "some of the men",
        "-",
        "at least at least at least at least at least at least at least at least at least at least 4",
    ] {
        assert_eq!(read(words), None, "{words}");
    }
}

#[test]
fn hostile_words_do_no_harm() {
    for words in
        ["a ".repeat(10_000), "million ".repeat(500), "9".repeat(5000), "—".repeat(900), "é-".repeat(300)]
    {
        let _ = read(&words);
    }
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn in_words(count: usize, and: &str) -> String {
    match count {
        0..=19 => ONES[count].to_owned(),
        20..=99 if count.is_multiple_of(10) => TENS[count / 10].to_owned(),
        20..=99 => format!("{}-{}", TENS[count / 10], ONES[count % 10]),
        100..=999 if count.is_multiple_of(100) => format!("{} hundred", ONES[count / 100]),
        100..=999 => format!("{} hundred{and}{}", ONES[count / 100], in_words(count % 100, and)),
        1000..=999_999 => {
            let rest = match count % 1000 {
                0 => String::new(),
                rest @ 1..=99 => format!("{and}{}", in_words(rest, and)),
                rest => format!(" {}", in_words(rest, and)),
            };
            format!("{} thousand{rest}", in_words(count / 1000, and))
        }
        _ => "one million".to_owned(),
    }
}

#[test]
fn words_up_to_a_million() {
    for count in (0..3000).chain((3000..1_000_000).step_by(997)).chain([999_999, 1_000_000]) {
        for and in [" and ", " "] {
            let words = in_words(count, and);
            let count = u32::try_from(count).unwrap();
            assert_eq!(read(&words), Some((count, Some(count))), "{words}");
        }
    }
}

#[test]
fn the_table_can_be_replaced() {
    let mine = TABLE.replace("vague\tdozens\t24\t99", "vague\tdozens\t20\t60");
    assert_ne!(mine, TABLE);
    let table = Table::parse(&mine).unwrap();
    assert_eq!(read_with(&table, "dozens of people"), Some((20, Some(60))));
    assert_eq!(read("dozens of people"), Some((24, Some(99))));
    assert!(Table::parse("vogue\tdozens\t20\t60").is_err());
    assert!(Table::parse("vague\tdozens").is_err());
    assert!(!format!("{:?}", Table::builtin()).contains("rows: []"));
}

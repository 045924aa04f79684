//! Hand-worked cases of tokens.

use diurna_text::token::tokenize;

/// Tokens of `text`, joined by "|".
fn cut(text: &str) -> String {
    let mut spans = Vec::new();
    tokenize(text, 0, text.len(), &mut spans);
    spans.iter().map(|&(a, b)| &text[a..b]).collect::<Vec<_>>().join("|")
}

#[test]
fn clitics_stand_apart() {
    assert_eq!(cut("They don't know"), "They|do|n't|know");
    assert_eq!(cut("He can’t, cannot and won’t"), "He|ca|n’t|,|can|not|and|wo|n’t");
    assert_eq!(
        cut("Kabul's mayor's we've I'll they're I'd I'm"),
        "Kabul|'s|mayor|'s|we|'ve|I|'ll|they|'re|I|'d|I|'m"
    );
    assert_eq!(cut("the rebels’ camp"), "the|rebels|’|camp");
    assert_eq!(cut("(UN)'s couldn't've"), "(|UN|)|'s|could|n't|'ve");
    assert_eq!(cut("AL-SHABAAB'S MEN DIDN'T"), "AL-SHABAAB|'S|MEN|DID|N'T");
}

#[test]
fn names_keep_their_apostrophe() {
    assert_eq!(
        cut("O'Brien in Sana'a, Ta’izz and Côte d'Ivoire"),
        "O'Brien|in|Sana'a|,|Ta’izz|and|Côte|d'Ivoire"
    );
    assert_eq!(cut("Sana'a's N'Djamena"), "Sana'a|'s|N'Djamena");
}

#[test]
fn abbreviations_keep_their_stop() {
    assert_eq!(cut("On Feb. 15 the U.S. said"), "On|Feb.|15|the|U.S.|said");
    assert_eq!(cut("At 6 p.m. in Washington, D.C., he"), "At|6|p.m.|in|Washington|,|D.C.|,|he");
    assert_eq!(cut("Lt. Col. J. R. Smith Jr. met Gen. Ali."), "Lt.|Col.|J.|R.|Smith|Jr.|met|Gen.|Ali|.");
    assert_eq!(cut("No. 3 said no."), "No.|3|said|no|.");
    assert_eq!(cut("The U.S.-led force"), "The|U.S.-led|force");
    assert_eq!(cut("so did I. Then"), "so|did|I|.|Then");
    assert_eq!(cut("Roe v. Wade"), "Roe|v.|Wade");
}

#[test]
fn numbers_stay_whole() {
    assert_eq!(cut("1,200 died, 2.5 per cent at 15:00."), "1,200|died|,|2.5|per|cent|at|15:00|.");
    assert_eq!(cut("$5m, €3.2bn and 10%"), "$|5m|,|€|3.2bn|and|10|%");
    assert_eq!(cut("2014-2015, 10–15 and 24/7"), "2014-2015|,|10–15|and|24/7");
    assert_eq!(cut("1\u{202f}200 and 1\u{a0}200\u{a0}000"), "1\u{202f}200|and|1\u{a0}200\u{a0}000");
    assert_eq!(cut("1 200, 12\u{a0}km, 5\u{a0}2000"), "1|200|,|12|km|,|5|2000");
    assert_eq!(cut("Feb. 15,2003 .22 the '90s 5th"), "Feb.|15|,|2003|.22|the|'90s|5th");
}

#[test]
fn hyphenated_words_stay_whole() {
    assert_eq!(
        cut("Iranian-backed al-Shabaab left Khan-Younis and Mazar-i-Sharif; a 50-year-old"),
        "Iranian-backed|al-Shabaab|left|Khan-Younis|and|Mazar-i-Sharif|;|a|50-year-old"
    );
    assert_eq!(cut("KABUL -- Two - or three — died–here"), "KABUL|--|Two|-|or|three|—|died|–|here");
    assert_eq!(cut("a pre- and post-war plan"), "a|pre|-|and|post-war|plan");
}

#[test]
fn quotes_brackets_and_dots() {
    assert_eq!(cut("“Stop,” he said…"), "“|Stop|,|”|he|said|…");
    assert_eq!(cut("\"We ('the army') left...\""), "\"|We|(|'|the|army|'|)|left|...|\"");
    assert_eq!(cut("What?! [sic]"), "What|?!|[|sic|]");
    assert_eq!(cut("He was killed.The army"), "He|was|killed|.|The|army");
}

#[test]
fn addresses_stay_whole() {
    assert_eq!(
        cut("See https://example.org/a?b=1, www.un.org. Write press.desk@example.org."),
        "See|https://example.org/a?b=1|,|www.un.org|.|Write|press.desk@example.org|."
    );
    assert_eq!(cut("@army_news: #Aleppo AT&T bbc.com"), "@army_news|:|#Aleppo|AT&T|bbc.com");
}

#[test]
fn spaces_of_all_kinds_separate() {
    assert_eq!(cut("two\u{a0}men\u{200b}died\u{feff}"), "two|men|died");
}

//! A user's own file of actors.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{read, read_with};
use diurna_actor::Lexicon;
use diurna_core::ActorKind;

#[test]
fn rows_of_the_file_are_found_by_name_and_alias() {
    let mut lexicon = Lexicon::new();
    let file = "river-guard\tRiver Guard\tarmed_group\tSDN\tHaras al-Nahr\n";
    assert_eq!(lexicon.extend(file), Ok(1));
    let text = "River Guard fighters took the ferry. Haras al-Nahr kept it.";
    let seen = read_with(text, &lexicon);
    let group = seen.actor("Haras al-Nahr");
    assert_eq!(group.name, "River Guard");
    assert_eq!((group.kind, group.country.as_deref()), (ActorKind::ArmedGroup, Some("SDN")));
    assert_eq!(group.key.as_deref(), Some("river-guard"));
    assert!(read(text).named("River Guard").is_empty(), "without the file nobody is called so");
}

#[test]
fn comments_empty_lines_and_column_names_are_no_rows() {
    let mut lexicon = Lexicon::new();
    let file = "# ours\n\nid\tname\tkind\tcountry\taliases\na\tRed Lantern\torganisation\t\t\nb\tBlue Lantern\tcompany\n";
    assert_eq!(lexicon.extend(file), Ok(2));
    assert_eq!(lexicon.extend(""), Ok(0));
    assert_eq!(read_with("Blue Lantern closed.", &lexicon).actor("Blue Lantern").kind, ActorKind::Company);
}

#[test]
fn a_row_without_an_id_gets_one_from_its_name() {
    let mut lexicon = Lexicon::new();
    assert_eq!(lexicon.extend("\tRed Lantern\torganisation\t\t\n"), Ok(1));
    let seen = read_with("Red Lantern closed.", &lexicon);
    assert_eq!(seen.actor("Red Lantern").key.as_deref(), Some("red-lantern"));
    assert_eq!(seen.actor("Red Lantern").country, None);
}

#[test]
fn an_unknown_kind_is_refused_with_its_line() {
    let error = Lexicon::new().extend("# ours\nx\tRed Lantern\tpirates\t\t\n").unwrap_err();
    assert_eq!(error.line, 2);
    assert!(error.reason.contains("pirates"), "{}", error.reason);
    assert!(error.to_string().starts_with("line 2: "), "{error}");
}

#[test]
fn a_row_without_a_name_is_refused() {
    assert_eq!(Lexicon::new().extend("x\t\tcompany\n").unwrap_err().line, 1);
    assert_eq!(Lexicon::new().extend("one word\n").unwrap_err().line, 1);
}

#[test]
fn a_two_letter_alias_counts_only_beside_the_full_name() {
    let mut lexicon = Lexicon::new();
    lexicon.extend("river-guard\tRiver Guard\tarmed_group\tSDN\tRG\n").unwrap();
    assert!(read_with("RG took the ferry.", &lexicon).named("River Guard").is_empty());
    let seen = read_with("The River Guard took the ferry. RG kept it.", &lexicon);
    assert_eq!(seen.named("River Guard"), ["River Guard", "RG"]);
}

#[test]
fn a_capitalised_name_is_not_found_in_lower_case_words() {
    let mut lexicon = Lexicon::new();
    lexicon.extend("river-guard\tRiver Guard\tarmed_group\tSDN\t\n").unwrap();
    assert!(read_with("A river guard slept on the bank.", &lexicon).named("River Guard").is_empty());
}

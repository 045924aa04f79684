//! Command lines that are wrong, and the help.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{folder, run};
use std::fs;

#[test]
fn a_wrong_command_line_is_told_what_to_do() {
    let at = folder("usage");
    for (args, words) in [
        (
            &["show", "x"][..],
            ["not the number of an incident; write it as `diurna incidents` prints", "diurna show"],
        ),
        (&["show", "-3"], ["not the number of an incident", "diurna show"]),
        (
            &["publish", "site", "--delay", "x"],
            ["not a number of days; write a whole number", "diurna publish"],
        ),
        (&["publish", "site", "--delay", "-1"], ["not a number of days", "diurna publish"]),
        (&["incidents", "--min-killed", "few"], ["not a number of dead", "diurna incidents"]),
        (
            &["incidents", "--limit", "all"],
            ["not a number of incidents; write how many, or 0", "diurna incidents"],
        ),
        (&["fetch", "a.opml", "--most", "x"], ["not a number of pages", "diurna fetch"]),
        (&["serve", "--port", "99999"], ["not a port; write a number from 1 to 65535", "diurna serve"]),
        (&["serve", "--port", "-1"], ["not a port", "diurna serve"]),
        (
            &["serve", "--host", "https://review.example.org"],
            ["not the name of a server; write it without https://", "diurna serve"],
        ),
        (&["serve", "--host", ""], ["not the name of a server", "diurna serve"]),
        (&["add", "a.txt", "-j", "-1"], ["not a number of threads", "diurna add"]),
        (&["watch", "in", "--every", "-1"], ["not a number of seconds", "diurna watch"]),
        (&["fetch", "a.opml", "--most", "-3"], ["not a number of pages", "diurna fetch"]),
        (&["export", "--changes-since", "-1"], ["not a time", "diurna export"]),
        (&["serve", "--address", "here"], ["not an address; write one such as 127.0.0.1", "diurna serve"]),
        (&["users", "add", "mira", "--role", "king"], ["roles are viewer", "diurna users add"]),
        (&["read"], ["<INPUTS>", "diurna read"]),
        (&["read", "a.txt", "--bogus"], ["--bogus", "diurna read"]),
        (&["export"], ["--format", "diurna export"]),
        (&["write"], ["unrecognized subcommand 'write'", "diurna"]),
    ] {
        let run = run(&at, args).code(2).says(&["error: ", words[0]]);
        let hint = format!("\n  hint: `{} --help` says how it is written\n", words[1]);
        assert!(run.out.is_empty() && run.err.ends_with(&hint), "{args:?}: {}", run.err);
        assert!(
            !run.err.contains("invalid digit") && !run.err.contains("For more information"),
            "{}",
            run.err
        );
    }
    assert!(fs::read_dir(&at).unwrap().next().is_none(), "nothing is left");
}

#[test]
fn filters_that_nothing_can_fit_are_refused() {
    let at = folder("filters");
    for command in [&["incidents"][..], &["export", "--format", "csv"], &["publish", "site"]] {
        for nothing in ["***", "", "\" \"", "-"] {
            let text = format!("--text={nothing}");
            let run = run(&at, &[command, &[&text]].concat()).code(2);
            run.says(&["--text", "holds no word; write one or more", "hint: "]);
        }
        let open = run(&at, &[command, &["--text", "unclosed \"quote"]].concat()).code(2);
        open.says(&[
            "--text",
            "a quotation mark is not closed; put one before and one after words",
            "hint: ",
        ]);
        let days = ["--since", "2031-06-01", "--until", "2031-05-31"];
        let run = run(&at, &[command, &days].concat()).code(2);
        run.says(&["--since 2031-06-01 is later than --until 2031-05-31", "hint: give the earlier day"]);
    }
    // One day is a span, and a word in any script is a word: here only the database is missing.
    let one = ["incidents", "--since", "2031-06-01", "--until", "2031-06-01", "--text", "قصف*"];
    run(&at, &one).code(1).says(&["there is no database"]);
}

#[test]
fn help_of_the_help() {
    let at = folder("help");
    let help = run(&at, &["help"]).code(0).out;
    assert!(help.starts_with("Reads news reports"), "{help}");
    assert_eq!(run(&at, &["help", "--help"]).code(0).out, help);
    let show = run(&at, &["help", "show"]).code(0).out;
    assert!(show.contains("Usage: diurna show"), "{show}");
    assert_eq!(run(&at, &["help", "show", "-h"]).code(0).out, show);
}

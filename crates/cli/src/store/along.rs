//! `diurna watch` and `diurna fetch`: reports are added as they come.

use super::add::{Adding, Counts};
use super::{FetchArgs, WatchArgs, failed};
use crate::inputs::{self, Job};
use crate::messages::{advice_of_input, count};
use crate::read::complain;
use diurna_fetch::{Error, Fetched, Fetcher, State, Subscription, Validators, Watcher, read_opml};
use diurna_store::{is_on_server, shown};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Runs `diurna watch`.
pub(super) fn watch(args: &WatchArgs) -> ExitCode {
    let mut adding = match Adding::open(&args.db, &args.who, args.json) {
        Ok(adding) => adding,
        Err(e) => return failed(&args.db.path, &e),
    };
    let mut watcher = Watcher::new(&args.folder);
    let mut told: Vec<Error> = Vec::new();
    let mut quiet = 0;
    loop {
        let poll = match watcher.poll() {
            Ok(poll) => poll,
            Err(e) => {
                complain(&e.to_string(), no_folder(&args.folder).or(e.hint()));
                return ExitCode::from(1);
            }
        };
        // A trouble that lasts is told once.
        poll.troubles.iter().filter(|e| !told.contains(e)).for_each(|e| complain(&e.to_string(), e.hint()));
        told = poll.troubles;
        quiet = if poll.ready.is_empty() { quiet + 1 } else { 0 };
        if !poll.ready.is_empty() {
            let fetcher = Fetcher::new(diurna_fetch::Options::default());
            for job in inputs::jobs(&poll.ready, fetcher) {
                if let Err(e) = adding.take(job) {
                    return failed(&args.db.path, &e);
                }
            }
        }
        // The first look sees a file, the second that it has come to rest.
        if args.once && quiet >= 2 {
            return adding.end(&args.db.path);
        }
        std::thread::sleep(Duration::from_secs_f64(args.every));
    }
}

/// What to do about something that was named as a folder and is none.
fn no_folder(path: &Path) -> Option<&'static str> {
    if path.to_str().is_some_and(inputs::is_address) {
        return Some("`diurna add` takes addresses, and `diurna fetch` those of feeds");
    }
    path.is_file().then_some("name the folder in which it lies; `diurna add` takes files")
}

/// Runs `diurna fetch`.
pub(super) fn fetch(args: &FetchArgs) -> ExitCode {
    let mut adding = match Adding::open(&args.db, &args.who, args.json) {
        Ok(adding) => adding,
        Err(e) => return failed(&args.db.path, &e),
    };
    let memory = args.state.clone().unwrap_or_else(|| beside(&args.db.path));
    let mut state = match State::load(&memory) {
        Ok(state) => state,
        Err(e) => {
            complain(&e.to_string(), e.hint());
            return ExitCode::from(1);
        }
    };
    let fetcher = args.web.fetcher();
    let feeds: Vec<Subscription> =
        args.feeds.iter().flat_map(|input| subscriptions(input, &mut adding.counts)).collect();
    for feed in feeds {
        match one_feed(&fetcher, &feed.url, &mut state, args.most, &mut adding) {
            Ok(true) => {}
            // There is nothing to remember of a feed that did not come.
            Ok(false) => continue,
            Err(e) => return failed(&args.db.path, &e),
        }
        // After each feed: what was added is not asked for again, whatever comes next.
        if let Err(e) = state.save(&memory) {
            complain(&e.to_string(), e.hint());
            return ExitCode::from(1);
        }
    }
    adding.end(&args.db.path)
}

/// Adds what is new in a feed; false where the feed did not come. What failed for now is asked for again the next time.
fn one_feed(
    fetcher: &Fetcher,
    url: &str,
    state: &mut State,
    most: usize,
    adding: &mut Adding,
) -> Result<bool, diurna_store::Error> {
    let known = state.feed(url);
    let news = match fetcher.feed(url, known) {
        Ok(news) => news,
        Err(e) => {
            refused(&e, &mut adding.counts);
            return Ok(false);
        }
    };
    news.troubles.iter().for_each(|e| refused(e, &mut adding.counts));
    if news.passed_over > 0 {
        complain(&format!("{url}: passed over: {}", count(news.passed_over, "older sitemap")), None);
    }
    let mut all = news.items.len() <= most;
    for item in news.items.iter().take(most) {
        match fetcher.page(&item.url, &Validators::default()) {
            Ok(Fetched::Page(page)) => adding.take(Job::Web(inputs::stamped(page)))?,
            Ok(Fetched::NotModified) => {}
            Err(e) => {
                refused(&e, &mut adding.counts);
                if e.is_passing() {
                    all = false;
                    continue;
                }
            }
        }
        known.mark(&item.guid);
    }
    if all && !news.not_modified {
        known.settle(news.validators, &news.guids);
    }
    Ok(true)
}

fn refused(e: &Error, counts: &mut Counts) {
    counts.bad += 1;
    complain(&e.to_string(), e.hint());
}

/// The feeds that an input names: an address is one, a file is a list of them (OPML).
fn subscriptions(input: &Path, counts: &mut Counts) -> Vec<Subscription> {
    if let Some(url) = input.to_str().filter(|text| inputs::is_address(text)) {
        return vec![Subscription { url: url.to_string(), title: None }];
    }
    if let Some((message, hint)) = inputs::no_file(input) {
        counts.bad += 1;
        complain(&message, Some(&hint));
        return Vec::new();
    }
    let name = input.display().to_string();
    let bytes = match std::fs::read(input) {
        Ok(bytes) => bytes,
        Err(e) => {
            counts.bad += 1;
            complain(&format!("{name}: cannot be read: {}", inputs::plain(&e)), advice_of_input(&e));
            return Vec::new();
        }
    };
    read_opml(&name, &bytes).unwrap_or_else(|e| {
        refused(&e, counts);
        Vec::new()
    })
}

/// What is remembered of feeds lies beside a database that is a file. For one on a server it lies in the folder where the
/// program runs, under the name of the database and of who serves it.
fn beside(db: &Path) -> PathBuf {
    if !is_on_server(db) {
        let mut name = db.file_name().unwrap_or_default().to_os_string();
        name.push(".feeds.json");
        return db.with_file_name(name);
    }
    let shown = shown(db);
    let place = shown.split_once("://").map_or(shown.as_str(), |(_, rest)| rest);
    let place = place.split_once('@').map_or(place, |(_, place)| place);
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' };
    PathBuf::from(format!("{}.feeds.json", place.chars().map(safe).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_feeds_are_remembered() {
        for (db, expected) in [
            ("news/diurna.db", "news/diurna.db.feeds.json"),
            (
                "postgres://mira:secret@db.example:5433/news?sslmode=require",
                "db.example_5433_news.feeds.json",
            ),
            ("postgresql:///news?host=/run/postgresql", "_news.feeds.json"),
        ] {
            assert_eq!(beside(Path::new(db)), Path::new(expected));
        }
    }
}

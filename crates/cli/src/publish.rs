//! `diurna publish`.

use crate::args::date;
use crate::export::{given, texts_of};
use crate::inputs::plain;
use crate::messages::{advice, count, unnumbered};
use crate::read::complain;
use crate::reviewed::fits;
use crate::store::args::{Db, Filters};
use crate::usage;
use clap::{Args, ValueEnum};
use diurna_export::{Coarsen, Options};
use diurna_publish::{Done, Error, Folder, Input, Settings};
use diurna_review::{Review, State, overlay};
use diurna_store::{Filter, Store};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Args)]
pub(crate) struct PublishArgs {
    /// The folder to write: a new one, or one that an earlier run wrote, which is replaced as a whole.
    out: PathBuf,
    #[command(flatten)]
    db: Db,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// Name of the publication.
    #[arg(long, value_name = "TEXT", default_value = "Incident record")]
    title: String,
    /// Its licence, such as "CC BY-SA 4.0"; it is yours to choose.
    #[arg(long, value_name = "TEXT")]
    licence: Option<String>,
    /// Leave out incidents younger than so many days, and those without a date.
    #[arg(
        long,
        value_name = "DAYS",
        default_value_t = 0,
        allow_negative_numbers = true,
        value_parser = usage::number::<u32>("not a number of days; write a whole number, such as 14")
    )]
    delay: u32,
    /// Tell no place closer than this.
    #[arg(long, value_enum, value_name = "LEVEL")]
    coarsen: Option<Level>,
    /// Also incidents that no person has accepted; the pages say so.
    #[arg(long)]
    unreviewed: bool,
    /// The day that the pages bear and from which delays are counted (YYYY-MM-DD). Else pages bear the day of the last line of the log,
    /// and delays are counted from today.
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// Names of private persons, minors and detainees, and the words for unnamed sources, too. Think of who could be harmed.
    #[arg(long)]
    include_private: bool,
    /// Planned and ongoing troop movements at once and with their exact place, not after a week and by province.
    #[arg(long)]
    include_movements: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    /// The first-level division: province, state, governorate.
    Admin1,
    /// The country.
    Country,
}

/// Why it failed.
enum Failure {
    Store(diurna_store::Error),
    Publish(Error),
    /// The folder that would be replaced holds the database.
    StoreInside,
}

/// Runs the command.
pub(crate) fn run(args: &PublishArgs) -> ExitCode {
    match publish(args) {
        Ok(done) => {
            tell(args, &done);
            ExitCode::SUCCESS
        }
        Err(Failure::Store(e)) => {
            complain(&format!("{}: {e}", diurna_store::shown(&args.db.path)), e.hint());
            crate::store::code(&e)
        }
        Err(Failure::Publish(e)) => {
            let (message, advice) = match &e {
                // Where files lie until all are written is of no concern.
                Error::Io { source, .. } => {
                    let message = format!("{}: cannot be written: {}", args.out.display(), plain(source));
                    (message, advice(source))
                }
                other => (unnumbered(&other.to_string()), None),
            };
            complain(&message, e.hint().or(advice));
            ExitCode::from(1)
        }
        Err(Failure::StoreInside) => {
            let message =
                format!("{}: holds the database {}", args.out.display(), diurna_store::shown(&args.db.path));
            complain(&message, Some("name another folder: this one would be replaced as a whole"));
            ExitCode::from(1)
        }
    }
}

/// Whether a file lies in a folder or below it; links are followed.
fn holds(folder: &Path, file: &Path) -> bool {
    match (folder.canonicalize(), file.canonicalize()) {
        (Ok(folder), Ok(file)) => file.starts_with(folder),
        _ => false,
    }
}

fn publish(args: &PublishArgs) -> Result<Done, Failure> {
    let store = Store::open_reading(&args.db.path).map_err(Failure::Store)?;
    if holds(&args.out, &args.db.path) {
        return Err(Failure::StoreInside);
    }
    let today = args.as_of.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
    let filter = args.filters.filter(None);
    let settings = Settings {
        title: args.title.clone(),
        licence: args.licence.clone(),
        options: Options {
            filters: filters(&filter, args.unreviewed),
            include_private: args.include_private,
            include_movements: args.include_movements,
            coarsen: args.coarsen.map(|level| match level {
                Level::Admin1 => Coarsen::Admin1,
                Level::Country => Coarsen::Country,
            }),
            dated: Some(dated(args, &store).map_err(Failure::Store)?.unwrap_or(today)),
            ..Options::new(today)
        },
        unreviewed: args.unreviewed,
        delay: args.delay,
    };
    let input = input(&store, &filter).map_err(Failure::Store)?;
    let mut folder = Folder::begin(&args.out).map_err(Failure::Publish)?;
    let texts = texts_of(&store);
    let done = diurna_publish::publish(input, &texts, &settings, &mut folder).map_err(Failure::Publish)?;
    folder.finish().map_err(Failure::Publish)?;
    Ok(done)
}

/// The filters by name; the least score chooses only among incidents that nobody accepted.
fn filters(filter: &Filter, unreviewed: bool) -> BTreeMap<String, String> {
    given(&Filter { min_score: filter.min_score.filter(|_| unreviewed), ..filter.clone() })
}

/// The day that pages bear: as given, or that of the last line of the log, so that one state of a database gives the same bytes.
fn dated(args: &PublishArgs, store: &Store) -> Result<Option<Date>, diurna_store::Error> {
    if args.as_of.is_some() {
        return Ok(args.as_of);
    }
    Ok(store.log(None, 1)?.first().and_then(|line| line.time.get(..10)?.parse().ok()))
}

/// Every incident of the store: those that the filters do not let through tell what is private in reports that they share. Filters ask
/// for the values that people stand by.
fn input(store: &Store, filter: &Filter) -> Result<Vec<Input>, diurna_store::Error> {
    let told = Filter { text: filter.text.clone(), ..Filter::default() };
    let told: BTreeSet<u64> = store.find(&told)?.0.into_iter().collect();
    let mut out = Vec::new();
    store.each_incident(&Filter::default(), |incident| {
        out.push(Input::new(incident, Review::default()));
        true
    })?;
    // Reviews are read last: what is marked as private meanwhile stays here.
    let mut reviews: BTreeMap<u64, Review> = BTreeMap::new();
    store.each_review(|id, review| {
        reviews.insert(id, review);
        true
    })?;
    let private = reviews.values().flat_map(|r| r.private_reports.iter().cloned()).collect();
    let private = store.in_all_versions(&private)?;
    // How sure the machine was is of no concern once a person stands by it.
    let sure = Filter { min_score: None, ..filter.clone() };
    for input in &mut out {
        input.review = reviews.remove(&input.incident.id).unwrap_or_default();
        let reports = input.incident.reports.iter().map(|r| &r.id);
        input.private_reports = reports.filter(|id| private.contains(*id)).cloned().collect();
        let partly = !input.private_reports.is_empty();
        input.private_reports.extend(input.review.private_reports.iter().cloned());
        // What the other reports tell. Where there are none, all of it is private, which is for the publication to say.
        if partly
            && let Some((rest, review)) = store.without_private(&input.incident, &input.review, &private)?
        {
            (input.incident, input.review) = (rest, review);
        }
        let accepted = matches!(input.review.state, State::Accepted | State::Published);
        let seen = overlay(&input.incident, &input.review);
        // Words are looked for in all reports: an answer would tell what stands in the private one.
        let told = told.contains(&input.incident.id) && !(partly && filter.text.is_some());
        input.chosen = told && fits(&seen, if accepted { &sure } else { filter });
    }
    out.sort_by_key(|input| input.incident.id);
    Ok(out)
}

fn tell(args: &PublishArgs, done: &Done) {
    complain(&format!("{}: {}", args.out.display(), count(done.incidents, "incident")), None);
    if done.unreviewed > 0 {
        let were = if done.unreviewed == 1 { "was" } else { "were" };
        complain(&format!("{} of them {were} not accepted by a person", done.unreviewed), None);
    }
    for (reason, count) in &done.left_out {
        let hint = (*reason == "not accepted by a person")
            .then_some("--unreviewed takes them too, and says so on every page");
        complain(&format!("left out: {count}: {reason}"), hint);
    }
    if args.licence.is_none() {
        complain(
            "no licence is named",
            Some("give one with --licence, so that others know what they may do"),
        );
    }
}

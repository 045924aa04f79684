//! `diurna serve`, `diurna demo` and `diurna users`.

use crate::inputs::plain;
use crate::read::{complain, print_all};
use crate::store::args::{Db, Who};
use crate::style::{harmless, harmless_json};
use crate::usage;
use clap::{Args, Subcommand};
use diurna_pipeline::{Options as Reading, Pipeline};
use diurna_review::Role;
use diurna_serve::{Failure, Options, ReadReport, Server};
use diurna_store::{By, Store};
use jiff::Timestamp;
use std::io::{BufRead, IsTerminal};
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

#[derive(Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    db: Db,
    /// Begin with an empty database where there is none yet.
    #[arg(long)]
    new: bool,
    /// The port; 0 takes a free one.
    #[arg(
        long,
        default_value_t = 8171,
        value_name = "N",
        allow_negative_numbers = true,
        value_parser = usage::number::<u16>("not a port; write a number from 1 to 65535, or 0 for a free one")
    )]
    port: u16,
    /// The address to listen at. Any but this machine's own needs users (see `diurna users`).
    #[arg(
        long,
        default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST),
        value_name = "ADDRESS",
        value_parser = usage::number::<IpAddr>("not an address; write one such as 127.0.0.1, 0.0.0.0 or ::1")
    )]
    address: IpAddr,
    /// A name under which people reach the server; may be given several times. Requests under other names are refused.
    #[arg(long, value_name = "NAME", value_parser = usage::host)]
    host: Vec<String>,
    /// A proxy in front of the server speaks TLS: cookies are for TLS alone, and the proxy's X-Forwarded-For is believed.
    #[arg(long)]
    behind_tls: bool,
    /// Your name for the log where nobody has to sign in; else "you".
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
}

#[derive(Args)]
pub(crate) struct DemoArgs {
    /// The port; 0 takes a free one.
    #[arg(
        long,
        default_value_t = 8171,
        value_name = "N",
        allow_negative_numbers = true,
        value_parser = usage::number::<u16>("not a port; write a number from 1 to 65535, or 0 for a free one")
    )]
    port: u16,
    /// Open the page in a browser.
    #[arg(long)]
    open: bool,
}

#[derive(Args)]
pub(crate) struct UsersArgs {
    #[command(subcommand)]
    what: Users,
}

#[derive(Subcommand)]
enum Users {
    /// Add a user; the password is asked for, or is the first line of standard input. The first user must be an owner.
    Add {
        /// The name; it stands in the log, and a pseudonym will do.
        #[arg(id = "user", value_name = "NAME")]
        name: String,
        /// What the user may do: viewer, editor, manager or owner.
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Role,
        #[command(flatten)]
        db: Db,
        #[command(flatten)]
        who: Who,
    },
    /// List users with their roles.
    List {
        #[command(flatten)]
        db: Db,
        /// Print JSON lines.
        #[arg(long)]
        json: bool,
    },
    /// Give a user another role; the user has to sign in again.
    Role {
        /// The user.
        #[arg(id = "user", value_name = "NAME")]
        name: String,
        /// viewer, editor, manager or owner.
        #[arg(value_parser = role)]
        role: Role,
        #[command(flatten)]
        db: Db,
        #[command(flatten)]
        who: Who,
    },
    /// Give a user another password; the user has to sign in again.
    Password {
        /// The user.
        #[arg(id = "user", value_name = "NAME")]
        name: String,
        #[command(flatten)]
        db: Db,
        #[command(flatten)]
        who: Who,
    },
    /// Remove a user with all sessions and tokens; what the user did stays in the log.
    Remove {
        /// The user.
        #[arg(id = "user", value_name = "NAME")]
        name: String,
        #[command(flatten)]
        db: Db,
        #[command(flatten)]
        who: Who,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let all: Vec<&str> = Role::ALL.iter().map(|r| r.as_str()).collect();
        format!("not a role; roles are {}", all.join(", "))
    })
}

/// Reads a sample report. The pipeline is loaded when the first is read.
fn reader() -> ReadReport {
    let pipeline: OnceLock<Pipeline> = OnceLock::new();
    Arc::new(move |bytes: &[u8], name: &str| {
        let line = std::str::from_utf8(bytes).map_err(|e| format!("{name}: {e}"))?;
        let pipeline = pipeline.get_or_init(Pipeline::new);
        pipeline.read_line(line, 1, &Reading::default()).map_err(|e| format!("{name}: {e}"))
    })
}

/// Runs `diurna serve`.
pub(crate) fn serve(args: &ServeArgs) -> ExitCode {
    let mut options = Options::new(&args.db.path);
    // Else a mistyped name would be answered with an empty page.
    options.make = args.new;
    options.address = args.address;
    options.port = args.port;
    options.hosts.clone_from(&args.host);
    options.behind_tls = args.behind_tls;
    options.read = Some(reader());
    if let Some(name) = &args.name {
        if let Err(e) = diurna_serve::check_name(name) {
            return failed("--as", &e, 2);
        }
        options.name.clone_from(name);
    }
    let server = match Server::bind(options) {
        Ok(server) => server,
        Err(e) => return failed(&diurna_store::shown(&args.db.path), &e, 1),
    };
    let open = if server.is_open() { "; nobody has to sign in" } else { "" };
    complain(
        &format!(
            "Diurna serves {} from {}{open}; Ctrl-C ends it",
            address(&server),
            diurna_store::shown(&args.db.path)
        ),
        None,
    );
    run(server)
}

fn address(server: &Server) -> String {
    format!("http://{}/", server.address())
}

fn run(server: Server) -> ExitCode {
    match server.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => failed("serve", &e, 1),
    }
}

/// Runs `diurna demo`.
pub(crate) fn demo(args: &DemoArgs) -> ExitCode {
    let folder = match Temporary::new() {
        Ok(folder) => folder,
        Err(e) => {
            complain(
                &format!("{}: {}", std::env::temp_dir().display(), plain(&e)),
                Some("name another folder in TMPDIR"),
            );
            return ExitCode::from(1);
        }
    };
    let mut options = Options::new(folder.0.join("demo.db"));
    options.port = args.port;
    options.read = Some(reader());
    let server = match Server::bind(options) {
        Ok(server) => server,
        Err(e) => return failed("demo", &e, 1),
    };
    complain("reading the sample reports", None);
    let loaded = match server.load_samples() {
        Ok(loaded) => loaded,
        Err(e) => return failed("demo", &e, 1),
    };
    let url = address(&server);
    complain(
        &format!("Diurna serves {url} with {loaded} invented reports; Ctrl-C ends it and takes them away"),
        None,
    );
    if args.open
        && let Err(e) = open::that_detached(&url)
    {
        complain(&format!("no browser could be opened: {e}"), Some(&format!("open {url} yourself")));
    }
    run(server)
}

/// A folder of our own that goes with us.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> std::io::Result<Self> {
        let path = std::env::temp_dir().join(format!("diurna-demo-{}", std::process::id()));
        let mut make = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
        make.create(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(e) = std::fs::remove_dir_all(&self.0) {
            let message = format!("{}: could not be removed: {}", self.0.display(), plain(&e));
            complain(&message, Some("remove the folder yourself"));
        }
    }
}

/// Runs `diurna users`.
pub(crate) fn users(args: &UsersArgs) -> ExitCode {
    let db = match &args.what {
        Users::Add { db, .. }
        | Users::List { db, .. }
        | Users::Role { db, .. }
        | Users::Password { db, .. }
        | Users::Remove { db, .. } => &db.path,
    };
    match change(&args.what, db) {
        Ok(text) => print_all(&text),
        Err(e) => failed(&diurna_store::shown(db), &e, 1),
    }
}

fn change(what: &Users, db: &Path) -> Result<String, Failure> {
    let now = |who: &Who| (crate::store::who(who.name.as_deref()), Timestamp::now());
    match what {
        Users::Add { name, role, who, .. } => {
            diurna_serve::check_name(name)?;
            let mut store = Store::open(db)?;
            if store.user(name)?.is_some() {
                return Err(Failure::new(
                    format!("there is a user {} already", harmless(name)),
                    "take another name",
                ));
            }
            let hash = diurna_serve::hash_password(&password()?)?;
            let (who, time) = now(who);
            diurna_serve::put_user(&mut store, name, Some(&hash), Some(*role), &By { who: &who, time })?;
            Ok(format!("{} is {role}\n", harmless(name)))
        }
        Users::List { json, .. } => {
            let users = Store::open_reading(db)?.users()?;
            let line = |u: &diurna_store::User| match json {
                true => {
                    let user = serde_json::json!({"name": u.name, "role": u.role, "added": u.added});
                    harmless_json(user.to_string()) + "\n"
                }
                false => format!("{:<8} {}  since {}\n", u.role.as_str(), harmless(&u.name), u.added),
            };
            Ok(users.iter().map(line).collect())
        }
        Users::Role { name, role, who, .. } => {
            let mut store = known(db, name)?;
            let (who, time) = now(who);
            diurna_serve::put_user(&mut store, name, None, Some(*role), &By { who: &who, time })?;
            Ok(format!("{} is {role}\n", harmless(name)))
        }
        Users::Password { name, who, .. } => {
            let mut store = known(db, name)?;
            let hash = diurna_serve::hash_password(&password()?)?;
            let (who, time) = now(who);
            diurna_serve::put_user(&mut store, name, Some(&hash), None, &By { who: &who, time })?;
            Ok(format!("{} has another password\n", harmless(name)))
        }
        Users::Remove { name, who, .. } => {
            let mut store = known(db, name)?;
            let (who, time) = now(who);
            store.remove_user(name, &By { who: &who, time })?;
            Ok(format!("{} is removed\n", harmless(name)))
        }
    }
}

/// The database, if it knows the user.
fn known(db: &Path, name: &str) -> Result<Store, Failure> {
    let store = Store::open_existing(db)?;
    match store.user(name)? {
        Some(_) => Ok(store),
        None => Err(Failure::new(
            format!("there is no user {}", harmless(name)),
            "`diurna users list` names them",
        )),
    }
}

/// Asks for a password twice, or takes the first line of standard input.
fn password() -> Result<String, Failure> {
    let input = std::io::stdin();
    let failed = |e: std::io::Error| {
        Failure::new(format!("the password cannot be read: {e}"), "write it to standard input")
    };
    if !input.is_terminal() {
        let mut line = String::new();
        input.lock().read_line(&mut line).map_err(failed)?;
        return Ok(line.trim_end_matches(['\n', '\r']).to_string());
    }
    let first = rpassword::prompt_password("Password: ").map_err(failed)?;
    if rpassword::prompt_password("Once more: ").map_err(failed)? != first {
        return Err(Failure::new("the two passwords are not the same", "try again"));
    }
    Ok(first)
}

fn failed(what: &str, e: &Failure, code: u8) -> ExitCode {
    complain(&format!("{what}: {e}"), e.hint());
    ExitCode::from(code)
}

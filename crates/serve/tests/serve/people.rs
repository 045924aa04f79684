//! Who may do what, and how somebody becomes somebody.

use crate::attacks::by;
use crate::client::{Answer, Client, PASSWORD, serve, wait};
use diurna_review::Role;
use serde_json::{Value, json};

/// A request to each address that is well-formed, so that nothing but the role can refuse it.
fn ask(client: &Client, method: &str, path: &str) -> Answer {
    let path = path
        .replace("{id}", "1")
        .replace("{sha}", &"0".repeat(64))
        .replace("{format}", "jsonl")
        .replace("{name}", "nobody");
    let body = match path.as_str() {
        "/api/incidents/1/act" => json!({"action": {"do": "comment", "text": "seen"}}),
        "/api/judge" => json!({"incident": 1, "field": "killed", "value": null}),
        "/api/users" => json!({"name": "ines", "password": PASSWORD, "role": "viewer"}),
        "/api/password" => json!({"old": "not the password", "new": "another password"}),
        "/api/tokens" => json!({"name": "script"}),
        _ => json!({}),
    };
    match method {
        "GET" => client.get(&path),
        "POST" => client.post(&path, &body),
        "DELETE" => client.delete(&path),
        other => panic!("{other}"),
    }
}

#[test]
fn every_address_asks_for_its_role() {
    let server = serve("roles", 2, true);
    let clients: Vec<(&str, Client)> =
        ["viewer", "editor", "manager", "owner"].map(|name| (name, Client::user(server.at, name))).to_vec();
    let stranger = Client::open(server.at);
    let mut checked = 0;
    for (method, path, need) in diurna_serve::routes() {
        // An open stream has no end; its own test has it.
        if path == "/api/events" || path == "/api/sign-in" || path == "/api/sign-out" {
            continue;
        }
        let got = ask(&stranger, method, path).status;
        assert_eq!(got == 401, need.is_some(), "a stranger at {method} {path}: {got}");
        for (name, client) in &clients {
            let may = need.is_none_or(|need| Role::parse(name).unwrap() >= Role::parse(need).unwrap());
            let answer = ask(client, method, path);
            // A wrong old password and what is not there are answers to somebody who may ask.
            let refused = answer.status == 403;
            assert_eq!(refused, !may, "{name} at {method} {path}: {} {}", answer.status, answer.text());
            checked += 1;
        }
    }
    assert!(checked > 60, "{checked}");
    // The least role of each kind of address, as the contract has it.
    let needs: std::collections::BTreeMap<(&str, &str), Option<&str>> =
        diurna_serve::routes().into_iter().map(|(m, p, n)| ((m, p), n)).collect();
    for (at, need) in [
        (("GET", "/api/session"), None),
        (("POST", "/api/sign-in"), None),
        (("GET", "/api/incidents"), Some("viewer")),
        (("GET", "/api/events"), Some("viewer")),
        (("POST", "/api/incidents/{id}/act"), Some("editor")),
        (("POST", "/api/samples"), Some("editor")),
        (("POST", "/api/users"), Some("owner")),
        (("DELETE", "/api/users/{name}"), Some("owner")),
    ] {
        assert_eq!(needs[&at], need, "{at:?}");
    }
}

#[test]
fn actions_ask_for_their_role() {
    let server = serve("sealing", 1, true);
    let editor = Client::user(server.at, "editor");
    let manager = Client::user(server.at, "manager");
    assert_eq!(editor.act(1, None, &json!({"do": "second_look", "note": "the toll?"})).status, 200);
    let sealed = editor.act(1, None, &json!({"do": "accept"}));
    assert_eq!(sealed.status, 403, "{}", sealed.text());
    let sealed = manager.act(1, None, &json!({"do": "accept"}));
    assert_eq!((sealed.status, &sealed.json()["state"]), (200, &json!("accepted")));
    assert_eq!(editor.act(1, None, &json!({"do": "publish"})).status, 403);
    assert_eq!(manager.act(1, None, &json!({"do": "publish"})).status, 200);
    assert_eq!(editor.get("/api/export/jsonl?names=1").status, 403);
    assert_eq!(manager.get("/api/export/jsonl?names=1").status, 200);
}

#[test]
fn a_session_is_new_at_each_sign_in_and_ends() {
    let server = serve("fixation", 1, true);
    let chosen = "ab".repeat(32);
    let fixed = Client::open(server.at).with("Cookie", &format!("diurna={chosen}"));
    assert_eq!(fixed.get("/api/incidents").status, 401);
    let answer = fixed.post("/api/sign-in", &json!({"name": "editor", "password": PASSWORD}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let cookie = answer.header("set-cookie").unwrap();
    for part in ["Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=43200"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "no TLS here: {cookie}");
    let session = answer.session();
    assert_ne!(session, chosen);
    assert_eq!(session.len(), 64);
    assert_eq!(fixed.get("/api/incidents").status, 401, "the id that somebody chose is worth nothing");
    let signed = Client::stranger(server.at).with("Cookie", &format!("diurna={session}"));
    assert_eq!(signed.get("/api/incidents").status, 200);
    // A second sign-in ends the first session of the same browser.
    let csrf = answer.json()["csrf"].as_str().unwrap().to_string();
    let again = signed
        .with("X-Diurna-CSRF", &csrf)
        .post("/api/sign-in", &json!({"name": "editor", "password": PASSWORD}));
    assert_eq!(again.status, 200, "{}", again.text());
    assert_eq!(signed.get("/api/incidents").status, 401);
    let second = Client::stranger(server.at).with("Cookie", &format!("diurna={}", again.session()));
    let csrf = again.json()["csrf"].as_str().unwrap().to_string();
    // The token of one session does not fit another's.
    assert_eq!(second.with("X-Diurna-CSRF", &"1".repeat(64)).post("/api/sign-out", &json!({})).status, 403);
    assert_eq!(second.with("X-Diurna-CSRF", &csrf).post("/api/sign-out", &json!({})).status, 200);
    assert_eq!(second.get("/api/incidents").status, 401, "signing out ends the session on the server");
    // Neither id nor password stands in the database.
    let bytes: Vec<u8> = ["diurna.db", "diurna.db-wal"]
        .iter()
        .flat_map(|f| std::fs::read(server.folder.join(f)).unwrap_or_default())
        .collect();
    for secret in [session.as_str(), PASSWORD] {
        assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()));
    }
}

#[test]
fn tries_to_sign_in_are_counted() {
    let server = serve("tries", 0, true);
    let client = Client::open(server.at);
    let attempt = |name: &str, password: &str| {
        client.post("/api/sign-in", &json!({"name": name, "password": password}))
    };
    let wrong = attempt("editor", "not the password");
    let nobody = attempt("nobody at all", "not the password");
    assert_eq!((wrong.status, nobody.status), (401, 401));
    assert_eq!(wrong.json(), nobody.json(), "what is wrong is not told");
    for _ in 0..3 {
        assert_eq!(attempt("editor", "not the password").status, 401);
    }
    // Five from this address in a minute: now the right password waits, too.
    let shut = attempt("editor", PASSWORD);
    assert_eq!(shut.status, 429);
    let after: u64 = shut.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=61).contains(&after), "{after}");
    assert_eq!(client.get("/api/session").status, 200);
}

#[test]
fn tokens_act_for_their_user() {
    let server = serve("tokens", 1, true);
    let editor = Client::user(server.at, "editor");
    let made = editor.post("/api/tokens", &json!({"name": "nightly script"}));
    assert_eq!(made.status, 200, "{}", made.text());
    let added = made.json()["added"].clone();
    assert_eq!(editor.get("/api/tokens").json()[0]["added"], added);
    assert!(added.as_str().is_some_and(|time| time.len() == 20 && time.ends_with('Z')), "{added}");
    let token = made.json()["token"].as_str().unwrap().to_string();
    assert_eq!(editor.post("/api/tokens", &json!({"name": "nightly script"})).status, 409);
    let program = Client::stranger(server.at).with("Authorization", &format!("Bearer {token}"));
    let said = program.act(1, None, &json!({"do": "comment", "text": "from a script"}));
    assert_eq!(said.status, 200, "{}", said.text());
    assert_eq!(program.get("/api/session").json()["user"], json!({"name": "editor", "role": "editor"}));
    assert_eq!(program.get("/api/users").status, 403);
    let listed = editor.get("/api/tokens").json();
    assert_eq!(listed[0]["name"], "nightly script");
    assert_eq!(listed[0].get("token"), None, "a token is told once");
    assert_eq!(Client::user(server.at, "viewer").get("/api/tokens").json(), json!([]));
    assert_eq!(Client::user(server.at, "viewer").delete("/api/tokens/nightly%20script").status, 404);
    assert_eq!(editor.delete("/api/tokens/nightly%20script").status, 200);
    assert_eq!(program.get("/api/incidents").status, 401);
    for wrong in ["Bearer", "Bearer ", "Basic ZWRpdG9yOng=", "Bearer ' OR 1=1 --"] {
        assert_eq!(
            Client::stranger(server.at).with("Authorization", wrong).get("/api/incidents").status,
            401,
            "{wrong}"
        );
    }
}

#[test]
fn owners_look_after_users() {
    let server = serve("owners", 1, true);
    let owner = Client::user(server.at, "owner");
    let names = |answer: &Answer| -> Vec<String> {
        answer.json().as_array().unwrap().iter().map(|u| u["name"].as_str().unwrap().to_string()).collect()
    };
    let short = owner.post("/api/users", &json!({"name": "ines", "password": "short", "role": "editor"}));
    assert_eq!(
        (short.status, &short.json()["error"]),
        (400, &json!("the password is shorter than 10 characters"))
    );
    assert_eq!(owner.post("/api/users", &json!({"name": "ines", "role": "editor"})).status, 400);
    assert_eq!(
        owner
            .post("/api/users", &json!({"name": "a\u{1b}[2J", "password": PASSWORD, "role": "editor"}))
            .status,
        400
    );
    let added = owner.post("/api/users", &json!({"name": "ines", "password": PASSWORD, "role": "editor"}));
    assert_eq!(names(&added), ["editor", "ines", "manager", "owner", "viewer"]);
    assert!(!added.text().contains("argon2"), "hashes stay inside");
    let ines = Client::user(server.at, "ines");
    assert_eq!(ines.act(1, None, &json!({"do": "take"})).status, 200);
    // Another role holds at once, and asks for a new sign-in.
    assert_eq!(owner.post("/api/users", &json!({"name": "ines", "role": "viewer"})).status, 200);
    assert_eq!(ines.get("/api/incidents").status, 401);
    let ines = Client::user(server.at, "ines");
    assert_eq!(ines.act(1, None, &json!({"do": "release"})).status, 403);
    let wrong = ines.post("/api/password", &json!({"old": "not the password", "new": "another password"}));
    assert_eq!(wrong.status, 401);
    assert_eq!(ines.post("/api/password", &json!({"old": PASSWORD, "new": "another password"})).status, 200);
    assert_eq!(ines.get("/api/incidents").status, 401);
    assert_eq!(owner.delete("/api/users/ines").status, 200);
    assert_eq!(owner.delete("/api/users/ines").status, 404);
    // Somebody must be left who can add users.
    assert_eq!(owner.delete("/api/users/owner").status, 409);
    assert_eq!(owner.post("/api/users", &json!({"name": "owner", "role": "editor"})).status, 409);
    let log = owner.get("/api/log?limit=500").text();
    assert!(log.contains("user.add") && !log.contains("argon2") && !log.contains(PASSWORD));
}

#[test]
fn a_server_that_is_open_closes_once_there_are_users() {
    let server = serve("closing", 1, false);
    let you = Client::open(server.at);
    let session = you.get("/api/session").json();
    assert_eq!(session["user"], json!({"name": "you", "role": "owner"}));
    assert_eq!(
        (&session["open"], &session["empty"], &session["samples"]),
        (&json!(true), &json!(false), &json!(false))
    );
    let first = you.post("/api/users", &json!({"name": "ines", "password": PASSWORD, "role": "editor"}));
    assert_eq!(
        (first.status, &first.json()["error"]),
        (400, &json!("the first user must be able to add others"))
    );
    assert_eq!(you.post("/api/tokens", &json!({"name": "script"})).status, 400);
    // Another program adds the first user.
    let hash = diurna_serve::hash_password(PASSWORD).unwrap();
    server.store().add_user("mira", &hash, Role::Owner, &by()).unwrap();
    wait("the server asks for a sign-in", || you.get("/api/incidents").status == 401);
    let session: Value = you.get("/api/session").json();
    assert_eq!((&session["user"], &session["open"]), (&Value::Null, &json!(false)));
    assert_eq!(session["here"], json!([]));
    Client::user(server.at, "mira");
}

#[test]
fn others_reach_no_server_without_users() {
    let folder = crate::attacks::folder("serve-refuses");
    let mut options = diurna_serve::Options::new(folder.join("diurna.db"));
    options.port = 0;
    options.make = false;
    let nowhere = diurna_serve::Server::bind(options.clone()).unwrap_err();
    assert_eq!(nowhere.to_string(), "there is no database");
    assert!(nowhere.hint().is_some() && !options.db.exists());
    options.make = true;
    options.address = [0, 0, 0, 0].into();
    let refused = diurna_serve::Server::bind(options.clone()).unwrap_err();
    assert_eq!(refused.to_string(), "0.0.0.0 can be reached by others, and no users are known");
    assert!(refused.hint().unwrap().contains("diurna users add NAME --role owner"));
    options.address = [127, 0, 0, 1].into();
    let first = diurna_serve::Server::bind(options.clone()).unwrap();
    options.port = first.address().port();
    let taken = diurna_serve::Server::bind(options).unwrap_err();
    assert_eq!(taken.to_string(), format!("port {} is in use", first.address().port()));
    assert!(taken.hint().unwrap().contains("--port"));
    drop(first);
    std::fs::remove_dir_all(folder).unwrap();
}

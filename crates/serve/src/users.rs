//! Users, their passwords and roles, and tokens of programs.

use crate::access::{How, Person};
use crate::ask::{Named, Told};
use crate::error::Problem;
use crate::people::{UserView, moment, session_of, with_cookie};
use crate::secrets::{self, kept};
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use diurna_review::Role;
use diurna_store::{By, Store};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Instant;
use utoipa::ToSchema;

/// Longest name of a user or token, in characters.
const LONGEST_NAME: usize = 64;

/// Checks the name of a user or token: it is printed in lists, logs and terminals.
///
/// # Errors
/// Where it is empty, too long, or has letters that cannot be seen.
pub fn check_name(name: &str) -> Result<(), crate::Failure> {
    let length = name.chars().count();
    if length == 0 || length > LONGEST_NAME || name.trim() != name || name.chars().any(char::is_control) {
        return Err(crate::Failure::new(
            "that is no name",
            "1 to 64 characters, without blanks at the ends and without line breaks",
        ));
    }
    Ok(())
}

fn named(name: &str) -> Result<(), Problem> {
    check_name(name).map_err(|e| Problem::bad(e.to_string(), e.hint().unwrap_or_default()))
}

async fn hashed(app: &App, password: String) -> Result<String, Problem> {
    let _turn = app.checks.acquire().await.map_err(|_| Problem::internal("the server stops"))?;
    crate::ask::work(move || {
        secrets::hash_password(&password)
            .map_err(|e| Problem::bad(e.to_string(), e.hint().unwrap_or_default()))
    })
    .await
}

/// All users.
#[utoipa::path(get, path = "/api/users", tag = "people", responses((status = 200, body = Vec<UserView>)))]
pub(crate) async fn users(State(app): State<App>) -> Result<Json<Vec<UserView>>, Problem> {
    let users = app.db.read(|store| Ok(store.users()?)).await?;
    let view = |u: diurna_store::User| UserView { name: u.name, role: u.role, added: Some(u.added) };
    Ok(Json(users.into_iter().map(view).collect()))
}

/// A user to add, or what is new about one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUser {
    name: String,
    /// Needed for a new user.
    #[serde(default)]
    password: Option<String>,
    /// Needed for a new user: viewer, editor, manager or owner.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    role: Option<Role>,
}

/// Adds a user, or gives one another role or password, which ends that user's sessions.
#[utoipa::path(post, path = "/api/users", tag = "people", request_body = NewUser, responses((status = 200, body = Vec<UserView>)))]
pub(crate) async fn add_user(
    State(app): State<App>,
    Extension(person): Extension<Person>,
    Told(told): Told<NewUser>,
) -> Result<Json<Vec<UserView>>, Problem> {
    named(&told.name)?;
    let hash = match told.password {
        Some(password) => Some(hashed(&app, password).await?),
        None => None,
    };
    let (name, role) = (told.name, told.role);
    app.db
        .write(move |store| {
            let by = By { who: &person.name, time: Timestamp::now() };
            put(store, &name, hash.as_deref(), role, &by)
        })
        .await?;
    app.follow().await?;
    users(State(app)).await
}

/// Adds a user, or changes one: a new one needs both a password's hash and a role.
///
/// # Errors
/// Where something is missing, where no owner would be left, or where the database cannot be written.
pub fn put_user(
    store: &mut Store,
    name: &str,
    hash: Option<&str>,
    role: Option<Role>,
    by: &By<'_>,
) -> Result<(), crate::Failure> {
    put(store, name, hash, role, by).map_err(|problem| problem.as_failure())
}

fn put(
    store: &mut Store,
    name: &str,
    hash: Option<&str>,
    role: Option<Role>,
    by: &By<'_>,
) -> Result<(), Problem> {
    let all = store.users()?;
    let Some(old) = all.iter().find(|u| u.name == name) else {
        let (Some(hash), Some(role)) = (hash, role) else {
            return Err(Problem::bad("a new user needs a password and a role", "give both"));
        };
        if all.is_empty() && role != Role::Owner {
            let hint = "give the first user the role owner";
            return Err(Problem::bad("the first user must be able to add others", hint));
        }
        return Ok(store.add_user(name, hash, role, by)?);
    };
    let role = role.unwrap_or(old.role);
    if role != Role::Owner {
        another_owner(&all, name)?;
    }
    if let Some(hash) = hash {
        store.set_password(name, hash, by)?;
    }
    if role != old.role {
        store.set_role(name, role, by)?;
    }
    Ok(())
}

fn another_owner(all: &[diurna_store::User], name: &str) -> Result<(), Problem> {
    let is_owner = all.iter().any(|u| u.name == name && u.role == Role::Owner);
    if is_owner && !all.iter().any(|u| u.name != name && u.role == Role::Owner) {
        let hint = "make somebody else an owner first";
        return Err(Problem::new(StatusCode::CONFLICT, "no owner would be left", hint));
    }
    Ok(())
}

/// Takes a user away, with all sessions and tokens.
#[utoipa::path(delete, path = "/api/users/{name}", tag = "people", params(("name" = String, Path, description = "the user")),
    responses((status = 200, body = Vec<UserView>), (status = 404), (status = 409)))]
pub(crate) async fn drop_user(
    State(app): State<App>,
    Extension(person): Extension<Person>,
    name: Named<String>,
) -> Result<Json<Vec<UserView>>, Problem> {
    let name = name.0;
    app.db
        .write(move |store| {
            let by = By { who: &person.name, time: Timestamp::now() };
            let all = store.users()?;
            if !all.iter().any(|u| u.name == name) {
                return Err(Problem::missing("there is no such user", "/api/users lists those there are"));
            }
            another_owner(&all, &name)?;
            Ok(store.remove_user(&name, &by)?)
        })
        .await?;
    app.follow().await?;
    users(State(app)).await
}

/// The old password and the new one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    old: String,
    new: String,
}

/// Gives oneself another password; all sessions end.
#[utoipa::path(post, path = "/api/password", tag = "people", request_body = NewPassword, responses((status = 200), (status = 401)))]
pub(crate) async fn password(
    State(app): State<App>,
    Extension(person): Extension<Person>,
    Told(told): Told<NewPassword>,
) -> Result<Response, Problem> {
    let by_name = format!("name {}", person.name);
    app.tries.count(&by_name, Instant::now()).map_err(|after| Problem::too_many("too many tries", after))?;
    let name = person.name.clone();
    let user = app.db.read(move |store| Ok(store.user(&name)?)).await?;
    let Some(user) = user else {
        return Err(Problem::bad("nobody has to sign in here", "add users with `diurna users add`"));
    };
    let hash = user.password_hash;
    let fits = {
        let _turn = app.checks.acquire().await.map_err(|_| Problem::internal("the server stops"))?;
        crate::ask::work(move || Ok(secrets::fits(&told.old, &hash))).await?
    };
    if !fits {
        let hint = "an owner can give you another";
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "the old password is wrong", hint));
    }
    let hash = hashed(&app, told.new).await?;
    app.db
        .write(move |store| {
            let by = By { who: &person.name, time: Timestamp::now() };
            put(store, &person.name, Some(&hash), None, &by)
        })
        .await?;
    with_cookie(&app, Json(session_of(&app, None).await?).into_response(), "", 0)
}

/// A token of a program.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenView {
    name: String,
    /// When it was made, ISO 8601 in UTC.
    added: Option<String>,
    /// The token itself; said once, when it is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

/// One's own tokens.
#[utoipa::path(get, path = "/api/tokens", tag = "people", responses((status = 200, body = Vec<TokenView>)))]
pub(crate) async fn tokens(
    State(app): State<App>,
    Extension(person): Extension<Person>,
) -> Result<Json<Vec<TokenView>>, Problem> {
    let tokens = app.db.read(|store| Ok(store.tokens()?)).await?;
    let mine = tokens.into_iter().filter(|t| t.who == person.name);
    Ok(Json(mine.map(|t| TokenView { name: t.name, added: Some(t.added), token: None }).collect()))
}

/// The name of a new token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewToken {
    name: String,
}

/// Makes a token, which may do what its user may; send it as `Authorization: Bearer …`.
#[utoipa::path(post, path = "/api/tokens", tag = "people", request_body = NewToken, responses((status = 200, body = TokenView)))]
pub(crate) async fn new_token(
    State(app): State<App>,
    Extension(person): Extension<Person>,
    Told(told): Told<NewToken>,
) -> Result<Json<TokenView>, Problem> {
    named(&told.name)?;
    if person.how == How::Open {
        return Err(Problem::bad(
            "tokens belong to users, and there are none",
            "add users with `diurna users add`",
        ));
    }
    let token = secrets::random().map_err(|e| Problem::internal(e.to_string()))?;
    let (sha256, name) = (kept(&token), told.name.clone());
    let time = Timestamp::now();
    app.db
        .write(move |store| {
            if store.tokens()?.iter().any(|t| t.who == person.name && t.name == name) {
                return Err(Problem::new(
                    StatusCode::CONFLICT,
                    "there is a token of that name",
                    "take another name",
                ));
            }
            let by = By { who: &person.name, time };
            Ok(store.add_token(&person.name, &name, &sha256, &by)?)
        })
        .await?;
    Ok(Json(TokenView { name: told.name, added: Some(moment(time)), token: Some(token) }))
}

/// Takes one of one's own tokens away.
#[utoipa::path(delete, path = "/api/tokens/{name}", tag = "people", params(("name" = String, Path, description = "the token")),
    responses((status = 200, body = Vec<TokenView>), (status = 404)))]
pub(crate) async fn drop_token(
    State(app): State<App>,
    Extension(person): Extension<Person>,
    name: Named<String>,
) -> Result<Json<Vec<TokenView>>, Problem> {
    let (who, name) = (person.name.clone(), name.0);
    app.db
        .write(move |store| {
            if !store.tokens()?.iter().any(|t| t.who == who && t.name == name) {
                return Err(Problem::missing("there is no such token", "/api/tokens lists yours"));
            }
            let by = By { who: &who, time: Timestamp::now() };
            Ok(store.remove_token(&who, &name, &by)?)
        })
        .await?;
    tokens(State(app), Extension(person)).await
}

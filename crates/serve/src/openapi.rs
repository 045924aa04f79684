//! The interface as a document for programs.

use crate::{act, export, filters, incidents, list, live, people, reports, row, samples, users};
use axum::Json;
use diurna_review::{Action, FieldName};
use schemars::generate::SchemaSettings;
use serde_json::Value;
use std::sync::OnceLock;
use utoipa::OpenApi;

/// Where the document keeps its schemas.
const SCHEMAS: &str = "/components/schemas";
/// Where it says what somebody does to an incident.
const ACTION: &str = "/components/schemas/Act/properties/action";
/// Where it says which field somebody judges.
const FIELD: &str = "/components/schemas/Judge/properties/field";
/// What an address makes nothing of, or refuses, of the query that it shares with others. What begins so comes first.
const UNASKED: [(&str, &[&str]); 5] = [
    ("/api/export/", &["sort", "offset", "limit", "z", "box", "by", "also"]),
    ("/api/map", &["sort", "offset", "limit", "by", "also", "names"]),
    ("/api/histogram", &["since", "until", "sort", "offset", "limit", "z", "box", "also", "names"]),
    ("/api/incidents/", &["offset", "limit", "z", "box", "by", "also", "names"]),
    ("/api/incidents", &["names"]),
];

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Diurna",
        description = "The review page's interface. Offsets count Unicode code points of a report's text. \
        What writes needs the header X-Diurna-CSRF with the csrf of /api/session, or a token as Authorization: Bearer. \
        Errors are {error}, with a hint where there is something to do. The incident and its fields are described by `diurna schema` and in docs/reference."
    ),
    paths(
        people::session,
        people::sign_in,
        people::sign_out,
        users::users,
        users::add_user,
        users::drop_user,
        users::password,
        users::tokens,
        users::new_token,
        users::drop_token,
        list::incidents,
        list::map,
        list::histogram,
        incidents::incident,
        incidents::history,
        incidents::log,
        act::act,
        act::judge,
        act::agreement,
        reports::report,
        live::events,
        samples::load,
        export::export
    ),
    components(schemas(row::Row, filters::Counts))
)]
struct Document;

/// The document.
pub(crate) async fn document() -> Json<&'static Value> {
    static WHOLE: OnceLock<Value> = OnceLock::new();
    Json(WHOLE.get_or_init(whole))
}

/// The document with all actions, as their types say how they are written.
fn whole() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = SCHEMAS.into();
    let mut generator = settings.into_generator();
    let typed = [
        (ACTION, generator.subschema_for::<Action>().to_value()),
        (FIELD, generator.subschema_for::<FieldName>().to_value()),
    ];
    let mut document = serde_json::to_value(Document::openapi()).unwrap_or_default();
    if let Some(schemas) = document.pointer_mut(SCHEMAS).and_then(Value::as_object_mut) {
        schemas.extend(generator.take_definitions(true));
    }
    for (at, schema) in typed {
        if let Some(place) = document.pointer_mut(at) {
            *place = schema;
        }
    }
    drop_unasked(&mut document);
    document
}

/// Takes the parameters away that do nothing at their address.
fn drop_unasked(document: &mut Value) {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for (path, methods) in paths {
        let Some((_, unasked)) = UNASKED.iter().find(|(start, _)| path.starts_with(start)) else { continue };
        for method in methods.as_object_mut().into_iter().flat_map(|m| m.values_mut()) {
            if let Some(parameters) = method.get_mut("parameters").and_then(Value::as_array_mut) {
                parameters.retain(|p| {
                    let name = p.get("name").and_then(Value::as_str).unwrap_or_default();
                    !unasked.contains(&name)
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every place that a value refers to.
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str));
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_action_is_described() {
        let document = whole();
        assert_eq!(
            document.pointer(ACTION).unwrap(),
            &serde_json::json!({"$ref": "#/components/schemas/Action"})
        );
        let all = document.pointer("/components/schemas/Action/oneOf").unwrap().as_array().unwrap();
        let name = |action: &Value| action["properties"]["do"]["const"].as_str().unwrap().to_string();
        let names: Vec<String> = all.iter().map(name).collect();
        assert_eq!(
            names.join(" "),
            "take release accept reject second_look reopen publish field comment merge not_same split link unlink \
             flag undo"
        );
        let field = all.iter().find(|action| name(action) == "field").unwrap();
        let parts: Vec<&String> = field["properties"].as_object().unwrap().keys().collect();
        assert_eq!(parts, ["do", "field", "verdict", "value", "reason", "evidence", "clear"]);
        assert_eq!(field["required"], serde_json::json!(["do", "field"]));
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(
            found.contains(&"#/components/schemas/EventRef")
                && found.contains(&"#/components/schemas/Evidence")
        );
        for place in found {
            assert!(document.pointer(place.trim_start_matches('#')).is_some(), "{place} leads nowhere");
        }
        assert_eq!(
            document.pointer(FIELD).unwrap(),
            &serde_json::json!({"$ref": "#/components/schemas/FieldName"})
        );
    }

    #[test]
    fn an_address_tells_only_what_it_may_be_asked() {
        let document = whole();
        let filters = "state country type harm differs one_source low_score new_report text near";
        for (path, method, others) in [
            ("/api/export/{format}", "get", "format since until names"),
            ("/api/map", "get", "since until z box"),
            ("/api/histogram", "get", "by"),
            ("/api/incidents", "get", "since until sort offset limit z box by also"),
            ("/api/incidents/{id}", "get", "id since until sort"),
            ("/api/incidents/{id}/act", "post", "id since until sort"),
        ] {
            let told = document["paths"][path][method]["parameters"].as_array().unwrap();
            let mut told: Vec<&str> = told.iter().map(|p| p["name"].as_str().unwrap()).collect();
            told.sort_unstable();
            let mut expected: Vec<&str> = filters.split(' ').chain(others.split(' ')).collect();
            expected.sort_unstable();
            assert_eq!(told, expected, "{path}");
        }
    }
}

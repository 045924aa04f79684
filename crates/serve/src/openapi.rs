//! The interface as a document for programs.

use crate::{act, export, filters, incidents, list, live, people, reports, row, samples, users};
use axum::Json;
use diurna_review::Action;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use std::sync::OnceLock;
use utoipa::OpenApi;

/// Where the document keeps its schemas.
const SCHEMAS: &str = "/components/schemas";
/// Where it says what somebody does to an incident.
const ACTION: &str = "/components/schemas/Act/properties/action";

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
    let action = generator.subschema_for::<Action>().to_value();
    let mut document = serde_json::to_value(Document::openapi()).unwrap_or_default();
    if let Some(schemas) = document.pointer_mut(SCHEMAS).and_then(Value::as_object_mut) {
        schemas.extend(generator.take_definitions(true));
    }
    if let Some(place) = document.pointer_mut(ACTION) {
        *place = action;
    }
    document
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
    }
}

//! Conditions are decided alike by the server and by the script in the browser:
//! the cases are those that `themes/tests/js/condition.test.mjs` runs too.

use std::path::Path;

use form_model::answers::Answers;
use form_model::condition::Condition;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    condition: Condition,
    answers: Answers,
    holds: bool,
}

#[test]
fn the_scripts_cases_hold_on_the_server() {
    for it in cases() {
        assert_eq!(it.condition.holds(&it.answers), it.holds, "{}", it.name);
    }
}

#[test]
fn a_condition_survives_the_way_through_a_published_form() {
    for it in cases() {
        let json = serde_json::to_string(&it.condition).expect("JSON");
        let read: Condition = serde_json::from_str(&json).expect("a condition");

        assert_eq!(read.holds(&it.answers), it.holds, "{} as {json}", it.name);
    }
}

fn cases() -> Vec<Case> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../themes/tests/js/condition-cases.json");
    let cases: Vec<Case> =
        serde_json::from_slice(&std::fs::read(file).expect("the cases")).expect("cases");
    assert!(cases.len() > 20, "only {} cases", cases.len());
    cases
}

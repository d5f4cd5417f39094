//! What the register promises, as tables.

use serde_json::{Value, json};

use super::{GATEWAY_CLIENT, ORDER, ORGANISATION, Register, TOKEN_CLIENT, TOKEN_SECONDS, Weather};
use crate::stand_ins::Reply;
use crate::stand_ins::persons::{self, Protection};

const NOW: i64 = 1_764_000_000_000;
const UUID: &str = "0b7f1d5e-1111-4222-8333-444455556666";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded;charset=UTF-8");

fn token_body(secret: &str, grant: &str, scope: &str) -> String {
    format!("grant_type={grant}&client_id={}&client_secret={secret}&scope={scope}", TOKEN_CLIENT.id)
}

fn token(register: &Register) -> String {
    let body = token_body(TOKEN_CLIENT.secret, "client_credentials", "fbfuppgoffakt");
    let reply = register.handle("POST", "/oauth2/v1/sysorg/token", &[FORM], body.as_bytes(), NOW);
    assert_eq!(reply.status, 200, "{}", reply.body);
    format!("Bearer {}", reply.body["access_token"].as_str().unwrap_or_default())
}

fn hamta(register: &Register, bearer: &str, numbers: &[&str], now_ms: i64) -> Reply {
    let wanted: Vec<Value> =
        numbers.iter().map(|it| json!({ "identitetsbeteckning": it })).collect();
    let body = json!({
        "bestallning": { "organisationsnummer": ORGANISATION, "bestallningsidentitet": ORDER },
        "sokvillkor": wanted,
    });
    let headers = [
        ("Authorization", bearer),
        ("client_id", GATEWAY_CLIENT.id),
        ("client_secret", GATEWAY_CLIENT.secret),
        ("skv_client_correlation_id", UUID),
        ("Content-Type", "application/json"),
    ];
    register.handle("POST", "/v3/hamta", &headers, body.to_string().as_bytes(), now_ms)
}

fn post(number: &str) -> Value {
    let register = Register::new();
    let reply = hamta(&register, &token(&register), &[number], NOW);
    assert_eq!(reply.status, 200);
    reply.body["folkbokforingsposter"][0].clone()
}

fn relations(post: &Value, kind: &str) -> Vec<String> {
    post["relationerTillFolkbokforda"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|it| it["typ"]["kod"] == kind)
        .filter_map(|it| it["identitetsbeteckning"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn a_token_needs_the_right_client_grant_and_scope() {
    let register = Register::new();
    for (secret, grant, scope, status) in [
        ("wrong", "client_credentials", "fbfuppgoffakt", 401),
        (TOKEN_CLIENT.secret, "password", "fbfuppgoffakt", 400),
        (TOKEN_CLIENT.secret, "client_credentials", "other", 400),
        (TOKEN_CLIENT.secret, "client_credentials", "fbfuppgoffakt", 200),
    ] {
        let body = token_body(secret, grant, scope);
        let reply = register.handle("POST", "token", &[FORM], body.as_bytes(), NOW);
        assert_eq!(reply.status, status, "{body}");
    }
    assert_eq!(register.handle("POST", "token", &[], b"", NOW).status, 415);
    assert_eq!(register.handle("GET", "token", &[FORM], b"", NOW).status, 405);
    assert_eq!(register.handle("POST", "sok", &[], b"", NOW).status, 404);
}

#[test]
fn a_call_needs_a_token_that_lives_and_the_gateway_headers() {
    let register = Register::new();
    let bearer = token(&register);
    let last = NOW + TOKEN_SECONDS * 1000 - 1;

    assert_eq!(hamta(&register, "Bearer other", &[persons::ALVA], NOW).status, 401);
    assert_eq!(hamta(&register, &bearer, &[persons::ALVA], last).status, 200);
    assert_eq!(hamta(&register, &bearer, &[persons::ALVA], last + 1).status, 401);
    assert_eq!(hamta(&register, &bearer, &[], NOW).status, 400);

    let all = [
        ("authorization", bearer.as_str()),
        ("client_id", GATEWAY_CLIENT.id),
        ("client_secret", GATEWAY_CLIENT.secret),
        ("content-type", "application/json"),
        ("skv_client_correlation_id", UUID),
    ];
    for (kept, status) in [(1, 403), (2, 403), (3, 415), (4, 400), (5, 400)] {
        assert_eq!(register.handle("POST", "hamta", &all[..kept], b"{}", NOW).status, status);
    }
}

#[test]
fn weather_decides_the_answer() {
    let register = Register::new();
    let bearer = token(&register);
    for (weather, status) in
        [(Weather::Down, 503), (Weather::Unreachable, 503), (Weather::TooMany, 429)]
    {
        register.set_weather(weather);
        assert_eq!(hamta(&register, &bearer, &[persons::ALVA], NOW).status, status);
    }
    let late = std::time::Duration::from_secs(20);
    register.set_weather(Weather::Slow(late));
    let slow = hamta(&register, &bearer, &[persons::ALVA], NOW);
    assert_eq!((slow.status, slow.delay), (200, late));
}

#[test]
fn a_missing_person_is_listed_and_one_person_is_always_down() {
    let register = Register::new();
    let bearer = token(&register);

    let reply = hamta(&register, &bearer, &[persons::JONAS, persons::ALVA], NOW);
    let down = hamta(&register, &bearer, &[persons::IVAR], NOW);

    assert_eq!(reply.body["fel"][0]["id"], persons::JONAS);
    assert_eq!(reply.body["folkbokforingsposter"][0]["namn"]["fornamn"]["namn"], "Alva");
    assert_eq!(down.status, 503);
    assert_eq!(register.asked(), [persons::JONAS, persons::ALVA, persons::IVAR]);
}

#[test]
fn guardians_and_children_point_at_each_other() {
    let (berit, bertil) = (post(persons::BERIT), post(persons::BERTIL));
    assert_eq!(relations(&berit, "VF"), [persons::BERTIL, persons::BEATA]);
    assert_eq!(relations(&bertil, "V"), [persons::BERIT, persons::BO]);
    assert_eq!(relations(&post(persons::DORIS), "V"), [persons::DISA]);

    let key = |post: &Value| post["folkbokforing"]["adress"]["nyckel"].clone();
    assert_eq!(key(&berit), key(&post(persons::BO)));
    assert_ne!(key(&post(persons::CECILIA)), key(&post(persons::CARL)));
    assert_eq!(key(&post(persons::CECILIA)), key(&post(persons::CLARA)));
}

#[test]
fn each_special_person_is_written_as_the_register_would() {
    let elsa = post(persons::ELSA);
    assert_eq!(elsa["skyddAvPersonuppgifter"], "SEKRETESSMARKERING");
    assert_eq!(elsa["folkbokforing"]["adress"]["gatuadress"], "Exempelvägen 7");

    let erik = post(persons::ERIK);
    assert_eq!(erik["skyddAvPersonuppgifter"], "SKYDDAD_FOLKBOKFORING");
    assert!(erik["folkbokforing"].is_null());
    assert!(!erik.to_string().contains("Exempelvägen"));

    let georg = post(persons::GEORG);
    assert_eq!(georg["identitet"]["typ"], "SAMORDNINGSNUMMER");
    assert_eq!(georg["fodelse"]["datum"]["rfc3339Datum"], "1970-01-18");

    assert_eq!(post(persons::HULDA)["avregistrering"]["orsakskod"], "AV");
    assert_eq!(post(persons::ALVA)["skyddAvPersonuppgifter"], "SAKNAS");
}

#[test]
fn a_protection_can_be_given_while_we_watch() {
    let register = Register::new();
    let bearer = token(&register);

    register.set_protection(persons::ALVA, Protection::SkyddadFolkbokforing);
    let reply = hamta(&register, &bearer, &[persons::ALVA], NOW);

    let post = &reply.body["folkbokforingsposter"][0];
    assert_eq!(post["skyddAvPersonuppgifter"], "SKYDDAD_FOLKBOKFORING");
    assert!(post["folkbokforing"].is_null());
}

//! From the press of a button to the browser's return, and everything that may
//! come between.

use serde_json::json;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::login::oidc::base64url;
use crate::login::oidc::flow::{self, Returned, Wish};
use crate::login::oidc::tests::{
    ANNA, ISSUER, LEVEL, NUMBER, SIGNATURE, World, payload, shown, text,
};
use crate::login::oidc::{LONGEST_WAIT, MOST_CALLS};
use crate::login::order::Errand;
use crate::login::session;
use crate::outbound::TransportError;
use crate::outbound_web::{Call, Web, WebClient};
use crate::problem::Problem;

#[test]
fn a_login_gives_a_new_session_and_says_what_was_asked() {
    let world = World::new();
    let request = world.begin(Errand::Login);

    let done = world.come_back(&request);

    assert_eq!(done, format!("/mina-sidor/ as {ANNA}"));
    assert!(world.store.read(|tx| tx.session(&world.browser.token_hash)).expect("read").is_none());
    assert_eq!(request["iss"], "portal");
    assert_eq!(request["aud"], ISSUER);
    assert_eq!(request["prompt"], "login");
    assert_eq!(request["redirect_uri"], "https://portal.example.se/mina-sidor/oidc/telia/retur");
    assert_eq!(request["claims"]["id_token"]["acr"], json!({"essential": true, "values": [LEVEL]}));
    assert_eq!(request["claims"]["id_token"][NUMBER], json!({"essential": true}));
    assert_eq!(text(&request, "state").len(), 64);
    assert_eq!(request["exp"].as_i64().zip(request["iat"].as_i64()).map(|(a, b)| a - b), Some(300));
}

#[test]
fn the_token_request_proves_who_asks_and_for_which_browser() {
    let world = World::new();
    let request = world.begin(Errand::Login);
    world.come_back(&request);

    let calls = world.op.calls.lock().expect("lock");
    let (_, form) = calls.iter().find(|(url, _)| url.ends_with("/token")).expect("a call");
    let value = |name: &str| {
        let mut pairs = form_urlencoded::parse(form.as_bytes());
        pairs.find(|(it, _)| it == name).map(|(_, it)| it.into_owned()).unwrap_or_default()
    };
    let assertion = payload(&value("client_assertion"));
    let challenge = base64url(&Sha256::digest(value("code_verifier")));

    assert_eq!(request["code_challenge"], challenge);
    assert_eq!(value("redirect_uri"), request["redirect_uri"]);
    assert_eq!((&assertion["iss"], &assertion["sub"]), (&json!("portal"), &json!("portal")));
    assert_eq!(assertion["aud"], ISSUER);
    assert_eq!(assertion["exp"].as_i64(), assertion["iat"].as_i64().map(|it| it + 60));
}

#[test]
fn what_comes_back_to_the_wrong_place_or_twice_is_refused() {
    let world = World::new();
    let request = world.begin(Errand::Login);
    let state = text(&request, "state");
    let good = Returned { state: &state, code: Some("c"), error: None, issuer: Some(ISSUER) };
    let other = world.store.write(|tx| session::begin(tx, None)).expect("a session").session;
    let finish = |session, provider| {
        shown(flow::finish(&world.store, &world.login, (session, provider), &good))
    };

    assert_eq!(finish(&other, world.provider()), "not found", "the state of another session");
    assert_eq!(finish(&world.browser, &world.login.providers[1]), "not found", "another provider");
    assert_eq!(world.finish(&Returned { state: "x", ..good }), "not found");
    assert_eq!(world.finish(&Returned { state: "", ..good }), "not found");
    assert!(world.finish(&good).contains(" as "));
    assert_eq!(world.finish(&good), "not found", "the same answer again");
    assert_eq!(world.op.calls_to("/token"), 1);
}

#[test]
fn an_answer_is_one_thing_from_the_right_provider_in_time() {
    #[rustfmt::skip]
    let table = [
        ("the issuer missing",  Some("c"), None,                       None,                      "Failed"),
        ("another issuer",      Some("c"), None,                       Some("https://evil.se"),   "Failed"),
        ("neither",             None,      None,                       Some(ISSUER),              "Failed"),
        ("both",                Some("c"), Some("access_denied"),      Some(ISSUER),              "Failed"),
        ("cancelled",           None,      Some("access_denied"),      Some(ISSUER),              "Cancelled"),
        ("cancelled elsewhere", None,      Some("access_denied"),      Some("https://evil.se"),   "Failed"),
        ("too low",             None,      Some("unmet_authentication_requirements"), Some(ISSUER), "TooLow"),
        ("down",                None,      Some("temporarily_unavailable"), Some(ISSUER),         "Down"),
        ("our mistake",         None,      Some("invalid_request"),    Some(ISSUER),              "Failed"),
        ("not a code",          None,      Some("<b>\r\nx"),           Some(ISSUER),              "Failed"),
    ];
    for (name, code, error, issuer, expected) in table {
        let world = World::new();
        let state = text(&world.begin(Errand::Login), "state");
        let returned = Returned { state: &state, code, error, issuer };
        assert_eq!(world.finish(&returned), expected, "{name}");
        assert_eq!(world.op.calls_to("/token"), 0, "{name}");
        let good = Returned { state: &state, code: Some("c"), error: None, issuer: Some(ISSUER) };
        assert_eq!(world.finish(&good), "not found", "{name}: the state is used");
    }
    let world = World::new();
    let request = world.begin(Errand::Login);
    world.pass(10 * 60 * 1000);
    assert_eq!(world.come_back(&request), "Stale");
}

#[test]
fn tokens_of_another_login_or_beside_each_other_are_refused() {
    #[rustfmt::skip]
    let table = [
        (json!({"nonce": "of another login"}),  json!({}),                         "Failed"),
        (json!({"acr": "low"}),                 json!({}),                         "Failed"),
        (json!({"aud": "another"}),             json!({}),                         "Failed"),
        (json!({}),                             json!({"sub": "p-2"}),             "Failed"),
        (json!({}),                             json!({NUMBER: "197811012397"}),   "Failed"),
        (json!({NUMBER: "197001782395"}),       json!({NUMBER: null}),             "Coordination"),
        (json!({NUMBER: null, "https://id.oidc.se/claim/coordinationNumber": "197001782395"}),
                                                json!({NUMBER: null}),             "Coordination"),
    ];
    for (claims, beside, expected) in table {
        let world = World::new();
        let request = world.begin(Errand::Login);
        *world.op.claims.lock().expect("lock") = claims.clone();
        *world.op.beside.lock().expect("lock") = beside.clone();
        assert_eq!(world.come_back(&request), expected, "{claims} {beside}");
    }
}

#[test]
fn a_provider_that_does_not_answer_is_said_so() {
    let world = World::new();
    let request = world.begin(Errand::Login);
    *world.op.down.lock().expect("lock") = true;
    assert_eq!(world.come_back(&request), "Down");

    let world = World::new();
    *world.op.down.lock().expect("lock") = true;
    let (session, provider) = (&world.browser, world.provider());
    let wish = Wish { session, provider, errand: Errand::Login, back: "/mina-sidor/" };
    let begin = || flow::begin(&world.store, &world.login.public_url, &wish).expect("begun");
    assert_eq!(format!("{:?}", begin()), "Err(Down)");
    assert_eq!(format!("{:?}", begin()), "Err(Down)");
    assert_eq!(world.op.calls_to("/openid-configuration"), 1, "nobody else has to wait");
    *world.op.down.lock().expect("lock") = false;
    world.pass(10_000);
    assert!(begin().is_ok(), "it recovers by itself");
}

#[test]
fn too_many_starts_are_refused() {
    let world = World::new();
    for _ in 0..20 {
        world.begin(Errand::Login);
    }
    let (session, provider) = (&world.browser, world.provider());
    let wish = Wish { session, provider, errand: Errand::Login, back: "/mina-sidor/" };
    let begin = || flow::begin(&world.store, &world.login.public_url, &wish);

    assert!(matches!(begin(), Err(Problem::TooMany)));
    world.pass(10 * 60 * 1000 + 1);
    assert!(begin().is_ok());
}

#[test]
fn a_signature_is_kept_with_its_evidence() {
    let world = World::new();
    let request = world.sign();
    let hidden = STANDARD.encode("{}");
    *world.op.claims.lock().expect("lock") = json!({SIGNATURE: STANDARD.encode("signed")});

    let done = world.come_back(&request);

    assert_eq!(done, "/mina-sidor/");
    let sign_request = &request["https://id.oidc.se/param/signRequest"];
    assert_eq!(sign_request["tbs_data"], hidden);
    assert_eq!(sign_request["sign_message"]["message"], "dGV4dA==");
    assert_eq!(request["prompt"], "login consent");
    assert!(text(&request, "scope").contains("https://id.oidc.se/scope/sign"));
    let bound = json!({"essential": true, "value": ANNA});
    assert_eq!(request["claims"]["id_token"][NUMBER], bound);
    let proof = world.store.read(|tx| tx.form("signed-c1")).expect("read").expect("signed");
    let proof: serde_json::Value = serde_json::from_str(&proof).expect("JSON");
    assert_eq!(payload(&text(&proof, "id_token"))[NUMBER], ANNA);
    assert_eq!(payload(&text(&proof, "request")), request);
    assert_eq!(proof["jwk"]["kid"], "op-1");
    assert_eq!(proof["user_signature"], STANDARD.encode("signed"));
}

#[test]
fn a_signature_by_another_or_of_nothing_or_of_something_else_is_refused() {
    let other = STANDARD.encode("<usrNonVisibleData>AAAA</usrNonVisibleData>");
    #[rustfmt::skip]
    let table = [
        (json!({SIGNATURE: "QQ==", NUMBER: "197811012397"}), "OtherPerson"),
        (json!({}),                                          "Failed"),
        (json!({SIGNATURE: ""}),                             "Failed"),
        (json!({SIGNATURE: "***"}),                          "Failed"),
        (json!({SIGNATURE: other}),                          "Failed"),
    ];
    for (claims, expected) in table {
        let world = World::new();
        let request = world.sign();
        *world.op.claims.lock().expect("lock") = claims.clone();
        assert_eq!(world.come_back(&request), expected, "{claims}");
        assert!(!world.was_signed(), "{claims}");
    }
}

#[test]
fn no_login_calls_its_provider_more_often_than_its_time_is_shared_by() {
    let world = World::new();
    let request = world.begin(Errand::Login);
    // As after a restart: nothing is kept.
    world.provider().forget();
    world.op.calls.lock().expect("lock").clear();

    assert!(world.come_back(&request).contains(" as "));

    let calls = world.op.calls.lock().expect("lock").len();
    assert_eq!(u32::try_from(calls), Ok(MOST_CALLS));
}

#[test]
fn a_provider_that_takes_the_call_and_says_nothing_holds_nobody_for_longer_than_its_share() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/token", silent.local_addr().expect("an address"));
    let share = std::time::Duration::from_millis(50);
    let web = WebClient::within(share, None, true).expect("a client");
    let begun = std::time::Instant::now();

    let answer = web.call(&Call { url: &url, headers: &[], form: Some("code=c") });

    assert!(matches!(answer, Err(TransportError::TimedOut)));
    assert!(begun.elapsed() < LONGEST_WAIT / MOST_CALLS);
}

//! What a provider must say of itself, and how often it is asked.

use serde_json::{Value, json};

use crate::login::oidc::discovery::{Metadata, is_own_machine};
use crate::login::oidc::tests::{World, key, lay_over, metadata, settings};
use crate::login::order::Errand;

fn faults(changes: &Value) -> String {
    let mut it = metadata();
    lay_over(&mut it, changes);
    let it: Metadata = serde_json::from_value(it).expect("a description");
    it.faults(&settings()).join(", ")
}

#[test]
fn a_provider_that_does_not_fit_is_refused() {
    #[rustfmt::skip]
    let table = [
        (json!({}),                                                  ""),
        (json!({"acr_values_supported": ["http://id.elegnamnden.se/loa/1.0/loa3"]}), ""),
        (json!({"issuer": "https://evil.example.se"}),               "another `issuer`"),
        (json!({"token_endpoint": "http://op.example.se/token"}),    "`token_endpoint`"),
        (json!({"jwks_uri": "http://localhost/jwks"}),               "`jwks_uri`"),
        (json!({"userinfo_endpoint": null}),                         "`userinfo_endpoint`"),
        (json!({"response_types_supported": ["id_token"]}),          "no response type `code`"),
        (json!({"code_challenge_methods_supported": ["plain"]}),     "no PKCE with `S256`"),
        (json!({"token_endpoint_auth_methods_supported": ["client_secret_basic"]}), "no `private_key_jwt`"),
        (json!({"id_token_signing_alg_values_supported": ["HS256", "none"]}), "no ID tokens with `ES256` or `RS256`"),
        (json!({"request_object_signing_alg_values_supported": ["RS256"]}), "no request objects with `ES256`"),
        (json!({"claims_parameter_supported": null}),                "no `claims` parameter"),
        (json!({"request_parameter_supported": false}),              "no `request` parameter"),
        (json!({"acr_values_supported": ["low"]}),                   "none of the wanted `acr`"),
        (json!({"scopes_supported": ["openid"]}),                    "not all of the wanted scopes"),
    ];
    for (changes, expected) in table {
        assert_eq!(faults(&changes), expected, "{changes}");
    }
}

#[test]
fn only_this_machine_does_without_encryption() {
    for (url, expected) in [
        ("http://localhost:9090", true),
        ("http://127.0.0.1/x", true),
        ("https://localhost", false),
        ("http://localhost.example.se", false),
        ("http://localhost@example.se", false),
        ("http://example.se/localhost", false),
    ] {
        assert_eq!(is_own_machine(url), expected, "{url}");
    }
}

#[test]
fn what_a_provider_says_is_kept_for_an_hour_and_longer_when_it_is_silent() {
    let world = World::new();
    let path = "/openid-configuration";

    world.begin(Errand::Login);
    world.begin(Errand::Login);
    assert_eq!(world.op.calls_to(path), 1);
    world.pass(61 * 60 * 1000);
    *world.op.down.lock().expect("lock") = true;
    let now = world.store.now();
    assert!(world.provider().metadata(now).is_ok());
    assert_eq!(world.op.calls_to(path), 2);
    let later = now + 24 * 60 * 60 * 1000;
    assert!(world.provider().metadata(later).is_err());
}

#[test]
fn a_new_key_is_fetched_and_an_unknown_one_only_once_a_minute() {
    let world = World::new();
    let request = world.begin(Errand::Login);
    assert!(world.come_back(&request).contains(" as "));
    assert_eq!(world.op.calls_to("/jwks"), 1);

    // The provider has a new key, and has published it.
    let second = key("op-2");
    world.op.published.lock().expect("lock").push(second.jwk());
    *world.op.key.lock().expect("lock") = second;
    let world = world.another_browser();
    let request = world.begin(Errand::Login);
    assert_eq!(world.come_back(&request), "Failed", "asked for keys less than a minute ago");
    world.pass(60_000);
    let request = world.begin(Errand::Login);
    assert!(world.come_back(&request).contains(" as "));
    assert_eq!(world.op.calls_to("/jwks"), 2);

    // Somebody signs with a key that is published nowhere: the provider is not flooded.
    let world = world.another_browser();
    *world.op.key.lock().expect("lock") = key("op-3");
    world.pass(60_000);
    for _ in 0..5 {
        let request = world.begin(Errand::Login);
        assert_eq!(world.come_back(&request), "Failed");
    }
    assert_eq!(world.op.calls_to("/jwks"), 3);
}

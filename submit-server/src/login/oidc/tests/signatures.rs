//! Whose signature a token carries, and with which algorithm.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::login::oidc::base64url;
use crate::login::oidc::jose::{ALGORITHMS, SigningKey, kid, verify};
use crate::login::oidc::tests::{key, pem};

fn judged(token: &str, jwk: &Value) -> String {
    let algorithms = ALGORITHMS.map(|(_, it)| it);
    match verify(token, jwk, &algorithms) {
        Ok(it) => it.claims["sub"].to_string(),
        Err(cause) => cause.to_string(),
    }
}

/// A token whose parts are made by hand.
fn made(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let part = |it: &Value| base64url(it.to_string().as_bytes());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = base64url(&sign(message.as_bytes()));
    format!("{message}.{signature}")
}

#[test]
fn only_the_published_key_and_the_two_algorithms_will_do() {
    let own = key("op-1");
    let jwk = own.jwk();
    let claims = json!({"sub": "p-1"});
    let good = own.sign("JWT", &claims).expect("signed");
    let with = |name: &str, value: &str| {
        let mut changed = jwk.clone();
        changed[name] = json!(value);
        changed
    };
    let (head, rest) = good.split_once('.').expect("parts");
    let (_, signature) = rest.split_once('.').expect("parts");
    let other = format!("{head}.{}.{signature}", base64url(br#"{"sub":"p-2"}"#));
    let hmac = |secret: Vec<u8>| {
        made(&json!({"alg": "HS256", "kid": "op-1"}), &claims, move |message| {
            let mut mac = Hmac::<Sha256>::new_from_slice(&secret).expect("a key");
            mac.update(message);
            mac.finalize().into_bytes().to_vec()
        })
    };
    let none = |name: &str| made(&json!({"alg": name, "kid": "op-1"}), &claims, |_| Vec::new());
    let crit = json!({"alg": "ES256", "kid": "op-1", "crit": ["x"], "x": 1});
    let oct = json!({"kty": "oct", "kid": "op-1", "k": base64url(b"secret")});
    let rsa = json!({"kty": "RSA", "kid": "op-1", "n": base64url(&[0xff; 256]), "e": "AQAB"});

    #[rustfmt::skip]
    let table = [
        ("as it should be",          good.clone(),                         jwk.clone(),           "\"p-1\""),
        ("a changed claim",          other,                                jwk.clone(),           "a token is refused: another signature"),
        ("another key",              key("op-1").sign("JWT", &claims).expect("signed"), jwk.clone(), "a token is refused: another signature"),
        ("not signed",               none("none"),                         jwk.clone(),           "a token is refused: not a token"),
        ("not signed, spelled NONE", none("NONE"),                         jwk.clone(),           "a token is refused: not a token"),
        ("the signature cut off",    format!("{head}.{}.", rest.split('.').next().unwrap_or_default()), jwk.clone(), "a token is refused: another signature"),
        ("HMAC with the public key", hmac(jwk.to_string().into_bytes()),   jwk.clone(),           "a token is refused: another algorithm"),
        ("HMAC with a published secret", hmac(b"secret".to_vec()),         oct,                   "a token is refused: another algorithm"),
        ("an unknown header",        made(&crit, &claims, |_| vec![0; 64]), jwk.clone(),          "a token is refused: a header that we do not know"),
        ("a key for encryption",     good.clone(),                         with("use", "enc"),    "a token is refused: a key for something else"),
        ("a key for RS256",          good.clone(),                         with("alg", "RS256"),  "a token is refused: a key for something else"),
        ("a key of another kind",    good.clone(),                         rsa,                   "a token is refused: another signature"),
        ("no key",                   good.clone(),                         json!({"kid": "op-1"}), "a token is refused: not a key"),
        ("not a token",              "abc".to_owned(),                     jwk.clone(),           "a token is refused: not a token"),
    ];
    for (name, token, jwk, expected) in table {
        assert_eq!(judged(&token, &jwk), expected, "{name}");
    }
    assert!(kid(&made(&json!({"alg": "ES256"}), &claims, |_| Vec::new())).is_err());
}

#[test]
fn a_provider_that_promises_one_algorithm_may_not_use_the_other() {
    let own = key("op-1");
    let token = own.sign("JWT", &json!({})).expect("signed");

    let judged = verify(&token, &own.jwk(), &[ALGORITHMS[1].1]);

    assert_eq!(judged.expect_err("refused").to_string(), "a token is refused: another algorithm");
}

#[test]
fn a_key_that_cannot_sign_is_refused_at_start() {
    let curve = "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n";
    for (name, text, expected) in [
        ("nothing", String::new(), "should be PEM"),
        ("another form", curve.to_owned(), "should be PEM"),
        ("no key", pem().replace("MIG", "AAA"), "curve P-256"),
    ] {
        let message = SigningKey::from_pem("k", &text).err().map(|it| format!("{it:#}"));
        let message = message.unwrap_or_default();
        assert!(message.contains(expected), "{name}: {message}");
    }
}

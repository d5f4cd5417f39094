//! What an ID token must say.

use serde_json::{Value, json};

use crate::login::oidc::id_token::{Expected, accepted, beside};
use crate::login::oidc::tests::{ANNA, ISSUER, LEVEL, NUMBER, lay_over};

const COORDINATION: &str = "https://id.oidc.se/claim/coordinationNumber";
const NOW: i64 = 1_795_000_000;

fn judged(changes: &Value) -> String {
    let mut claims = json!({"iss": ISSUER, "aud": "portal", "sub": "p-1", "iat": NOW,
        "exp": NOW + 300, "auth_time": NOW, "nonce": "n", "acr": LEVEL, NUMBER: ANNA});
    lay_over(&mut claims, changes);
    let acr = [LEVEL.to_owned()];
    let expected = Expected {
        issuer: ISSUER,
        client_id: "portal",
        nonce: "n",
        acr: &acr,
        started_at: NOW - 120,
        now: NOW,
    };
    let number = accepted(claims, &expected)
        .and_then(|it| it.person.number(jiff::civil::date(2026, 11, 23)).map(str::to_owned));
    number.unwrap_or_else(|cause| cause.to_string())
}

#[test]
fn an_id_token_says_what_we_asked_for_or_is_refused() {
    #[rustfmt::skip]
    let table = [
        (json!({}),                                        ANNA),
        (json!({"aud": ["portal"]}),                       ANNA),
        (json!({"aud": ["portal", "x"], "azp": "portal"}), ANNA),
        (json!({"exp": NOW + 360}),                        ANNA),
        (json!({"exp": NOW + 361}),                        "a token is refused: a life longer than five minutes"),
        (json!({"exp": i64::MAX}),                         "a token is refused: a life longer than five minutes"),
        (json!({"iat": NOW + 60, "auth_time": NOW - 180}), ANNA),
        (json!({"exp": NOW - 59}),                         ANNA),
        (json!({"acr": LEVEL, NUMBER: null, COORDINATION: "197001782395"}), "197001782395"),
        (json!({"iss": "https://other.example.se"}),       "a token is refused: another issuer"),
        (json!({"iss": format!("{ISSUER}/")}),             "a token is refused: another issuer"),
        (json!({"aud": "other"}),                          "a token is refused: another audience"),
        (json!({"aud": []}),                               "a token is refused: another audience"),
        (json!({"aud": ["portal", "x"]}),                  "a token is refused: no authorized party"),
        (json!({"azp": "x"}),                              "a token is refused: another authorized party"),
        (json!({"exp": NOW - 60}),                         "a token is refused: too old"),
        (json!({"iat": NOW + 61}),                         "a token is refused: not issued yet"),
        (json!({"iat": NOW - 181}),                        "a token is refused: issued before it was asked for"),
        (json!({"nonce": "m"}),                            "a token is refused: another nonce"),
        (json!({"nonce": null}),                           "a token is refused: another nonce"),
        (json!({"auth_time": null}),                       "a token is refused: no time of authentication"),
        (json!({"auth_time": NOW - 3600}),                 "a token is refused: not a fresh authentication"),
        (json!({"auth_time": NOW + 3600}),                 "a token is refused: not a fresh authentication"),
        (json!({"acr": null}),                             "a token is refused: another level"),
        (json!({"acr": "http://id.elegnamnden.se/loa/1.0/loa2"}), "a token is refused: another level"),
        (json!({"acr": "http://id.swedenconnect.se/loa/1.0/uncertified-loa3"}), "a token is refused: another level"),
        (json!({"sub": ""}),                               "a token is refused: no subject"),
        (json!({"exp": null}),                             "a token is refused: a claim is missing"),
        (json!({"exp": "never"}),                          "a token is refused: a claim is missing"),
        (json!({NUMBER: null}),                            "a token is refused: no number"),
        (json!({COORDINATION: "197001782395"}),            "a token is refused: two numbers"),
        (json!({NUMBER: "198506012388"}),                  "a token is refused: a number that cannot be"),
        (json!({NUMBER: "8506012387"}),                    "a token is refused: a number that cannot be"),
        (json!({NUMBER: "19850601-2387"}),                 "a token is refused: a number that cannot be"),
    ];
    for (changes, expected) in table {
        assert_eq!(judged(&changes), expected, "{changes}");
    }
}

#[test]
fn what_is_said_beside_is_for_us_and_about_the_same_person() {
    let acr = [];
    let expected = Expected {
        issuer: ISSUER,
        client_id: "portal",
        nonce: "",
        acr: &acr,
        started_at: NOW,
        now: NOW,
    };
    #[rustfmt::skip]
    let table = [
        (json!({}),                  "Anna Lind"),
        (json!({"name": null, "given_name": "Anna", "family_name": "Berg"}), "Anna Berg"),
        (json!({"name": null}),      ""),
        (json!({"sub": "p-2"}),      "a token is refused: an answer about somebody else"),
        (json!({"iss": "x"}),        "a token is refused: an answer from or for somebody else"),
        (json!({"aud": "x"}),        "a token is refused: an answer from or for somebody else"),
        (json!({"aud": null}),       "a token is refused: an answer from or for somebody else"),
    ];
    for (changes, name) in table {
        let mut claims = json!({"iss": ISSUER, "aud": "portal", "sub": "p-1", "name": "Anna Lind"});
        lay_over(&mut claims, &changes);
        let found = beside(claims, &expected, "p-1").map(|it| it.whole_name());
        assert_eq!(found.unwrap_or_else(|cause| cause.to_string()), name, "{changes}");
    }
}

//! The register against a scripted other side: who is shown, who is withheld.

use std::sync::{Arc, Mutex};

use form_model::known::Guardian;
use jiff::civil::date;
use serde_json::{Value, json};

use crate::outbound::{Answer, Transport, TransportError};
use crate::person::known::{Standing, known, logged_in};
use crate::person::protection::Protection;
use crate::person::rest::{Access, Client, Rest};
use crate::person::{Bar, Lookup, Register};

const NOW: i64 = 1_795_000_000_000;
const MOTHER: &str = "198506012387";
const FATHER: &str = "197811012397";
const CHILD: &str = "201609122389";

/// A register of posts, with a token service; counts its calls.
struct Skatteverket {
    posts: Vec<Value>,
    /// Statuses to answer with before anything else.
    troubles: Mutex<Vec<u16>>,
    calls: Mutex<Vec<String>>,
    expires_in: i64,
}

impl Transport for Skatteverket {
    fn post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, TransportError> {
        self.calls.lock().expect("lock").push(path.to_owned());
        let answer = |status, body: Value| Ok(Answer { status, body: body.to_string().into() });
        if path == "/token" {
            assert!(String::from_utf8_lossy(body).contains("scope=fbfuppgoffakt"));
            return answer(200, json!({"access_token": "t", "expires_in": self.expires_in}));
        }
        match self.troubles.lock().expect("lock").pop() {
            Some(0) => return Err(TransportError::TimedOut),
            Some(1) => return Err(TransportError::Unreachable("refused".into())),
            Some(status) => return answer(status, json!("<html>")),
            None => {}
        }
        assert!(headers.contains(&("Authorization", "Bearer t")));
        let body: Value = serde_json::from_slice(body).expect("JSON");
        let wanted: Vec<&Value> = body["sokvillkor"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|it| &it["identitetsbeteckning"])
            .collect();
        let found: Vec<&Value> = self
            .posts
            .iter()
            .filter(|it| wanted.contains(&&it["identitet"]["identitetsbeteckning"]))
            .collect();
        answer(200, json!({"folkbokforingsposter": found, "fel": [], "status": 200}))
    }
}

fn register(posts: Vec<Value>, troubles: Vec<u16>) -> (Register, Arc<Skatteverket>) {
    let other = Skatteverket {
        posts,
        troubles: Mutex::new(troubles),
        calls: Mutex::default(),
        expires_in: 300,
    };
    let other = Arc::new(other);
    let client = Client { id: "id".into(), secret: "secret".into() };
    let access = Access {
        token: other.clone(),
        api: other.clone(),
        token_client: client.clone(),
        api_client: client,
        organisation: "162021004748".into(),
        order: "00000236-FO01-0001".into(),
    };
    (Register::new(Rest::new(access)), other)
}

fn post(number: &str, given: &str) -> Value {
    json!({
        "identitet": {"identitetsbeteckning": number, "typ": "PERSONNUMMER"},
        "skyddAvPersonuppgifter": "SAKNAS",
        "namn": {
            "fornamn": {"namn": given, "tilltalsnamnsmarkering": "10", "strykt": true},
            "efternamn": {"namn": "Lind"}},
        "folkbokforing": {
            "adress": {"gatuadress": "Storgatan 1", "postnummer": "84131", "postort": "Ånge",
                "nyckel": "a1"},
            "lanskod": "22", "kommunkod": "60"},
        "relationerTillFolkbokforda": [],
    })
}

fn related(mut post: Value, relations: &[(&str, &str)]) -> Value {
    let relations: Vec<Value> = relations
        .iter()
        .map(|(number, code)| json!({"identitetsbeteckning": number, "typ": {"kod": code}}))
        .collect();
    post["relationerTillFolkbokforda"] = json!(relations);
    post
}

fn with(mut post: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    post.pointer_mut(parent).expect("the parent")[name] = value;
    post
}

fn mother() -> Value {
    related(post(MOTHER, "Anna Karin"), &[(CHILD, "VF"), (CHILD, "B"), (FATHER, "M")])
}

fn child() -> Value {
    related(post(CHILD, "Bo"), &[(MOTHER, "V"), (FATHER, "V"), (MOTHER, "MO")])
}

#[test]
fn who_may_be_shown_is_decided_when_the_post_is_read() {
    let me = || post(MOTHER, "Anna");
    let flag = |value: Value| with(me(), "/skyddAvPersonuppgifter", value);
    #[rustfmt::skip]
    let table = [
        ("ordinary",       vec![me()],                                                     "found"),
        ("sekretess",      vec![flag(json!("SEKRETESSMARKERING"))],                        "protected Sekretess"),
        ("skyddad",        vec![flag(json!("SKYDDAD_FOLKBOKFORING"))],                     "protected Skyddad"),
        ("new word",       vec![flag(json!("NYTT"))],                                      "protected Unknown"),
        ("no flag",        vec![flag(Value::Null)],                                        "protected Unknown"),
        ("deceased",       vec![with(me(), "/avregistrering", json!({"orsakskod": "AV"}))], "barred Deceased"),
        ("false identity", vec![with(me(), "/avregistrering", json!({"orsakskod": "FI"}))], "barred FalseIdentity"),
        ("moved abroad",   vec![with(me(), "/avregistrering", json!({"orsakskod": "UV"}))], "found"),
        ("another person", vec![post(FATHER, "Per")],                                      "unknown"),
        ("broken post",    vec![with(me(), "/namn", json!("Anna"))],                       "unknown"),
        ("nobody",         vec![],                                                         "unknown"),
    ];
    for (name, posts, expected) in table {
        let seen = match register(posts, vec![]).0.look_up(MOTHER, NOW) {
            Lookup::Found(_) => "found".to_owned(),
            Lookup::Protected(kind) => format!("protected {kind:?}"),
            Lookup::Barred(bar) => format!("barred {bar:?}"),
            Lookup::Unknown => "unknown".to_owned(),
            Lookup::Unavailable => "unavailable".to_owned(),
        };
        assert_eq!(seen, expected, "{name}");
    }
}

#[test]
fn a_samordningsnummer_is_not_even_asked_about() {
    let (register, other) = register(vec![], vec![]);

    let seen = register.look_up("196403722397", NOW);

    assert!(matches!(seen, Lookup::Barred(Bar::CoordinationNumber)));
    assert!(other.calls.lock().expect("lock").is_empty());
}

#[test]
fn a_passing_fault_is_tried_once_more_and_no_longer() {
    #[rustfmt::skip]
    let table = [
        ("none",              vec![],         1, true),
        ("one 500",           vec![500],      2, true),
        ("two 500",           vec![500, 500], 2, false),
        ("not reachable",     vec![1],        2, true),
        ("waited in vain",    vec![0],        1, false),
        ("too often",         vec![429],      1, false),
        ("denied",            vec![403],      1, false),
        ("old token",         vec![401],      2, true),
    ];
    for (name, troubles, calls, found) in table {
        let (register, other) = register(vec![mother()], troubles);
        let seen = register.look_up(MOTHER, NOW);
        assert_eq!(matches!(seen, Lookup::Found(_)), found, "{name}");
        assert_eq!(matches!(seen, Lookup::Unavailable), !found, "{name}");
        let asked = other.calls.lock().expect("lock").iter().filter(|it| *it == "/hamta").count();
        assert_eq!(asked, calls, "{name}");
    }
}

#[test]
fn a_token_is_used_until_shortly_before_its_end() {
    let (register, other) = register(vec![mother()], vec![]);

    for seconds in [0, 200, 239, 241, 300] {
        let _ = register.look_up(MOTHER, NOW + seconds * 1000);
    }

    let tokens = other.calls.lock().expect("lock").iter().filter(|it| *it == "/token").count();
    assert_eq!(tokens, 2);
}

#[test]
fn both_spellings_of_the_answer_are_read() {
    let body = json!({"personposter": [mother()], "felrapporter": [{"id": "1"}], "more": 1});
    let persons = super::rest::post::persons(body.to_string().as_bytes()).expect("read");
    assert_eq!(persons[0].names.shown(), "Anna Lind");
    assert_eq!(persons[0].address_lines(), ["Storgatan 1", "841 31 Ånge"]);
}

/// The mother's family, with these posts of child and father.
fn family(child: Option<Value>, father: Option<Value>) -> String {
    let posts = [Some(mother()), child, father].into_iter().flatten().collect();
    let (register, _) = register(posts, vec![]);
    let Lookup::Found(person) = register.look_up(MOTHER, NOW) else { panic!("not found") };
    let family = register.family(&person, NOW).expect("a family");
    let shown: Vec<String> = family
        .children
        .iter()
        .map(|it| {
            let guardians: Vec<String> = it.guardians.iter().map(guardian).collect();
            format!("{} [{}]", it.name, guardians.join(", "))
        })
        .collect();
    format!("{}{}", shown.join(", "), if family.withheld { " + withheld" } else { "" })
}

fn guardian(it: &Guardian) -> String {
    format!("{} {}", it.name, if it.same_address { "same" } else { "elsewhere" })
}

#[test]
fn a_child_is_shown_only_when_nobody_is_put_at_risk() {
    let father = || related(post(FATHER, "Per"), &[(CHILD, "VF")]);
    let hidden = |it: Value| with(it, "/skyddAvPersonuppgifter", json!("SEKRETESSMARKERING"));
    let gone = |it: Value, code: &str| with(it, "/avregistrering", json!({"orsakskod": code}));
    let elsewhere = with(father(), "/folkbokforing/adress/nyckel", json!("b2"));
    let no_key = with(father(), "/folkbokforing/adress/nyckel", Value::Null);
    let sole = related(post(CHILD, "Bo"), &[(MOTHER, "V")]);
    let not_mine = related(post(CHILD, "Bo"), &[(FATHER, "V")]);
    let flat = with(father(), "/folkbokforing/lagenhet", json!({"nyckel": "l9"}));
    #[rustfmt::skip]
    let table = [
        ("together",               Some(child()),             Some(father()),             "Bo Lind [Per Lind same]"),
        ("apart",                  Some(child()),             Some(elsewhere),            "Bo Lind [Per Lind elsewhere]"),
        ("same text, no key",      Some(child()),             Some(no_key),               "Bo Lind [Per Lind elsewhere]"),
        ("another flat",           Some(child()),             Some(flat),                 "Bo Lind [Per Lind elsewhere]"),
        ("sole custody",           Some(sole),                None,                       "Bo Lind []"),
        ("child protected",        Some(hidden(child())),     Some(father()),             " + withheld"),
        ("guardian protected",     Some(child()),             Some(hidden(father())),     " + withheld"),
        ("guardian not found",     Some(child()),             None,                       " + withheld"),
        ("child not found",        None,                      Some(father()),             " + withheld"),
        ("custody not confirmed",  Some(not_mine),            Some(father()),             " + withheld"),
        ("child deceased",         Some(gone(child(), "AV")), Some(father()),             ""),
        ("child moved abroad",     Some(gone(child(), "UV")), Some(father()),             " + withheld"),
        ("guardian deceased",      Some(child()),             Some(gone(father(), "AV")), "Bo Lind []"),
        ("guardian false",         Some(child()),             Some(gone(father(), "FI")), " + withheld"),
    ];
    for (name, child, father, expected) in table {
        assert_eq!(family(child, father), expected, "{name}");
    }
}

#[test]
fn a_family_takes_two_calls_and_can_be_unavailable() {
    let father = related(post(FATHER, "Per"), &[(CHILD, "VF")]);
    let (register, other) = register(vec![mother(), child(), father], vec![]);
    let Lookup::Found(person) = register.look_up(MOTHER, NOW) else { panic!("not found") };
    other.calls.lock().expect("lock").clear();

    register.family(&person, NOW).expect("a family");
    assert_eq!(*other.calls.lock().expect("lock"), ["/hamta", "/hamta"]);

    *other.troubles.lock().expect("lock") = vec![500, 500];
    assert!(register.family(&person, NOW).is_err());
}

#[test]
fn a_form_learns_nothing_from_the_register_about_a_protected_person() {
    let found = |flag| {
        let posts = vec![with(mother(), "/skyddAvPersonuppgifter", json!(flag))];
        register(posts, vec![]).0.look_up(MOTHER, NOW)
    };
    let today = date(2026, 11, 23);
    let table = [
        ("ordinary", found("SAKNAS"), Some(("Anna Lind", 2))),
        ("protected", found("SEKRETESSMARKERING"), Some(("", 0))),
        ("unknown", Lookup::Unknown, None),
        ("unavailable", Lookup::Unavailable, None),
        ("barred", Lookup::Barred(Bar::Deceased), None),
        ("doubtful", Lookup::Protected(Protection::Unknown), Some(("", 0))),
    ];
    for (name, lookup, expected) in table {
        let Ok(person) = logged_in(MOTHER, "ANNA LIND", lookup, NOW) else {
            assert!(expected.is_none(), "{name}");
            continue;
        };
        let json = serde_json::to_string(&person).expect("JSON");
        if !matches!(person.standing, Standing::Registered(_)) {
            assert!(!json.contains("Storgatan"), "{name}: {json}");
        }
        let known = known(&person, today);
        let applicant = known.applicant.expect("an applicant");
        let seen = (applicant.name.as_str(), applicant.address.len());
        assert_eq!(Some(seen), expected, "{name}");
        assert!(known.children.is_empty(), "{name}");
    }
}

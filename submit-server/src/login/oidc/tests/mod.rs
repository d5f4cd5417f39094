//! Every way in which an answer can be wrong, and the way in which it is right:
//! the scripted provider that the stories play against, with keys made on the spot.

mod claims;
mod discovery;
mod signatures;
mod stories;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use serde_json::{Value, json};

use crate::login::Login;
use crate::login::oidc::flow::{self, Finished, Onward, Returned, Wish};
use crate::login::oidc::jose::SigningKey;
use crate::login::oidc::{Audience, Provider, Settings};
use crate::login::order::Errand;
use crate::login::rp::Rp;
use crate::login::session;
use crate::login::session::Lifetimes;
use crate::login::tests::post;
use crate::outbound::{Answer, Transport, TransportError};
use crate::outbound_web::{Call, Web};
use crate::person::Register;
use crate::person::rest::{Access, Client, Rest};
use crate::store::{Clock, NewCase, Owner, Session, Store};

const ANNA: &str = "198506012387";
const ISSUER: &str = "https://op.example.se";
const LEVEL: &str = "http://id.elegnamnden.se/loa/1.0/loa3";
const NUMBER: &str = "https://id.oidc.se/claim/personalIdentityNumber";
const SIGNATURE: &str = "https://id.oidc.se/claim/userSignature";
const START: i64 = 1_795_000_000_000;

/// A key made now, as PEM.
fn pem() -> String {
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    let text = STANDARD.encode(der.expect("a key").as_ref());
    format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n")
}

fn key(kid: &str) -> SigningKey {
    SigningKey::from_pem(kid, &pem()).expect("a key")
}

fn payload(token: &str) -> Value {
    let part = token.split('.').nth(1).expect("a payload");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}

/// The provider: what it publishes, and what it will answer.
struct Op {
    key: Mutex<SigningKey>,
    published: Mutex<Vec<Value>>,
    metadata: Mutex<Value>,
    /// Laid over what an ID token would say.
    claims: Mutex<Value>,
    /// Laid over what is said beside it.
    beside: Mutex<Value>,
    nonce: Mutex<String>,
    clock: Arc<AtomicI64>,
    down: Mutex<bool>,
    calls: Mutex<Vec<(String, String)>>,
}

impl Op {
    fn now(&self) -> i64 {
        self.clock.load(Ordering::Relaxed) / 1000
    }

    fn id_token(&self) -> Value {
        let now = self.now();
        let nonce = self.nonce.lock().expect("lock").clone();
        let mut claims = json!({"iss": ISSUER, "aud": "portal", "sub": "p-1", "iat": now,
            "exp": now + 300, "auth_time": now, "nonce": nonce, "acr": LEVEL, NUMBER: ANNA});
        lay_over(&mut claims, &self.claims.lock().expect("lock"));
        claims
    }

    fn calls_to(&self, path: &str) -> usize {
        self.calls.lock().expect("lock").iter().filter(|(it, _)| it.ends_with(path)).count()
    }
}

fn lay_over(claims: &mut Value, changes: &Value) {
    for (name, value) in changes.as_object().into_iter().flatten() {
        match value {
            Value::Null => drop(claims.as_object_mut().expect("an object").remove(name)),
            _ => claims[name] = value.clone(),
        }
    }
}

impl Web for Op {
    fn call(&self, call: &Call<'_>) -> Result<Answer, TransportError> {
        let form = call.form.unwrap_or_default().to_owned();
        self.calls.lock().expect("lock").push((call.url.to_owned(), form));
        if *self.down.lock().expect("lock") {
            return Err(TransportError::TimedOut);
        }
        let key = self.key.lock().expect("lock");
        let body = match call.url.trim_start_matches(ISSUER) {
            "/.well-known/openid-configuration" => self.metadata.lock().expect("lock").to_string(),
            "/jwks" => json!({"keys": *self.published.lock().expect("lock")}).to_string(),
            "/token" => json!({"token_type": "Bearer", "access_token": "a",
                "id_token": key.sign("JWT", &self.id_token()).expect("signed")})
            .to_string(),
            _ => {
                let mut claims = json!({"iss": ISSUER, "aud": "portal", "sub": "p-1",
                    "name": "Anna Lind", NUMBER: ANNA});
                lay_over(&mut claims, &self.beside.lock().expect("lock"));
                key.sign("JWT", &claims).expect("signed")
            }
        };
        Ok(Answer { status: 200, body: body.into_bytes() })
    }
}

/// The register: everybody whom it is asked about is Anna.
struct Anna;

impl Transport for Anna {
    fn post(&self, path: &str, _: &[(&str, &str)], _: &[u8]) -> Result<Answer, TransportError> {
        let body = match path {
            "/token" => json!({"access_token": "t", "expires_in": 300}),
            _ => json!({"folkbokforingsposter": [post("198506012387", "SAKNAS", &[])]}),
        };
        Ok(Answer { status: 200, body: body.to_string().into() })
    }
}

/// BankID: it does not answer.
struct Nobody;

impl Transport for Nobody {
    fn post(&self, _: &str, _: &[(&str, &str)], _: &[u8]) -> Result<Answer, TransportError> {
        Err(TransportError::TimedOut)
    }
}

fn metadata() -> Value {
    json!({"issuer": ISSUER, "authorization_endpoint": format!("{ISSUER}/auth"),
        "token_endpoint": format!("{ISSUER}/token"), "jwks_uri": format!("{ISSUER}/jwks"),
        "userinfo_endpoint": format!("{ISSUER}/me"),
        "authorization_response_iss_parameter_supported": true,
        "claims_parameter_supported": true, "request_parameter_supported": true,
        "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256", "HS256", "none"]})
}

fn settings() -> Settings {
    Settings {
        id: "telia".into(),
        label: "Telia e-legitimation".into(),
        issuer: ISSUER.into(),
        client_id: "portal".into(),
        kid: "k1".into(),
        acr: vec![LEVEL.into()],
        scopes: vec!["https://id.oidc.se/scope/naturalPersonNumber".into()],
        signs: true,
        userinfo: true,
        audience: Audience::Issuer,
    }
}

struct World {
    _folder: tempfile::TempDir,
    store: Store,
    login: Login,
    op: Arc<Op>,
    clock: Arc<AtomicI64>,
    browser: Session,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(AtomicI64::new(START));
        let hand = Arc::clone(&clock);
        let store = Store::open(folder.path(), Clock::from(move || hand.load(Ordering::Relaxed)));
        let store = store.expect("a store");
        let first = key("op-1");
        let op = Arc::new(Op {
            published: Mutex::new(vec![first.jwk()]),
            key: Mutex::new(first),
            metadata: Mutex::new(metadata()),
            claims: Mutex::default(),
            beside: Mutex::default(),
            nonce: Mutex::default(),
            clock: Arc::clone(&clock),
            down: Mutex::new(false),
            calls: Mutex::default(),
        });
        let client = Client { id: String::new(), secret: String::new() };
        let register = Register::new(Rest::new(Access {
            token: Arc::new(Anna),
            api: Arc::new(Anna),
            token_client: client.clone(),
            api_client: client,
            organisation: String::new(),
            order: String::new(),
        }));
        let other = Settings { id: "annan".into(), ..settings() };
        let providers = [settings(), other]
            .map(|it| Provider::new(it, &pem(), op.clone()).expect("a provider"));
        let login = Login {
            rp: Rp::new(Arc::new(Nobody), Vec::new()),
            register,
            public_url: "https://portal.example.se".into(),
            autostart_url: None,
            lifetimes: Lifetimes { idle: 1_800_000, absolute: 28_800_000 },
            signed: |_, _, _| Ok(()),
            providers: providers.into(),
            signed_elsewhere: |tx, it| {
                tx.keep_form(&format!("signed-{}", it.case_id), it.method, it.proof)
            },
        };
        let browser = store.write(|tx| session::begin(tx, None)).expect("a session").session;
        Self { _folder: folder, store, login, op, clock, browser }
    }

    /// The same world, seen by somebody who has not been here.
    fn another_browser(self) -> Self {
        let fresh = self.store.write(|tx| session::begin(tx, None)).expect("a session");
        Self { browser: fresh.session, ..self }
    }

    fn provider(&self) -> &Provider {
        &self.login.providers[0]
    }

    fn pass(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::Relaxed);
    }

    /// Begins a flow, and returns what the request says.
    fn begin(&self, errand: Errand<'_>) -> Value {
        let provider = self.provider();
        let wish = Wish { session: &self.browser, provider, errand, back: "/mina-sidor/" };
        let begun = flow::begin(&self.store, &self.login.public_url, &wish).expect("begun");
        let handle = begun.expect("a handle");
        let to = flow::onward(&self.store, (&self.browser, provider), &handle).expect("found");
        let request = match to.expect("a provider that can be used") {
            Onward::Address(address) => {
                let (_, query) = address.split_once('?').expect("a query");
                let mut pairs = form_urlencoded::parse(query.as_bytes());
                pairs.find(|(name, _)| name == "request").expect("a request").1.into_owned()
            }
            Onward::Form { fields, .. } => fields[3].1.clone(),
        };
        let request = payload(&request);
        *self.op.nonce.lock().expect("lock") = text(&request, "nonce");
        request
    }

    fn sign(&self) -> Value {
        let case = self.store.write(|tx| {
            tx.keep_form("hash", "service", "{}")?;
            let owner = Owner::Person(ANNA.into());
            let (service, form_hash) = ("service", "hash");
            tx.begin_draft(&NewCase { id: "c1", owner: &owner, service, form_hash, expires_at: 9 })
        });
        case.expect("a case");
        let hidden = STANDARD.encode("{}");
        let errand =
            Errand::Signature { person: ANNA, case_id: "c1", visible: "dGV4dA==", hidden: &hidden };
        self.begin(errand)
    }

    /// The browser comes back to the provider's own address with these.
    fn finish(&self, returned: &Returned<'_>) -> String {
        let at = (&self.browser, self.provider());
        shown(flow::finish(&self.store, &self.login, at, returned))
    }

    /// The browser comes back as it should.
    fn come_back(&self, request: &Value) -> String {
        let state = text(request, "state");
        self.finish(&Returned {
            state: &state,
            code: Some("code"),
            error: None,
            issuer: Some(ISSUER),
        })
    }

    fn was_signed(&self) -> bool {
        self.store.read(|tx| tx.form("signed-c1")).expect("read").is_some()
    }
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().expect("text").to_owned()
}

fn shown(finished: crate::problem::Result<Finished>) -> String {
    match finished {
        Ok(Finished::On(back, Some(fresh))) => {
            format!("{back} as {}", fresh.session.person.unwrap_or_default())
        }
        Ok(Finished::On(back, None)) => back,
        Ok(Finished::Not(told, _)) => format!("{told:?}"),
        Err(problem) => format!("{problem}"),
    }
}

//! What the given values amount to. Every fault is noted, and reading goes on.

use std::fs;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use hyper::Uri;
use tracing::Level;

use crate::config::fault::Faults;
use crate::config::given::{All, Given, Value};
use crate::config::keys::{KEYS, Key};
use crate::config::{BankId, Config, Register, Secret, Session};
use crate::http::forwarded::Network;
use crate::http::limits::Limits;

/// How long browsers shall insist on encryption when nothing else is said: a year.
const HSTS_SECONDS: u64 = 31_536_000;

/// Mobilt BankID in production.
const MOBILE_POLICY: &str = "1.2.752.78.1.5";

/// The given values, and where faults are noted.
pub(super) struct Reader<'a> {
    pub(super) all: &'a All,
    faults: &'a mut Faults,
}

/// The configuration, if it could be made; it may be used if there is no fault.
pub(super) fn config(all: &All, faults: &mut Faults) -> Option<Config> {
    let mut it = Reader { all, faults };
    // Everything is read before the first `?`, so that every fault is noted.
    let listen = it.parsed("listen", Some("127.0.0.1:8700"));
    let public = it.public_url();
    let site = it.path("site");
    let data = it.path("data");
    let theme = it.optional("theme").map(PathBuf::from);
    let trusted_proxies = it.networks();
    let serve_static = it.truth("serve_static", false);
    let log = it.parsed::<Level>("log", Some("info"));
    let session = it.session();
    let limits = it.limits();
    let bankid = it.bankid();
    let register = it.register();
    let oidc = it.providers();
    let mail = it.mail();
    let sms = it.sms();
    let delivery = it.delivery();
    let extra = it.list("hosts", &[]);
    let hsts = it.hsts(public.as_ref().is_some_and(|it| it.scheme_str() == Some("https")));
    let public = public?;
    let host = public.authority()?.to_string();
    let origin = format!("{}://{host}", public.scheme_str()?);
    Some(Config {
        listen: listen?,
        public_url: origin.clone(),
        origin,
        hosts: [vec![host], extra].concat(),
        site: site?,
        data: data?,
        theme,
        hsts,
        trusted_proxies,
        serve_static,
        log: log?,
        session,
        limits,
        bankid: bankid?,
        register: register?,
        mail: mail?,
        sms: sms?,
        delivery,
        oidc,
    })
}

impl Reader<'_> {
    fn public_url(&mut self) -> Option<Uri> {
        let text = self.text("public_url")?;
        let uri =
            text.parse::<Uri>().ok().filter(|it| it.authority().is_some() && it.path() == "/");
        let Some(uri) = uri else {
            self.fault("public_url", "should be like `https://sjalvservice.example.se`");
            return None;
        };
        let own_machine = matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if uri.scheme_str() != Some("https") && !own_machine {
            self.fault("public_url", "should begin with `https://`: logins need encryption");
        }
        Some(uri)
    }

    fn hsts(&self, encrypted: bool) -> Option<u64> {
        match self.all.get("hsts").map(|it| &it.value) {
            Some(Value::Number(seconds)) => Some(*seconds),
            Some(Value::Truth(on)) => on.then_some(HSTS_SECONDS),
            _ => encrypted.then_some(HSTS_SECONDS),
        }
    }

    fn networks(&mut self) -> Vec<Network> {
        let mut networks = Vec::new();
        for text in self.list("trusted_proxies", &[]) {
            match text.parse() {
                Ok(network) => networks.push(network),
                Err(what) => self.fault("trusted_proxies", &format!("`{text}`: {what}")),
            }
        }
        networks
    }

    fn session(&mut self) -> Session {
        let idle = Duration::from_secs(60 * self.number("session.idle_minutes", 30));
        let absolute = Duration::from_secs(3600 * self.number("session.absolute_hours", 8));
        if idle > absolute {
            self.fault("session.idle_minutes", "is longer than `session.absolute_hours`");
        }
        Session { idle, absolute }
    }

    fn limits(&mut self) -> Limits {
        let usual = Limits::default();
        let mut count = |name: &str, usual: usize| {
            let number = self.number(&format!("limits.{name}"), usual as u64);
            usize::try_from(number).unwrap_or(usize::MAX)
        };
        let connections = count("connections", usual.connections);
        let per_address = count("per_ip", usual.per_address);
        let handlers = count("handlers", usual.handlers);
        let large_bodies = count("large_bodies", usual.large_bodies);
        let mut time = |name: &str, usual: Duration| {
            Duration::from_secs(self.number(&format!("limits.{name}_seconds"), usual.as_secs()))
        };
        Limits {
            connections,
            per_address,
            handlers,
            large_bodies,
            header: time("header", usual.header),
            body_idle: time("body_idle", usual.body_idle),
            body: time("body", usual.body),
            write: time("write", usual.write),
            wait: time("wait", usual.wait),
            stop: time("stop", usual.stop),
        }
    }

    fn bankid(&mut self) -> Option<BankId> {
        let url = self.text("bankid.url");
        let ca = self.content("bankid.ca");
        let certificate = self.content("bankid.certificate");
        let key = self.content("bankid.key");
        Some(BankId {
            url: url?,
            ca: ca?.into_bytes(),
            certificate: certificate?.into_bytes(),
            key: Secret::new(key?),
            mobile_policies: self.list("bankid.mobile_policies", &[MOBILE_POLICY]),
            autostart_url: self.optional("bankid.autostart_url"),
        })
    }

    fn register(&mut self) -> Option<Register> {
        let mut text = |name: &str| self.text(&format!("register.{name}"));
        let (url, token_url) = (text("url"), text("token_url"));
        let (client_id, gateway_client_id) = (text("client_id"), text("gateway_client_id"));
        let (organisation_number, order_id) = (text("organisation_number"), text("order_id"));
        let mut content = |name: &str| self.content(&format!("register.{name}"));
        let (ca, certificate, key) = (content("ca"), content("certificate"), content("key"));
        let client_secret = content("client_secret");
        let gateway_client_secret = content("gateway_client_secret");
        Some(Register {
            url: url?,
            token_url: token_url?,
            ca: ca?.into_bytes(),
            certificate: certificate?.into_bytes(),
            key: Secret::new(key?),
            client_id: client_id?,
            client_secret: Secret::new(client_secret?.trim()),
            gateway_client_id: gateway_client_id?,
            gateway_client_secret: Secret::new(gateway_client_secret?.trim()),
            organisation_number: organisation_number?,
            order_id: order_id?,
        })
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        let text = self.optional(key).filter(|it| !it.is_empty());
        if text.is_none() {
            self.missing(key);
        }
        text
    }

    pub(super) fn optional(&self, key: &str) -> Option<String> {
        match &self.all.get(key)?.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn path(&mut self, key: &str) -> Option<PathBuf> {
        self.text(key).map(PathBuf::from)
    }

    /// What is in the file that is named, or was given in its stead.
    pub(super) fn content(&mut self, key: &str) -> Option<String> {
        match self.all.get(key).map(|it| &it.value) {
            Some(Value::Content(content)) => Some(content.clone()),
            Some(Value::Text(path)) => match fs::read_to_string(path) {
                Ok(content) => Some(content),
                Err(cause) => {
                    self.fault(key, &format!("`{path}`: {cause}"));
                    None
                }
            },
            _ => {
                self.missing(key);
                None
            }
        }
    }

    pub(super) fn number(&mut self, key: &str, usual: u64) -> u64 {
        match self.all.get(key).map(|it| &it.value) {
            // Large enough for anything here, and small enough to count seconds with.
            Some(Value::Number(number)) if (1..=1_000_000).contains(number) => *number,
            Some(_) => {
                self.fault(key, "should be between 1 and 1000000");
                usual
            }
            None => usual,
        }
    }

    pub(super) fn truth(&self, key: &str, usual: bool) -> bool {
        match self.all.get(key).map(|it| &it.value) {
            Some(Value::Truth(truth)) => *truth,
            _ => usual,
        }
    }

    pub(super) fn list(&self, key: &str, usual: &[&str]) -> Vec<String> {
        match self.all.get(key).map(|it| &it.value) {
            Some(Value::List(list)) => list.clone(),
            _ => usual.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    fn parsed<T: FromStr>(&mut self, key: &str, usual: Option<&str>) -> Option<T> {
        let text = self.optional(key).or_else(|| usual.map(str::to_owned))?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.fault(key, &format!("`{text}` cannot be understood"));
        }
        parsed
    }

    pub(super) fn fault(&mut self, key: &str, what: &str) {
        let place = self.all.get(key).map_or("", |it: &Given| it.place.as_str());
        self.faults.add(place, format!("`{key}` {what}"));
    }

    pub(super) fn missing(&mut self, key: &str) {
        // A fault of type has been noted under the same key.
        let known = KEYS.iter().find(|it| it.path() == key).map(Key::variable);
        let how = known.map(|it| format!(" ({it})")).unwrap_or_default();
        self.faults.add(key, format!("is missing{how}"));
    }
}

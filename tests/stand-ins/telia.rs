//! The stand-in for Telia e-legitimation: a certified OpenID provider in Node.js,
//! `tests/oidc/op.mjs`, on a free loopback port.
//!
//! What a citizen's browser does there is done by [`Telia::visit`].

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, bail, ensure};
use rcgen::KeyPair;
use serde_json::{Value, json};
use submit_server::app::provider;
use submit_server::config::{Oidc, Secret};

use super::persons;

/// What the portal is called there.
const CLIENT: &str = "portal";
/// Most redirects of one visit.
const MOST_STEPS: usize = 12;
/// The personal data that a login asks for.
const SCOPES: [&str; 2] =
    ["https://id.oidc.se/scope/naturalPersonNumber", "https://id.oidc.se/scope/naturalPersonInfo"];

/// The running provider; it ends when this is dropped.
#[derive(Debug)]
pub struct Telia {
    config: Oidc,
    child: Child,
    input: Option<ChildStdin>,
}

/// What a visit led to.
#[derive(Debug)]
pub struct Visit {
    /// The address that the browser is sent back to.
    pub back: String,
    /// The page where the person is chosen.
    pub page: String,
}

/// Which byte of the user's signature is another; from the end when it is negative.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// Before the provider seals it in an ID token.
    BeforeSeal(i32),
    /// Before the provider seals it, so that it is no text any more.
    Unreadable(i32),
    /// On its way to the portal.
    AfterSeal(i32),
}

impl Change {
    /// What the page where the person is chosen sends along.
    fn fields(self) -> Vec<(&'static str, String)> {
        let (name, at, bits) = match self {
            Self::BeforeSeal(at) => ("before", at, 1),
            Self::Unreadable(at) => ("before", at, 128),
            Self::AfterSeal(at) => ("after", at, 1),
        };
        vec![(name, at.to_string()), ("bits", bits.to_string())]
    }
}

impl Telia {
    /// Starts the provider for a portal at this address. Its tokens are signed
    /// with `algorithm`.
    ///
    /// # Errors
    /// When Node.js or the packages are missing.
    pub fn start(portal: &str, algorithm: &str) -> anyhow::Result<Telia> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("oidc");
        ensure!(
            folder.join("node_modules/oidc-provider").exists(),
            "the packages of the stand-in are missing: run `npm --prefix tests/oidc ci`"
        );
        let mut config = config(KeyPair::generate()?.serialize_pem());
        let setting = json!({
            "client": {
                "id": CLIENT,
                "redirect_uri": format!("{portal}/mina-sidor/oidc/{}/retur", config.id),
                "jwks": provider(&config)?.public_keys(),
            },
            "persons": persons(),
            "algorithm": algorithm,
        });
        let mut child = Command::new("node")
            .arg(folder.join("op.mjs"))
            .arg(setting.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("starting `node`: install Node.js 20.19 or newer")?;
        let input = child.stdin.take();
        let output = child.stdout.take().context("the provider's output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).context("reading the provider's address")?;
        let said: Value = serde_json::from_str(&line).context("the provider did not start")?;
        config.issuer = said["issuer"].as_str().unwrap_or_default().to_owned();
        Ok(Telia { config, child, input })
    }

    /// The block `[[oidc]]` for it.
    #[must_use]
    pub fn config(&self) -> Oidc {
        self.config.clone()
    }

    /// Follows the portal's page to the provider, chooses the person, or nobody,
    /// and comes as far as the way back.
    ///
    /// # Errors
    /// When the provider does not lead back.
    pub fn visit(&self, onward: &str, person: &str) -> anyhow::Result<Visit> {
        self.visit_changing(onward, person, None)
    }

    /// As [`Telia::visit`], with one byte of the user's signature changed.
    ///
    /// # Errors
    /// As [`Telia::visit`].
    pub fn visit_changing(
        &self,
        onward: &str,
        person: &str,
        change: Option<Change>,
    ) -> anyhow::Result<Visit> {
        let mut browser = Browser::new();
        let (mut url, mut form) = sent_to(onward)?;
        let mut page = String::new();
        for _ in 0..MOST_STEPS {
            let (status, location, body) = browser.go(&url, form.take())?;
            match location {
                Some(to) if to.starts_with('/') => url = format!("{}{to}", self.config.issuer),
                Some(to) if to.starts_with(&self.config.issuer) => url = to,
                Some(to) => return Ok(Visit { back: to, page }),
                None if body.contains("name=\"person\"") => {
                    page = body;
                    let change = change.map(Change::fields).unwrap_or_default();
                    let fields = [("person", person.to_owned())].into_iter().chain(change);
                    form = Some(fields.map(|(name, it)| (name.to_owned(), it)).collect());
                }
                None => bail!("the provider answered {status}: {body}"),
            }
        }
        bail!("the provider does not lead back")
    }
}

impl Drop for Telia {
    fn drop(&mut self) {
        // It ends with its input; the waiting leaves no dead process behind.
        drop(self.input.take());
        if self.child.wait().is_err() {
            tracing::warn!("the stand-in for Telia was not waited for");
        }
    }
}

fn config(key: String) -> Oidc {
    Oidc {
        id: "telia".to_owned(),
        label: "Telia e-legitimation".to_owned(),
        issuer: "https://telia.example.se".to_owned(),
        client_id: CLIENT.to_owned(),
        key: Secret::new(key),
        kid: "prov-1".to_owned(),
        acr: vec!["http://id.elegnamnden.se/loa/1.0/loa3".to_owned()],
        scopes: SCOPES.map(str::to_owned).into(),
        signs: true,
        userinfo: true,
        assertion_to_token_endpoint: false,
        ca: None,
    }
}

fn persons() -> Vec<Value> {
    let persons = persons::with_bankid();
    persons.map(|it| json!({"number": it.number, "name": it.name(), "about": it.about})).collect()
}

type Form = Vec<(String, String)>;

/// Where the portal's page sends the browser, and with which form.
fn sent_to(onward: &str) -> anyhow::Result<(String, Option<Form>)> {
    let main = onward.split("<main").nth(1).context("no page that leads on")?;
    let Some((_, form)) = main.split_once("<form") else {
        let address = onward.split("content=\"0; url=").nth(1).context("no address")?;
        return Ok((value(address), None));
    };
    let action = form.split("action=\"").nth(1).context("no action")?;
    let inputs = form.split("<input").skip(1).filter_map(|it| {
        let (_, name) = it.split_once(" name=\"")?;
        let (_, given) = it.split_once(" value=\"")?;
        Some((value(name), value(given)))
    });
    Ok((value(action), Some(inputs.collect())))
}

/// Up to the quotation mark, unescaped.
fn value(rest: &str) -> String {
    let value = rest.split('"').next().unwrap_or_default();
    value.replace("&#x2f;", "/").replace("&#x3d;", "=").replace("&amp;", "&")
}

/// As much of a browser as a provider needs.
struct Browser {
    agent: ureq::Agent,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn new() -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        Self { agent: config.build().new_agent(), cookies: BTreeMap::new() }
    }

    /// Status, where it leads, and the body.
    fn go(
        &mut self,
        url: &str,
        form: Option<Form>,
    ) -> anyhow::Result<(u16, Option<String>, String)> {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        let answer = match form {
            None => self.agent.get(url).header("cookie", cookies).call()?,
            Some(form) => self.agent.post(url).header("cookie", cookies).send_form(form)?,
        };
        for line in answer.headers().get_all("set-cookie") {
            let line = line.to_str().context("a cookie")?;
            if let Some((name, value)) = line.split(';').next().and_then(|it| it.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = answer.headers().get("location").and_then(|it| it.to_str().ok());
        let location = location.map(str::to_owned);
        let status = answer.status().as_u16();
        Ok((status, location, answer.into_body().read_to_string()?))
    }
}

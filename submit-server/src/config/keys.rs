//! Every key there is. One that is not here is a fault.

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text.
    Text,
    /// A path.
    Path,
    /// The content of a file; the value is its path.
    File,
    /// Like [`Kind::Text`], but never in the configuration file.
    Secret,
    /// A whole number, not negative.
    Number,
    /// `true` or `false`.
    Truth,
    /// `true`, `false` or a number.
    TruthOrNumber,
    /// A list of texts; in the environment with commas between.
    List,
}

/// A key: its section ("" for the top), its name and what its value is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub(super) section: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

const fn key(section: &'static str, name: &'static str, kind: Kind) -> Key {
    Key { section, name, kind }
}

/// A section that there may be many of: one for each OpenID provider.
pub(super) const PROVIDER: &str = "oidc";
/// Another: one for each unit that gets cases by mail or webhook.
pub(super) const UNIT: &str = "units";
/// The sections whose blocks have an `id` each, and the letters that it may have
/// beside small letters and digits.
pub(super) const BLOCKS: [(&str, &str); 2] = [(PROVIDER, ""), (UNIT, "-")];
/// The longest `id` of a block.
pub(super) const MOST_ID: usize = 60;

/// In the order of `config.example.toml`, which documents them.
#[rustfmt::skip]
pub(super) const KEYS: &[Key] = &[
    key("",         "listen",                Kind::Text),
    key("",         "public_url",            Kind::Text),
    key("",         "hosts",                 Kind::List),
    key("",         "site",                  Kind::Path),
    key("",         "data",                  Kind::Path),
    key("",         "theme",                 Kind::Path),
    key("",         "hsts",                  Kind::TruthOrNumber),
    key("",         "trusted_proxies",       Kind::List),
    key("",         "serve_static",          Kind::Truth),
    key("",         "log",                   Kind::Text),
    key("session",  "idle_minutes",          Kind::Number),
    key("session",  "absolute_hours",        Kind::Number),
    key("limits",   "connections",           Kind::Number),
    key("limits",   "per_ip",                Kind::Number),
    key("limits",   "handlers",              Kind::Number),
    key("limits",   "large_bodies",          Kind::Number),
    key("limits",   "header_seconds",        Kind::Number),
    key("limits",   "body_idle_seconds",     Kind::Number),
    key("limits",   "body_seconds",          Kind::Number),
    key("limits",   "write_seconds",         Kind::Number),
    key("limits",   "wait_seconds",          Kind::Number),
    key("limits",   "stop_seconds",          Kind::Number),
    key("bankid",   "url",                   Kind::Text),
    key("bankid",   "ca",                    Kind::File),
    key("bankid",   "certificate",           Kind::File),
    key("bankid",   "key",                   Kind::File),
    key("bankid",   "mobile_policies",       Kind::List),
    key("bankid",   "autostart_url",         Kind::Text),
    key("register", "url",                   Kind::Text),
    key("register", "token_url",             Kind::Text),
    key("register", "ca",                    Kind::File),
    key("register", "certificate",           Kind::File),
    key("register", "key",                   Kind::File),
    key("register", "client_id",             Kind::Text),
    key("register", "client_secret",         Kind::Secret),
    key("register", "gateway_client_id",     Kind::Text),
    key("register", "gateway_client_secret", Kind::Secret),
    key("register", "organisation_number",   Kind::Text),
    key("register", "order_id",              Kind::Text),
    key("mail",     "host",                  Kind::Text),
    key("mail",     "port",                  Kind::Number),
    key("mail",     "security",              Kind::Text),
    key("mail",     "user",                  Kind::Text),
    key("mail",     "password",              Kind::Secret),
    key("mail",     "from",                  Kind::Text),
    key("mail",     "domain",                Kind::Text),
    key("mail",     "ca",                    Kind::File),
    key("sms",      "url",                   Kind::Text),
    key("sms",      "user",                  Kind::Text),
    key("sms",      "password",              Kind::Secret),
    key("sms",      "from",                  Kind::Text),
    key("sms",      "webhook_token",         Kind::Secret),
    key("delivery", "folder",                Kind::Path),
    // Of each block `[[units]]`.
    key(UNIT,       "id",                    Kind::Text),
    key(UNIT,       "mailbox",               Kind::Text),
    key(UNIT,       "webhook",               Kind::Text),
    key(UNIT,       "secret",                Kind::File),
    key(UNIT,       "ca",                    Kind::File),
    // Of each block `[[oidc]]`.
    key(PROVIDER,   "id",                    Kind::Text),
    key(PROVIDER,   "label",                 Kind::Text),
    key(PROVIDER,   "issuer",                Kind::Text),
    key(PROVIDER,   "client_id",             Kind::Text),
    key(PROVIDER,   "key",                   Kind::File),
    key(PROVIDER,   "kid",                   Kind::Text),
    key(PROVIDER,   "acr",                   Kind::List),
    key(PROVIDER,   "scopes",                Kind::List),
    key(PROVIDER,   "signs",                 Kind::Truth),
    key(PROVIDER,   "userinfo",              Kind::Truth),
    key(PROVIDER,   "client_assertion_audience", Kind::Text),
    key(PROVIDER,   "ca",                    Kind::File),
];

impl Key {
    /// As it is called in messages: `bankid.url`.
    pub(super) fn path(&self) -> String {
        match self.section {
            "" => self.name.to_owned(),
            section => format!("{section}.{}", self.name),
        }
    }

    /// Its environment variable: `SUBMIT_BANKID_URL`.
    pub(super) fn variable(&self) -> String {
        format!("SUBMIT_{}", self.path().replace('.', "_").to_uppercase())
    }

    /// Whether a file may be named in its stead: `SUBMIT_BANKID_KEY_FILE`.
    pub(super) fn may_be_a_file(&self) -> bool {
        matches!(self.kind, Kind::File | Kind::Secret)
    }
}

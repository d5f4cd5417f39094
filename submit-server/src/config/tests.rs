//! What a configuration may and may not say.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::config::fault::Faults;
use crate::config::keys::{KEYS, Kind};
use crate::config::{Config, unmet};

const EXAMPLE: &str = include_str!("../../config.example.toml");

/// A folder with the example as `submit-server.toml` and the files it names.
fn folder(toml: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["bankid", "register"] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
        for file in ["ca.pem", "certificate.pem", "key.pem"] {
            fs::write(folder.path().join(name).join(file), format!("{name}/{file}"))
                .expect("a file");
        }
    }
    fs::write(folder.path().join("submit-server.toml"), toml).expect("a file");
    folder
}

fn read(toml: &str, environment: &[(&str, &str)]) -> Result<Config, Faults> {
    let secrets =
        [("SUBMIT_REGISTER_CLIENT_SECRET", "s1"), ("SUBMIT_REGISTER_GATEWAY_CLIENT_SECRET", "s2")];
    let all = secrets.iter().chain(environment);
    let all = all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::read(Some(&folder(toml).path().join("submit-server.toml")), all)
}

/// The faults, without the folder's name.
fn faults(toml: &str, environment: &[(&str, &str)]) -> Vec<String> {
    let Err(faults) = read(toml, environment) else {
        return Vec::new();
    };
    let lines = faults.to_string();
    let short = |line: &str| match line.split_once("submit-server.toml:") {
        Some((_, rest)) => rest.to_owned(),
        None => line.trim().to_owned(),
    };
    lines.lines().skip(1).map(short).collect()
}

#[test]
fn the_example_can_be_used_and_means_what_it_says() {
    let config = read(EXAMPLE, &[]).expect("the example");

    assert_eq!(config.listen.to_string(), "127.0.0.1:8700");
    assert_eq!(config.origin, "https://sjalvservice.example.se");
    assert_eq!(config.hosts, ["sjalvservice.example.se", "127.0.0.1:8700"]);
    assert_eq!(config.site, Path::new("/srv/lucka/public"));
    assert_eq!(config.hsts, Some(31_536_000));
    assert_eq!(config.session.idle, Duration::from_secs(30 * 60));
    assert_eq!(config.limits.connections, 1024);
    assert_eq!(config.bankid.key.expose(), "bankid/key.pem");
    assert_eq!(config.register.client_secret.expose(), "s1");
    assert!(!config.serve_static && config.theme.is_none());
    assert!(config.mail.is_none() && config.sms.is_none());
}

#[test]
fn the_example_names_every_key() {
    for key in KEYS {
        let shown = EXAMPLE.contains(&format!("\n{} =", key.name))
            || EXAMPLE.contains(&format!("\n# {} =", key.name))
            || (key.kind == Kind::Secret && EXAMPLE.contains(&key.variable()));
        assert!(shown, "`{}` is not in config.example.toml", key.path());
    }
}

#[test]
fn what_is_left_out_has_a_usual_value() {
    let least: String = EXAMPLE
        .lines()
        .filter(|line| !["hsts", "hosts", "log", "listen"].iter().any(|it| line.starts_with(it)))
        .map(|line| format!("{line}\n"))
        .collect();
    let config = read(&least, &[]).expect("a configuration");

    assert_eq!(config.hsts, Some(31_536_000));
    assert_eq!(config.hosts, ["sjalvservice.example.se"]);
    assert_eq!(config.listen.port(), 8700);
}

#[test]
fn the_environment_overrides_the_file() {
    let environment = [
        ("SUBMIT_PUBLIC_URL", "http://localhost:8700"),
        ("SUBMIT_LIMITS_CONNECTIONS", "7"),
        ("SUBMIT_SERVE_STATIC", "true"),
        ("SUBMIT_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.1"),
        ("SUBMIT_BANKID_KEY", "the key itself"),
        ("SUBMIT_HSTS", "false"),
        ("PATH", "/bin"),
    ];
    let config = read(EXAMPLE, &environment).expect("a configuration");

    assert_eq!(config.hosts, ["localhost:8700", "127.0.0.1:8700"]);
    assert_eq!(config.limits.connections, 7);
    assert!(config.serve_static);
    assert_eq!(config.trusted_proxies.len(), 2);
    assert_eq!(config.bankid.key.expose(), "the key itself");
    assert_eq!(config.hsts, None);
}

#[test]
fn a_secret_may_be_in_a_file_and_is_never_shown() {
    let folder = folder("");
    let file = folder.path().join("secret");
    fs::write(&file, "from a file\n").expect("a file");
    let file = file.to_string_lossy();

    let config = read(EXAMPLE, &[("SUBMIT_REGISTER_CLIENT_SECRET_FILE", &file)]).expect("it");

    assert_eq!(config.register.client_secret.expose(), "from a file");
    assert!(!format!("{config:?}").contains("from a file"));
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let toml = "lisen = \"x\"\nlisten = 8700\nlog = \"loud\"\npublic_url = \"http://a.example.se\"\n\
                trusted_proxies = [\"localhost\"]\n[limits]\nconnections = 0\n[register]\n\
                client_secret = \"hemlig\"\n[fax]\nhost = \"x\"\n[mail]\n\
                security = \"none\"\nfrom = \"x\"\n[sms]\nurl = \"http://sms.example.se\"\n\
                from = \"Å\"\n";
    let found = faults(toml, &[("SUBMIT_SESSION_IDLE_MINUTES", "soon"), ("SUBMIT_BANKD_URL", "x")]);

    for expected in [
        "1:1: unknown key `lisen`",
        "2:1: `listen` should be text",
        "3:1: `log` `loud` cannot be understood",
        "4:1: `public_url` should begin with `https://`: logins need encryption",
        "5:1: `trusted_proxies` `localhost`: expected an IP address or a network",
        "7:1: `limits.connections` should be between 1 and 1000000",
        "9:1: `register.client_secret` is a secret: give it by SUBMIT_REGISTER_CLIENT_SECRET \
         or SUBMIT_REGISTER_CLIENT_SECRET_FILE",
        "11:1: unknown section with key `host`",
        "13:1: `mail.security` should be `starttls` or `tls`",
        "14:1: `mail.from` should be an address like `sjalvservice@example.se`",
        "mail.host: is missing (SUBMIT_MAIL_HOST)",
        "16:1: `sms.url` should begin with `https://`",
        "17:1: `sms.from` should be at most 11 letters a-z and digits, a letter first",
        "sms.password: is missing (SUBMIT_SMS_PASSWORD)",
        "SUBMIT_SESSION_IDLE_MINUTES: should be a whole number",
        "SUBMIT_BANKD_URL: unknown variable",
        "site: is missing (SUBMIT_SITE)",
        "bankid.url: is missing (SUBMIT_BANKID_URL)",
        "register.order_id: is missing (SUBMIT_REGISTER_ORDER_ID)",
    ] {
        assert!(found.iter().any(|it| it == expected), "{expected}\n{found:#?}");
    }
    assert!(!found.iter().any(|it| it.contains("hemlig")));
}

#[test]
fn a_file_that_is_not_toml_is_told_by_place() {
    let found = faults("listen = \n", &[]);

    assert!(found.iter().any(|it| it.starts_with("1:10:")), "{found:#?}");
}

/// The commented block of the example, as somebody would use it.
fn with_provider() -> String {
    let (before, block) = EXAMPLE.split_once("# [[oidc]]").expect("the block");
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(key) if key.contains(" = ") && !key.starts_with("ca ") => format!("{key}\n"),
        _ => format!("{line}\n"),
    };
    let block: String = block.lines().map(line).collect();
    format!("{before}[[oidc]]\n{block}")
}

#[test]
fn a_provider_is_a_block_and_its_key_may_be_in_the_environment() {
    let config = read(&with_provider(), &[("SUBMIT_OIDC_TELIA_KEY", "the key")]).expect("it");

    let [telia] = config.oidc.as_slice() else { panic!("one provider") };
    assert_eq!((telia.id.as_str(), telia.label.as_str()), ("telia", "Telia e-legitimation"));
    assert_eq!(telia.key.expose(), "the key");
    assert_eq!(telia.acr, ["http://id.elegnamnden.se/loa/1.0/loa3"]);
    assert!(telia.signs && telia.userinfo && telia.ca.is_none());
    assert!(!telia.assertion_to_token_endpoint);
    assert!(read(EXAMPLE, &[]).expect("the example").oidc.is_empty());
}

#[test]
fn the_faults_of_a_provider_are_told_with_their_place() {
    let block = "[[oidc]]\nid = \"a\"\nlabel = \"A\"\nissuer = \"http://op.example.se\"\n\
                 client_assertion_audience = \"x\"\nsecret = 1\n[[oidc]]\nid = \"a\"\n\
                 [[oidc]]\nid = \"A b\"\n";
    let found = faults(block, &[("SUBMIT_OIDC_B_KEY", "x"), ("SUBMIT_OIDC_ISSUER", "x")]);

    for expected in [
        "4:1: `oidc.a.issuer` should begin with `https://`",
        "5:1: `oidc.a.client_assertion_audience` should be `issuer` or `token_endpoint`",
        "6:1: unknown key `secret`",
        "7:1: there are two `oidc` with the id `a`",
        "9:1: `oidc.id` should be a short word of small letters and digits",
        "oidc.a.client_id: is missing",
        "oidc.a.key: is missing",
        "SUBMIT_OIDC_B_KEY: unknown variable",
        "SUBMIT_OIDC_ISSUER: unknown variable",
    ] {
        assert!(found.iter().any(|it| it == expected), "{expected}\n{found:#?}");
    }
}

#[test]
fn a_unit_is_a_block_and_its_secret_may_be_in_the_environment() {
    let secret = "0123456789abcdef0123456789abcdef";
    let block = "[delivery]\nfolder = \"arenden\"\n\
                 [[units]]\nid = \"gata-och-trafik\"\nmailbox = \"gata@example.se\"\n\
                 webhook = \"https://arenden.example.se/lucka\"\n[[units]]\nid = \"skola\"\n";
    let toml = EXAMPLE.replacen("# [delivery]\n", block, 1);
    let variable = ("SUBMIT_UNITS_GATA_OCH_TRAFIK_SECRET", secret);
    let config = read(&toml, &[variable]).expect("it");

    let folder = config.delivery.folder.as_ref().expect("a folder");
    assert!(folder.ends_with("arenden") && folder.is_absolute(), "{folder:?}");
    let gata = config.delivery.unit("gata-och-trafik").expect("the unit");
    let webhook = gata.webhook.as_ref().expect("a webhook");
    assert_eq!(gata.mailbox.as_deref(), Some("gata@example.se"));
    assert_eq!(webhook.secret.expose(), secret);
    assert!(webhook.ca.is_none());
    assert!(config.delivery.unit("skola").expect("the unit").webhook.is_none());
    assert!(read(EXAMPLE, &[]).expect("the example").delivery.units.is_empty());
}

#[test]
fn the_faults_of_a_unit_are_told_with_their_place() {
    let block = "[[units]]\nid = \"a\"\nmailbox = \"enheten\"\nwebhook = \"http://b.example.se\"\n\
                 [[units]]\nid = \"b\"\nsecret = \"fil\"\n\
                 [[units]]\nid = \"../c\"\n[[units]]\nid = \"d\"\nwebhook = \"https://d.example.se\"\n";
    let found = faults(block, &[("SUBMIT_UNITS_A_SECRET", "short")]);

    for expected in [
        "3:1: `units.a.mailbox` should be an address like `enheten@example.se`",
        "4:1: `units.a.webhook` should begin with `https://`",
        "SUBMIT_UNITS_A_SECRET: `units.a.secret` should be at least 32 characters",
        "7:1: `units.b.secret` is of no use without `webhook`",
        "8:1: `units.id` should be a short word of small letters and digits, or hyphens",
        "units.d.secret: is missing",
    ] {
        assert!(found.iter().any(|it| it == expected), "{expected}\n{found:#?}");
    }
}

#[test]
fn an_eid_that_the_pages_promise_has_a_provider() {
    let config = read(&with_provider(), &[("SUBMIT_OIDC_TELIA_KEY", "the key")]).expect("it");
    let promised = ["BankID", "Mobilt BankID", "Telia e-legitimation", "Freja"].map(str::to_owned);

    assert_eq!(unmet(&promised, &config.oidc), ["Freja"]);
    assert_eq!(unmet(&promised, &[]), ["Telia e-legitimation", "Freja"]);
}

//! `generator schema`: an independent validator says of content what `generator check` says.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tests::support::site::{SiteTest, files_in, real_content};
use tests::support::tools::python_tool;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const VALID: &str = "valid";

#[test]
fn the_real_content_is_what_the_schemas_say() {
    let asked: Vec<(String, &str, Value)> = files_in(&real_content())
        .into_iter()
        .filter_map(|(path, bytes)| {
            let kind = kind(&path)?;
            let header = header(&String::from_utf8(bytes).expect("UTF-8"));
            Some((path, kind, header))
        })
        .collect();
    let entries = asked.iter().filter(|it| ["e-tjanst", "blankett"].contains(&it.1)).count();
    let kinds: BTreeMap<&str, ()> = asked.iter().map(|it| (it.1, ())).collect();

    let answers = validated(asked.iter().map(|it| (it.1, it.2.clone())));

    assert_eq!((entries, kinds.len()), (320, 9));
    for ((path, ..), answer) in asked.iter().zip(answers) {
        assert_eq!(answer, VALID, "{path}");
    }
}

/// The same change, to the validator and to the check: both refuse it, or neither.
#[test]
fn the_check_and_the_schemas_refuse_the_same() {
    #[rustfmt::skip]
    let cases = [
        ("e-tjanster/hyra-bat/index.md",   "title = ",             "titel = ",               true),
        ("e-tjanster/hyra-bat/index.md",   "login = ",             "inlogg = ",              true),
        ("e-tjanster/hyra-bat/index.md",   "title = ",             "file = \"a.pdf\"\ntitle = ", true),
        ("e-tjanster/hyra-bat/index.md",   "priority = 7",         "priority = 10",          true),
        ("e-tjanster/hyra-bat/index.md",   "priority = 7",         "priority = 9",           false),
        ("e-tjanster/hyra-bat/index.md",   "url = \"https",        "url = \"http",           true),
        ("blanketter/hyra-bat-blankett/index.md", "title = ",      "login = \"none\"\ntitle = ", true),
        ("blanketter/hyra-bat-blankett/index.md", "title = ",      "law = \"Lagen\"\ntitle = ", false),
        ("e-tjanster/hyra-bat/index.md",   "/batar/",             "/../batar/",            true),
        ("e-tjanster/hyra-bat/index.md",   "/batar/",             "/bat.aspx/",            true),
        ("e-tjanster/hyra-bat/index.md",   "/batar/",             "/_site/x/",             true),
        ("kategorier/fritid.md",           "lead = ",              "ledare = ",              true),
        ("kategorier/fritid.md",           "order = 1",           "order = \"1\"",        true),
        ("sidor/hjalp.md",                 "summary = ",           "sammanfattning = ",      true),
        ("sidor/hjalp.md",                 "\"2026-11-23\"",        "\"i går\"",            true),
        ("site.toml",                      "lead = ",              "ledord = ",              true),
        ("site.toml",                      "hours = [",            "hours = []\nurs = [",    true),
        ("handlers.toml",                  "controller = ",        "ansvarig = ",            true),
        ("synonymer.toml",                 "ord = ",               "or = ",                  true),
        ("hanvisningar.toml",              "rubrik = ",            "titel = ",               true),
        ("e-tjanster/hyra-bat/form.toml",  "kind = \"",            "kind = \"x",             true),
        ("e-tjanster/hyra-bat/form.toml",  "label = ",             "lable = ",               true),
        ("e-tjanster/hyra-bat/form.toml",  "id = \"",              "show_if = {}\nid = \"",  true),
        ("e-tjanster/hyra-bat/form.toml",  "id = \"",              "show_if = { not = [] }\nid = \"", true),
        ("e-tjanster/hyra-bat/form.toml",  "id = \"",              "show_if = { a = { mn = 1 } }\nid = \"", true),
        ("e-tjanster/hyra-bat/form.toml",  "id = \"",              "id = \"1",               true),
    ];
    let mut asked = Vec::new();
    for (path, from, to, refused) in cases {
        let test = SiteTest::new("everything");
        test.replace(path, from, to);
        assert_eq!(!test.site().1.is_empty(), refused, "the check: {path}: {to}");
        let text = files_in(&test.content()).remove(path).expect("the file");
        let header = header(&String::from_utf8(text).expect("UTF-8"));
        asked.push((kind(path).expect("a kind"), header));
    }

    let answers = validated(asked.into_iter());

    for ((path, _, to, refused), answer) in cases.iter().zip(answers) {
        assert_eq!(answer != VALID, *refused, "the schema: {path}: {to}: {answer}");
    }
}

/// Which schema a path has; other files are not for authors to write in.
fn kind(path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["e-tjanster", _, "index.md"] => Some("e-tjanst"),
        ["blanketter", _, "index.md"] => Some("blankett"),
        [_, _, "form.toml"] => Some("form"),
        ["kategorier", _] => Some("kategori"),
        ["sidor", _] => Some("sida"),
        ["site.toml"] => Some("site"),
        ["handlers.toml"] => Some("handlers"),
        ["synonymer.toml"] => Some("synonymer"),
        ["hanvisningar.toml"] => Some("hanvisningar"),
        _ => None,
    }
}

fn header(text: &str) -> Value {
    let toml = text.strip_prefix("+++\n").map_or(text, |it| it.split("+++").next().expect("it"));
    toml::from_str(toml).expect("TOML")
}

/// What the validator says of each.
fn validated(asked: impl Iterator<Item = (&'static str, Value)>) -> Vec<String> {
    let tool = python_tool("python");
    let schema = |kind| -> Value {
        let printed = generator::schema::print(Some(kind)).expect("a schema");
        serde_json::from_str(&printed).expect("JSON")
    };
    let lines: Vec<String> = asked
        .map(|(kind, it)| json!({ "schema": schema(kind), "instance": it }).to_string())
        .collect();
    let mut validator = Command::new(tool)
        .arg(Path::new(ROOT).join("tests/schema/validate.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the validator starts");
    let mut input = validator.stdin.take().expect("its input");
    let count = lines.len();
    let writer = std::thread::spawn(move || input.write_all(lines.join("\n").as_bytes()));
    let output = validator.wait_with_output().expect("the validator ends");
    writer.join().expect("no panic").expect("the validator listens");
    assert!(output.status.success(), "a schema is not sound");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let said: Vec<String> = said.lines().map(str::to_owned).collect();
    assert_eq!(said.len(), count);
    said
}

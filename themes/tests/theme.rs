//! What a theme promises, tried from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use theme::{Error, Theme};

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn style(theme: &Theme) -> String {
    let assets = theme.assets();
    let sheet = assets.iter().find(|asset| asset.path.ends_with("css/site.css")).unwrap();
    String::from_utf8(sheet.bytes.clone()).unwrap()
}

#[test]
fn assets_lie_under_a_name_that_follows_from_their_contents() {
    let theme = Theme::embedded().unwrap();
    let base = theme.asset_base();

    assert!(base.starts_with("/_theme/") && base.ends_with('/'));
    assert_eq!(base, Theme::embedded().unwrap().asset_base());
    for asset in theme.assets() {
        assert!(format!("/{}", asset.path).starts_with(&base), "{}", asset.path);
    }
}

#[test]
fn a_folder_changes_only_what_it_holds() {
    let folder = folder(&[("css/tokens.css", "@layer tokens { :root { --brand: #123456; } }")]);

    let own = Theme::folder(folder.path()).unwrap();

    let usual = Theme::embedded().unwrap();
    assert!(style(&own).contains("--brand: #123456"));
    assert_ne!(own.asset_base(), usual.asset_base());
    assert_eq!(own.assets().len(), usual.assets().len());
    assert_eq!(own.text("base.login", &[]), "Logga in");
}

#[test]
fn the_style_sheet_is_one_file_without_imports_and_small() {
    let sheet = style(&Theme::embedded().unwrap());

    assert!(!sheet.contains("@import") && !sheet.contains("/*"));
    // 8.5 kB packed; text of this kind packs to a fourth, so this is what to watch.
    assert!(sheet.len() < 36_000, "{} bytes", sheet.len());
}

#[test]
fn mistakes_in_a_theme_are_found_when_it_is_made() {
    let broken = folder(&[("templates/account/login.html", "{% if %}")]);
    let twice = folder(&[("messages/sv.more.toml", "[base]\nlogin = \"In\"")]);
    let missing = folder(&[("css/site.css", "@import url(\"lost.css\");")]);
    let odd = folder(&[("messages/sv.more.toml", "[own]\nnumber = 3")]);

    let template = Theme::folder(broken.path()).unwrap().environment();

    assert!(matches!(template, Err(Error::Template { file, .. }) if file == "account/login.html"));
    assert!(
        matches!(Theme::folder(twice.path()), Err(Error::MessageTwice { key, .. }) if key == "base.login")
    );
    assert!(
        matches!(Theme::folder(missing.path()), Err(Error::Missing { file, .. }) if file == "css/lost.css")
    );
    assert!(
        matches!(Theme::folder(odd.path()), Err(Error::NotMessage { key, .. }) if key == "own.number")
    );
}

#[test]
fn messages_take_values_by_name() {
    let theme = Theme::embedded().unwrap();

    assert_eq!(
        theme.text("check.too_long", &[("max", "500")]),
        "Texten är för lång. Skriv högst 500 tecken."
    );
    assert_eq!(theme.text("check.no_such", &[]), "check.no_such");
}

#[test]
fn a_page_with_an_unknown_message_or_value_is_an_error() {
    for (source, expected) in [
        ("{{ t('no.such') }}", Some("there is no message `no.such`")),
        ("{{ t('form.left') }}", Some("message `form.left` needs `n`")),
        ("{{ view.missing }}", Some("undefined")),
        ("{{ t('form.left', n=it) }}", Some("is given nothing for `n`")),
        ("{{ none }}", Some("may be none")),
        ("{{ t('form.left', n=3) }}", None),
    ] {
        let folder = folder(&[("templates/x.html", source)]);
        let environment = Theme::folder(folder.path()).unwrap().environment().unwrap();

        let page = environment
            .get_template("x.html")
            .unwrap()
            .render(minijinja::context! { view => minijinja::context!{} });

        match expected {
            None => assert_eq!(page.unwrap(), "3 tecken kvar"),
            Some(words) => assert!(format!("{:#}", page.unwrap_err()).contains(words), "{source}"),
        }
    }
}

#[test]
fn what_is_printed_is_escaped_for_text_and_attributes() {
    let folder = folder(&[("templates/x.html", "{{ it }} {{ it | safe }} {{ 3 }}")]);
    let environment = Theme::folder(folder.path()).unwrap().environment().unwrap();

    let page = environment.get_template("x.html").unwrap();

    let page = page.render(minijinja::context! { it => "</a> & \"å\" 'b'" }).unwrap();
    assert_eq!(page, "&lt;/a&gt; &amp; &quot;å&quot; &#39;b&#39; </a> & \"å\" 'b' 3");
}

#[test]
fn a_joined_module_holds_what_it_imports_and_asks_for_nothing_more() {
    let theme = folder(&[
        ("js/whole.js", "// Joined: all.\nexport { twice } from \"./twice.js\";\n"),
        (
            "js/twice.js",
            "// Why.\nimport { ONE } from \"./one.js\";\nexport function twice() {\n  return ONE + ONE;\n}\n",
        ),
        ("js/one.js", "export const ONE = 1;\n"),
    ]);

    let assets = Theme::folder(theme.path()).unwrap().assets();

    let whole = assets.iter().find(|it| it.path.ends_with("js/whole.js")).unwrap();
    let expected = "const in_one = (() => {\nconst ONE = 1;\nreturn { ONE };\n})();\n\
        const in_twice = (() => {\nconst { ONE } = in_one;\nfunction twice() {\nreturn ONE + ONE;\n}\n\
        return { twice };\n})();\nexport const { twice } = in_twice;\n";
    assert_eq!(String::from_utf8_lossy(&whole.bytes), expected);
}

#[test]
fn what_cannot_be_joined_is_an_error() {
    let whole = ("js/whole.js", "// Joined: all.\nexport { a } from \"./a.js\";\n");
    for (name, module) in [
        ("another name", "import { b as a } from \"./b.js\";\nexport const b = a;\n"),
        ("a module that is not there", "import { b } from \"./c.js\";\n"),
        ("a circle", "import { a } from \"./a.js\";\n"),
        ("a list of names", "const a = 1;\nexport { a };\n"),
    ] {
        let theme = folder(&[whole, ("js/a.js", module), ("js/b.js", "export const b = 1;\n")]);

        assert!(Theme::folder(theme.path()).is_err(), "{name}");
    }
}

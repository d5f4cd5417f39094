//! One sound form, and one line for each way to break it.

use form_model::compiled::Login;
use miette::Diagnostic;

use crate::catalogue::form;
use crate::content::conditions;
use crate::content::read;
use crate::content::service::FormFile;
use crate::content::source::Source;
use crate::diagnostic::Mistakes;

const SOUND: &str = r#"
signing = "required"
followed = true

[[steps]]
id = "barnet"
title = "Barnet"
[[steps.fields]]
id = "barn"
kind = "child"
label = "Vilket barn?"
[[steps.fields]]
id = "bor"
kind = "choice"
label = "Var bor barnet?"
choices = [{ id = "ett", label = "Ett hem" }, { id = "tva", label = "Två hem" }]
[[steps.exits]]
if = { bor = "ett" }
title = "Slut"
text = ["Det går inte."]

[[steps]]
id = "resan"
title = "Resan"
show_if = { any = [{ bor = "tva" }, { not = { bor = ["ett"] } }] }
[[steps.fields]]
id = "km"
kind = "integer"
label = "Hur långt?"
min = 0
max = 90
[[steps.fields]]
id = "fran"
kind = "date"
label = "Från när?"
after = "today"
show_if = { km = { min = 3 } }
[[steps.fields]]
id = "andra"
kind = "guardian"
label = "Den andra vårdnadshavaren"
[[steps.fields]]
id = "sambo"
kind = "text"
label = "Vad heter din sambo?"
[[steps.fields]]
id = "sambonr"
kind = "signer"
named_by = "sambo"
label = "Vilket personnummer har din sambo?"
[[steps.fields]]
id = "sambotel"
kind = "phone"
reaches = "sambonr"
label = "Vilket mobilnummer har din sambo?"
"#;

/// The codes of what is wrong with the sound form after a change.
fn codes(from: &str, to: &str, login: Login) -> Vec<String> {
    assert!(SOUND.contains(from), "nothing to change: {from}");
    let source = Source::toml("form.toml".into(), SOUND.replacen(from, to, 1));
    let mut mistakes = Mistakes::default();
    if conditions::shapes_hold(&source, &mut mistakes)
        && let Some(form) = read::read(&source, &mut mistakes)
    {
        let signers = if login == Login::None { 1 } else { 2 };
        form::check(&FormFile { source, form }, (login, Some(signers)), &mut mistakes);
    }
    mistakes.iter().filter_map(|it| Some(it.code()?.to_string())).collect()
}

#[test]
fn a_sound_form_has_no_mistakes() {
    assert_eq!(codes("", "", Login::Required), Vec::<String>::new());
}

#[test]
fn each_way_to_break_a_form_has_its_code() {
    #[rustfmt::skip]
    let cases = [
        ("id = \"km\"",               "id = \"Km\"",                 vec!["form::id", "form::condition_field"]),
        ("id = \"km\"",               "id = \"min\"",                vec!["form::reserved", "form::condition_field"]),
        ("id = \"fran\"",             "id = \"km\"",                 vec!["form::twice", "form::condition_order"]),
        ("followed = true",           "sign_days = 0",               vec!["catalogue::range"]),
        ("followed = true",           "sign_days = 366",             vec!["catalogue::range"]),
        ("id = \"resan\"",            "id = \"avboj\"",              vec!["form::reserved"]),
        ("id = \"resan\"",            "id = \"granska\"",            vec!["form::reserved"]),
        ("{ bor = \"ett\" }",         "{ bo = \"ett\" }",            vec!["form::condition_field"]),
        ("{ bor = \"ett\" }",         "{ bor = \"tre\" }",           vec!["form::condition_choice"]),
        ("{ bor = \"ett\" }",         "{ km = { min = 1 } }",        vec!["form::condition_order"]),
        ("{ bor = \"ett\" }",         "{ bor = { min = 1 } }",       vec!["form::condition"]),
        ("{ bor = \"ett\" }",         "{ bor = 3 }",                 vec!["form::condition"]),
        ("{ bor = \"ett\" }",         "{ any = [] }",                vec!["form::condition"]),
        ("max = 90",                  "max = -1",                    vec!["form::limits"]),
        ("max = 90",                  "max_length = 3",              vec!["form::unused"]),
        ("after = \"today\"",         "after = \"i morgon\"",        vec!["form::date"]),
        ("kind = \"child\"",          "kind = \"applicant\"",        vec!["form::guardian"]),
        ("kind = \"integer\"",        "kind = \"siffra\"",           vec!["content::toml"]),
        ("title = \"Resan\"",         "titel = \"Resan\"",           vec!["content::unknown_field"]),
        ("text = [\"Det går inte.\"]", "text = []",                  vec!["catalogue::empty"]),
        ("label = \"Hur långt?\"",    "label = \" \"",               vec!["catalogue::empty"]),
        ("named_by = \"sambo\"",      "",                            vec!["form::needs"]),
        ("named_by = \"sambo\"",      "named_by = \"km\"",           vec!["form::person"]),
        ("reaches = \"sambonr\"",     "reaches = \"sambo\"",         vec!["form::person"]),
        ("reaches = \"sambonr\"",     "waive_same_address = true",   vec!["form::unused"]),
        ("signing = \"required\"",    "signing = \"none\"",          vec!["form::signers"]),
    ];
    for (from, to, expected) in cases {
        let mut found = codes(from, to, Login::Required);
        found.dedup();
        assert_eq!(found, expected, "{from} -> {to}");
    }
}

#[test]
fn what_needs_a_known_person_needs_login() {
    let mut found = codes("", "", Login::None);

    assert_eq!(found.pop().as_deref(), Some("form::signers"));
    assert_eq!(found, ["form::login"; 5]);
}

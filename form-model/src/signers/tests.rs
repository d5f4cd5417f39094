//! Who must sign, whatever is hidden, repeated or waived.

use jiff::civil::date;

use super::*;
use crate::answers::Answer;
use crate::known::{Applicant, Child, Guardian};

const BERIT: &str = "198001022386";
const BO: &str = "198001032393";
const DISA: &str = "198001062382";
const BERTIL: &str = "202301092397";

const FORM: &str = r#"{"signing":"required","steps":[{"id":"a","title":"A","fields":[
  {"id":"barn","kind":"child","label":"Barn","optional":true},
  {"id":"andra","kind":"guardian","label":"Den andra"},
  {"id":"fler","kind":"choice","label":"Fler?","choices":[{"id":"ja","label":"Ja"},{"id":"nej","label":"Nej"}]},
  {"id":"namn","kind":"text","label":"Namn","show_if":{"fler":"ja"}},
  {"id":"nummer","kind":"signer","label":"Sambo","named_by":"namn","show_if":{"fler":"ja"}},
  {"id":"nummer2","kind":"signer","label":"Granne","named_by":"namn","show_if":{"fler":"ja"},"optional":true}]}]}"#;

fn form(from: &str, to: &str) -> Form {
    serde_json::from_str(&FORM.replacen(from, to, 1)).expect("a form")
}

fn known() -> Known {
    let bo = Guardian { number: BO.into(), name: "Bo Register".into(), same_address: true };
    let guardians = vec![bo.clone(), bo];
    Known {
        today: date(2026, 11, 23),
        applicant: Some(Applicant { number: BERIT.into(), name: "Berit".into(), address: vec![] }),
        children: vec![Child { number: BERTIL.into(), name: "Bertil".into(), guardians }],
    }
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::default();
    for (field, text) in pairs {
        answers.set(field, Answer::Text((*text).to_owned()));
    }
    answers
}

/// What it shows, the form, the answers, and who is found.
type Case<'a> = (&'a str, &'a Form, &'a [(&'a str, &'a str)], Vec<&'a str>);

fn found(form: &Form, pairs: &[(&str, &str)]) -> Vec<String> {
    let found = co_signers(form, &answers(pairs), &known());
    found.iter().map(|it| format!("{} {} {}", it.role.word(), it.number, it.name)).collect()
}

#[test]
fn everybody_who_is_asked_for_signs_once_and_never_the_applicant() {
    let as_is = form("", "");
    let unsigned = form("required", "none");
    let waived = form("\"kind\":\"guardian\"", "\"kind\":\"guardian\",\"waive_same_address\":true");
    let guardian = format!("guardian {BO} Bo Register");
    let disa = format!("signer {DISA} Disa");
    #[rustfmt::skip]
    let cases: [Case<'_>; 9] = [
        ("a guardian, once whatever the register repeats", &as_is, &[("barn", BERTIL)], vec![&guardian]),
        ("at the same address, where that is enough", &waived, &[("barn", BERTIL)], vec![]),
        ("no child, no guardian", &as_is, &[], vec![]),
        ("a named person", &as_is, &[("fler", "ja"), ("namn", " Disa "), ("nummer", "800106-2382")], vec![&disa]),
        ("both", &as_is, &[("barn", BERTIL), ("fler", "ja"), ("namn", "Disa"), ("nummer", DISA)], vec![&guardian, &disa]),
        ("a question that is hidden", &as_is, &[("fler", "nej"), ("namn", "Disa"), ("nummer", DISA)], vec![]),
        ("oneself", &as_is, &[("fler", "ja"), ("namn", "Jag"), ("nummer", BERIT)], vec![]),
        ("the same one twice", &as_is, &[("fler", "ja"), ("namn", "Disa"), ("nummer", DISA), ("nummer2", "19800106-2382")], vec![&disa]),
        ("where nobody signs", &unsigned, &[("barn", BERTIL), ("fler", "ja"), ("nummer", DISA)], vec![]),
    ];
    for (what, form, pairs, expected) in cases {
        assert_eq!(found(form, pairs), expected, "{what}");
    }
}

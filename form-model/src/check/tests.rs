//! What is accepted and what is refused, and why.

use jiff::civil::date;

use super::*;
use crate::answers::FileAnswer;
use crate::form::Choice;
use crate::known::Child;

fn known() -> Known {
    let child = Child { number: "201701102384".into(), name: "Elsa".into(), guardians: vec![] };
    Known { today: date(2026, 11, 23), applicant: None, children: vec![child] }
}

fn field(kind: &str, rest: &str) -> Field {
    let json = format!(r#"{{"id":"f","kind":"{kind}","label":"F"{rest}}}"#);
    serde_json::from_str(&json).expect("a field")
}

#[test]
fn texts_are_accepted_or_refused_with_a_reason() {
    let choices = r#","choices":[{"id":"a","label":"A"},{"id":"b","label":"B"}]"#;
    #[rustfmt::skip]
    let table = [
        ("blank is refused",       field("text", ""), "  ", Err(Reason::Blank)),
        ("blank but optional",     field("text", r#","optional":true"#), "", Ok(())),
        ("too long",               field("text", r#","max_length":3"#), "åäöå", Err(Reason::TooLong(3))),
        ("just long enough",       field("text", r#","max_length":3"#), "åäö", Ok(())),
        ("too short",              field("text", r#","min_length":3"#), "ab", Err(Reason::TooShort(3))),
        ("an address",             field("email", ""), "a.b@example.se", Ok(())),
        ("no dot after @",         field("email", ""), "a@example", Err(Reason::NotEmail)),
        ("two addresses",          field("email", ""), "a@example.se, b@example.se", Err(Reason::NotEmail)),
        ("a header is injected",   field("email", ""), "a@example.se\r\nBcc: b@example.se", Err(Reason::NotEmail)),
        ("a phone",                field("phone", ""), "070-174 06 05", Ok(())),
        ("a foreign phone",        field("phone", ""), "+47 22 22 55 55", Ok(())),
        ("letters in a phone",     field("phone", ""), "070 x", Err(Reason::NotPhone)),
        ("a number",               field("integer", r#","min":1,"max":9"#), "9", Ok(())),
        ("thousands",              field("integer", ""), "12 500", Ok(())),
        ("decimals are refused",   field("integer", ""), "3,5", Err(Reason::NotNumber)),
        ("too small",              field("integer", r#","min":1"#), "0", Err(Reason::TooSmall(1))),
        ("too large",              field("integer", r#","max":9"#), "10", Err(Reason::TooLarge(9))),
        ("a day",                  field("date", ""), "2027-03-15", Ok(())),
        ("no such day",            field("date", ""), "31/2/2027", Err(Reason::NotDate)),
        ("yesterday",              field("date", r#","after":"today""#), "2026-11-22", Err(Reason::DateTooEarly(date(2026, 11, 23)))),
        ("today",                  field("date", r#","after":"today""#), "2026-11-23", Ok(())),
        ("too far ahead",          field("date", r#","max_days_ahead":10"#), "2026-12-04", Err(Reason::DateTooLate(date(2026, 12, 3)))),
        ("an alternative",         field("choice", choices), "b", Ok(())),
        ("a made-up alternative",  field("choice", choices), "c", Err(Reason::UnknownChoice)),
        ("nothing chosen",         field("select", choices), "", Err(Reason::ChooseOne)),
        ("agreed",                 field("confirm", ""), "ja", Ok(())),
        ("not agreed",             field("confirm", ""), "", Err(Reason::NotConfirmed)),
        ("a number of a person",   field("identity_number", ""), "900101-2385", Ok(())),
        ("not a number",           field("identity_number", ""), "900101-2386", Err(Reason::NotIdentityNumber)),
        ("one's own child",        field("child", ""), "201701102384", Ok(())),
        ("someone else's child",   field("child", ""), "201701012392", Err(Reason::NotOwnChild)),
    ];
    for (name, field, text, expected) in table {
        let answer = Answer::Text(text.to_owned());
        assert_eq!(check_answer(&field, Some(&answer), &known()), expected, "{name}");
    }
}

#[test]
fn several_alternatives_are_counted() {
    let field =
        field("choices", r#","max":1,"choices":[{"id":"a","label":"A"},{"id":"b","label":"B"}]"#);
    for (ids, expected) in [
        (vec![], Err(Reason::ChooseSome)),
        (vec!["a"], Ok(())),
        (vec!["a", "b"], Err(Reason::TooMany(1))),
        (vec!["x"], Err(Reason::UnknownChoice)),
    ] {
        let answer = Answer::Many(ids.iter().map(|id| (*id).to_owned()).collect());
        assert_eq!(check_answer(&field, Some(&answer), &known()), expected, "{ids:?}");
    }
}

#[test]
fn files_are_counted_and_weighed() {
    let field = field("file", r#","max_files":1,"accept":["pdf"]"#);
    let file = |format: &str, bytes| FileAnswer {
        id: "x".into(),
        name: "x.pdf".into(),
        bytes,
        sha256: String::new(),
        format: format.into(),
    };
    for (files, expected) in [
        (vec![], Err(Reason::NoFile)),
        (vec![file("pdf", 1)], Ok(())),
        (vec![file("exe", 1)], Err(Reason::WrongFile(vec!["pdf".into()]))),
        (vec![file("pdf", 0)], Err(Reason::EmptyFile)),
        (vec![file("pdf", MAX_FILE_BYTES + 1)], Err(Reason::FileTooLarge(MAX_FILE_BYTES))),
        (vec![file("pdf", 1), file("pdf", 1)], Err(Reason::TooManyFiles(1))),
    ] {
        assert_eq!(
            check_answer(&field, Some(&Answer::Files(files.clone())), &known()),
            expected,
            "{files:?}"
        );
    }
}

#[test]
fn an_answer_of_the_wrong_shape_is_refused() {
    let choices: Vec<Choice> = vec![];
    let mut text = field("text", "");
    text.choices = choices;
    let many = Answer::Many(vec!["a".into()]);
    assert_eq!(check_answer(&text, Some(&many), &known()), Err(Reason::UnknownChoice));
}

//! The way through a small form, as a table and as laws.

use jiff::civil::date;
use proptest::prelude::{Strategy, any, prop, proptest};
use proptest::prop_assert;

use super::*;
use crate::answers::Answer;

const FORM: &str = r#"{"steps":[
  {"id":"ett","title":"Ett","fields":[
    {"id":"bor","kind":"choice","label":"Bor","choices":[{"id":"hos-mig","label":"A"},{"id":"vaxelvis","label":"B"}]},
    {"id":"adress","kind":"text","label":"Adress","show_if":{"bor":"vaxelvis"}}],
   "exits":[{"if":{"adress":"utomlands"},"title":"Nej","text":["Nej"]}]},
  {"id":"tva","title":"Två","show_if":{"bor":"vaxelvis"},"fields":[
    {"id":"ovrigt","kind":"text","label":"Övrigt","optional":true}]},
  {"id":"tre","title":"Tre","fields":[{"id":"antal","kind":"integer","label":"Antal"}]}
]}"#;

fn form() -> Form {
    serde_json::from_str(FORM).expect("a form")
}

fn given(pairs: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::default();
    for (field, text) in pairs {
        answers.set(field, Answer::Text((*text).to_owned()));
    }
    answers
}

fn known() -> Known {
    Known::anonymous(date(2026, 11, 23))
}

#[test]
fn the_way_follows_from_the_answers() {
    let form = form();
    #[rustfmt::skip]
    let table: [(&[(&str, &str)], &str); 7] = [
        (&[], "ett?"),
        (&[("bor", "hos-mig")], "ett tre?"),
        (&[("bor", "vaxelvis")], "ett?"),
        (&[("bor", "vaxelvis"), ("adress", "Storgatan")], "ett tva?"),
        (&[("bor", "vaxelvis"), ("adress", "Storgatan"), ("ovrigt", "")], "ett tva tre?"),
        (&[("bor", "vaxelvis"), ("adress", "utomlands"), ("antal", "1")], "ett nej"),
        (&[("bor", "hos-mig"), ("adress", "utomlands"), ("antal", "1")], "ett tre granska"),
    ];
    for (pairs, expected) in table {
        let answers = given(pairs);
        let way = journey(&form, &answers, &known());
        let mut words: Vec<String> = way
            .steps
            .iter()
            .filter(|stop| stop.state != State::Later)
            .map(|stop| {
                format!("{}{}", stop.step.id, if stop.state == State::Next { "?" } else { "" })
            })
            .collect();
        match way.end {
            Some(End::Review) => words.push("granska".into()),
            Some(End::Exit(_)) => words.push("nej".into()),
            None => {}
        }
        assert_eq!(words.join(" "), expected, "{pairs:?}");
    }
}

#[test]
fn a_hidden_answer_stays_in_the_draft_and_is_left_out_of_the_case() {
    let answers = given(&[("bor", "hos-mig"), ("adress", "Storgatan"), ("antal", "2")]);

    let counted = counted(&form(), &answers);

    assert_eq!(answers.text("adress"), "Storgatan");
    assert_eq!(counted.iter().map(|(id, _)| id).collect::<Vec<_>>(), ["antal", "bor"]);
}

fn any_answers() -> impl Strategy<Value = Answers> {
    let value = prop::sample::select(vec!["", "hos-mig", "vaxelvis", "utomlands", "3", "x"]);
    let field = prop::sample::select(vec!["bor", "adress", "ovrigt", "antal"]);
    prop::collection::vec((field, value), 0..6).prop_map(|pairs| given(&pairs))
}

proptest! {
    #[test]
    fn the_next_step_may_always_be_opened(answers in any_answers()) {
        let form = form();
        let way = journey(&form, &answers, &known());
        if let Some(next) = way.next() {
            prop_assert!(way.may_open(&next.id).is_some());
        }
    }

    #[test]
    fn there_is_a_next_step_or_an_end_but_never_both(answers in any_answers()) {
        let form = form();
        let way = journey(&form, &answers, &known());
        prop_assert!(way.next().is_some() != way.end.is_some());
    }

    #[test]
    fn leaving_out_hidden_answers_changes_no_way(answers in any_answers()) {
        let form = form();
        let all = journey(&form, &answers, &known()).end.is_some();
        let counted = counted(&form, &answers);
        if all && journey(&form, &answers, &known()).end == Some(End::Review) {
            prop_assert!(journey(&form, &counted, &known()).end == Some(End::Review));
        }
    }

    #[test]
    fn a_form_written_and_read_is_the_same(_seed in any::<u8>()) {
        let form = form();
        let text = serde_json::to_string(&form).expect("json");
        prop_assert!(serde_json::from_str::<Form>(&text).expect("form") == form);
    }
}

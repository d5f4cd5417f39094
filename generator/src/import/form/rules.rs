//! When a question is asked: rules of Open ePlatform → conditions, and ends of the road.
//!
//! A rule there changes other questions when alternatives are chosen; a condition here belongs to the
//! question that is asked. So all rules are read first, and each question gets those that name it.

use std::collections::BTreeMap;

use crate::import::form::asked::{Asked, Exit, OWN_WORDS, Question, Rule, Step};
use crate::import::html;

/// What rules say of a question.
#[derive(Default)]
struct Said {
    /// Conditions that show it, as TOML.
    shows: Vec<String>,
    /// Conditions that hide it.
    hides: Vec<String>,
    /// What could not be translated.
    left: Vec<String>,
    /// Whether one only makes it necessary.
    demands: bool,
}

/// Gives each question the condition that rules give it.
pub(super) fn apply(steps: &mut [Step], notes: &mut Vec<String>) {
    let mut said: BTreeMap<String, Said> = BTreeMap::new();
    let mut seen: BTreeMap<String, bool> = BTreeMap::new();
    for question in steps.iter().flat_map(|it| &it.questions) {
        let Some(number) = &question.number else { continue };
        if seen.insert(number.clone(), question.hidden).is_some() {
            notes.push(format!(
                "två frågor har nummer {}; reglerna kan gälla fel fråga",
                html::short(number)
            ));
        }
    }
    for question in steps.iter().flat_map(|it| &it.questions) {
        for rule in &question.rules {
            for target in &rule.targets {
                let Some(hidden) = seen.get(target) else {
                    let name = html::short(&question.name);
                    notes.push(format!("en regel i \"{name}\" gäller en fråga som inte finns"));
                    continue;
                };
                note(said.entry(target.clone()).or_default(), rule, question, *hidden);
            }
        }
    }
    for step in steps {
        let mut kept = Vec::with_capacity(step.questions.len());
        for mut question in std::mem::take(&mut step.questions) {
            let said = question.number.as_ref().and_then(|it| said.remove(it)).unwrap_or_default();
            if said.demands && said.left.is_empty() {
                let name = html::short(&question.name);
                notes.push(format!("frågan \"{name}\" blev obligatorisk av en regel; kontrollera om den ska vara det"));
            }
            match (condition(&question, said), question.stop.take()) {
                (Ok(Some(when)), Some(text)) => {
                    step.exits.push(Exit { when, title: question.name, text });
                    continue;
                }
                (Ok(None), Some(_)) => leave(
                    &mut question,
                    "frågan stoppade alltid: bestäm när det tar slut, och skriv det som exits i steget",
                ),
                (Ok(Some(when)), None) => show_if(&mut question, &when),
                (Ok(None), None) => {}
                (Err(why), _) => leave(&mut question, &why),
            }
            kept.push(question);
        }
        step.questions = kept;
    }
}

fn note(said: &mut Said, rule: &Rule, question: &Question, hidden: bool) {
    match (rule.state.as_str(), hidden) {
        // Nothing changes.
        ("DISABLED", _) | ("VISIBLE", false) | ("HIDDEN", true) => {}
        ("VISIBLE_REQUIRED", false) => said.demands = true,
        ("VISIBLE" | "VISIBLE_REQUIRED", true) | ("HIDDEN", false) => match test(rule, question) {
            Ok(test) if hidden => said.shows.push(test),
            Ok(test) => said.hides.push(test),
            Err(why) => said.left.push(why),
        },
        (state, _) => said.left.push(format!(
            "en regel i \"{}\" kunde inte översättas ({})",
            html::short(&question.name),
            html::short(if state.is_empty() { "okänd sort" } else { state })
        )),
    }
}

/// The condition that a rule waits for, as TOML.
fn test(rule: &Rule, question: &Question) -> Result<String, String> {
    let name = html::short(&question.name);
    let own_words = rule.own_words.then(|| OWN_WORDS.to_owned());
    let mut ids = Vec::new();
    for number in rule.alternatives.iter().chain(&own_words) {
        match question.alternatives.iter().find(|it| it.0 == *number) {
            Some((_, id)) => ids.push(id.as_str()),
            None => {
                return Err(format!(
                    "en regel i \"{name}\" gäller ett alternativ som inte kunde översättas"
                ));
            }
        }
    }
    let field = question.fields.iter().find(|it| !it.choices.is_empty() || it.kind == "confirm");
    let (Some(Asked { id: field, kind, .. }), false) = (field, ids.is_empty()) else {
        return Err(format!("en regel i \"{name}\" kunde inte översättas"));
    };
    if *kind == "confirm" {
        return Err(format!("en regel i \"{name}\" gäller något som alltid måste kryssas i"));
    }
    if let [only] = ids[..] {
        return Ok(format!("{{ {field} = \"{only}\" }}"));
    }
    if rule.all {
        let each: Vec<String> = ids.iter().map(|it| format!("{{ {field} = \"{it}\" }}")).collect();
        return Ok(format!("{{ all = [{}] }}", each.join(", ")));
    }
    Ok(format!("{{ {field} = [\"{}\"] }}", ids.join("\", \"")))
}

/// The condition of a question; why there is none, when it needs one.
fn condition(question: &Question, said: Said) -> Result<Option<String>, String> {
    if !said.left.is_empty() {
        return Err(said.left.join("; "));
    }
    let together = |mut them: Vec<String>| match them.len() {
        1 => them.pop(),
        0 => None,
        _ => Some(format!("{{ any = [{}] }}", them.join(", "))),
    };
    if question.hidden {
        let shown = together(said.shows);
        return shown
            .map(Some)
            .ok_or_else(|| "frågan var dold, och ingen regel visade den".to_owned());
    }
    Ok(together(said.hides).map(|it| format!("{{ not = {it} }}")))
}

fn show_if(question: &mut Question, when: &str) {
    for field in &mut question.fields {
        field.show_if = Some(match field.show_if.take() {
            Some(own) => format!("{{ all = [{when}, {own}] }}"),
            None => when.to_owned(),
        });
    }
}

fn leave(question: &mut Question, why: &str) {
    if let Some(first) = question.fields.first_mut() {
        *first = std::mem::take(first).left(why);
    }
}

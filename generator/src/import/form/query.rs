//! A question of Open ePlatform → fields.

use roxmltree::Node;

use crate::import::form::asked::{Asked, OWN_WORDS, Question, Rule};
use crate::import::form::ids::Ids;
use crate::import::form::{Reading, ordered, person};
use crate::import::{html, xml};

/// Longest text beside a question; a longer one is a text of its own before it.
const LONGEST_HINT: usize = 300;
/// What a form says of its questions besides, and what is no question.
const BESIDES: [&str; 1] = ["EvaluatorDescriptors"];

/// A question while it is translated.
pub(super) struct Query<'a, 'i> {
    /// The element of its own type: `TextFieldQuery`.
    pub(super) node: Node<'a, 'i>,
    pub(super) name: String,
    pub(super) optional: bool,
}

/// Translates a question, from its `QueryDescriptor`.
pub(super) fn question(it: Node<'_, '_>, reading: &mut Reading) -> Question {
    let name = xml::said(it, "name").map(|it| html::one_line(&it)).unwrap_or_default();
    let state = xml::said(it, "defaultQueryState").unwrap_or_default();
    let rules: Vec<Rule> =
        xml::list(it, "EvaluatorDescriptors", "EvaluatorDescriptor").map(rule).collect();
    // A question that a rule makes necessary is so when it is shown at all.
    let own = xml::elements(it).find(|it| {
        it.has_children()
            && it.tag_name().name().ends_with("Query")
            && !BESIDES.contains(&it.tag_name().name())
    });
    let mut question = Question {
        number: xml::said(it, "queryID"),
        hidden: state == "HIDDEN",
        rules,
        name: name.clone(),
        ..Question::default()
    };
    let optional = state == "VISIBLE";
    match own {
        Some(node) => translate(&Query { node, name, optional }, &mut question, reading),
        None => {
            let kind = xml::said(it, "queryTypeID").unwrap_or_default();
            let kind = kind.rsplit('.').next().unwrap_or_default();
            let left = placeholder(&name, kind, reading);
            question.fields.push(left);
        }
    }
    question
}

fn translate(it: &Query<'_, '_>, question: &mut Question, reading: &mut Reading) {
    let kind = it.node.tag_name().name();
    match kind {
        "TextFieldQuery" => question.fields = text_fields(it, reading),
        "TextAreaQuery" => question.fields = vec![text_area(it, reading)],
        "RadioButtonQuery" => choices(it, ("choice", "RadioButtonAlternative"), question, reading),
        "DropDownQuery" => choices(it, ("select", "DropDownAlternative"), question, reading),
        "CheckboxQuery" => choices(it, ("choices", "CheckboxAlternative"), question, reading),
        "FileUploadQuery" => question.fields = vec![files(it, reading)],
        "FileInfoQuery" => question.fields = info(it, reading),
        "StopQuery" => stop(it, question, reading),
        "ContactDetailQuery" => question.fields = person::contact(it, reading),
        "OrganizationDetailQuery" => question.fields = person::organisation(it, reading),
        "ManualMultiSignQuery" => question.fields = person::signer(it, reading),
        "ChildQuery" => question.fields = person::child(it, reading),
        _ => question.fields = vec![placeholder(&it.name, kind, reading)],
    }
    if question.stop.is_none() && !matches!(kind, "FileInfoQuery") {
        explain(it, &mut question.fields, reading);
    }
}

/// A question that has no match here.
fn placeholder(name: &str, kind: &str, reading: &mut Reading) -> Asked {
    let kind = html::short(if kind.is_empty() { "okänd" } else { kind });
    Asked::new(reading.ids.unique(name), "long_text", name).left(format!(
        "frågetypen {kind} finns inte här: välj en annan sorts fråga, eller ta bort den"
    ))
}

/// Puts what is said about a question beside its first field, or before it.
fn explain(it: &Query<'_, '_>, fields: &mut Vec<Asked>, reading: &mut Reading) {
    let texts = ["description", "helpText"].map(|key| xml::said(it.node, key).unwrap_or_default());
    let paragraphs: Vec<String> = texts.iter().flat_map(|it| html::paragraphs(it)).collect();
    let lost = texts.iter().flat_map(|it| html::markdown(it).lost);
    reading.notes.extend(lost.map(|lost| format!("frågan \"{}\": {lost}", html::short(&it.name))));
    let length: usize = paragraphs.iter().map(|it| it.chars().count()).sum();
    if length == 0 {
        return;
    }
    if let Some(first) = fields.first_mut().filter(|it| length <= LONGEST_HINT && it.hint.is_none())
    {
        first.hint = Some(paragraphs.join(" "));
        return;
    }
    let mut before = Asked::new(reading.ids.unique(&format!("om {}", it.name)), "info", &it.name);
    before.lists.push(("text", paragraphs));
    fields.insert(0, before);
}

fn text_fields(it: &Query<'_, '_>, reading: &mut Reading) -> Vec<Asked> {
    let nodes = ordered(xml::list(it.node, "Fields", "TextField"));
    let alone = nodes.len() == 1;
    let mut fields = Vec::with_capacity(nodes.len());
    for node in nodes {
        let own = xml::said(node, "label").map(|it| html::one_line(&it)).unwrap_or_default();
        let label = if alone || own.is_empty() { it.name.clone() } else { own.clone() };
        let validator = xml::said(node, "formatValidator").unwrap_or_default();
        let kind = match validator.rsplit('.').next().unwrap_or_default() {
            "StringEmailValidator" => "email",
            "PositiveStringIntegerValidator" => "integer",
            "SocialSecurityPopulator" => "identity_number",
            _ => "text",
        };
        let mut field = Asked::new(reading.ids.unique(&label), kind, &label);
        field.optional = it.optional || !xml::yes(node, "required");
        field.hint = Some(own).filter(|own| alone && !own.is_empty() && *own != label);
        match kind {
            "integer" => field.numbers.push(("min", 0)),
            "text" => {
                field.numbers.extend(at_least(node, "minContentLength", "min_length", 1));
                field.numbers.extend(at_least(node, "maxContentLength", "max_length", 1));
                if !validator.is_empty() {
                    field = field.left(format!(
                        "svaret kontrollerades med {}: det görs inte här",
                        html::short(&validator)
                    ));
                }
            }
            _ => {}
        }
        if xml::said(node, "defaultValue").is_some() {
            reading.notes.push(format!(
                "frågan \"{}\" hade ett ifyllt svar från början; det följde inte med",
                html::short(&label)
            ));
        }
        fields.push(field);
    }
    if fields.is_empty() {
        fields.push(placeholder(&it.name, "TextFieldQuery utan fält", reading));
    }
    fields
}

/// A number, when it is at least so large.
pub(super) fn at_least(
    node: Node<'_, '_>,
    key: &str,
    own: &'static str,
    least: i64,
) -> Option<(&'static str, i64)> {
    // Larger ones do not fit the form.
    xml::number(node, key).filter(|it| (least..=1_000_000).contains(it)).map(|it| (own, it))
}

fn text_area(it: &Query<'_, '_>, reading: &mut Reading) -> Asked {
    let mut field = Asked::new(reading.ids.unique(&it.name), "long_text", &it.name);
    field.optional = it.optional;
    field.numbers.extend(at_least(it.node, "maxLength", "max_length", 1));
    field
}

fn choices(
    it: &Query<'_, '_>,
    (kind, element): (&'static str, &str),
    question: &mut Question,
    reading: &mut Reading,
) {
    let mut ids = Ids::choices();
    let mut field = Asked::new(reading.ids.unique(&it.name), kind, &it.name);
    field.optional = it.optional;
    for alternative in ordered(xml::list(it.node, "Alternatives", element)) {
        let label = html::one_line(&xml::said(alternative, "name").unwrap_or_default());
        let label = if label.is_empty() { "(utan text)".to_owned() } else { label };
        let id = ids.unique(&label);
        question
            .alternatives
            .extend(xml::said(alternative, "alternativeID").map(|it| (it, id.clone())));
        if xml::number(alternative, "price").is_some_and(|it| it > 0) {
            reading.notes.push(format!(
                "alternativet \"{}\" hade ett pris; betalning finns inte här",
                html::short(&label)
            ));
        }
        field.choices.push((id, label));
    }
    let own_words = xml::said(it.node, "freeTextAlternative").map(|label| {
        let label = html::one_line(&label);
        let id = ids.unique(&label);
        question.alternatives.push((OWN_WORDS.to_owned(), id.clone()));
        field.choices.push((id.clone(), label.clone()));
        let mut more =
            Asked::new(reading.ids.unique(&format!("{} {label}", it.name)), "text", &label);
        more.show_if = Some(format!("{{ {} = \"{id}\" }}", field.id));
        more
    });
    if kind == "choices" {
        let most = i64::try_from(field.choices.len()).unwrap_or(i64::MAX);
        field.numbers.extend(at_least(it.node, "minChecked", "min", 1));
        field.numbers.extend(at_least(it.node, "maxChecked", "max", 1).filter(|it| it.1 <= most));
    }
    if field.choices.len() < 2 {
        field = match (kind, field.choices.pop()) {
            ("choices", Some((_, label))) if !it.optional => {
                Asked::new(field.id, "confirm", &label)
            }
            (_, only) => {
                field.choices.extend(only);
                field.left(
                    "frågan har färre än två alternativ: lägg till fler, eller välj en annan sort",
                )
            }
        };
    }
    question.fields = std::iter::once(field).chain(own_words).collect();
}

fn files(it: &Query<'_, '_>, reading: &mut Reading) -> Asked {
    let mut field = Asked::new(reading.ids.unique(&it.name), "file", &it.name);
    field.optional = it.optional;
    field.numbers.extend(at_least(it.node, "maxFileCount", "max_files", 1));
    let fits = |it: &String| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric());
    let accept: Vec<String> = xml::list(it.node, "allowedFileExtensions", "value")
        .filter_map(xml::words)
        .map(|it| it.trim_start_matches('.').to_ascii_lowercase())
        .filter(fits)
        .collect();
    if !accept.is_empty() {
        field.lists.push(("accept", accept));
    }
    field
}

fn info(it: &Query<'_, '_>, reading: &mut Reading) -> Vec<Asked> {
    let texts = ["description", "helpText"].map(|key| xml::said(it.node, key).unwrap_or_default());
    let paragraphs: Vec<String> = texts.iter().flat_map(|it| html::paragraphs(it)).collect();
    let mut field = Asked::new(reading.ids.unique(&it.name), "info", &it.name);
    if paragraphs.is_empty() {
        field = field.left("texten var tom: skriv den, eller ta bort frågan");
    }
    let files =
        it.node.descendants().any(|it| it.has_tag_name("file") || it.has_tag_name("fileContents"));
    if files {
        reading.notes.push(format!(
            "\"{}\" hade filer att hämta; de följde inte med",
            html::short(&it.name)
        ));
    }
    field.lists.push(("text", paragraphs));
    vec![field]
}

fn stop(it: &Query<'_, '_>, question: &mut Question, reading: &mut Reading) {
    let text =
        xml::said(it.node, "description").map(|it| html::paragraphs(&it)).unwrap_or_default();
    let text = if text.is_empty() { vec![it.name.clone()] } else { text };
    let mut field = Asked::new(reading.ids.unique(&it.name), "info", &it.name);
    field.lists.push(("text", text.clone()));
    question.stop = Some(text);
    question.fields = vec![field];
}

fn rule(it: Node<'_, '_>) -> Rule {
    let evaluator = xml::child(it, "QueryStateEvaluator");
    let of = |key: &str| evaluator.and_then(|it| xml::said(it, key));
    let enabled = xml::said(it, "enabled").is_none_or(|it| xml::is_yes(&it));
    let state = if enabled { of("queryState").unwrap_or_default() } else { "DISABLED".to_owned() };
    let alternatives = evaluator.map(|it| xml::list(it, "RequiredAlternativeIDs", "alternativeID"));
    Rule {
        state,
        all: of("selectionMode").is_some_and(|it| it == "ALL"),
        alternatives: alternatives.into_iter().flatten().filter_map(xml::words).collect(),
        own_words: evaluator.is_some_and(|it| xml::yes(it, "freeTextAlternative")),
        targets: xml::list(it, "TargetQueryIDs", "queryID").filter_map(xml::words).collect(),
    }
}

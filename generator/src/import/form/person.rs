//! Questions that ask for somebody: the one who applies, a child, somebody else who signs.

use crate::import::form::Reading;
use crate::import::form::asked::Asked;
use crate::import::form::query::Query;
use crate::import::{html, xml};

/// Name, address and how to reach somebody. Who has logged in is known to the register.
pub(super) fn contact(it: &Query<'_, '_>, reading: &mut Reading) -> Vec<Asked> {
    let mut fields = Vec::new();
    let known = reading.login && !reading.applicant;
    if known {
        reading.applicant = true;
        fields.push(Asked::new(reading.ids.unique(&it.name), "applicant", &it.name));
    } else {
        fields.extend(field(it, reading, ("fieldName", "text", "Namn")));
        fields.extend(field(it, reading, ("fieldCitizenID", "identity_number", "Personnummer")));
        fields.extend(field(it, reading, ("fieldCareOf", "text", "C/o")));
        fields.extend(field(it, reading, ("fieldAddress", "text", "Adress, postnummer och ort")));
    }
    fields.extend(field(it, reading, ("fieldPhone", "phone", "Telefonnummer")));
    fields.extend(field(it, reading, ("fieldMobilePhone", "phone", "Mobilnummer")));
    fields.extend(field(it, reading, ("fieldEmail", "email", "E-postadress")));
    if !known {
        whose(it, &mut fields);
    }
    if fields.is_empty() {
        let left = Asked::new(reading.ids.unique(&it.name), "text", &it.name);
        fields.push(left.left("det står inte vilka kontaktuppgifter som ska lämnas"));
    }
    if xml::yes(it.node, "requireAtLeastOneContactWay") {
        reading.notes.push(format!(
            "\"{}\" krävde minst ett sätt att nå personen; gör ett av dem obligatoriskt",
            html::short(&it.name)
        ));
    }
    fields
}

/// A company or an association.
pub(super) fn organisation(it: &Query<'_, '_>, reading: &mut Reading) -> Vec<Asked> {
    let mut fields = vec![
        Asked::new(reading.ids.unique("organisation"), "text", "Organisationens namn"),
        Asked::new(reading.ids.unique("organisationsnummer"), "text", "Organisationsnummer"),
    ];
    fields.extend(field(it, reading, ("fieldAddress", "text", "Adress, postnummer och ort")));
    fields.extend(field(it, reading, ("fieldPhone", "phone", "Telefonnummer")));
    fields.extend(field(it, reading, ("fieldMobilePhone", "phone", "Mobilnummer")));
    fields.extend(field(it, reading, ("fieldEmail", "email", "E-postadress")));
    whose(it, &mut fields);
    reading.notes.push(format!(
        "\"{}\": organisationsnumret kontrolleras inte här, och den som loggar in är en person",
        html::short(&it.name)
    ));
    fields
}

/// Somebody whom the applicant names, and who signs too.
pub(super) fn signer(it: &Query<'_, '_>, reading: &mut Reading) -> Vec<Asked> {
    reading.signers += 1;
    let named = Asked::new(reading.ids.unique("medsokandes namn"), "text", "Namn");
    let mut number = Asked::new(reading.ids.unique("medsokande"), "signer", &it.name);
    number.texts.push(("named_by", named.id.clone()));
    let mut email = Asked::new(reading.ids.unique("medsokandes e-post"), "email", "E-postadress");
    let mut phone = Asked::new(reading.ids.unique("medsokandes mobil"), "phone", "Mobilnummer");
    for way in [&mut email, &mut phone] {
        way.optional = true;
        way.texts.push(("autocomplete", "off".to_owned()));
        way.texts.push(("reaches", number.id.clone()));
    }
    reading.notes.push(format!(
        "\"{}\": i Open ePlatform kunde flera personer läggas till; här är det en, lägg till fler frågor om det behövs",
        html::short(&it.name)
    ));
    let mut ways = vec![email, phone];
    whose(it, &mut ways);
    let mut fields = vec![named];
    whose(it, &mut fields);
    fields.push(number);
    fields.extend(ways);
    fields
}

/// A child, and the other guardian where both sign.
pub(super) fn child(it: &Query<'_, '_>, reading: &mut Reading) -> Vec<Asked> {
    let mut fields = vec![Asked::new(reading.ids.unique(&it.name), "child", &it.name)];
    let ages = ["minAge", "maxAge"].map(|key| xml::number(it.node, key));
    if ages.iter().any(Option::is_some) {
        let [from, to] = ages.map(|it| it.map_or_else(|| "–".to_owned(), |it| it.to_string()));
        reading.notes.push(format!(
            "\"{}\" visade bara barn i åldern {from} till {to} år; här visas alla",
            html::short(&it.name)
        ));
    }
    if !xml::yes(it.node, "useMultipartSigning") {
        return fields;
    }
    reading.signers += 1;
    let label = "Den andra vårdnadshavaren";
    let mut guardian = Asked::new(reading.ids.unique("andra vardnadshavaren"), "guardian", label);
    if xml::yes(it.node, "skipMultipartSigningIfSameAddress") {
        guardian.flags.push("waive_same_address");
    }
    fields.push(guardian);
    #[rustfmt::skip]
    let ways = [
        ("requireGuardianPhone", "phone", "Den andra vårdnadshavarens mobilnummer"),
        ("requireGuardianEmail", "email", "Den andra vårdnadshavarens e-postadress"),
    ];
    for (key, kind, label) in ways {
        let mut way = Asked::new(reading.ids.unique(label), kind, label);
        // Who has custody alone has nobody to name.
        way.optional = true;
        way.texts.push(("autocomplete", "off".to_owned()));
        way.texts.push(("reaches", "guardian".to_owned()));
        if xml::yes(it.node, key) {
            reading.notes.push(format!(
                "\"{label}\" var obligatorisk när vårdnaden är gemensam; här är den frivillig"
            ));
        }
        fields.push(way);
    }
    fields
}

/// Says whose name or number it is, when it is not that of who fills in.
fn whose(it: &Query<'_, '_>, fields: &mut [Asked]) {
    for field in fields.iter_mut().filter(|_| !it.name.is_empty()) {
        let mut letters = field.label.chars();
        let first = letters.next().into_iter().flat_map(char::to_lowercase);
        field.label = format!("{}: {}{}", it.name, first.collect::<String>(), letters.as_str());
    }
}

/// A field of a contact, unless it was hidden.
fn field(
    it: &Query<'_, '_>,
    reading: &mut Reading,
    (key, kind, label): (&str, &'static str, &str),
) -> Option<Asked> {
    let state = match xml::said(it.node, key) {
        Some(state) => state,
        // Before, each had a flag of its own.
        None => legacy(it, key)?,
    };
    if state == "HIDDEN" {
        return None;
    }
    let mut field = Asked::new(reading.ids.unique(label), kind, label);
    field.optional = it.optional || state != "REQUIRED";
    Some(field)
}

fn legacy(it: &Query<'_, '_>, key: &str) -> Option<String> {
    let old = match key {
        "fieldAddress" => "requireAddress",
        "fieldPhone" => "requirePhone",
        "fieldMobilePhone" => "requireMobilePhone",
        "fieldEmail" => "requireEmail",
        "fieldName" => return Some("REQUIRED".to_owned()),
        _ => return None,
    };
    let said = xml::said(it.node, old)?;
    Some(if xml::is_yes(&said) { "REQUIRED" } else { "VISIBLE" }.to_owned())
}

//! The end of a blankett: where it is sent, how personal data is used, who answers questions.

use pdf::Block;

use crate::blankett::document::Writing;
use crate::catalogue::entry::Entry;

/// Writes all three.
pub(super) fn write(writing: &mut Writing<'_>) {
    send(writing);
    personal_data(writing);
    questions(writing);
}

/// The municipality's address with the unit on the second line.
pub(crate) fn address<'a>(lines: &'a [String], it: &'a Entry) -> Vec<&'a str> {
    let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    if !lines.is_empty() {
        lines.insert(1, &it.handling.unit);
    }
    lines
}

fn send(writing: &mut Writing<'_>) {
    let it = writing.it;
    writing.heading("send");
    let (words, address) = if it.handling.own {
        (writing.say("send_text", &[]), address(&writing.catalogue.site.address, it).join("\n"))
    } else {
        let args = [("name", it.handling.handler.as_str()), ("phone", &it.handling.contact.phone)];
        (writing.say("send_other", &args), String::new())
    };
    writing.paragraph(words);
    if !address.is_empty() {
        writing.paragraph(address);
    }
}

fn personal_data(writing: &mut Writing<'_>) {
    writing.heading("personal_data");
    let it = &writing.it.handling.personal_data;
    let rows = [
        ("privacy.controller", vec![it.controller.clone()]),
        ("privacy.purpose", vec![it.purpose.clone()]),
        ("privacy.legal_basis", vec![it.legal_basis.clone()]),
        ("privacy.storage", vec![it.storage.clone()]),
        ("privacy.recipients", it.recipients.clone()),
        ("privacy.officer", it.officer.iter().cloned().collect()),
    ];
    let told = rows.into_iter().filter(|(_, lines)| !lines.is_empty());
    let facts = told.map(|(key, lines)| (writing.page_says(key), lines)).collect();
    let rights = writing.say("rights", &[("url", &it.url)]);
    writing.blocks.push(Block::Facts(facts));
    writing.paragraph(rights);
}

fn questions(writing: &mut Writing<'_>) {
    writing.heading("questions");
    let contact = &writing.it.handling.contact;
    let args = [("name", contact.name.as_str()), ("phone", &contact.phone)];
    let mut lines = vec![writing.say("phone_name", &args)];
    if let Some(email) = &contact.email {
        lines.push(email.clone());
        lines.push(writing.say("no_numbers", &[]));
    }
    writing.paragraph(lines.join("\n"));
}

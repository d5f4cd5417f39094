//! An exported service (`.oeflow`): everything about it, its paper forms and its questions.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;

use crate::import::flow::{Contact, Flow, Paper};
use crate::import::form;
use crate::import::html;
use crate::import::xml;

/// Endings of files that may be published: none that a browser runs.
const ENDINGS: [&str; 8] = ["pdf", "doc", "docx", "odt", "ods", "rtf", "xls", "xlsx"];
/// Largest paper form.
const MOST_BYTES: usize = 20 * 1024 * 1024;

/// Reads a service, from its root.
pub(super) fn read(root: Node<'_, '_>) -> Flow {
    let family = xml::child(root, "FlowFamily");
    let of_family = |key: &str| family.and_then(|it| xml::said(it, key));
    let mut notes = Vec::new();
    let login = if xml::yes(root, "requireAuthentication") {
        "required"
    } else if xml::yes(root, "showLoginQuestion") {
        "optional"
    } else {
        "none"
    };
    unsupported(root, &mut notes);
    dates(root, &mut notes);
    let papers = papers(root, &mut notes);
    let steps = xml::child(root, "Steps").filter(|it| xml::elements(*it).next().is_some());
    let texts = |list, item| xml::list(root, list, item).filter_map(xml::words).collect();
    let facts = xml::list(root, "OverviewAttributes", "FlowOverviewAttribute");
    Flow {
        family: of_family("flowFamilyID"),
        exported: true,
        version: xml::number(root, "version").and_then(|it| it.try_into().ok()).unwrap_or(0),
        name: xml::said(root, "name").unwrap_or_default(),
        short: xml::said(root, "shortDescription").unwrap_or_default(),
        long: xml::said(root, "longDescription").unwrap_or_default(),
        submitted: xml::said(root, "submittedMessage").unwrap_or_default(),
        category: xml::child(root, "Category").and_then(|it| xml::said(it, "name")),
        addresses: family
            .map(|it| xml::list(it, "Aliases", "Alias").filter_map(xml::words).collect())
            .unwrap_or_default(),
        login: Some(login),
        signing: xml::yes(root, "requireSigning"),
        external: xml::said(root, "externalLink"),
        keywords: texts("Tags", "tag"),
        needs: texts("Checks", "check"),
        facts: facts
            .filter_map(|it| Some((xml::said(it, "name")?, xml::said(it, "value")?)))
            .collect(),
        owner: of_family("ownerName"),
        contact: Contact {
            name: of_family("contactName"),
            phone: of_family("contactPhone"),
            email: of_family("contactEmail"),
        },
        papers,
        form: steps.map(|it| form::translated(it, login == "required")),
        notes,
        ..Flow::default()
    }
}

/// Settings that change what the service does, and that have no match here.
fn unsupported(root: Node<'_, '_>, notes: &mut Vec<String>) {
    #[rustfmt::skip]
    let settings = [
        ("paymentSupportEnabled",     "tog betalt i Open ePlatform; betalning finns inte här"),
        ("allowForeignIDs",           "tog emot utländska e-legitimationer; det bestäms här i serverns inställningar"),
        ("useSequentialSigning",      "parterna skrev under i tur och ordning; här skriver de under i vilken ordning de vill"),
        ("allowPosterMultipartSigning", "den som skickade in kunde vara en av flera undertecknare; kontrollera vem som ska skriva under"),
        ("hideFromOverview",          "syntes inte i listan i Open ePlatform; här syns den"),
    ];
    for (key, said) in settings {
        if xml::yes(root, key) {
            notes.push(said.to_owned());
        }
    }
    if xml::said(root, "enabled").is_some_and(|it| !xml::is_yes(&it)) {
        notes.push("var avstängd i Open ePlatform".to_owned());
    }
}

fn dates(root: Node<'_, '_>, notes: &mut Vec<String>) {
    for (key, what) in [("publishDate", "publiceras"), ("unPublishDate", "avpubliceras")] {
        let Some(written) = xml::said(root, key) else { continue };
        let day = written.get(..10).and_then(|it| it.parse::<jiff::civil::Date>().ok());
        notes.push(match day {
            Some(day) => {
                format!("{what} {day} enligt Open ePlatform; bestäm själv när den ska synas")
            }
            None => format!(
                "datumet för när den {what} kunde inte läsas: \"{}\"",
                html::short(&written)
            ),
        });
    }
}

fn papers(root: Node<'_, '_>, notes: &mut Vec<String>) -> Vec<Paper> {
    let mut papers = Vec::new();
    for it in xml::list(root, "FlowForms", "FlowForm") {
        let name = xml::said(it, "name").unwrap_or_default();
        let url = xml::said(it, "externalURL");
        let file = xml::said(it, "file").and_then(|encoded| {
            let ending = xml::said(it, "fileExtension").unwrap_or_else(|| "pdf".to_owned());
            file(&ending, &encoded)
                .map_err(|why| {
                    notes.push(format!(
                        "blanketten \"{}\" följde inte med: {why}",
                        html::short(&name)
                    ))
                })
                .ok()
        });
        if file.is_some() || url.is_some() {
            papers.push(Paper { name, url, file });
        }
    }
    papers
}

/// A file that may be published, or why it may not.
fn file(ending: &str, encoded: &str) -> Result<(&'static str, Vec<u8>), String> {
    let ending = ending.trim_start_matches('.').to_ascii_lowercase();
    let Some(ending) = ENDINGS.into_iter().find(|it| *it == ending) else {
        return Err(format!("filer av sorten \"{}\" publiceras inte", html::short(&ending)));
    };
    if encoded.len() / 4 * 3 > MOST_BYTES {
        return Err("filen är större än 20 MB".to_owned());
    }
    let packed: Vec<u8> = encoded.bytes().filter(|it| !it.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(packed).map_err(|_| "filen är skadad".to_owned())?;
    if ending == "pdf" && !bytes.starts_with(b"%PDF-") {
        return Err("filen är ingen PDF".to_owned());
    }
    Ok((ending, bytes))
}

//! The ways through the real forms that are walked while the server is measured or killed.

use crate::visitor::{NoAnswer, Visitor};

/// The report of a fault in the street, without login.
pub(crate) const STREET: &str = "felanmalan-gata";
/// The application for a parking permit, which one person signs.
const PARKING: &str = "parkeringstillstand-rorelsehindrad";
/// The application for a place in preschool, which two guardians sign.
const PRESCHOOL: &str = "forskola-plats";

/// What a step of a draft is called, and what is filled in.
type Step<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// Where a step is.
pub(crate) fn step(id: &str, name: &str) -> String {
    format!("/mina-sidor/utkast/{id}/{name}")
}

/// A draft of the application for a parking permit, with every step filled in.
pub(crate) fn parking(visitor: &mut Visitor<'_>, picture: &[u8]) -> Result<String, NoAnswer> {
    let id = visitor.begin(PARKING)?;
    #[rustfmt::skip]
    let steps: [Step<'_>; 3] = [
        ("vem", &[("for-vem", "mig"), ("telefon", "070-174 06 05")]),
        ("bilen", &[("roll", "forare"), ("korkort", "ja")]),
        ("forflyttning", &[("gangstracka", "100"), ("hjalpmedel", "kapp"), ("varaktighet", "alltid"),
            ("haft-tillstand", "nej")]),
    ];
    fill(visitor, &id, &steps)?;
    let url = step(&id, "intyg-och-foto");
    visitor.get(&url)?;
    visitor.post_picture(&url, &[("intyg", "senare"), ("intygar", "ja")], ("foto", picture))?;
    Ok(id)
}

/// A draft of the application for preschool, with every step filled in.
pub(crate) fn preschool(visitor: &mut Visitor<'_>, child: &str) -> Result<String, NoAnswer> {
    let id = visitor.begin(PRESCHOOL)?;
    #[rustfmt::skip]
    let steps: [Step<'_>; 4] = [
        ("barnet", &[("barn", child), ("bor", "hos-bada")]),
        ("ni-som-soker", &[("telefon", "070-174 06 05")]),
        ("plats-och-datum", &[("timmar", "30"), ("forsta-hand", "furubacken"), ("startdag-dag", "15"),
            ("startdag-manad", "3"), ("startdag-ar", "2027")]),
        ("ovrigt", &[("syskon", "nej"), ("intygar", "ja")]),
    ];
    fill(visitor, &id, &steps)?;
    Ok(id)
}

/// A draft of the report of a street fault; the description tells it from all others. It ends at
/// what is refused, which may be the beginning: then it has no name.
pub(crate) fn street(
    visitor: &mut Visitor<'_>,
    description: &str,
    picture: &[u8],
) -> Result<String, NoAnswer> {
    let id = visitor.begin(STREET)?;
    if id.is_empty() {
        return Ok(id);
    }
    let steps: [Step<'_>; 2] = [
        ("felet", &[("akut", "nej"), ("fel", "vag"), ("beskrivning", description)]),
        ("platsen", &[("vagen", "kommunen"), ("plats", "Vid bron"), ("ort", "ange")]),
    ];
    fill(visitor, &id, &steps)?;
    if visitor.page.status != 303 {
        return Ok(id);
    }
    let url = step(&id, "bild-och-kontakt");
    visitor.get(&url)?;
    visitor.post_picture(&url, &[], ("bilder", picture))?;
    Ok(id)
}

/// Sends what the review shows; where that leads.
pub(crate) fn send(visitor: &mut Visitor<'_>, id: &str) -> Result<String, NoAnswer> {
    visitor.get(&step(id, "granska"))?;
    Ok(visitor.post(&step(id, "skicka"), &[])?.location)
}

fn fill(visitor: &mut Visitor<'_>, id: &str, steps: &[Step<'_>]) -> Result<(), NoAnswer> {
    for (name, fields) in steps {
        let url = step(id, name);
        visitor.get(&url)?;
        if visitor.post(&url, fields)?.status != 303 {
            break;
        }
    }
    Ok(())
}

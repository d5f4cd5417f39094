//! The ways through the real forms that several stories walk.

use tests::support::browser::Browser;
use tests::support::page::Page;

/// The application for a parking permit.
pub(crate) const PARKING: &str = "parkeringstillstand-rorelsehindrad";
/// The application for a place in preschool, which two guardians sign.
pub(crate) const PRESCHOOL: &str = "forskola-plats";
/// The report of a fault in the street, without login.
pub(crate) const STREET: &str = "felanmalan-gata";

/// The smallest file that is recognised as a picture.
pub(crate) const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

/// Opens a step, fills it in and saves it.
pub(crate) fn fill(
    browser: &mut Browser<'_>,
    id: &str,
    step: &str,
    fields: &[(&str, &str)],
) -> Page {
    let url = format!("/mina-sidor/utkast/{id}/{step}");
    browser.get(&url);
    browser.post(&url, fields)
}

/// A draft of the application for a parking permit with every step filled in.
pub(crate) fn parking(browser: &mut Browser<'_>) -> String {
    parking_with(browser, "jag.png")
}

/// As [`parking`], with a photograph of this name.
pub(crate) fn parking_with(browser: &mut Browser<'_>, photo: &str) -> String {
    let id = browser.begin(PARKING);
    fill(browser, &id, "vem", &[("for-vem", "mig"), ("telefon", "070-174 06 05")]);
    fill(browser, &id, "bilen", &[("roll", "forare"), ("korkort", "ja")]);
    fill(
        browser,
        &id,
        "forflyttning",
        &[
            ("gangstracka", "100"),
            ("hjalpmedel", "kapp"),
            ("varaktighet", "alltid"),
            ("haft-tillstand", "nej"),
        ],
    );
    let url = format!("/mina-sidor/utkast/{id}/intyg-och-foto");
    browser.get(&url);
    let fields = [("intyg", "senare"), ("intygar", "ja")];
    browser.post_files(&url, &fields, &[("foto", photo, PICTURE)]);
    id
}

/// A draft of the application for preschool with every step filled in.
pub(crate) fn preschool(browser: &mut Browser<'_>, child: &str) -> String {
    let id = browser.begin(PRESCHOOL);
    fill(browser, &id, "barnet", &[("barn", child), ("bor", "hos-bada")]);
    fill(browser, &id, "ni-som-soker", &[("telefon", "070-174 06 05")]);
    let day = [("startdag-dag", "15"), ("startdag-manad", "3"), ("startdag-ar", "2027")];
    let mut fields = vec![("timmar", "30"), ("forsta-hand", "furubacken")];
    fields.extend(day);
    fill(browser, &id, "plats-och-datum", &fields);
    fill(browser, &id, "ovrigt", &[("syskon", "nej"), ("intygar", "ja")]);
    id
}

/// A draft of the report of a street fault with every step filled in.
pub(crate) fn street(browser: &mut Browser<'_>) -> String {
    let id = browser.begin(STREET);
    let fault = [("akut", "nej"), ("fel", "vag"), ("beskrivning", "Ett hål, en halv meter brett.")];
    fill(browser, &id, "felet", &fault);
    let place = [("vagen", "kommunen"), ("plats", "Vid bron"), ("ort", "ange")];
    fill(browser, &id, "platsen", &place);
    let url = format!("/mina-sidor/utkast/{id}/bild-och-kontakt");
    browser.get(&url);
    browser.post_files(&url, &[], &[("bilder", "hål.png", PICTURE)]);
    id
}

/// Sends what the review shows.
pub(crate) fn send(browser: &mut Browser<'_>, id: &str) -> Page {
    browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
    browser.post(&format!("/mina-sidor/utkast/{id}/skicka"), &[])
}

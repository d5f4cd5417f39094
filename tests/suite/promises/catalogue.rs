//! What the page promises about finding the right way: the catalogue, who
//! answers, who needs what, and who must go another way.

use std::collections::BTreeSet;

use tests::stand_ins::persons::{ALVA, GEORG, Protection};
use tests::support::server::ServerTest;
use tests::support::site::real;
use tests::support::tags::{between, links};

use crate::paper;
use crate::walk::PARKING;

/// > I självserviceportalen finns kommunens e-tjänster och blanketter samlade och grupperade i
/// > olika kategorier.
#[test]
fn every_service_and_blankett_is_in_a_category() {
    let listed: BTreeSet<String> = pages("kategorier/").flat_map(|it| links(it.1)).collect();

    let (services, forms) = (paths("e-tjanster/"), paths("blanketter/"));

    assert_eq!((services.len(), forms.len(), paths("kategorier/").len()), (190, 130, 13));
    for path in services.iter().chain(&forms) {
        let url = format!("/{}", path.trim_end_matches("index.html"));
        assert!(listed.contains(&url), "{url} is in no category");
    }
}

/// > Använd gärna sökfunktionen för att hitta rätt e-tjänst eller blankett.
#[test]
fn every_service_and_blankett_can_be_searched_for() {
    let start = html("index.html");
    assert!(start.contains("role=\"search\"") || start.contains("<search"), "no search field");
    let index: String = real()
        .iter()
        .filter(|(path, _)| path.ends_with(".json") && !path.starts_with("_site/forms/"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    for (path, html) in pages("e-tjanster/").chain(pages("blanketter/")) {
        let slug = path.split('/').nth(1).expect("a slug");
        assert!(index.contains(slug), "{path} is not in the search index: {}", html.len());
    }
}

/// > Om du har skyddad identitet (skyddad folkbokföring eller sekretessmarkering) bör du inte
/// > använda dig av e-tjänsterna eller skicka e-post till oss. Då är det säkrare för dig att
/// > ringa till oss i stället - se information nedan.
#[test]
fn who_is_protected_is_led_to_the_telephone() {
    for path in ["skyddad-identitet/index.html", "om/index.html"] {
        let main = between(html(path), "<main", "</main>").expect("the page");
        assert!(links(main).contains(&"tel:+46690250100".to_owned()), "{path}");
        assert!(main.contains("skicka inte e-post"), "{path}");
    }
    for kind in [Protection::Sekretessmarkering, Protection::SkyddadFolkbokforing] {
        let server = ServerTest::new();
        server.register.set_protection(ALVA, kind);
        let mut browser = server.browser();

        let told = browser.log_in(ALVA);
        let told = if told.status == 303 { browser.get(&told.location) } else { told };

        assert!(told.body.contains("tel:+46690250100"), "{kind:?}: {}", told.text());
        assert_eq!(browser.get("/mina-sidor/").status, 303, "{kind:?}: nobody is logged in");
    }
}

/// > Under Frågor om tjänsten på e-tjänstens och blankettens startsida finns kontaktuppgifter
/// > till en tjänsteperson eller verksamhet som kan svara på dina frågor.
#[test]
fn every_page_of_a_service_says_who_answers_questions() {
    for (path, html) in pages("e-tjanster/").chain(pages("blanketter/")) {
        let asked = html.split("Frågor om tjänsten").nth(1).unwrap_or_default();
        assert!(links(asked).iter().any(|it| it.starts_with("tel:")), "{path} has no telephone");
    }
}

/// > Kontakta annars Information och växel, tel. 0690-25 01 00, se information om öppettider.
#[test]
fn the_switchboard_is_on_every_page_and_its_hours_are_told() {
    for (path, html) in pages("") {
        assert!(links(html).contains(&"tel:+46690250100".to_owned()), "{path}");
    }
    let contact = html("kontakt/index.html");
    assert!(contact.contains("Information och växel") && contact.contains("8.00–16.30"));
}

/// > För de flesta av kommunens e-tjänster krävs e-legitimation när du skickar in en ansökan,
/// > anmälan eller annat ärende till oss.
#[test]
fn most_services_ask_for_an_eid_and_nobody_begins_those_without() {
    let needed = |html: &str| {
        html.split("E-legitimation</dt>")
            .skip(1)
            .any(|it| it.split("</dd>").next().is_some_and(|it| it.contains("Behövs")))
    };
    let most = pages("e-tjanster/").filter(|it| needed(it.1)).count();
    assert!(most > 190 / 2, "{most} of 190");
    let server = ServerTest::new();

    let mut stranger = server.browser();
    let url = format!("/mina-sidor/ny/{PARKING}");
    let (looked, begun) = (stranger.get(&url), stranger.post(&url, &[]));

    assert!(looked.location.starts_with("/mina-sidor/logga-in"), "{}", looked.summary());
    assert_eq!(begun.summary(), "403 Logga in för att se sidan");
}

/// > Om du har ett samordningsnummer eller ett ofullständigt personnummer kan du inte använda de
/// > e-tjänster som kräver e-legitimation.
#[test]
fn a_samordningsnummer_is_told_the_other_ways() {
    let server = ServerTest::new();
    let mut browser = server.browser();

    let told = browser.log_in(GEORG);
    let told = if told.status == 303 { browser.open(&told.location) } else { told };

    let text = told.text();
    assert!(text.contains("samordningsnummer") && text.contains("0690-25 01 00"), "{text}");
    assert_eq!(browser.get("/mina-sidor/").status, 303, "nobody is logged in");
    let page = html("saknar-e-legitimation/index.html");
    assert!(page.contains("samordningsnummer") && page.contains("inte fullständigt"));
}

/// > Mer om BankID
/// >
/// > Här kan du testa ditt BankID
/// >
/// > Mer om Telia e-legitimation
/// >
/// > Mer information om hur e-legitimation fungerar finns på www.elegitimation.se
/// >
/// > Läs mer om behandling av personuppgifter på vår webbplats www.ange.se/personuppgifter
#[test]
fn the_page_about_the_portal_links_to_more() {
    let links = links(html("om/index.html"));
    for to in [
        "https://www.bankid.com/",
        "https://test.bankid.com/",
        "https://www.telia.se/e-legitimation",
        "https://www.elegitimation.se",
        "https://www.ange.se/personuppgifter",
    ] {
        assert!(links.iter().any(|it| it == to), "no link to {to}: {links:?}");
    }
}

/// > Se information under Behandling av personuppgifter på e-tjänstens startsida.
/// >
/// > Om ärendet handläggs hos Bräcke kommun (Bygg- och miljönämndens ärenden) eller hos Sundsvalls
/// > kommun (Överförmyndarnämndens ärenden) hänvisar vi till den information om personuppgifter
/// > som dessa kommuner lämnar.
#[test]
fn every_service_tells_of_personal_data_or_leads_to_who_does() {
    let mut elsewhere = [("Bräcke kommun", 0), ("Sundsvalls kommun", 0)];
    for (path, html) in pages("e-tjanster/") {
        let told = between(html, "id=\"personuppgifter\"", "</details>").expect("a part");
        assert!(told.contains("Behandling av personuppgifter"), "{path}");
        assert!(links(told).iter().any(|it| it.starts_with("https://")), "{path} leads nowhere");
        for (name, count) in &mut elsewhere {
            *count += usize::from(told.contains(*name));
        }
    }

    assert_eq!(elsewhere, [("Bräcke kommun", 29), ("Sundsvalls kommun", 5)]);
}

/// > Motsvarande information finns som regel även i blanketterna.
#[test]
fn blanketter_tell_of_personal_data_too() {
    let (mut with, mut without) = (0, 0);
    for (path, html) in pages("blanketter/") {
        let slug = path.split('/').nth(1).expect("a slug");
        assert!(html.contains("Behandling av personuppgifter"), "{path}");
        let Some(bytes) = real().get(&format!("blanketter/{slug}/{slug}.pdf")) else {
            without += 1;
            continue;
        };
        let text = paper::read(bytes);
        let told = text.split("Behandling av personuppgifter").nth(1).unwrap_or_default();
        for words in
            ["Personuppgiftsansvarig", "Rättslig grund", "Så länge sparas de", "Du har rätt"]
        {
            assert!(told.contains(words), "{path}: {words} is not in {told}");
        }
        with += 1;
    }

    assert!(with > 2 * without, "as a rule: {with} with, {without} that others have made");
}

/// > Till många e-tjänster och blanketter finns en inledande beskrivning på startsidan där vi även
/// > hänvisar till ytterligare information på vår webbplats.
#[test]
fn every_service_and_blankett_is_introduced_and_leads_to_more() {
    for (path, html) in pages("e-tjanster/").chain(pages("blanketter/")) {
        let lead = between(html, "<p class=\"lead\">", "</p>").unwrap_or_default();
        let told = html.contains("<h2>Om tjänsten</h2>")
            || html.contains("<h2>När du använder blanketten</h2>");
        assert!(!lead.is_empty() && told, "{path} is not introduced");
        let more = between(html, "Mer information på vår webbplats</h2>", "</ul>");
        let more = links(more.unwrap_or_else(|| panic!("{path} leads to no more")));
        assert!(more.iter().any(|it| it.starts_with("https://www.ange.se")), "{path}: {more:?}");
    }
}

/// Pages below a folder of the finished site, without the folder's own.
fn pages(folder: &'static str) -> impl Iterator<Item = (&'static String, &'static str)> {
    let own = format!("{folder}index.html");
    let pages = real().keys().filter(move |it| {
        it.starts_with(folder) && it.ends_with(".html") && (folder.is_empty() || **it != own)
    });
    pages.map(|path| (path, html(path)))
}

fn paths(folder: &'static str) -> Vec<&'static String> {
    pages(folder).map(|(path, _)| path).collect()
}

fn html(path: &str) -> &'static str {
    std::str::from_utf8(&real()[path]).expect("UTF-8")
}

//! Blanketter on paper: the real ones, looked at with the tools that others read PDF with.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use form_model::compiled::CompiledForm;
use tests::support::site::{SiteTest, real, real_content};
use tests::support::tags::{between, links};

/// The blanketter that are made here: path and bytes.
fn papers() -> Vec<(&'static String, &'static Vec<u8>)> {
    let made = |(path, bytes): &(&String, &Vec<u8>)| {
        path.ends_with(".pdf") && String::from_utf8_lossy(bytes).contains("Lucka")
    };
    real().iter().filter(made).collect()
}

/// What a tool says of a PDF, which it finds as `it.pdf`.
pub(crate) fn ran(tool: &str, words: &[&str], bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("it.pdf"), bytes).expect("a file");
    let ran = Command::new(tool).args(words).current_dir(folder.path()).output();
    let ran =
        ran.unwrap_or_else(|_| panic!("`{tool}` is missing: apt-get install qpdf poppler-utils"));
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success(), "{tool}: {said}{}", String::from_utf8_lossy(&ran.stderr));
    said
}

/// The words, in the order of reading, on one line.
pub(crate) fn read(bytes: &[u8]) -> String {
    let text = ran("pdftotext", &["it.pdf", "-"], bytes);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn html(path: &str) -> &'static str {
    std::str::from_utf8(&real()[path]).expect("UTF-8")
}

/// The page that a blankett belongs to.
fn page_of(paper: &str) -> &'static str {
    let folder = &paper[..=paper.rfind('/').expect("a folder")];
    html(&format!("{folder}index.html"))
}

/// What a blankett's header says.
fn header(slug: &str) -> toml::Table {
    let file = real_content().join(format!("blanketter/{slug}/index.md"));
    let text = fs::read_to_string(file).expect("a blankett");
    text.split("+++").nth(1).expect("a header").parse().expect("TOML")
}

#[test]
fn every_blankett_is_sound_tagged_and_as_its_page_says() {
    let papers = papers();
    assert!(papers.len() > 90, "{}", papers.len());
    for (path, bytes) in papers {
        let said = ran("qpdf", &["--check", "it.pdf"], bytes);
        assert!(said.contains("No syntax or stream encoding errors found"), "{path}: {said}");
        let properties = ran("pdfinfo", &["it.pdf"], bytes);
        for words in ["Tagged:          yes", "(A4)", "Author:", "Title:"] {
            assert!(properties.contains(words), "{path}: {words} is not in\n{properties}");
        }
        let pages = between(&properties, "Pages:", "\n").expect("a number").trim();
        let pages = if pages == "1" { "1 sida".to_owned() } else { format!("{pages} sidor") };
        let detail = format!("PDF, {pages}, {} kB", bytes.len().div_ceil(1000));
        let page = page_of(path);
        assert!(page.contains(&detail), "{path}: its page does not say {detail}");
        assert!(links(page).contains(&format!("/{path}")), "{path}: its page does not lead to it");
        assert!(bytes.len() < 150_000, "{path} is {} bytes", bytes.len());
    }
}

#[test]
fn every_blankett_says_who_gets_it_and_what_becomes_of_the_answers() {
    for (path, bytes) in papers() {
        let text = read(bytes);
        for words in [
            "Så gör du",
            "Skicka eller lämna blanketten",
            "Behandling av personuppgifter",
            "Personuppgiftsansvarig",
            "Rättslig grund",
            "Så länge sparas de",
            "imy.se",
            "Har du skyddade personuppgifter?",
            "0690-25",
            "Utgåva",
            "Sida 1 av",
        ] {
            assert!(text.contains(words), "{path}: {words} is not in {text}");
        }
        let own = text.contains("Den har kommit in den dag den når oss");
        assert!(own || text.contains("Ärendet handläggs av"), "{path}: {text}");
    }
}

#[test]
fn a_form_is_asked_in_order_with_its_conditions_in_words() {
    let text = read(&real()["e-tjanster/forskola-plats/blankett.pdf"]);
    let mut from = 0;
    for words in [
        "Ansökan om plats i förskola",
        "Du som är vårdnadshavare",
        "Personnummer eller samordningsnummer",
        "1. Vilket barn gäller ansökan?",
        "2. Hur bor barnet?",
        "Växelvis, på två adresser",
        "Om du svarade ”Växelvis, på två adresser”:",
        "3. Vilken är den andra adressen?",
        "14. Har barnet syskon på någon av förskolorna?",
        "Om du svarade ”Ja”:",
        "17. Uppgifterna stämmer.",
        "Underskrift",
        "Person 1",
        "Person 2",
        "841 81 Ånge",
    ] {
        let at = text[from..].find(words).unwrap_or_else(|| panic!("no `{words}` in {text}"));
        from += at + words.len();
    }
    assert!(!text.contains("din e-legitimation"), "paper needs no e-ID: {text}");
}

#[test]
fn nothing_on_paper_is_smaller_than_11_points() {
    for path in ["e-tjanster/forskola-plats/blankett.pdf", "blanketter/fullmakt/fullmakt.pdf"] {
        let words = ["-xml", "-i", "-stdout", "-zoom", "1", "it.pdf"];
        let said = ran("pdftohtml", &words, &real()[path]);
        let sizes: BTreeSet<u32> = said
            .split("<fontspec ")
            .skip(1)
            .filter_map(|it| between(it, "size=\"", "\"")?.parse().ok())
            .collect();
        assert!(sizes.iter().all(|it| *it >= 11) && sizes.len() > 1, "{path}: {sizes:?}");
    }
}

#[test]
fn every_form_can_be_had_on_paper() {
    let forms = real().iter().filter(|(path, _)| path.starts_with("_site/forms/"));
    let mut count = 0;
    for (path, bytes) in forms {
        let service = CompiledForm::read(bytes).unwrap_or_else(|it| panic!("{path}: {it}")).service;
        let own = format!("e-tjanster/{}/blankett.pdf", service.slug);
        let page = html(&format!("e-tjanster/{}/index.html", service.slug));
        let separate = service.blankett_url.is_some_and(|url| {
            let slug = url.trim_matches('/').rsplit('/').next().expect("a slug").to_owned();
            links(page).contains(&url)
                && real().contains_key(&format!("blanketter/{slug}/{slug}.pdf"))
        });
        assert!(real().contains_key(&own) || separate, "{} has no paper", service.slug);
        count += 1;
    }
    assert!(count >= 6, "{count}");
}

/// A doctor, an employer or a bank has a form of its own for some: those are asked for by phone.
#[test]
fn a_blankett_is_printed_unless_somebody_else_has_its_form() {
    let mut printed = (0, 0);
    for path in real().keys().filter(|it| it.starts_with("blanketter/") && it.ends_with(".html")) {
        let slug = path.split('/').nth(1).expect("a slug");
        let header = header(slug);
        let start = between(html(path), "<section class=\"hatch start\"", "</section>");
        let ways = links(start.expect("a start"));
        let paper = format!("/blanketter/{slug}/{slug}.pdf");
        let elsewhere = ways.iter().any(|it| it.starts_with("https://"));
        if elsewhere || header.get("print").is_some() {
            assert!(!ways.contains(&paper), "{path}: {ways:?}");
            assert!(elsewhere || ways.iter().any(|it| it.starts_with("tel:")), "{path}: {ways:?}");
            printed.1 += 1;
        } else {
            assert!(ways.contains(&paper), "{path}: {ways:?}");
            printed.0 += 1;
        }
    }

    assert_eq!(printed.0 + printed.1, 130);
    assert!(printed.0 > 80, "{printed:?}");
}

#[test]
fn a_general_blankett_does_not_pretend_to_be_more() {
    let page = html("blanketter/odlingslott/index.html");
    assert!(page.contains("Skriv ut en allmän blankett"), "the page says what it is");
    assert!(page.contains("Den har inga färdiga frågor."));

    let text = read(&real()["blanketter/odlingslott/odlingslott.pdf"]);

    for words in ["Det här är en allmän blankett.", "Ditt ärende", "Skriv här vad ärendet gäller"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!html("blanketter/fullmakt/index.html").contains("allmän blankett"));
}

#[test]
fn the_edition_follows_the_words_and_nothing_else() {
    let site = SiteTest::new("form");
    let edition = |site: &SiteTest| {
        let (files, mistakes) = site.site();
        assert!(mistakes.is_empty(), "{}", mistakes.report());
        let bytes = files["e-tjanster/bidrag/blankett.pdf"].clone();
        let text = read(&bytes);
        let at = text.find("Utgåva ").expect("an edition");
        (bytes, text[at..].split(' ').nth(1).expect("a sign").to_owned())
    };

    let (first, again) = (edition(&site), edition(&site));
    site.write(
        "kategorier/fritid.md",
        "+++\ntitle = \"Annat\"\nlead = \"a\"\nexamples = \"b\"\n+++\n",
    );
    let other_page = edition(&site);
    let file = "e-tjanster/bidrag/index.md";
    site.replace(file, "summary = \"", "summary = \"Nytt: ");
    let changed = edition(&site);

    assert!(first == again && first == other_page, "the same words give the same bytes");
    assert_ne!(first.1, changed.1);
}

//! `generator import oeplatform`: what another platform has saved becomes content that a person can finish.

mod hostile;
mod samples;

use std::path::PathBuf;
use std::process::ExitCode;

use generator::import::{self, Imported};
use tests::support::site::{Files, SiteTest, files_in};

use crate::takeover::samples::{EXPORT, FAMILY, FLOWS_JSON, FLOWS_XML, latin};

/// Somewhere to import from and to.
struct Takeover {
    folder: tempfile::TempDir,
}

impl Takeover {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    fn run(&self, files: &[PathBuf], force: bool) -> anyhow::Result<Imported> {
        import::oeplatform(files, &self.content(), force)
    }

    fn imported(&self, name: &str, bytes: impl AsRef<[u8]>) -> (Files, String) {
        let file = self.file(name, bytes);
        let done = self.run(&[file], false).expect("no fault");
        (files_in(&self.content()), done.report)
    }
}

fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    let known: Vec<&String> = files.keys().collect();
    let bytes = files.get(path).unwrap_or_else(|| panic!("no {path} in {known:?}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn a_list_of_services_becomes_folders_in_either_format_and_charset() {
    let (xml, _) = Takeover::new().imported("getflows.xml", latin(FLOWS_XML));
    let (utf8, _) = Takeover::new().imported("getflows.xml", FLOWS_XML);
    let (json, _) = Takeover::new().imported("getflows.json", FLOWS_JSON);
    let (latin_json, _) = Takeover::new().imported("getflows.json", latin(FLOWS_JSON));
    let without = |mut it: Files| {
        it.retain(|path, _| !path.starts_with('_'));
        it
    };
    let (xml, utf8) = (without(xml), without(utf8));

    assert!(xml == utf8, "the charset makes a difference");
    assert!(without(json) == xml, "the format makes a difference");
    assert!(without(latin_json) == xml, "the charset of JSON makes a difference");
    let index = text(&xml, "e-tjanster/ansokan-om-batplats/index.md");
    insta::assert_snapshot!("service", index);
    assert!(text(&xml, "kategorier/trafik-hamn.md").contains("title = \"Trafik & hamn\""));
    assert!(text(&xml, "e-tjanster/2024/index.md").contains("title = \"2024\""));
}

#[test]
fn an_export_becomes_a_service_with_its_form_and_its_blankett() {
    let (files, report) = Takeover::new().imported("batplats.oeflow", latin(EXPORT));

    insta::assert_snapshot!("form", text(&files, "e-tjanster/ansokan-om-batplats/form.toml"));
    insta::assert_snapshot!("index", text(&files, "e-tjanster/ansokan-om-batplats/index.md"));
    insta::assert_snapshot!("blankett", text(&files, "blanketter/batplats-pa-papper/index.md"));
    insta::assert_snapshot!("handlers", text(&files, "handlers.toml"));
    assert!(files["blanketter/batplats-pa-papper/batplats-pa-papper.pdf"].starts_with(b"%PDF-"));
    let report = report.split("`.\n").skip(1).collect::<String>();
    insta::assert_snapshot!("report", report);
}

/// What cannot be translated is never dropped, and never published.
#[test]
fn the_check_names_every_question_that_is_left() {
    let takeover = Takeover::new();
    takeover.imported("batplats.oeflow", EXPORT);
    let theme = theme::Theme::embedded().expect("the theme");

    let (site, mistakes) = generator::site(&takeover.content(), &theme, None).expect("no fault");

    assert!(site.is_empty());
    let report = mistakes.report();
    for kind in ["GeneralMapQuery", "SecretBookingQuery"] {
        assert!(report.contains(&format!("frågetypen {kind} finns inte här")), "{kind}: {report}");
    }
    assert_eq!(report.matches("form::imported").count(), 3, "{report}");
}

/// With what a person adds, what was imported is published: nothing else was wrong with it.
#[test]
fn an_imported_service_is_published_when_a_person_has_finished_it() {
    let test = SiteTest::new("minimal");
    let takeover = Takeover::new();
    let file = takeover.file("batplats.oeflow", latin(EXPORT));
    let list = takeover.file("getflows.xml", latin(FLOWS_XML));
    import::oeplatform(&[list, file], &test.content(), false).expect("no fault");
    test.remove("e-tjanster/2024");
    for path in
        ["e-tjanster/ansokan-om-batplats/index.md", "blanketter/batplats-pa-papper/index.md"]
    {
        test.replace(path, "unit = \"hamnkontoret\"", "unit = \"fritid\"");
    }
    test.replace("kategorier/trafik-hamn.md", "lead = \"\"", "lead = \"Båtar och bryggor.\"");
    let form = "e-tjanster/ansokan-om-batplats/form.toml";
    let text = String::from_utf8(files_in(&test.content()).remove(form).expect("it")).expect("it");
    let done: Vec<&str> = text.lines().filter(|it| !it.starts_with("imported = ")).collect();
    test.write(form, done.join("\n").replace("${hamnavgift}", "100 kr"));

    let (site, mistakes) = test.site();

    assert!(mistakes.is_empty(), "{}", mistakes.report());
    for path in [
        "_site/forms/ansokan-om-batplats.json",
        "batplats/index.html",
        "oversikt/overview/406/index.html",
        "blanketter/batplats-pa-papper/batplats-pa-papper.pdf",
    ] {
        assert!(site.contains_key(path), "{path}");
    }
}

/// Children, others who sign, contacts of several sorts, rules of several sorts.
#[test]
fn a_form_of_a_family_is_translated_and_published() {
    let test = SiteTest::new("minimal");
    let takeover = Takeover::new();
    let file = takeover.file("familj.oeflow", FAMILY);

    let done = import::oeplatform(&[file], &test.content(), false).expect("no fault");

    let form = "e-tjanster/flytta-med-barn/form.toml";
    let written = files_in(&test.content());
    let text = text(&written, form).to_owned();
    insta::assert_snapshot!("family", text);
    insta::assert_snapshot!("family_report", done.report.split("`.\n").skip(1).collect::<String>());
    let rest: Vec<&str> = text.lines().filter(|it| !it.starts_with("imported = ")).collect();
    test.write(
        form,
        rest.join("\n").replace(
            "{ id = \"ja\", label = \"Ja\" },",
            "{ id = \"ja\", label = \"Ja\" }, { id = \"nej\", label = \"Nej\" },",
        ),
    );
    test.replace(
        "e-tjanster/flytta-med-barn/index.md",
        "unit = \"valj-enhet\"",
        "unit = \"fritid\"",
    );
    let (site, mistakes) = test.site();
    assert!(mistakes.is_empty(), "{}", mistakes.report());
    assert!(site.contains_key("_site/forms/flytta-med-barn.json"));
}

#[test]
fn nothing_that_is_there_is_written_over_unless_somebody_says_so() {
    let takeover = Takeover::new();
    let file = takeover.file("batplats.oeflow", EXPORT);
    takeover.run(std::slice::from_ref(&file), false).expect("no fault");
    let own = |path: &str| takeover.content().join(path);
    let mine = ["e-tjanster/ansokan-om-batplats/index.md", "handlers.toml", "kategorier/hamn.md"];
    mine.iter().for_each(|it| std::fs::write(own(it), "mitt").expect("a file"));

    let again = takeover.run(std::slice::from_ref(&file), false).expect("no fault");

    let read = |path: &str| std::fs::read_to_string(own(path)).expect("a file");
    mine.iter().for_each(|it| assert_eq!(read(it), "mitt", "{it}"));
    assert!(again.report.contains("Fanns redan och lämnades som de är"), "{}", again.report);
    assert!(again.file.ends_with("_import-rapport-2.md"), "the first report is gone");

    let forced = takeover.run(&[file], true).expect("no fault");

    assert!(read(mine[0]).contains("Ansökan om båtplats"));
    assert_eq!((read(mine[1]), read(mine[2])), ("mitt".to_owned(), "mitt".to_owned()));
    assert!(!forced.report.contains("Fanns redan"));
}

#[test]
fn list_and_export_of_one_service_are_put_together() {
    let takeover = Takeover::new();
    let old = EXPORT.replace("<version>2<", "<version>1<").replace("båtplats", "båtbrygga");
    let files = [
        takeover.file("gammal.oeflow", old),
        takeover.file("flows.json", FLOWS_JSON),
        takeover.file("ny.oeflow", EXPORT),
    ];

    let done = takeover.run(&files, false).expect("no fault");

    let written = files_in(&takeover.content());
    let index = text(&written, "e-tjanster/ansokan-om-batplats/index.md");
    assert!(
        index.contains("category = \"trafik-hamn\""),
        "the list has the main category: {index}"
    );
    assert!(index.contains("\"/oversikt/overview/406/\""), "the list has the address: {index}");
    assert!(index.contains("Måndag till fredag"), "the export has the text: {index}");
    assert!(!written.keys().any(|it| it.contains("batbrygga")), "the old version is there, too");
    let said = "det i ny.oeflow användes och inte det i gammal.oeflow";
    assert!(done.report.contains(said), "{}", done.report);
}

#[test]
fn a_unit_that_is_known_by_its_mail_is_the_service_s() {
    let test = SiteTest::new("minimal");
    test.write(
        "handlers.toml",
        String::from_utf8(files_in(&test.content()).remove("handlers.toml").expect("it"))
            .expect("UTF-8")
            + "\n[units.fritid.contact]\nemail = \"Hamn@example.se\"\n",
    );
    let takeover = Takeover::new();
    let file = takeover.file("batplats.oeflow", EXPORT);

    import::oeplatform(&[file], &test.content(), false).expect("no fault");

    let files = files_in(&test.content());
    assert!(text(&files, "e-tjanster/ansokan-om-batplats/index.md").contains("unit = \"fritid\""));
}

#[test]
fn the_command_says_how_it_went() {
    let takeover = Takeover::new();
    let file = takeover.file("batplats.oeflow", EXPORT).display().to_string();
    let into = takeover.content().display().to_string();
    let run = |words: &[&str]| {
        generator::cli::run(words.iter().map(Into::into).collect::<Vec<_>>().into_iter())
    };

    assert_eq!(run(&["import", "oeplatform", &file, "--into", &into]), ExitCode::SUCCESS);
    assert_eq!(
        run(&["import", "oeplatform", "finns-inte.xml", "--into", &into]),
        ExitCode::from(2)
    );
    assert_eq!(run(&["import", "oeplatform", &file]), ExitCode::from(2));
}

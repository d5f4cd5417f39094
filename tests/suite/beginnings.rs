//! `generator new`: a communicator begins something new, and it is sound at once.

use std::process::ExitCode;

use generator::config::Sort;
use generator::new::{self, Begun};
use tests::support::site::{Files, SiteTest, files_in};

#[test]
fn a_new_service_stands_in_the_catalogue_with_its_form() {
    let test = SiteTest::new("everything");

    let (files, next) = written(&test, Sort::Service, "Ansökan om båtplats på Ön");

    assert_eq!(
        files,
        [
            "e-tjanster/ansokan-om-batplats-pa-on/form.toml",
            "e-tjanster/ansokan-om-batplats-pa-on/index.md"
        ]
    );
    assert!(next.iter().any(|it| it.starts_with("summary")), "{next:?}");
    let (site, mistakes) = test.site();
    assert!(mistakes.is_empty(), "{}", mistakes.report());
    let page = &site["e-tjanster/ansokan-om-batplats-pa-on/index.html"];
    assert!(String::from_utf8_lossy(page).contains("båtplats på Ön"));
    assert!(site.contains_key("_site/forms/ansokan-om-batplats-pa-on.json"));
}

#[test]
fn a_new_blankett_and_a_new_page_pass_the_check() {
    for (sort, page) in [
        (Sort::Blankett, "blanketter/arlig-rapport/index.html"),
        (Sort::Page, "arlig-rapport/index.html"),
    ] {
        let test = SiteTest::new("minimal");

        written(&test, sort, "Årlig rapport");

        let (site, mistakes) = test.site();
        assert!(mistakes.is_empty(), "{}", mistakes.report());
        assert!(site.contains_key(page), "{page}");
    }
}

/// A category that nobody is in would stop the build, so it waits under a name that is not read.
#[test]
fn a_new_category_waits_until_a_service_is_in_it() {
    let test = SiteTest::new("minimal");

    let (files, next) = written(&test, Sort::Category, "Djur & natur");

    assert_eq!(files, ["kategorier/_djur-natur.md"]);
    assert!(next.iter().any(|it| it.contains("category = \"djur-natur\"")), "{next:?}");
    assert!(test.site().1.is_empty());
    let begun = files_in(&test.content()).remove("kategorier/_djur-natur.md").expect("the file");
    test.remove("kategorier/_djur-natur.md");
    test.write("kategorier/djur-natur.md", begun);
    test.remove("kategorier/fritid.md");
    test.replace("e-tjanster/hyra-bat/index.md", "\"fritid\"", "\"djur-natur\"");
    let (site, mistakes) = test.site();
    assert!(mistakes.is_empty(), "{}", mistakes.report());
    assert!(site.contains_key("kategorier/djur-natur/index.html"));
}

#[test]
fn nothing_is_ever_overwritten() {
    let test = SiteTest::new("minimal");
    test.write("kategorier/djur.md", "mitt");
    test.write("sidor/om.md", "+++\ntitle = \"Om\"\nsummary = \"Om oss.\"\n+++\n");
    let before = files_in(&test.content());

    for (sort, title) in [
        (Sort::Service, "Hyra båt"),
        (Sort::Blankett, "Hyra  BÅT!"),
        (Sort::Page, "Om"),
        (Sort::Page, "Sök"),
        (Sort::Page, "Mina sidor"),
        (Sort::Category, "Djur"),
        (Sort::Category, "Fritid"),
    ] {
        let begun = new::begin(&test.content(), sort, title).expect("no fault");

        assert!(!matches!(begun, Begun::Written { .. }), "{sort:?} {title} was written");
        assert!(files_in(&test.content()) == before, "{sort:?} {title} changed something");
    }
}

#[test]
fn titles_are_written_letter_by_letter_or_refused() {
    for title in ["Lån av \"cykel\" \\ kärra", "+++", "'''", "{verb}{unit} #1", "a\u{301}dgång"]
    {
        let test = SiteTest::new("minimal");
        let begun = new::begin(&test.content(), Sort::Service, title).expect("no fault");

        let (site, mistakes) = test.site();
        assert!(mistakes.is_empty(), "{title}: {}", mistakes.report());
        let letters = title.contains(char::is_alphanumeric);
        assert_eq!(letters, matches!(begun, Begun::Written { .. }), "{title}: {begun:?}");
        if let Begun::Written { files, .. } = begun {
            let folder = files[0].parent().expect("a folder").file_name().expect("a name");
            let page = &site[&format!("e-tjanster/{}/index.html", folder.to_string_lossy())];
            let page = String::from_utf8_lossy(page).replace("&quot;", "\"").replace("&#x27;", "'");
            assert!(page.contains(title), "{title} is not in its page");
        }
    }
    let long = "a".repeat(121);
    for title in ["", " ", "!!!", "två\nrader", "a\0b", "../../etc", &long] {
        let test = SiteTest::new("minimal");
        let before = files_in(&test.content());

        let begun = new::begin(&test.content(), Sort::Page, title).expect("no fault");

        let outside: Files = files_in(test.content().parent().expect("a folder"));
        assert!(outside.keys().all(|it| it.starts_with("content/")), "{title:?} left the folder");
        if title != "../../etc" {
            assert!(matches!(begun, Begun::Refused(_)), "{title:?}: {begun:?}");
            assert!(files_in(&test.content()) == before);
        }
    }
}

#[test]
fn without_categories_or_units_it_says_what_to_do_first() {
    for (gone, word) in [("kategorier", "new kategori"), ("handlers.toml", "handlers.toml")] {
        let test = SiteTest::new("minimal");
        test.remove(gone);

        let begun = new::begin(&test.content(), Sort::Service, "Hyra cykel").expect("no fault");

        let Begun::Refused(reason) = begun else { panic!("{gone}: {begun:?}") };
        assert!(reason.contains(word), "{reason}");
    }
}

/// The command itself: 0 when it is written, 1 when it is refused, 2 when it is not understood.
#[test]
fn the_command_says_how_it_went() {
    let test = SiteTest::new("minimal");
    let content = test.content().display().to_string();
    let run = |words: &[&str]| {
        let args = words.iter().copied().chain(["--content", content.as_str()]);
        generator::cli::run(args.map(Into::into).collect::<Vec<_>>().into_iter())
    };

    assert_eq!(run(&["new", "sida", "Om oss"]), ExitCode::SUCCESS);
    assert_eq!(run(&["new", "sida", "Om oss"]), ExitCode::from(1));
    assert_eq!(run(&["new", "sidan", "Om oss"]), ExitCode::from(2));
    assert_eq!(run(&["check"]), ExitCode::SUCCESS);
}

fn written(test: &SiteTest, sort: Sort, title: &str) -> (Vec<String>, Vec<String>) {
    let begun = new::begin(&test.content(), sort, title).expect("no fault");
    let Begun::Written { files, next } = begun else { panic!("{begun:?}") };
    let path = |it: &std::path::PathBuf| {
        it.strip_prefix(test.content()).expect("in the content").to_string_lossy().into_owned()
    };
    (files.iter().map(path).collect(), next)
}

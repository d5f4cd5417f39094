//! What the generator promises about the folder that it publishes to.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, SystemTime};

use generator::Outcome;
use generator::output::Written;
use tests::support::site::{SiteTest, files_in};

/// A service of the site `everything`.
const SERVICE: &str = "e-tjanster/hyra-bat/index.md";

#[test]
fn building_twice_gives_identical_bytes() {
    let (one, other) = (SiteTest::new("everything"), SiteTest::new("everything"));

    assert!(one.site().0 == other.site().0, "two builds differ");
}

#[test]
fn what_is_published_is_what_was_made() {
    let test = SiteTest::new("everything");

    published(&test);

    let mut published = test.published();
    let manifest = published.remove("_site/manifest.json").expect("the list of files");
    let made = test.site().0;
    let listed: Vec<String> = serde_json::from_slice(&manifest).expect("a list");
    assert!(published == made, "the folder holds something else than was made");
    assert!(listed.iter().eq(made.keys()), "the list names something else");
}

#[test]
fn a_foreign_file_stops_the_build_before_anything_is_touched() {
    let test = SiteTest::new("minimal");
    published(&test);
    fs::write(test.public().join("brev.txt"), "mitt").expect("a file");
    test.replace("site.toml", "name = \"", "name = \"Nya ");
    let before = test.published();

    let fault = test.build().expect_err("a fault").to_string();

    assert!(fault.contains("`brev.txt`") && fault.contains("--out"), "{fault}");
    assert!(test.published() == before, "something was touched");
}

#[test]
fn a_file_of_somebody_elses_is_never_overwritten() {
    let test = SiteTest::new("minimal");
    fs::create_dir_all(test.public()).expect("a folder");
    fs::write(test.public().join("index.html"), "min startsida").expect("a file");

    let fault = test.build().expect_err("a fault").to_string();

    assert!(fault.contains("`index.html`"), "{fault}");
    assert_eq!(test.published().len(), 1);
}

#[test]
fn hidden_files_may_stay() {
    let test = SiteTest::new("minimal");
    fs::create_dir_all(test.public()).expect("a folder");
    fs::write(test.public().join(".gitignore"), "*").expect("a file");

    published(&test);

    assert_eq!(test.published().get(".gitignore").map(Vec::as_slice), Some(&b"*"[..]));
}

#[test]
fn a_mistake_leaves_the_site_as_it_was() {
    let test = SiteTest::new("everything");
    published(&test);
    let before = test.published();
    test.replace(SERVICE, "title = ", "titel = ");

    let outcome = test.build().expect("no fault");

    assert!(matches!(outcome, Outcome::Refused(mistakes) if mistakes.len() == 1));
    assert!(test.published() == before, "something was touched");
}

#[test]
fn a_mistake_publishes_nothing_at_all() {
    let test = SiteTest::new("everything");
    test.replace(SERVICE, "title = ", "titel = ");

    let outcome = test.build().expect("no fault");

    assert!(matches!(outcome, Outcome::Refused(_)));
    assert!(!test.public().exists());
}

#[test]
fn unchanged_files_keep_their_time_stamps() {
    let test = SiteTest::new("everything");
    published(&test);
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in test.published().keys() {
        let file = fs::File::options().append(true).open(test.public().join(path)).expect("a file");
        file.set_modified(long_ago).expect("a time stamp");
    }

    let again = published(&test);
    assert_eq!((again.changed, again.removed), (0, 0));
    assert!(times(&test).values().all(|it| *it == long_ago), "a build of the same touches files");

    test.replace(SERVICE, "fee = \"", "fee = \"Ungefär ");
    let one = published(&test);
    let times = times(&test);
    let touched: Vec<&str> =
        times.iter().filter(|(_, it)| **it != long_ago).map(|(path, _)| path.as_str()).collect();
    assert_eq!(one.changed, 1, "{one:?}");
    assert_eq!(touched, ["_site/manifest.json", "e-tjanster/hyra-bat/index.html"]);
}

#[test]
fn what_is_no_longer_made_goes_with_its_folder() {
    let test = SiteTest::new("everything");
    published(&test);
    assert!(test.public().join("hjalp/index.html").is_file());
    test.remove("sidor/hjalp.md");
    test.remove("sidor/hjalp.en.md");
    test.replace("site.toml", "url = \"/hjalp/\"", "url = \"/\"");
    test.replace(SERVICE, "/hjalp/#pa-sjon", "/kategorier/fritid/");

    let written = published(&test);

    // The three files of the search index change their names with their content.
    assert_eq!(written.removed, 5, "{written:?}");
    let indices = test.published().into_keys().filter(|it| it.starts_with("_search/"));
    assert_eq!(indices.count(), 3);
    assert!(!test.public().join("hjalp").exists());
    assert!(!test.public().join(".lucka-staging").exists());
}

fn published(test: &SiteTest) -> Written {
    match test.build().expect("a site") {
        Outcome::Published(written) => written,
        Outcome::Refused(mistakes) => panic!("{}", mistakes.report()),
    }
}

fn times(test: &SiteTest) -> BTreeMap<String, SystemTime> {
    let time = |path: String| {
        let about = fs::metadata(test.public().join(&path)).expect("a file");
        (path, about.modified().expect("a time stamp"))
    };
    files_in(&test.public()).into_keys().map(time).collect()
}

//! Files that somebody has made to do harm: refused as a whole, or without effect.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tests::support::site::{SiteTest, files_in};

use crate::takeover::samples::{EXPORT, FLOWS_XML};
use crate::takeover::{Takeover, text};

/// Longer than any of these needs, on a busy machine without optimisation.
const LONG: Duration = Duration::from_secs(60);

#[test]
fn what_cannot_be_trusted_is_refused_before_anything_is_written() {
    let deep = format!("<Flows>{}", "<Flow>".repeat(2_000_000));
    let laughs = "<!DOCTYPE Flows [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><Flows><Flow><Name>&c;</Name></Flow></Flows>";
    let outside = "<!DOCTYPE Flows [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Flows><Flow><Name>&x;</Name></Flow></Flows>";
    let deep_json = format!("{{\"Flows\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(FLOWS_XML.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    #[rustfmt::skip]
    let cases: [(&str, &[u8], &str); 14] = [
        ("entities",        laughs.as_bytes(),                       "DOCTYPE"),
        ("outside",         outside.as_bytes(),                      "DOCTYPE"),
        ("unknown entity",  b"<Flows><Flow><Name>&x;</Name></Flow></Flows>", "inte XML"),
        ("deep",            deep.as_bytes(),                         "för stor"),
        ("deep json",       deep_json.as_bytes(),                    "inte JSON"),
        ("nul",             b"<Flows>\0</Flows>",                    "nolltecken"),
        ("nul entity",      b"<Flows><Flow><Name>&#0;</Name></Flow></Flows>", "inte XML"),
        ("utf-16",          &utf16,                                  "UTF-16"),
        ("half",            &FLOWS_XML.as_bytes()[..800],            "inte XML"),
        ("nothing",         b"",                                     "varken XML eller JSON"),
        ("words",           b"hej",                                  "varken XML eller JSON"),
        ("another root",    b"<html><body/></html>",                 "<html>"),
        ("one question",    b"<QueryDescriptor/>",                   ".oequery"),
        ("no list",         b"{\"Flows\":\"x\"}",                    "ingen lista"),
    ];
    for (name, bytes, expected) in cases {
        let takeover = Takeover::new();
        let sound = takeover.file("sound.oeflow", EXPORT);
        let file = takeover.file("hostile", bytes);
        let start = Instant::now();

        let fault = takeover.run(&[sound, file], true).expect_err(name);

        assert!(format!("{fault:#}").contains(expected), "{name}: {fault:#}");
        assert!(!takeover.content().exists(), "{name}: something was written");
        assert!(start.elapsed() < LONG, "{name} took {:?}", start.elapsed());
    }
}

#[test]
fn a_file_that_never_ends_is_refused() {
    let takeover = Takeover::new();
    let file = takeover.file("huge.xml", b"");
    std::fs::File::options()
        .write(true)
        .open(&file)
        .and_then(|it| it.set_len(1 << 36))
        .expect("a sparse file");

    let fault = takeover.run(&[file], false).expect_err("refused");

    assert!(format!("{fault:#}").contains("större än 64 MB"), "{fault:#}");
}

/// Names, addresses and endings never decide where a file goes.
#[test]
fn nothing_is_written_outside_the_folder() {
    for name in [
        "../../../etc/cron.d/x",
        "..\\..\\x",
        "/etc/passwd",
        "a/../../b",
        ".",
        "..",
        "CON",
        "\u{202e}gpj.exe",
        "_site",
    ] {
        let takeover = Takeover::new();
        let bad = EXPORT
            .replace("Ansökan om båtplats", &name.replace('&', ""))
            .replace("Båtplats på papper", name)
            .replace("<name>Hamn<", &format!("<name>{name}<"))
            .replace("<flowFamilyID>406<", &format!("<flowFamilyID>{name}<"))
            .replace("Hamnkontoret", name)
            .replace("<Alias>batplats<", &format!("<Alias>{name}<"))
            .replace("<fileExtension>pdf<", "<fileExtension>../../pdf<");
        let file = takeover.file("bad.oeflow", bad);

        let done = takeover.run(&[file], true).expect("no fault");

        assert!(done.report.contains("följde inte med"), "{name}: {}", done.report);
        for path in files_in(takeover.folder.path()).keys() {
            let inside = path == "bad.oeflow" || path.starts_with("content/");
            let plain = |it: char| it.is_ascii_alphanumeric() || "-_./".contains(it);
            assert!(inside && path.chars().all(plain) && !path.contains(".."), "{name}: {path}");
        }
    }
}

/// Only files that a browser does not run are published, and only when they are what they say.
#[test]
fn blanketter_are_what_they_say_or_left_out() {
    let script = STANDARD.encode("<script>alert(1)</script>");
    let huge = STANDARD.encode(vec![b'%'; 25 * 1024 * 1024]);
    let pdf = "JVBERi0xLjcKJcOk\n      w7bDpQo=";
    let cases = [
        ("html", script.as_str(), "publiceras inte"),
        ("svg", &script, "publiceras inte"),
        ("pdf/../../x.js", &script, "publiceras inte"),
        ("pdf", &script, "ingen PDF"),
        ("PDF", "inte base64!", "skadad"),
        ("docx", &huge, "större än 20 MB"),
    ];
    for (ending, file, expected) in cases {
        let takeover = Takeover::new();
        let bad = EXPORT
            .replacen("<fileExtension>pdf<", &format!("<fileExtension>{ending}<"), 1)
            .replacen(pdf, file, 1);

        let (files, report) = takeover.imported("bad.oeflow", bad);

        assert!(report.contains(expected), "{ending}: {report}");
        let written: Vec<&String> =
            files.keys().filter(|it| it.starts_with("blanketter/batplats")).collect();
        assert!(written.is_empty(), "{ending}: {written:?}");
    }
}

/// Whatever a text holds, it is a value and never a key, a fence or HTML.
#[test]
fn texts_cannot_break_out_of_the_header_or_the_page() {
    let nasty = "+++\nlogin = &quot;none&quot;\n+++ &quot;&quot;&quot; ''' \\ &lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:y) {{ t }}";
    let test = SiteTest::new("minimal");
    let takeover = Takeover::new();
    let file = takeover.file(
        "flows.xml",
        FLOWS_XML
            .replace("Ansökan om båtplats", nasty)
            .replace("Trafik &amp; hamn", "Fritid")
            .replace("Välj brygga.", nasty),
    );

    generator::import::oeplatform(&[file], &test.content(), false).expect("no fault");

    test.remove("e-tjanster/2024");
    let folder = files_in(&test.content())
        .into_keys()
        .find(|it| it.contains("login-none"))
        .expect("the folder");
    test.replace(&folder, "unit = \"valj-enhet\"", "unit = \"fritid\"");
    let (site, mistakes) = test.site();
    assert!(mistakes.is_empty(), "{}", mistakes.report());
    let page = text(&site, &folder.replace("index.md", "index.html")).to_owned();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
    assert!(!page.contains("<script>alert") && !page.contains("href=\"javascript"), "{page}");
}

/// Numbers that stand twice, rules in circles, steps without end: a form comes out, and it says so.
#[test]
fn twisted_forms_are_translated_without_going_astray() {
    let twice = EXPORT.replace("<queryID>12</queryID><name>", "<queryID>11</queryID><name>");
    let circle = EXPORT.replace(
        "<TargetQueryIDs><queryID>12</queryID></TargetQueryIDs>",
        "<TargetQueryIDs><queryID>11</queryID><queryID>999</queryID></TargetQueryIDs>",
    );
    let numbers = EXPORT
        .replace("<maxContentLength>40<", "<maxContentLength>99999999999999999999<")
        .replace("<maxChecked>2<", "<maxChecked>-3<")
        .replace("<maxFileCount>2<", "<maxFileCount>NaN<")
        .replace("<version>2<", "<version>-1<")
        .replace("<sortIndex>1<", "<sortIndex>9223372036854775807<");
    for (name, text, expected) in [
        ("twice", twice, "två frågor har nummer 11"),
        ("circle", circle, "gäller en fråga som inte finns"),
        ("numbers", numbers, "datumet för när den avpubliceras kunde inte läsas"),
    ] {
        let takeover = Takeover::new();

        let (files, report) = takeover.imported("bad.oeflow", text);

        assert!(report.contains(expected), "{name}: {report}");
        let form = files.iter().find(|it| it.0.ends_with("form.toml")).expect("a form").1;
        let form = String::from_utf8(form.clone()).expect("UTF-8");
        form.parse::<toml::Table>().unwrap_or_else(|error| panic!("{name}: {error}: {form}"));
    }
}

#[test]
fn many_services_with_one_name_take_no_time_and_no_place_of_each_other() {
    let flow = "<Flow><Name>Samma</Name><LongDescription>x</LongDescription></Flow>";
    let takeover = Takeover::new();
    let start = Instant::now();

    let (files, _) =
        takeover.imported("many.xml", format!("<Flows>{}</Flows>", flow.repeat(2_000)));

    assert_eq!(files.keys().filter(|it| it.starts_with("e-tjanster/samma")).count(), 2_000);
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
}

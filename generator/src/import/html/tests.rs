//! Markdown from HTML: what an author sees is kept, and nothing else gets through.

use crate::diagnostic::mistake::text::TextMistake;
use crate::import::html;
use crate::markdown;

#[test]
fn what_an_editor_makes_becomes_markdown() {
    #[rustfmt::skip]
    let cases = [
        ("<p>Ett</p><p>Två</p>",                          "Ett\n\nTvå"),
        ("Ett<br><br/>Två<br>tre",                        "Ett\n\nTvå\\\ntre"),
        ("<h2>Så går det till</h2><p>Ring.</p>",          "## Så går det till\n\nRing."),
        ("<ul><li>a</li><li><p>b</p><p>c</p></li></ul>",  "- a\n- b\n\n  c"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</ol>",   "1. a\n   - b\n2. c"),
        ("<p><b>Obs: </b>du &amp; jag&nbsp;&nbsp;x</p>",  "**Obs:** du \\& jag x"),
        ("<p><strong>Obs:</strong>nu</p>",                "**Obs:** nu"),
        ("<b></b><i> </i>x",                              "x"),
        ("<a href='https://example.se/a?b=1&amp;c=2'>Läs</a> mer", "[Läs](https://example.se/a?b=1&c=2) mer"),
        ("<a href=\"javascript:alert(1)\">Läs</a>",       "Läs"),
        ("<a href=\" JaVaScRiPt:x\">Läs</a>",             "Läs"),
        ("<a href=\"https://a.se/(x)\">Läs</a>",          "Läs"),
        ("<script>alert('<p>hej')</script><p>kvar</p>",   "kvar"),
        ("<style>p{}</style><!-- x --><p onclick=x>a</p>", "a"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;",         "\\<script\\>alert(1)\\</script\\>"),
        ("<p># inte en rubrik</p><p>- ej punkt</p><p>1. ej</p>", "\\# inte en rubrik\n\n\\- ej punkt\n\n1\\. ej"),
        ("<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td>2</td></tr></table>x",
            "| a | b\\|c |\n| --- | --- |\n| 1 | 2 |\n\nx"),
        ("<p>öppen <b>tagg",                              "öppen tagg"),
        ("",                                              ""),
    ];
    for (html, expected) in cases {
        assert_eq!(html::markdown(html).text, expected, "{html}");
    }
}

#[test]
fn what_is_lost_is_said() {
    let lost = html::markdown(
        "<img alt='Karta' src=x><iframe src=y></iframe><a href='/gammal/sida'>Läs</a>",
    )
    .lost;

    assert_eq!(
        lost,
        [
            "en bild i texten togs bort (Karta)",
            "inbäddat innehåll (iframe) togs bort",
            "länken till \"/gammal/sida\" togs bort"
        ]
    );
}

#[test]
fn the_words_alone_have_no_signs() {
    assert_eq!(
        html::plain("<p><b>Hyr</b> *båt*</p><p>Nu &amp; <a href=x>sen</a></p>"),
        "Hyr *båt* Nu & sen"
    );
    assert_eq!(html::paragraphs("<p>a<br>b</p><ul><li>c</ul>"), ["a b", "c"]);
}

/// Whatever an author has written is read again letter by letter, and none of it is HTML.
#[test]
fn words_go_through_markdown_unchanged() {
    let nasty = "*_`[]()<>&|~#+-=.!\\ {}$^:;\"'/@%åÖ1a ";
    let signs: Vec<char> = nasty.chars().collect();
    let mut seed: u64 = 20_261_123;
    for _ in 0..10_000 {
        let mut words = String::new();
        for _ in 0..12 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            words.push(signs[(seed >> 33) as usize % signs.len()]);
        }
        let escaped = words.replace('&', "&amp;").replace('<', "&lt;");
        let made = html::markdown(&format!("<p>{escaped}</p>")).text;
        let read = markdown::render(&made, &[]);
        let expected = words.split_whitespace().collect::<Vec<_>>().join(" ");

        assert_eq!(read.text, expected, "{made}");
        assert!(read.mistakes.is_empty(), "{made}: {:?}", read.mistakes);
    }
}

/// However tags are mixed, every word is kept, and no sign of Markdown is seen.
#[test]
fn words_survive_any_tags() {
    #[rustfmt::skip]
    let parts = [
        "<b>", "</b>", "<i>", "</i>", "<a href='https://e.se/_x_'>", "</a>", "<p>", "</p>", "<br>", "<ul>", "<ol>", "<li>",
        "</ul>", "</ol>", "<h2>", "</h2>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>",
        "å1", "*", "x:", "(y)", " ", "1.", "-", "|", "ö",
    ];
    let mut seed: u64 = 20_261_124;
    for _ in 0..10_000 {
        let (mut html, mut words) = (String::new(), String::new());
        for _ in 0..14 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let part = parts[(seed >> 33) as usize % parts.len()];
            html.push_str(part);
            if !part.starts_with('<') {
                words.push_str(part);
            }
        }
        let made = html::markdown(&html).text;
        let read = markdown::render(&made, &[]);
        let solid = |it: &str| it.split_whitespace().collect::<String>();

        assert_eq!(solid(&read.text), solid(&words), "{html}\n{made}");
        let sound = |it: &TextMistake| matches!(it, TextMistake::Heading { .. });
        assert!(read.mistakes.iter().all(|it| sound(&it.0)), "{html}\n{made}: {:?}", read.mistakes);
    }
}

#[test]
fn hostile_html_neither_gets_through_nor_takes_long() {
    let deep = "<div><ul><li><b><table><tr><td>".repeat(50_000);
    let text = html::markdown(&deep).text;
    assert!(markdown::render(&text, &[]).mistakes.is_empty());
    let signs = format!("<p>{}</p>", "**[](".repeat(100_000));
    assert!(markdown::render(&html::markdown(&signs).text, &[]).mistakes.is_empty());
    for html in [
        "<a href=\"https://a.se\n) <script>\">x</a>",
        "<a href='https://a.se/&#10;&#10;<script>'>x</a>",
        "<img src=x onerror=alert(1)><svg><script>1</script></svg>",
        "<<b>script>alert(1)<</b>/script>",
        "\0<p>\u{1}a\u{202e}b</p>",
        "<h2>a<script>b</h2></script>c",
    ] {
        let text = html::markdown(html).text;
        let read = markdown::render(&text, &[]);
        assert!(read.mistakes.is_empty(), "{html}: {text}: {:?}", read.mistakes);
        assert!(!text.contains(char::is_control) || text.contains('\n'), "{text:?}");
    }
}

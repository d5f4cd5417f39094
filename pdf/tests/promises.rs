//! What a document promises, seen with the tools that others read PDF with.

mod tools;

use pdf::{Blank, Block, Document, Error, Room, Tick};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_oneof, proptest};

use crate::tools::Pdf;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Kvittens för ärende 2026-000001".to_owned(),
        language: "sv-SE".to_owned(),
        subject: "Ansökan om plats i förskola".to_owned(),
        author: "Ånge kommun".to_owned(),
        created: 1_795_441_200_000,
        blocks,
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn paragraphs(count: usize) -> Vec<Block> {
    (1..=count).map(|it| Block::Paragraph(format!("Stycke {it}."))).collect()
}

/// Every kind of block.
fn whole() -> Document {
    document(vec![
        Block::Heading(1, text("Kvittens")),
        Block::Paragraph(text("Åsa sa: ”Räksmörgås – gärna • två”.")),
        Block::Heading(2, text("Svar")),
        Block::Facts(vec![
            (text("Barn"), vec![text("Bertil Exempelberg"), text("20230517-2380")]),
            (text("Övrigt"), Vec::new()),
        ]),
        Block::List(vec![text("Först detta."), text("Sedan detta.")]),
        Block::Rule,
        Block::Heading(2, text("Filer")),
        Block::Table {
            head: vec![text("Fil"), text("Storlek")],
            rows: vec![vec![text("intyg.pdf"), text("12 kB")], vec![text("bild.png"), text("")]],
        },
    ])
}

#[test]
fn it_is_whole_tagged_and_titled() {
    let pdf = Pdf::of(&whole());

    pdf.checked();
    let properties = pdf.properties();
    for line in [
        "Title:           Kvittens för ärende 2026-000001",
        "Author:          Ånge kommun",
        "Tagged:          yes",
        "Suspects:        no",
        "Pages:           1",
        "Page size:       595.28 x 841.89 pts (A4)",
    ] {
        assert!(properties.contains(line), "{line} is not in\n{properties}");
    }
}

/// A blankett with every kind of room.
fn blankett() -> Document {
    let blank = |label: &str, room| Blank { label: text(label), room, ..Blank::default() };
    let tick = |label: &str| Tick { label: text(label), hint: String::new() };
    document(vec![
        Block::Heading(1, text("Ansökan")),
        Block::Blanks(vec![blank("Postnummer", Room::Lines(1)), blank("Ort", Room::Lines(1))]),
        Block::Blanks(vec![blank("Personnummer", Room::Boxes(vec![8, 4]))]),
        Block::Blanks(vec![Blank {
            only_if: text("Om du svarade ”Ja”:"),
            hint: text("Kryssa i ett."),
            ..blank("Hur ofta?", Room::Ticks(vec![tick("Varje dag"), tick("Ibland")]))
        }]),
        Block::Blanks(vec![blank("Berätta", Room::Lines(40))]),
    ])
}

#[test]
fn a_blankett_is_read_in_order_with_its_edition_on_every_page() {
    let paper = blankett().to_paper("Utgåva 3f2a9c1b").expect("a blankett");
    let pdf = Pdf::of_bytes(&paper.bytes);

    pdf.checked();
    let pages = pdf.pages();
    assert_eq!(pages.len(), paper.pages);
    assert!(paper.pages > 1, "forty lines do not fit one page");
    assert!(pages.iter().all(|it| it.contains("Utgåva 3f2a9c1b")), "{pages:?}");
    let text = pdf.text();
    let mut from = 0;
    for words in ["Postnummer", "Ort", "Personnummer", "Om du svarade", "Hur ofta?", "Varje dag"] {
        let at = text[from..].find(words).unwrap_or_else(|| panic!("{words}: {text}"));
        from += at;
    }
}

#[test]
fn boxes_to_tick_are_points_of_a_list_and_lines_are_silent() {
    let paper = blankett().to_paper("").expect("a blankett");
    let tags = Pdf::of_bytes(&paper.bytes).tags();

    let count = |tag: &str| tags.iter().filter(|it| *it == tag).count();
    assert_eq!((count("L"), count("LI"), count("Lbl"), count("LBody")), (1, 2, 2, 2), "{tags:?}");
    assert_eq!(count("Figure"), 0);
}

#[test]
fn it_says_which_standards_it_holds() {
    let plain = Pdf::of(&whole()).plain();

    for words in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "/Lang (sv-SE)",
        "/DisplayDocTitle true",
        "/OutputIntents",
        "/Outlines",
    ] {
        assert!(plain.contains(words), "{words} is missing");
    }
}

#[test]
fn its_text_is_read_in_order() {
    let read = Pdf::of(&whole()).text();

    let mut rest = read.as_str();
    for words in [
        "Kvittens",
        "Åsa sa: ”Räksmörgås – gärna • två”.",
        "Svar",
        "Barn",
        "Bertil Exempelberg",
        "20230517-2380",
        "Övrigt",
        "–",
        "Först detta.",
        "Sedan detta.",
        "Fil",
        "intyg.pdf",
        "12 kB",
        "bild.png",
        "Sida 1 av 1",
    ] {
        let (_, after) =
            rest.split_once(words).unwrap_or_else(|| panic!("{words} is not in\n{read}"));
        rest = after;
    }
}

#[test]
fn its_fonts_are_embedded_in_parts_that_can_be_read() {
    let fonts = Pdf::of(&whole()).fonts();

    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(rows.len(), 3, "{fonts}");
    for row in rows {
        assert!(row.contains("yes yes yes") && row.contains('+'), "{row}");
    }
}

#[test]
fn its_structure_is_what_a_listener_needs() {
    let tags = Pdf::of(&whole()).tags();

    let expected = "Document H1 P H2 Table TR TH /Row TD P P TR TH /Row TD \
                    L /Disc LI Lbl LBody LI Lbl LBody H2 \
                    Table THead TR TH /Column TH /Column TBody TR TD TD TR TD TD";
    assert_eq!(tags.join(" "), expected);
}

#[test]
fn headings_jump_over_no_level_and_blank_ones_are_left_out() {
    let blocks = [(3, "Ett"), (9, "Två"), (1, " \u{200B}"), (5, "Tre"), (0, "Fyra")];
    let blocks = blocks.map(|(level, words)| Block::Heading(level, text(words)));
    let tags = Pdf::of(&document(blocks.to_vec())).tags();

    assert_eq!(tags.join(" "), "Document H1 H2 H3 H1");
}

#[test]
fn pages_are_numbered_and_no_heading_is_last_on_one() {
    for lines in 24..34 {
        let mut blocks = paragraphs(lines);
        blocks.push(Block::Heading(2, text("Rubriken")));
        blocks.push(Block::Paragraph(text("Det som hör till.")));
        let pages = Pdf::of(&document(blocks)).pages();
        for page in &pages {
            assert_eq!(page.contains("Rubriken"), page.contains("Det som hör till."), "{lines}");
        }
        let last = format!("Sida {0} av {0}", pages.len());
        assert!(pages.last().is_some_and(|it| it.contains(&last)));
    }
}

#[test]
fn a_row_is_not_split_and_its_head_is_repeated() {
    let answer = "Ett svar. ".repeat(60);
    let rows: Vec<Vec<String>> =
        (10..30).map(|it| vec![format!("början{it} {answer} slutet{it}"), text("x")]).collect();
    let table = Block::Table { head: vec![text("Fråga"), text("Kryss")], rows };
    let pages = Pdf::of(&document(vec![table])).pages();

    assert!(pages.len() > 2);
    for page in &pages {
        assert!(page.contains("Fråga"));
        for row in 10..30 {
            let (first, last) = (format!("början{row}"), format!("slutet{row}"));
            assert_eq!(page.contains(&first), page.contains(&last), "row {row}");
        }
    }
}

#[test]
fn the_last_row_is_not_alone_on_a_page() {
    for lines in 20..36 {
        let mut blocks = paragraphs(lines);
        let rows = (1..=4).map(|it| vec![format!("rad{it}")]).collect();
        blocks.push(Block::Heading(2, text("Tabellens namn")));
        blocks.push(Block::Paragraph(text("Så läser du tabellen.")));
        blocks.push(Block::Table { head: vec![text("Huvud")], rows });
        for page in Pdf::of(&document(blocks)).pages() {
            assert_eq!(page.contains("rad3"), page.contains("rad4"), "{lines}: {page}");
            assert_eq!(page.contains("Huvud"), page.contains("rad"), "{lines}: {page}");
            assert_eq!(page.contains("namn"), page.contains("rad1"), "{lines}: {page}");
        }
    }
}

#[test]
fn a_row_higher_than_a_page_goes_on_and_nothing_is_lost() {
    let words: Vec<String> = (0..3000).map(|it| format!("ord{it}")).collect();
    let facts = Block::Facts(vec![(text("Långt svar"), vec![words.join(" ")])]);
    let pdf = Pdf::of(&document(vec![Block::Heading(1, text("Svar")), facts]));

    pdf.checked();
    let pages = pdf.pages();
    assert!(pages.len() > 1 && pages[0].contains("ord100"), "it begins under its heading");
    let read = pages.concat();
    let read: Vec<&str> = read.split_whitespace().collect();
    assert!(words.iter().all(|word| read.contains(&word.as_str())));
}

#[test]
fn what_is_too_long_is_refused() {
    let long = document(vec![Block::List(vec![text("Rad."); 40_000])]);
    let huge = document(vec![Block::Paragraph("a".repeat(5_000_000))]);

    assert!(matches!(long.to_pdf(), Err(Error::TooLong)));
    assert!(matches!(huge.to_pdf(), Err(Error::TooLong)));
    assert_eq!(Error::TooLong.to_string(), "the document is longer than 500 pages");
}

#[test]
fn a_document_of_nothing_is_a_page() {
    let mut nothing = document(Vec::new());
    for property in [&mut nothing.title, &mut nothing.subject, &mut nothing.author] {
        property.clear();
    }
    let pdf = Pdf::of(&nothing);

    pdf.checked();
    assert!(pdf.properties().contains("Pages:           1"));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(whole().to_pdf().expect("a PDF"), whole().to_pdf().expect("a PDF"));
}

#[test]
fn a_receipt_is_small() {
    let bytes = whole().to_pdf().expect("a PDF").len();
    assert!(bytes < 60_000, "{bytes} bytes");
}

/// What people type, and what they should not be able to.
fn anything() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        '\0',
        '\u{1b}',
        '\t',
        '\n',
        '\r',
        '\u{AD}',
        '\u{300}',
        '\u{30A}',
        'å',
        'ß',
        'ﬁ',
        '½',
        'Å',
        'Ŋ',
        'ж',
        'Ω',
        '\u{202E}',
        '\u{200D}',
        '\u{FEFF}',
        '\u{FFFE}',
        '\u{E000}',
        '\u{2028}',
        '👍',
        '漢',
        'ش',
        '\u{10FFFF}',
        '(',
        ')',
        '\\',
        '<',
        '&',
        '•',
        '–',
        '-',
        '/',
        ' ',
    ]);
    let letter = prop_oneof![odd, any::<char>(), prop::char::range('\u{20}', '\u{52F}')];
    prop_oneof![
        prop::collection::vec(letter, 0..120).prop_map(|it| it.into_iter().collect::<String>()),
        "[a-zåäö]{0,300}",
        Just(String::new()),
    ]
}

fn any_block() -> impl Strategy<Value = Block> {
    let texts = || prop::collection::vec(anything(), 0..4);
    prop_oneof![
        (any::<u16>(), anything()).prop_map(|(level, text)| Block::Heading(level, text)),
        anything().prop_map(Block::Paragraph),
        prop::collection::vec((anything(), texts()), 0..4).prop_map(Block::Facts),
        (texts(), prop::collection::vec(texts(), 0..4))
            .prop_map(|(head, rows)| Block::Table { head, rows }),
        texts().prop_map(Block::List),
        Just(Block::Rule),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn no_text_makes_it_fail(
        title in anything(),
        subject in anything(),
        author in anything(),
        created in any::<i64>(),
        blocks in prop::collection::vec(any_block(), 0..8),
    ) {
        let language = text("sv-SE");
        let document = Document { title, language, subject, author, created, blocks };
        let bytes = document.to_pdf().expect("a PDF");
        assert!(bytes.starts_with(b"%PDF-1.7"));
    }
}

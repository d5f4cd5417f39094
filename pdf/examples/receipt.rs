//! A receipt like the portal's, timed: `cargo run --release -p pdf --example receipt [FILE]`.

use std::time::Instant;

use pdf::{Block, Document};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let document = receipt();
    let start = Instant::now();
    let bytes = document.to_pdf()?;
    let first = start.elapsed().as_secs_f64() * 1e3;
    let mut times = Vec::new();
    for _ in 0..50 {
        let start = Instant::now();
        document.to_pdf()?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!("first {first:.2} ms, then {:.2} ms, {} bytes", times[times.len() / 2], bytes.len());
    if let Some(file) = std::env::args().nth(1) {
        std::fs::write(file, bytes)?;
    }
    Ok(())
}

fn receipt() -> Document {
    let title = "Kvittens för ärende 2026-000001";
    Document {
        title: title.to_owned(),
        language: "sv-SE".to_owned(),
        subject: "Ansökan om plats i förskola eller pedagogisk omsorg".to_owned(),
        author: "Ånge kommun".to_owned(),
        created: 1_795_441_200_000,
        blocks: blocks(title),
    }
}

fn blocks(title: &str) -> Vec<Block> {
    let hash = "5c0ad9f4b1f0a5a3c77b2f0f6c9d4be1a07a4d5ad3b3a2cde3c2a9b1f00d1e2f";
    let text = |text: &str| text.to_owned();
    vec![
        Block::Heading(1, text(title)),
        Block::Paragraph(text(
            "Vi har tagit emot ditt ärende. Det kom in 23 november 2026 kl. 14.40. Spara kvittensen, den visar vad du skickade in och när.",
        )),
        facts(&[
            ("Ärendenummer", &["2026-000001"]),
            ("Ärendet gäller", &["Ansökan om plats i förskola eller pedagogisk omsorg"]),
            ("Kom in", &["23 november 2026 kl. 14.40"]),
            ("Handläggs av", &["Utbildningsnämnden i Ånge kommun"]),
        ]),
        Block::Heading(2, text("Det här händer nu")),
        Block::List(vec![
            text("Vi skickar ett köbesked inom två veckor."),
            text("Du får ett erbjudande om plats senast en månad innan barnet ska börja."),
        ]),
        Block::Heading(2, text("Det här skickade du in")),
        Block::Heading(3, text("Barnet")),
        facts(&[
            ("Vilket barn gäller ansökan?", &["Bertil Exempelberg", "20230517-2380"]),
            ("Var bor barnet?", &["Hos båda vårdnadshavarna på samma adress"]),
        ]),
        Block::Heading(3, text("Ni som söker")),
        facts(&[
            ("Sökande", &["Berit Exempelberg", "19800102-2386", "Provgatan 1", "841 31 Ånge"]),
            ("Telefon", &["070-174 06 05"]),
            ("Önskat startdatum", &["15 mars 2027"]),
        ]),
        Block::Heading(2, text("Bifogade filer")),
        Block::Table {
            head: vec![text("Fil"), text("Storlek"), text("Kontrollsumma (SHA-256)")],
            rows: vec![vec![text("schema.pdf"), text("212 kB"), text(hash)]],
        },
        Block::Heading(2, text("Underskrifter")),
        Block::Table {
            head: vec![text("Namn"), text("Skrev under"), text("Hur")],
            rows: vec![
                vec![text("Berit Exempelberg"), text("23 november 2026 kl. 14.38"), text("BankID")],
                vec![text("Bo Exempelberg"), text("23 november 2026 kl. 14.40"), text("BankID")],
            ],
        },
        Block::Rule,
        Block::Paragraph(text(
            "Frågor? Ring Förskoleadministrationen, 0690-25 02 10. Säg ärendenumret.",
        )),
    ]
}

fn facts(facts: &[(&str, &[&str])]) -> Block {
    let lines = |lines: &[&str]| lines.iter().map(|it| (*it).to_owned()).collect();
    Block::Facts(facts.iter().map(|(label, it)| ((*label).to_owned(), lines(it))).collect())
}

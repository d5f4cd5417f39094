//! The table of security tests: every row that must be there is there, and every
//! test that it names exists.

use crate::tidy::no_offences;
use crate::tidy::tree::rust;

const TABLE: &str = "tests/suite/hardening/mod.rs";
const ROWS: [&str; 16] = [
    "R4", "R5", "R6", "R7", "R8", "A6", "A7", "A8", "A9", "A10", "S1", "S2", "S3", "S4", "S5", "S6",
];

#[test]
fn every_security_test_that_the_table_names_is_there() {
    let file = rust().find(|it| it.path == TABLE).expect("the table");
    let lines: Vec<&str> = file.text.lines().filter(|it| it.starts_with("//! | ")).collect();
    let mut offences = Vec::new();
    for row in ROWS {
        let start = format!("//! | {row} |");
        let Some(line) = lines.iter().find(|it| it.starts_with(&start)) else {
            offences.push(format!("{TABLE}: no row {row}"));
            continue;
        };
        let named: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        if named.is_empty() {
            offences.push(format!("{TABLE}: {row} names no test"));
        }
        for name in named {
            let test = format!("#[test]\nfn {name}()");
            let inner = format!("#[test]\n    fn {name}()");
            if !rust().any(|it| it.text.contains(&test) || it.text.contains(&inner)) {
                offences.push(format!("{TABLE}: {row} names `{name}`, which is no test"));
            }
        }
    }

    no_offences("the table of security tests is true", &offences);
}

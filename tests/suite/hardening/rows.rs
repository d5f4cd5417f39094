//! Everything that is kept, as text: every value of every row of every table.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tests::support::server::ServerTest;

/// One line for each value: `table.column = value`, sorted. `left_out` are
/// columns, as `table.column`.
pub(crate) fn kept(server: &ServerTest, left_out: &[&str]) -> Vec<String> {
    let database = Connection::open(server.data().join("lucka.db")).expect("the database");
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut tables = database.prepare(tables).expect("a question");
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .expect("an answer")
        .map(|it| it.expect("a table"))
        .collect();
    let mut lines: Vec<String> = tables.iter().flat_map(|it| of(&database, it)).collect();
    lines.retain(|it| !left_out.iter().any(|column| it.starts_with(&format!("{column} = "))));
    lines.sort();
    lines
}

fn of(database: &Connection, table: &str) -> Vec<String> {
    let mut rows = database.prepare(&format!("SELECT * FROM {table}")).expect("a question");
    let columns: Vec<String> = rows.column_names().map(str::to_owned).collect();
    let mut lines = Vec::new();
    let mut rows = rows.query([]).expect("an answer");
    while let Some(row) = rows.next().expect("a row") {
        for (at, column) in columns.iter().enumerate() {
            let value = match row.get_ref(at).expect("a value") {
                ValueRef::Null => continue,
                ValueRef::Integer(it) => it.to_string(),
                ValueRef::Real(it) => it.to_string(),
                ValueRef::Text(it) | ValueRef::Blob(it) => String::from_utf8_lossy(it).into_owned(),
            };
            lines.push(format!("{table}.{column} = {value}"));
        }
    }
    lines
}

#[test]
fn what_is_kept_is_seen() {
    let server = ServerTest::new();
    let before = kept(&server, &[]);
    let browser = server.logged_in(tests::stand_ins::persons::ALVA);
    let after = kept(&server, &["sessions.seen_at"]);

    drop(browser);
    assert!(!before.iter().any(|it| it.starts_with("sessions.")));
    assert!(after.iter().any(|it| it.starts_with("sessions.register = ") && it.contains("Alva")));
    assert!(!after.iter().any(|it| it.starts_with("sessions.seen_at")));
}

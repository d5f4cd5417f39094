//! What the store promises: whole changes, one at a time, kept when answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::problem::Problem;

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path(), Clock::from(|| 1_000)).expect("a store");
    (folder, store)
}

fn draft(tx: &WriteTx<'_>, id: &str) -> crate::problem::Result<()> {
    tx.keep_form("hash", "service", "{}")?;
    let owner = Owner::Person("199001012385".into());
    tx.begin_draft(&NewCase {
        id,
        owner: &owner,
        service: "service",
        form_hash: "hash",
        expires_at: 9,
    })
}

#[test]
fn what_was_refused_leaves_nothing_and_harms_nobody() {
    let (_folder, store) = store();

    store.write(|tx| draft(tx, "one")).expect("kept");
    let refused = store.write(|tx| {
        draft(tx, "two")?;
        Err::<(), _>(Problem::NotFound)
    });

    assert!(matches!(refused, Err(Problem::NotFound)));
    let ids = store.read(|tx| Ok((tx.case("one")?.is_some(), tx.case("two")?.is_some())));
    assert_eq!(ids.expect("read"), (true, false));
}

#[test]
fn a_panic_takes_back_its_own_change_only() {
    let (_folder, store) = store();
    let store = Arc::new(store);

    let inner = Arc::clone(&store);
    let panicked = std::thread::spawn(move || {
        let change = |tx: &WriteTx<'_>| -> crate::problem::Result<()> {
            draft(tx, "one")?;
            panic!("as a bug would")
        };
        inner.write(change).is_ok()
    });

    assert!(panicked.join().is_err());
    store.write(|tx| draft(tx, "two")).expect("still taken");
    let ids = store.read(|tx| Ok((tx.case("one")?.is_some(), tx.case("two")?.is_some())));
    assert_eq!(ids.expect("read"), (false, true));
}

#[test]
fn many_writers_lose_nothing_and_number_without_holes() {
    let (_folder, store) = store();
    let next = AtomicI64::new(0);

    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..50 {
                    let id = next.fetch_add(1, Ordering::SeqCst).to_string();
                    store
                        .write(|tx| {
                            draft(tx, &id)?;
                            tx.freeze(&id, &tx.next_case_number(2026)?, "{}", "hash")
                        })
                        .expect("kept");
                }
            });
        }
    });

    let last = store.write(|tx| tx.next_case_number(2026)).expect("a number");
    assert_eq!(last, "2026-000401");
    let all = store.read(|tx| tx.cases_of("199001012385")).expect("read");
    assert_eq!(all.len(), 400);
}

#[test]
fn a_draft_saved_in_two_tabs_is_not_overwritten() {
    let (_folder, store) = store();
    store.write(|tx| draft(tx, "one")).expect("kept");

    store.write(|tx| tx.save_draft("one", 0, r#"{"a":"1"}"#, 9)).expect("first tab");
    let second = store.write(|tx| tx.save_draft("one", 0, r#"{"a":"2"}"#, 9));

    assert!(matches!(second, Err(Problem::ChangedMeanwhile)));
    let kept = store.read(|tx| tx.case("one")).expect("read").expect("there");
    assert_eq!(kept.answers, r#"{"a":"1"}"#);
}

#[test]
fn events_are_chained_and_never_changed() {
    let (_folder, store) = store();
    store
        .write(|tx| {
            tx.note("one", "received", Actor::Portal, "{}")?;
            tx.note("one", "status", Actor::Unit, r#"{"to":"closed"}"#)
        })
        .expect("noted");

    let changed = store.write(|tx| tx.change("UPDATE events SET detail = ''", []).map(|_| ()));
    let deleted = store.write(|tx| tx.change("DELETE FROM events", []).map(|_| ()));

    assert!(changed.is_err() && deleted.is_err());
    let kinds: Vec<String> =
        store.read(|tx| tx.events("one")).expect("read").into_iter().map(|it| it.kind).collect();
    assert_eq!(kinds, ["received", "status"]);
}

/// A change whose commit fails: a row that refers to nothing, seen too late.
fn dangling(tx: &WriteTx<'_>) -> crate::problem::Result<()> {
    let later = tx.connection.execute_batch("PRAGMA defer_foreign_keys = ON");
    later.map_err(fault("asking for a late check"))?;
    let sql = "INSERT INTO signatures VALUES ('none', 'x', '', '', '', '', '', '', 0)";
    tx.change(sql, []).map(|_| ())
}

#[test]
fn after_a_failed_commit_nobody_is_told_that_anything_was_kept() {
    let (_folder, store) = store();
    store.write(|tx| draft(tx, "before")).expect("kept");
    let start = std::sync::Barrier::new(8);

    let kept: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|number| {
                let (store, start) = (&store, &start);
                scope.spawn(move || {
                    start.wait();
                    let id = format!("n{number}");
                    let done = match number {
                        3 => store.write(dangling),
                        _ => store.write(|tx| draft(tx, &id)),
                    };
                    done.is_ok()
                })
            })
            .collect();
        threads.into_iter().map(|it| it.join().expect("an answer")).collect()
    });

    let there = |id: &str| store.read(|tx| tx.case(id)).expect("read").is_some();
    for (number, kept) in kept.iter().enumerate() {
        assert_eq!(there(&format!("n{number}")), *kept && number != 3, "{number}");
    }
    assert!(!kept[3] && there("before"));
    assert!(store.write(|tx| draft(tx, "after")).is_err(), "the disk is not trusted any more");
    assert!(!store.healthy() && !there("after"));
}

#[test]
fn a_full_disk_is_told_and_can_be_emptied() {
    let (_folder, store) = store();
    store.write(|tx| draft(tx, "before")).expect("kept");
    let pages = |count: i64| {
        store.write(|tx| {
            let limit = format!("PRAGMA max_page_count = {count}");
            tx.connection.query_row(&limit, [], |_| Ok(())).map_err(fault("limiting"))
        })
    };
    pages(1).expect("limited to what there is");
    let large = format!("\"{}\"", "x".repeat(200_000));
    let save = |id: &'static str, large: &str| {
        store.write(|tx| {
            draft(tx, id)?;
            tx.save_draft(id, 0, large, 9)
        })
    };

    let full: Vec<bool> = std::thread::scope(|scope| {
        let save = &save;
        let large = &large;
        let one = scope.spawn(move || save("one", large).is_ok());
        let two = scope.spawn(move || save("two", large).is_ok());
        [one, two].into_iter().map(|it| it.join().expect("an answer")).collect()
    });
    pages(1_000_000).expect("room again");
    save("three", &large).expect("kept");

    let there = |id: &str| store.read(|tx| tx.case(id)).expect("read").is_some();
    assert_eq!(full, [false, false]);
    assert_eq!(["before", "one", "two", "three"].map(there), [true, false, false, true]);
    assert!(store.healthy());
}

#[test]
fn a_disk_with_room_for_little_is_full_until_much_fits_again() {
    let (_folder, store) = store();
    store.write(|tx| draft(tx, "before")).expect("kept");
    let pages = |more: i64| {
        store.write(|tx| {
            let count = |sql: &str| tx.connection.query_row(sql, [], |row| row.get::<_, i64>(0));
            let there = count("PRAGMA page_count").map_err(fault("counting"))?;
            count(&format!("PRAGMA max_page_count = {}", there + more)).map_err(fault("limiting"))
        })
    };
    let save = |text: &str| {
        store.write(|tx| {
            let version = tx.case("before")?.expect("a draft").version;
            tx.save_draft("before", version, text, 9)
        })
    };
    pages(10).expect("limited");
    let healthy_before = store.healthy();

    let large = save(&format!("\"{}\"", "x".repeat(60_000)));
    let after_large = store.healthy();
    let small = save("\"y\"");
    let after_small = store.healthy();
    let again = store.healthy();
    pages(1000).expect("room again");
    let emptied = store.healthy();

    assert!(matches!(large, Err(Problem::NoRoom)) && small.is_ok());
    assert!(healthy_before && emptied, "{healthy_before} {emptied}");
    assert_eq!([after_large, after_small, again], [false; 3], "little fits, much does not");
    let left = store.read(|tx| tx.form("room")).expect("read");
    assert!(left.is_none(), "nothing of the trying is left");
}

#[test]
fn a_reader_cannot_write() {
    let (_folder, store) = store();

    let written = store.read(|tx| {
        tx.connection.execute("DELETE FROM cases", []).map_err(fault("deleting")).map(|_| ())
    });

    assert!(written.is_err());
}

#[test]
fn cases_that_came_in_before_they_had_a_place_get_one_in_the_order_they_came() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = Connection::open(folder.path().join(DATABASE)).expect("a database");
    for step in [include_str!("migrations/001.sql"), include_str!("migrations/002.sql")] {
        before.execute_batch(step).expect("the tables of before");
    }
    before
        .execute_batch(
            "PRAGMA user_version = 2;
             INSERT INTO forms (hash, service, compiled, first_used_at) VALUES ('hash', 'service', '{}', 1);
             INSERT INTO cases (id, owner, service, form_hash, state, answers, version, created_at,
                 saved_at, number, document, document_hash, received_at)
             VALUES ('a', 'x', 'service', 'hash', 'received', '{}', 1, 1, 1, '2026-000003', '{}', 'h', 5),
                    ('b', 'x', 'service', 'hash', 'received', '{}', 1, 1, 1, '2026-000002', '{}', 'h', 7),
                    ('c', 'x', 'service', 'hash', 'received', '{}', 1, 1, 1, '2026-000001', '{}', 'h', 5),
                    ('d', 'x', 'service', 'hash', 'signing', '{}', 1, 1, 1, '2026-000004', '{}', 'h', NULL);",
        )
        .expect("the rows of before");
    drop(before);
    let store = Store::open(folder.path(), Clock::from(|| 9)).expect("a store");

    let received = store.write(|tx| {
        tx.receive("d")?;
        tx.hand_over("d", Some("unit"))?;
        ["a", "b", "c"].into_iter().try_for_each(|id| {
            tx.change("UPDATE cases SET unit = 'unit' WHERE id = $1", rusqlite::params![id])?;
            Ok(())
        })
    });
    received.expect("handed over");
    let wanted = Wanted { limit: 9, ..Wanted::default() };
    let cases = store.read(|tx| tx.cases_of_unit("unit", &wanted)).expect("cases");

    let order: Vec<(i64, &str)> = cases.iter().map(|it| (it.arrival, &it.number[5..])).collect();
    assert_eq!(order, [(1, "000001"), (2, "000003"), (3, "000002"), (4, "000004")]);
}

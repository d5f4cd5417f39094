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

    assert!(changed.is_err());
    let kinds: Vec<String> =
        store.read(|tx| tx.events("one")).expect("read").into_iter().map(|it| it.kind).collect();
    assert_eq!(kinds, ["received", "status"]);
}

#[test]
fn a_reader_cannot_write() {
    let (_folder, store) = store();

    let written = store.read(|tx| {
        tx.connection.execute("DELETE FROM cases", []).map_err(fault("deleting")).map(|_| ())
    });

    assert!(written.is_err());
}

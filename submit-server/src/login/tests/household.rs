//! The register asked again during a session.

use serde_json::{Value, json};

use crate::login::order::Finished;
use crate::login::session::Visitor;
use crate::login::tests::{ANNA, World, complete, post};
use crate::login::{household, session};
use crate::person::known::Standing;
use crate::problem::Problem;
use crate::store::Device;

const CHILD: &str = "201609122389";

fn family(anna: &str, child: &str) -> Vec<Value> {
    vec![post(ANNA, anna, &[(CHILD, "VF")]), post(CHILD, child, &[(ANNA, "V")])]
}

impl World {
    fn register(&self, posts: Vec<Value>) {
        *self.outside.posts.lock().expect("lock") = posts;
    }

    fn logged_in(&self) -> Visitor {
        let handle = self.login(Device::Other);
        self.tick(200, complete(ANNA, ""));
        let Ok(Finished::On(_, Some(fresh))) = self.finish(&handle, "") else { panic!("not on") };
        let person = session::person(&fresh.session).expect("a person");
        Visitor { session: fresh.session, person }
    }

    /// What the session remembers.
    fn remembered(&self, visitor: &Visitor) -> Visitor {
        let session = self.store.read(|tx| tx.session(&visitor.session.token_hash));
        let session = session.expect("read").expect("a session");
        let person = session::person(&session).expect("a person");
        Visitor { session, person }
    }
}

#[test]
fn children_are_asked_for_only_when_needed_and_then_remembered() {
    let world = World::new();
    world.register(family("SAKNAS", "SAKNAS"));
    let visitor = world.logged_in();
    assert!(visitor.person.family.is_none());

    let visitor = household::with_family(&world.store, &world.login, visitor).expect("asked");

    assert_eq!(visitor.person.family.as_ref().map(|it| it.children.len()), Some(1));
    let calls = world.calls().len();
    let again = world.remembered(&visitor);
    household::with_family(&world.store, &world.login, again).expect("known");
    assert_eq!(world.calls().len(), calls, "nobody is asked twice");
}

#[test]
fn a_register_that_is_silent_leaves_the_children_unknown() {
    let world = World::new();
    world.register(family("SAKNAS", "SAKNAS"));
    let visitor = world.logged_in();

    world.register(vec![]);
    let visitor = household::with_family(&world.store, &world.login, visitor).expect("asked");
    assert!(visitor.person.family.is_none());
    let visitor = household::still_open(&world.store, &world.login, visitor).expect("open");
    assert!(matches!(visitor.person.standing, Standing::Registered(_)));
}

#[test]
fn protection_since_the_login_is_seen_before_anything_is_sent() {
    let world = World::new();
    world.register(family("SAKNAS", "SAKNAS"));
    let visitor = world.logged_in();
    let visitor = household::with_family(&world.store, &world.login, visitor).expect("asked");

    world.register(family("SAKNAS", "SEKRETESSMARKERING"));
    let visitor = household::still_open(&world.store, &world.login, visitor).expect("open");
    let children = visitor.person.family.as_ref().expect("known");
    assert!(children.children.is_empty() && children.withheld, "the child is protected now");

    world.register(family("SEKRETESSMARKERING", "SAKNAS"));
    let token = world.remembered(&visitor);
    let refused = household::still_open(&world.store, &world.login, visitor);
    assert!(matches!(refused, Err(Problem::Protected)));
    let person = world.remembered(&token).person;
    assert!(matches!(person.standing, Standing::Protected) && person.family.is_none());
    assert!(!json!(person).to_string().contains("relat"), "nothing of the post is left");
}

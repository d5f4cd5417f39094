//! What people do while the server is killed: save, attach, send, sign alone and sign together.
//!
//! Whoever gets no answer waits a moment and asks again, from the page where it matters. Only an
//! answer goes into the ledger.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{Scope, sleep};
use std::time::Duration;

use anyhow::{Context, ensure};
use jiff::Timestamp;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO};

use crate::kill::ledger::Ledger;
use crate::visitor::{NoAnswer, Visitor};
use crate::walk::{parking, preschool, send, step, street};
use crate::world::World;

/// Those who save one draft over and over.
const SAVERS: usize = 2;
/// Those who report faults, with a picture each.
const REPORTERS: usize = 3;
/// How long somebody waits who got no answer.
const MOMENT: Duration = Duration::from_millis(10);
/// Where mail goes.
const CONTACT: &str = "/mina-sidor/kontakt";

/// Everybody.
pub(super) struct Crowd<'a> {
    day: &'a Day<'a>,
    alva: Mutex<Visitor<'a>>,
    guardians: Mutex<(Visitor<'a>, Visitor<'a>)>,
    busy: AtomicUsize,
}

/// What all of them share.
pub(super) struct Day<'a> {
    world: &'a World,
    ledger: &'a Ledger,
    /// No more is begun.
    evening: AtomicBool,
    /// Nor is anything finished.
    over: AtomicBool,
    /// One app, with one order in it at a time.
    app: Mutex<()>,
}

impl<'a> Crowd<'a> {
    /// Logs in those who sign, and verifies their addresses.
    pub(super) fn logged_in(day: &'a Day<'a>) -> anyhow::Result<Self> {
        let world = day.world;
        let with_mail = |number, address| {
            let mut visitor = Visitor::new(world);
            visitor.log_in(number)?;
            verify(&mut visitor, world, address)?;
            anyhow::Ok(visitor)
        };
        let alva = with_mail(ALVA, "alva@example.se")?;
        let guardians = (with_mail(BERIT, "berit@example.se")?, with_mail(BO, "bo@example.se")?);
        Ok(Self {
            day,
            alva: Mutex::new(alva),
            guardians: Mutex::new(guardians),
            busy: AtomicUsize::new(0),
        })
    }

    /// Sets them to work.
    pub(super) fn go<'scope>(&'scope self, scope: &'scope Scope<'scope, '_>) {
        let work = |job: Box<dyn FnOnce(&Day<'_>) + Send + 'scope>| {
            self.busy.fetch_add(1, Ordering::SeqCst);
            scope.spawn(move || {
                job(self.day);
                self.busy.fetch_sub(1, Ordering::SeqCst);
            });
        };
        (0..SAVERS).for_each(|it| work(Box::new(move |day| day.save(it))));
        (0..REPORTERS).for_each(|it| work(Box::new(move |day| day.report(it))));
        work(Box::new(|day| day.sign_alone(&mut lock(&self.alva))));
        work(Box::new(|day| {
            let mut both = lock(&self.guardians);
            let (berit, bo) = &mut *both;
            day.sign_together(berit, bo);
        }));
    }

    /// Whether anybody is not done.
    pub(super) fn busy(&self) -> bool {
        self.busy.load(Ordering::SeqCst) > 0
    }
}

/// Has a code sent, and types it.
fn verify(visitor: &mut Visitor<'_>, world: &World, address: &str) -> anyhow::Result<()> {
    let before = world.mailbox.letters().len();
    visitor.get(CONTACT)?;
    visitor.post(CONTACT, &[("kanal", "epost"), ("gor", "kod"), ("adress", address)])?;
    ensure!(world.mailbox.wait_for(before + 1) > before, "no code came to {address}");
    let letter = world.mailbox.letters().pop().context("a letter")?.body();
    let code = letter.split(|it: char| !it.is_ascii_digit()).find(|it| it.len() == 6);
    visitor.get(CONTACT)?;
    let code = code.context("no code in the letter")?;
    let done = visitor.post(CONTACT, &[("kanal", "epost"), ("gor", "bekrafta"), ("kod", code)])?;
    ensure!(done.status == 303, "{address} was not verified: {}", done.text());
    Ok(())
}

impl<'a> Day<'a> {
    /// A day in this world.
    pub(super) fn new(world: &'a World, ledger: &'a Ledger) -> Self {
        let (evening, over) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { world, ledger, evening, over, app: Mutex::new(()) }
    }

    /// What is under way is finished; nothing more is begun.
    pub(super) fn end(&self) {
        self.evening.store(true, Ordering::SeqCst);
    }

    /// Whoever is not done stops trying.
    pub(super) fn give_up(&self) {
        self.over.store(true, Ordering::SeqCst);
    }

    fn begins(&self) -> bool {
        !self.evening.load(Ordering::SeqCst)
    }

    /// Asks until there is an answer.
    fn until<T>(&self, mut ask: impl FnMut() -> Result<T, NoAnswer>) -> Option<T> {
        while !self.over.load(Ordering::SeqCst) {
            match ask() {
                Ok(it) => return Some(it),
                Err(NoAnswer) => sleep(MOMENT),
            }
        }
        None
    }

    /// Saves a step of one draft, with a number that grows.
    fn save(&self, nth: usize) {
        let mut visitor = Visitor::new(self.world);
        let tag = format!("Sparare {nth}");
        let Some(id) = self.until(|| street(&mut visitor, &tag, PICTURE)) else { return };
        let url = step(&id, "felet");
        let mut number = 0;
        while self.begins() {
            number += 1;
            let text = format!("Hål nummer {number}");
            let fields = [("akut", "nej"), ("fel", "vag"), ("beskrivning", text.as_str())];
            // Without an answer nobody knows: the next save has the next number.
            self.ledger.saving(&id, number);
            let saved = visitor.get(&url).and_then(|_| visitor.post(&url, &fields));
            match saved {
                Ok(page) if page.status == 303 => self.ledger.saved(&id, number),
                Ok(_) => {}
                Err(NoAnswer) => sleep(MOMENT),
            }
        }
    }

    /// Reports faults, one after the other, each with a picture of its own.
    fn report(&self, nth: usize) {
        for number in 0.. {
            if !self.begins() {
                return;
            }
            let mut visitor = Visitor::new(self.world);
            let tag = format!("Rapport {nth}-{number}.");
            let picture = [PICTURE, tag.repeat(1 + number % 2000).as_bytes()].concat();
            // A draft that was begun without an answer is left behind, and never sent.
            let Ok(id) = street(&mut visitor, &tag, &picture) else {
                sleep(MOMENT);
                continue;
            };
            if visitor.page.status != 303 {
                continue;
            }
            self.ledger.attached(&id, &picture);
            self.ledger.telling(&tag);
            if self.sent(&mut visitor, &id).is_none() {
                return;
            }
            self.ledger.received(&id, 0);
        }
    }

    /// Sends until it is said to be sent, as often as that takes.
    fn sent(&self, visitor: &mut Visitor<'_>, id: &str) -> Option<()> {
        loop {
            let to = self.until(|| send(visitor, id))?;
            // Sent before, and the answer lost: the draft leads to the case.
            if to.contains("/arende/") || to.ends_with("/skriv-under") {
                return Some(());
            }
            let there = self.until(|| visitor.get(&format!("/mina-sidor/arende/{id}/kvitto")))?;
            if there.status == 200 {
                return Some(());
            }
        }
    }

    /// Applies and signs, one application after the other.
    fn sign_alone(&self, alva: &mut Visitor<'_>) {
        while self.begins() {
            let Ok(id) = parking(alva, PICTURE) else {
                sleep(MOMENT);
                continue;
            };
            let received = self.signed(alva, (&id, ALVA));
            if received.is_none() {
                return;
            }
            self.ledger.received(&id, 1);
        }
    }

    /// Applies together: the first signs, then the other.
    fn sign_together(&self, berit: &mut Visitor<'_>, bo: &mut Visitor<'_>) {
        while self.begins() {
            let Ok(id) = preschool(berit, BERTIL) else {
                sleep(MOMENT);
                continue;
            };
            if self.signed(berit, (&id, BERIT)).is_none() || self.signed(bo, (&id, BO)).is_none() {
                return;
            }
            self.ledger.received(&id, 2);
        }
    }

    /// Sends, where that is still to be done, and signs until it is said to be signed.
    fn signed(&self, visitor: &mut Visitor<'_>, (id, person): (&str, &'static str)) -> Option<()> {
        let url = step(id, "skriv-under");
        loop {
            let page = self.until(|| visitor.get(&url))?;
            if page.status == 404 || page.status == 409 || !page.body.contains("name=\"device\"") {
                if person != BO {
                    self.until(|| send(visitor, id))?;
                }
                if self.has_signed(visitor, id)? {
                    break;
                }
                continue;
            }
            let started = {
                let _one = lock(&self.app);
                self.clear();
                let started = visitor.post(&url, &[("device", "other")]);
                started.ok().filter(|it| it.location.contains("/bankid/")).filter(|_| {
                    // An order that the server has not kept is not there to approve.
                    visitor.approve(person).is_ok()
                })
            };
            let Some(started) = started else {
                sleep(MOMENT);
                continue;
            };
            let done = self.until(|| visitor.finish(&started.location))?;
            if done.is_some_and(|to| to.contains("/arende/")) {
                break;
            }
        }
        self.ledger.signed(id, person);
        Some(())
    }

    /// Whether the case shows as signed by whoever looks, or has come in.
    fn has_signed(&self, visitor: &mut Visitor<'_>, id: &str) -> Option<bool> {
        let page = self.until(|| visitor.get(&step(id, "skriv-under")))?;
        Some(page.location.contains("/arende/"))
    }

    /// Takes orders that a killed server left in the app away, so that nobody is busy.
    fn clear(&self) {
        let now = Timestamp::now().as_millisecond();
        for order in self.world.bankid.waiting(now) {
            // One that ended meanwhile is gone as well.
            let _gone_as_well = self.world.bankid.cancel(order, now);
        }
    }
}

/// The smallest file that is recognised as a picture.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

fn lock<T>(it: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

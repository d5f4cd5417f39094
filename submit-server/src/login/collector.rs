//! The threads that ask BankID about orders: one that sees what is due, and a
//! few that ask.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use anyhow::Context;

use crate::login::{Login, collect};
use crate::store::{Order, Store};

/// How often we look for orders that are due; each is asked about every other second.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// Calls at the same time. One takes a fifth of a second, so this serves some
/// eighty orders at once, and more a little slower.
const WORKERS: usize = 8;
/// Orders waiting for a worker.
const QUEUE: usize = 256;

/// The running threads; they end when it is dropped.
pub struct Collector {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Collector {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn start(store: &Arc<Store>, login: &Arc<Login>) -> anyhow::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let (sender, receiver) = sync_channel::<Order>(QUEUE);
        let receiver = Arc::new(Mutex::new(receiver));
        let mut threads = Vec::new();
        for _ in 0..WORKERS {
            let (store, login) = (Arc::clone(store), Arc::clone(login));
            let receiver = Arc::clone(&receiver);
            threads.push(thread("collect", move || work(&store, &login, &receiver))?);
        }
        let (store, stopped) = (Arc::clone(store), Arc::clone(&stop));
        threads.push(thread("collector", move || look(&store, &sender, &stopped))?);
        Ok(Self { stop, threads })
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so in the log.
            let _ = thread.join();
        }
    }
}

fn thread(name: &str, body: impl FnOnce() + Send + 'static) -> anyhow::Result<JoinHandle<()>> {
    Builder::new().name(name.to_owned()).spawn(body).context("starting the collector")
}

/// Hands out what is due until told to stop; the workers end when the channel does.
fn look(store: &Store, sender: &SyncSender<Order>, stopped: &AtomicBool) {
    while !stopped.load(Ordering::Relaxed) {
        match collect::due(store) {
            Ok(due) => {
                for order in due {
                    // A full queue: the lease ends, and the order is due again.
                    if let Err(TrySendError::Disconnected(_)) = sender.try_send(order) {
                        return;
                    }
                }
            }
            Err(problem) => {
                let cause = problem.cause();
                tracing::error!(cause, "the orders that are due were not read");
            }
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

fn work(store: &Store, login: &Login, receiver: &Mutex<Receiver<Order>>) {
    loop {
        let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(order) = next else { return };
        let asked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            collect::collect(store, login, &order)
        }));
        if let Ok(Err(problem)) = asked {
            tracing::error!(cause = problem.cause(), "an order was not taken care of");
        }
    }
}

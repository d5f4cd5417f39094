//! Kills the server at random points while people work, and looks what is left.
//!
//! Reading order: [`people`] (what they do, again and again), [`ledger`] (what the server has told
//! them that it has done), [`verdict`] (whether it has). In each round the server is started, and
//! killed after a random 20 to 400 ms. People go on through all of it: whoever gets no answer asks
//! again, as one does.

mod ledger;
mod people;
mod verdict;

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

use crate::kill::ledger::Ledger;
use crate::kill::people::{Crowd, Day};
use crate::program::Program;

/// The least and the most that a server lives, in milliseconds.
const LIFE_MS: (u64, u64) = (20, 400);
/// What is left is looked at every so many rounds.
const LOOKED_AT: u32 = 10;
/// The longest that people take to finish what they do when nobody is killed any more.
const LAST: Duration = Duration::from_secs(60);

/// So many rounds of start and kill.
pub(crate) fn rounds(program: &Program<'_>, rounds: u32) -> anyhow::Result<()> {
    ensure!(rounds > 0, "no rounds, nothing shown");
    let begun = Instant::now();
    let ledger = Ledger::default();
    let day = Day::new(program.world, &ledger);
    let server = program.start()?;
    let crowd = Crowd::logged_in(&day)?;
    server.kill()?;
    let mut starts = Vec::new();
    std::thread::scope(|scope| {
        crowd.go(scope);
        let ended = (1..=rounds).try_for_each(|round| {
            let server = program.start()?;
            starts.push(server.took);
            sleep(life()?);
            server.kill()?;
            if round % LOOKED_AT == 0 || round == rounds {
                verdict::look(program, &ledger, round).with_context(|| format!("round {round}"))?;
            }
            anyhow::Ok(())
        });
        day.end();
        // What is under way is finished in peace, so that nobody waits for an answer for ever.
        let server = ended.and_then(|()| program.start());
        let waited = Instant::now();
        while crowd.busy() && server.is_ok() {
            if waited.elapsed() > LAST {
                day.give_up();
                bail!("somebody is not done: {}", program.log());
            }
            sleep(Duration::from_millis(20));
        }
        day.give_up();
        server?.kill()
    })?;
    let found = verdict::look(program, &ledger, rounds).context("at the end")?;
    starts.sort();
    println!(
        "{rounds} kills in {} s: {}; nothing lost, nothing twice; {found}; restart median {} ms, longest {} ms",
        begun.elapsed().as_secs(),
        ledger.summary(),
        starts[starts.len() / 2].as_millis(),
        starts[starts.len() - 1].as_millis(),
    );
    Ok(())
}

/// How long this one lives.
fn life() -> anyhow::Result<Duration> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|cause| anyhow::anyhow!("{cause}"))?;
    let (least, most) = LIFE_MS;
    Ok(Duration::from_millis(least + u64::from_le_bytes(random) % (most - least + 1)))
}

//! More connections than the server may open files: it waits, and goes on when there is room.

use std::io::Write;
use std::net::{Ipv4Addr, TcpStream};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use crate::program::Program;
use crate::visitor::Visitor;
use crate::walk;

/// Files that the server may have open.
const FILES: u32 = 64;
/// Connections that are opened.
const CONNECTIONS: usize = 200;
/// How long they are held.
const HELD: Duration = Duration::from_secs(2);
/// How soon people are served again.
const AGAIN: Duration = Duration::from_secs(5);

/// Takes them all, gives them back, and does something ordinary.
pub(crate) fn few(program: &Program<'_>) -> anyhow::Result<()> {
    let world = program.world;
    let mut server = program.start_with_few(FILES)?;
    let mut before = Visitor::new(world);
    ensure!(before.get("/mina-sidor/logga-in")?.status == 200, "not even before");
    let mut held = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, world.port))?;
        // Some are closed at once for want of a descriptor; that is what is asked for.
        let _refused = stream.write_all(b"GET / HTTP/1.1\r\n");
        held.push(stream);
    }
    sleep(HELD);
    ensure!(server.lives()?, "the server ended: {}", program.log());
    let log = program.log();
    ensure!(log.contains("connections cannot be accepted"), "{FILES} files were enough: {log}");
    drop(held);
    let freed = Instant::now();
    let mut visitor = Visitor::new(world);
    while walk::street(&mut visitor, "Efteråt", b"\x89PNG\r\n\x1a\n").is_err()
        || visitor.page.status != 303
    {
        ensure!(freed.elapsed() < AGAIN, "nobody is served: {}", program.log());
        sleep(Duration::from_millis(50));
    }
    let took = freed.elapsed();
    server.kill().context("at the end")?;
    ensure!(!program.log().contains("panic"), "{}", program.log());
    println!(
        "{CONNECTIONS} connections to a server with {FILES} files: it lived, and served {} ms after they were closed",
        took.as_millis()
    );
    Ok(())
}

//! Random names and tokens, from the operating system.

use anyhow::Context;

/// As many random bytes as asked for, in hex.
///
/// # Errors
/// When the operating system gives none; nothing may go on without.
pub(crate) fn hex<const BYTES: usize>() -> anyhow::Result<String> {
    let mut bytes = [0_u8; BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|cause| anyhow::anyhow!("{cause}"))
        .context("asking the operating system for random bytes")?;
    Ok(hex::encode(bytes))
}

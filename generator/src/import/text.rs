//! Bytes of a saved answer → text. Open ePlatform writes ISO-8859-1 and says so; who saves a file may change it.

use anyhow::{Result, bail};
use encoding_rs::WINDOWS_1252;

/// Largest file; a service with its blanketter is a few megabytes.
pub(super) const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Reads bytes as UTF-8 when they are, and else as ISO-8859-1 with the signs that Windows adds.
///
/// What the file says of itself is not asked: text in ISO-8859-1 with å, ä or ö is never UTF-8.
pub(super) fn decoded(bytes: &[u8]) -> Result<String> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        bail!("filen är i UTF-16; spara den som UTF-8");
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.contains(&0) {
        bail!("filen är ingen text: den innehåller nolltecken");
    }
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    })
}

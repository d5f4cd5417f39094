//! Migrations are numbered without gaps and never edited: a database that has run
//! one would not run it again.

use sha2::{Digest, Sha256};

use crate::tidy::no_offences;
use crate::tidy::tree::below;

const FOLDER: &str = "submit-server/src/store/migrations/";

/// Each migration with the first half of its SHA-256.
const SEALED: &[(&str, &str)] = &[
    ("001.sql", "2c87f7ea47f214d9c918faf783f72812"),
    ("002.sql", "241247c4b79cc03661e0861e7bb874c7"),
    ("003.sql", "f993fc1be5658aa930077a4a83682997"),
    ("004.sql", "8e1b45d1d1415480db15db49d6b41eed"),
    ("005.sql", "b3967c7fd82f848e08c2aa9cb39824a9"),
    ("006.sql", "2d62ddbf0b4408d8ef27f114a6d64d40"),
    ("007.sql", "7a129e560c511697ecc9bf91d0a63edc"),
];

#[test]
fn migrations_are_only_added() {
    let mut offences = Vec::new();
    let files: Vec<_> = below(FOLDER).collect();
    for (index, file) in files.iter().enumerate() {
        let name = &file.path[FOLDER.len()..];
        let hash = &hex::encode(Sha256::digest(&file.text))[..32];
        if name != format!("{:03}.sql", index + 1) {
            offences.push(format!("{}: expected {:03}.sql", file.path, index + 1));
        }
        match SEALED.iter().find(|(sealed, _)| *sealed == name) {
            Some((_, sealed)) if *sealed == hash => {}
            Some(_) => offences.push(format!(
                "{}: edited; take the change back and write the next number (not yet released anywhere: note {hash})",
                file.path
            )),
            None => offences.push(format!("{}: not noted; add it with {hash}", file.path)),
        }
    }
    for (name, _) in
        SEALED.iter().filter(|(name, _)| !files.iter().any(|it| it.path.ends_with(name)))
    {
        offences.push(format!("{FOLDER}{name}: gone"));
    }

    no_offences("migrations are sealed in tests/suite/tidy/migrations.rs", &offences);
}

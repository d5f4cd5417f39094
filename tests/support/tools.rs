//! Programs from PyPI that the tests run.

use std::path::{Path, PathBuf};

/// A program of the locked Python environment, which `tests/run` makes.
///
/// # Panics
/// With what to do, when it has not been made.
#[must_use]
pub fn python_tool(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let tool = root.join("target/tools/openapi/bin").join(name);
    assert!(
        tool.exists(),
        "`{}` is missing: python3 -m venv target/tools/openapi && target/tools/openapi/bin/pip \
         install --require-hashes -r tests/openapi/requirements.txt",
        tool.display()
    );
    tool
}

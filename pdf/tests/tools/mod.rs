//! PDF as others read it: qpdf and the tools of poppler.

use std::process::Command;

use pdf::Document;

/// A PDF in a file of its own.
pub(crate) struct Pdf {
    folder: tempfile::TempDir,
}

impl Pdf {
    /// The document as a file.
    pub(crate) fn of(document: &Document) -> Self {
        Self::of_bytes(&document.to_pdf().expect("a PDF"))
    }

    /// A finished PDF as a file.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("it.pdf"), bytes).expect("a file");
        Self { folder }
    }

    /// Fails when the file is not whole.
    pub(crate) fn checked(&self) {
        let said = self.run("qpdf", &["--check", "it.pdf"]);
        assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    }

    /// What `pdfinfo` says.
    pub(crate) fn properties(&self) -> String {
        self.run("pdfinfo", &["it.pdf"])
    }

    /// The file with nothing compressed, as text.
    pub(crate) fn plain(&self) -> String {
        let words = ["--qdf", "--object-streams=disable", "it.pdf", "plain.pdf"];
        self.run("qpdf", &words);
        let bytes = std::fs::read(self.folder.path().join("plain.pdf")).expect("a file");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The text, in the order of reading.
    pub(crate) fn text(&self) -> String {
        self.run("pdftotext", &["it.pdf", "-"])
    }

    /// The text of each page.
    pub(crate) fn pages(&self) -> Vec<String> {
        let text = self.text();
        text.trim_end_matches('\u{C}').split('\u{C}').map(str::to_owned).collect()
    }

    /// What `pdffonts` says.
    pub(crate) fn fonts(&self) -> String {
        self.run("pdffonts", &["it.pdf"])
    }

    /// The tags of the structure, with scopes and numberings.
    pub(crate) fn tags(&self) -> Vec<String> {
        let said = self.run("pdfinfo", &["-struct", "it.pdf"]);
        let first = |line: &str| {
            let mut words = line.split_whitespace();
            match words.next().unwrap_or_default().trim_end_matches(':') {
                "/Scope" | "/ListNumbering" => words.next().unwrap_or_default().to_owned(),
                tag => tag.to_owned(),
            }
        };
        said.lines().map(first).filter(|it| !it.is_empty()).collect()
    }

    fn run(&self, tool: &str, words: &[&str]) -> String {
        let package = if tool == "qpdf" { "qpdf" } else { "poppler-utils" };
        let ran = Command::new(tool).args(words).current_dir(self.folder.path()).output();
        let Ok(ran) = ran else {
            panic!("`{tool}` is missing: apt-get install {package}");
        };
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(ran.status.success(), "{tool}: {}{said}", String::from_utf8_lossy(&ran.stderr));
        said
    }
}

//! A site in the making: content in a folder of its own, and what becomes of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use generator::Outcome;
use generator::config::Options;
use generator::diagnostic::Mistakes;
use generator::output::OutputFiles;
use theme::Theme;
use walkdir::WalkDir;

/// Files by path from their folder, with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A copy of some content, to be changed and built.
pub struct SiteTest {
    folder: tempfile::TempDir,
}

impl SiteTest {
    /// The content of `tests/sites/<name>`.
    ///
    /// # Panics
    /// When there is no such site.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let test = Self { folder };
        let content = files_in(&sites().join(name).join("content"));
        assert!(!content.is_empty(), "there is no site `{name}`");
        for (path, bytes) in content {
            test.write(&path, bytes);
        }
        test
    }

    /// Writes a file of the content.
    ///
    /// # Panics
    /// When the disk refuses.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.content().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, bytes).expect("a file");
    }

    /// Changes words in a file of the content.
    ///
    /// # Panics
    /// When they are not there.
    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.content().join(path)).expect("a text");
        assert!(text.contains(from), "{path} has no `{from}`");
        self.write(path, text.replacen(from, to, 1));
    }

    /// Removes a file or a folder of the content; `.` is all of it.
    ///
    /// # Panics
    /// When it is not there.
    pub fn remove(&self, path: &str) {
        let path = if path == "." { self.content() } else { self.content().join(path) };
        let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.expect("something to remove");
    }

    /// The site in memory, and what is wrong.
    ///
    /// # Panics
    /// When the theme is at fault.
    #[must_use]
    pub fn site(&self) -> (OutputFiles, Mistakes) {
        let theme = Theme::embedded().expect("the theme");
        generator::site(&self.content(), &theme, None).expect("a site or mistakes")
    }

    /// What is wrong, as an author reads it.
    #[must_use]
    pub fn report(&self) -> String {
        // A missing folder is named as given; here, that is another one each time.
        self.site().1.report().replace(&self.content().display().to_string(), "content")
    }

    /// Builds into the folder [`SiteTest::public`].
    ///
    /// # Errors
    /// As [`generator::build`].
    pub fn build(&self) -> anyhow::Result<Outcome> {
        let options =
            Options { content: self.content(), out: self.public(), theme: None, base_url: None };
        generator::build(&options)
    }

    /// Where the site is published.
    #[must_use]
    pub fn public(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    /// What is published.
    #[must_use]
    pub fn published(&self) -> Files {
        files_in(&self.public())
    }

    /// Where the content is.
    #[must_use]
    pub fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }
}

/// The folder of the golden sites.
#[must_use]
pub fn sites() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sites")
}

/// The folder of the real content.
#[must_use]
pub fn real_content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../content")
}

/// The site of the real content, made once.
///
/// # Panics
/// With the report, when something is wrong with the content.
pub fn real() -> &'static OutputFiles {
    static SITE: OnceLock<OutputFiles> = OnceLock::new();
    SITE.get_or_init(|| {
        let theme = Theme::embedded().expect("the theme");
        let (files, mistakes) =
            generator::site(&real_content(), &theme, None).expect("a site or mistakes");
        assert!(mistakes.is_empty(), "{}", mistakes.report());
        files
    })
}

/// Every file in a folder; none when there is no such folder.
///
/// # Panics
/// When a file cannot be read.
#[must_use]
pub fn files_in(folder: &Path) -> Files {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|it| it.file_type().is_file());
    let file = |it: walkdir::DirEntry| {
        let path = it.path().strip_prefix(folder).expect("a path in the folder");
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        (parts.join("/"), fs::read(it.path()).expect("a readable file"))
    };
    files.map(file).collect()
}

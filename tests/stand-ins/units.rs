//! What the units have got, to look at: their folders with every file, and the notices that came to
//! their own system. The system's own door is here too.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::escaped;
use super::sockets::{Answer, Call, Open, open_plain};
use super::unit_system::{PATH, UnitSystem};

/// How often the page loads itself again.
const AGAIN_SECONDS: u32 = 3;

/// The open door.
#[derive(Debug)]
pub struct UnitsServer {
    /// The page is at `/`, a file under `/katalog/`, the system at [`PATH`].
    pub door: Open,
    /// Holds a folder for each unit.
    pub root: PathBuf,
}

impl UnitsServer {
    /// Makes the folder of all units and opens a free loopback port.
    pub async fn open(root: &Path) -> anyhow::Result<UnitsServer> {
        fs::create_dir_all(root)?;
        let (folder, system) = (root.to_owned(), UnitSystem::default());
        let answer = move |call: Call| match (call.method.as_str(), call.path.as_str()) {
            ("POST", PATH) => system.answer(&call),
            ("GET", "/") => shown("text/html; charset=utf-8", page(&folder, &system).into_bytes()),
            ("GET", path) => {
                match path.strip_prefix("/katalog/").and_then(|it| file(&folder, it)) {
                    Some(bytes) => shown(media_type(path), bytes),
                    None => Answer { status: 404, ..shown("text/plain", Vec::new()) },
                }
            }
            _ => Answer { status: 405, ..shown("text/plain", Vec::new()) },
        };
        Ok(UnitsServer { door: open_plain(Arc::new(answer)).await?, root: root.to_owned() })
    }

    /// Where everything is shown.
    pub fn page_url(&self) -> String {
        format!("http://localhost:{}/", self.door.address.port())
    }

    /// Where the portal tells of cases.
    pub fn webhook_url(&self) -> String {
        format!("http://127.0.0.1:{}{PATH}", self.door.address.port())
    }
}

/// A file below the folder; nothing for a path that leads out of it.
fn file(root: &Path, path: &str) -> Option<Vec<u8>> {
    let path = Path::new(path);
    let below = path.components().all(|it| matches!(it, Component::Normal(_)));
    if below { fs::read(root.join(path)).ok() } else { None }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("pdf") => "application/pdf",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("jpg") => "image/jpeg",
        _ => "text/plain; charset=utf-8",
    }
}

fn page(root: &Path, system: &UnitSystem) -> String {
    let units: String = below(root).iter().map(|unit| section(root, unit)).collect();
    let notices: String = system
        .taken()
        .iter()
        .rev()
        .map(|it| format!("<pre>{}</pre>", escaped(&format!("{:#}", it.body))))
        .collect();
    format!(
        "<!doctype html><html lang=\"sv\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"refresh\" content=\"{AGAIN_SECONDS}\"><title>Enheternas ärenden</title>\
         <style>body{{font:1rem/1.5 system-ui;max-width:42rem;margin:2rem auto;padding:0 1rem}}\
         pre{{white-space:pre-wrap;border:1px solid;padding:1rem}}</style></head><body>\
         <h1>Enheternas ärenden</h1><p>Bara för demonstration. Det här har kommit in till enheterna. \
         Brev till en enhets brevlåda finns på sidan med e-post och sms.</p>\
         <h2>Kataloger</h2>{units}<h2>Anrop till enheternas system</h2>{notices}</body></html>"
    )
}

/// A unit with its cases, the newest first.
fn section(root: &Path, unit: &str) -> String {
    let mut cases: Vec<String> = below(&root.join(unit));
    cases.reverse();
    let links = |case: &String| -> String {
        let link = |path: String| {
            let url = escaped(&format!("/katalog/{unit}/{case}/{path}"));
            format!("<li><a href=\"{url}\">{}</a></li>", escaped(&path))
        };
        let files: String = files(&root.join(unit).join(case)).into_iter().map(link).collect();
        format!("<h4>{}</h4><ul>{files}</ul>", escaped(case))
    };
    let cases: String = match cases.is_empty() {
        true => "<p>Inget ännu.</p>".to_owned(),
        false => cases.iter().map(links).collect(),
    };
    format!("<h3>{}</h3>{cases}", escaped(unit))
}

/// The files of a case, also those in its folders.
fn files(case: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for name in below(case) {
        match case.join(&name).is_dir() {
            true => files.extend(below(&case.join(&name)).iter().map(|it| format!("{name}/{it}"))),
            false => files.push(name),
        }
    }
    files
}

/// The names in a folder, in order; hidden ones are not finished.
fn below(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|it| it.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|it| !it.starts_with('.')).collect();
    names.sort();
    names
}

fn shown(media_type: &str, body: Vec<u8>) -> Answer {
    let headers = vec![("content-type", media_type.to_owned())];
    Answer { status: 200, headers, body, delay: Duration::ZERO }
}

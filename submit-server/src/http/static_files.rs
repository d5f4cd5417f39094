//! `public/` without a web server: for the demo and small installations.
//!
//! Nothing outside the folder is reachable, neither by `..` nor by a symbolic
//! link; hidden files and the programs' own `_site/` are not served.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use hyper::Method;
use hyper::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use percent_encoding::percent_decode_str;

use crate::http::request::Request;
use crate::http::response::Response;

/// Folders whose files carry a fingerprint in their address.
const FINGERPRINTED: [&str; 2] = ["_theme", "_search"];

/// Answers from a folder, with its `404.html` for what is not there.
pub fn answer(root: &Path, request: &Request) -> Response {
    if request.method != Method::GET {
        return Response::refusal(405);
    }
    found(root, request).unwrap_or_else(|| absent(root))
}

fn found(root: &Path, request: &Request) -> Option<Response> {
    let segments = safe_segments(&request.path)?;
    let root = root.canonicalize().ok()?;
    let mut path = segments.iter().fold(root.clone(), |path, it| path.join(it));
    if path.is_dir() {
        if !request.path.ends_with('/') {
            // Joined from its segments: `//elsewhere.se` must not be echoed.
            let folder: Vec<&str> = request.segments();
            return Some(Response::moved(&format!("/{}/", folder.join("/"))));
        }
        path.push("index.html");
    } else if request.path.ends_with('/') {
        return None;
    }
    let path = path.canonicalize().ok().filter(|it| it.starts_with(&root))?;
    let immutable = segments.first().is_some_and(|it| FINGERPRINTED.contains(&it.as_str()));
    file(&path, request, immutable)
}

/// The decoded parts of a path, if each is an ordinary, visible file name.
fn safe_segments(path: &str) -> Option<Vec<String>> {
    let mut segments = Vec::new();
    for part in path.split('/').filter(|it| !it.is_empty()) {
        let part = percent_decode_str(part).decode_utf8().ok()?;
        let odd = |it: char| it.is_control() || matches!(it, '/' | '\\' | ':');
        if part.starts_with('.') || part.contains(odd) {
            return None;
        }
        segments.push(part.into_owned());
    }
    (segments.first().map(String::as_str) != Some("_site")).then_some(segments)
}

fn file(path: &Path, request: &Request, immutable: bool) -> Option<Response> {
    let about = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let tag = format!("\"{:x}-{:x}\"", about.len(), changed.as_nanos());
    let life = if immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let response = if request.header(IF_NONE_MATCH.as_str()).is_some_and(|it| it.contains(&tag)) {
        Response::new(304, media_type(path), "")
    } else {
        Response::new(200, media_type(path), fs::read(path).ok()?)
    };
    Some(response.with_header(ETAG, tag).with_header(CACHE_CONTROL, life))
}

fn absent(root: &Path) -> Response {
    match fs::read(root.join("404.html")) {
        Ok(page) => Response::new(404, "text/html; charset=utf-8", page),
        Err(_) => Response::refusal(404),
    }
}

fn media_type(path: &Path) -> &'static str {
    let ending = PathBuf::from(path).extension().map(|it| it.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("xml") => "application/xml",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("pdf") => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in [
            ("public/index.html", "start"),
            ("public/404.html", "saknas"),
            ("public/om/index.html", "om"),
            ("public/_theme/abc/css/site.css", "css"),
            ("public/_site/site.json", "{}"),
            ("public/.hemlig", "x"),
            ("public/två ord.pdf", "pdf"),
            ("secret.txt", "secret"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        std::os::unix::fs::symlink("../secret.txt", folder.path().join("public/link.txt"))
            .expect("a link");
        folder
    }

    #[test]
    fn only_what_is_published_is_served() {
        let folder = site();
        let root = folder.path().join("public");
        #[rustfmt::skip]
        let table = [
            ("/",                            200, "start"),
            ("/om/",                         200, "om"),
            ("/om",                          301, ""),
            ("/om/index.html/",              404, "saknas"),
            ("/tv%C3%A5%20ord.pdf",          200, "pdf"),
            ("/_theme/abc/css/site.css",     200, "css"),
            ("/_theme/",                     404, "saknas"),
            ("/saknas/",                     404, "saknas"),
            ("/../secret.txt",               404, "saknas"),
            ("/%2e%2e/secret.txt",           404, "saknas"),
            ("/..%2fsecret.txt",             404, "saknas"),
            ("/link.txt",                    404, "saknas"),
            ("/.hemlig",                     404, "saknas"),
            ("/_site/site.json",             404, "saknas"),
            ("/%00",                         404, "saknas"),
        ];
        for (path, status, body) in table {
            let response = answer(&root, &Request::for_test(Method::GET, path));
            assert_eq!((response.status, &response.body[..]), (status, body.as_bytes()), "{path}");
        }
    }

    #[test]
    fn a_folder_never_redirects_to_another_site() {
        let folder = site();

        let moved = answer(&folder.path().join("public"), &Request::for_test(Method::GET, "//om"));

        assert_eq!(moved.header("location"), Some("/om/"));
    }

    #[test]
    fn a_page_is_asked_for_again_and_a_fingerprinted_file_is_not() {
        let folder = site();
        let root = folder.path().join("public");

        let page = answer(&root, &Request::for_test(Method::GET, "/om/"));
        let tag = page.header("etag").expect("a tag").to_owned();
        let again = Request::for_test(Method::GET, "/om/").with_header("if-none-match", &tag);
        let again = answer(&root, &again);
        let css = answer(&root, &Request::for_test(Method::GET, "/_theme/abc/css/site.css"));

        assert_eq!(page.header("cache-control"), Some("no-cache"));
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(css.header("cache-control"), Some("public, max-age=31536000, immutable"));
    }
}

//! Puts each file where it belongs: a path decides what a file is.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::content::document::Document;
use crate::content::pages::{self, Named, SWEDISH};
use crate::content::service::{Attachment, FormFile, Kind, ServiceFolder};
use crate::content::source::Source;
use crate::content::walk::Found;
use crate::content::{Content, Parsed, conditions, imported, read};
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::content::ContentMistake;

const WHERE_MARKDOWN: &str = "e-services are `e-tjanster/<name>/index.md`, paper forms `blanketter/<name>/index.md`, \
    pages `sidor/<name>.md`, categories `kategorier/<name>.md`";

/// Sorts what was found in the content folder called `root`.
pub(super) fn sort(root: &str, found: Vec<Found>, mistakes: &mut Mistakes) -> Content {
    let mut sorting = Sorting { root, content: Content::default(), mistakes };
    let mut folders: BTreeMap<(Kind, String), Vec<Found>> = BTreeMap::new();
    for it in found {
        match it.parts()[..] {
            ["site.toml"] => sorting.content.site = sorting.toml(it),
            ["handlers.toml"] => sorting.content.handlers = sorting.toml(it),
            ["synonymer.toml"] => sorting.content.synonyms = sorting.toml(it),
            ["hanvisningar.toml"] => sorting.content.signposts = sorting.toml(it),
            ["kategorier", name] if name.ends_with(".md") => {
                let read = sorting.named(it, |slug, _| format!("/kategorier/{slug}/"));
                sorting.content.categories.extend(read);
            }
            ["sidor", name] if name.ends_with(".md") => {
                let read = sorting.named(it, pages::url);
                sorting.content.pages.extend(read);
            }
            ["e-tjanster", slug, _] => {
                folders.entry((Kind::Service, slug.to_owned())).or_default().push(it);
            }
            ["blanketter", slug, _] => {
                folders.entry((Kind::Blankett, slug.to_owned())).or_default().push(it);
            }
            _ => sorting.stray(&it, WHERE_MARKDOWN),
        }
    }
    for ((kind, slug), files) in folders {
        let folder = sorting.folder(kind, &slug, files);
        sorting.content.services.extend(folder);
    }
    sorting.content
}

struct Sorting<'a> {
    root: &'a str,
    content: Content,
    mistakes: &'a mut Mistakes,
}

impl Sorting<'_> {
    fn text(&mut self, found: Found) -> Option<(String, String)> {
        let file = format!("{}/{}", self.root, found.path);
        match String::from_utf8(found.bytes?) {
            Ok(text) => Some((file, text.trim_start_matches('\u{feff}').to_owned())),
            Err(_) => {
                let reason = "the text is not UTF-8".to_owned();
                self.mistakes.add_without_place(ContentMistake::Unreadable { file, reason });
                None
            }
        }
    }

    fn toml<T: DeserializeOwned>(&mut self, found: Found) -> Option<Parsed<T>> {
        let (file, text) = self.text(found)?;
        let source = Source::toml(file, text);
        let value = read::read(&source, self.mistakes)?;
        Some(Parsed { source, value })
    }

    fn named<H: DeserializeOwned>(
        &mut self,
        found: Found,
        url: fn(&str, &str) -> String,
    ) -> Option<Named<H>> {
        let name = found.parts().last().map_or("", |it| it.trim_end_matches(".md")).to_owned();
        // A category is in Swedish only: another name is a mistake there.
        let page = found.path.starts_with("sidor/");
        let (name, language) = if page { pages::language(&name) } else { (&*name, SWEDISH) };
        let name = name.to_owned();
        let read = self.text(found).and_then(|(file, text)| {
            let document = Document::read(file, text, self.mistakes)?;
            self.check_name(&name, &document.source);
            Some(Named { slug: name.clone(), language, document })
        });
        if read.is_none() {
            self.content.unread.insert(url(&name, language));
        }
        read
    }

    fn folder(&mut self, kind: Kind, slug: &str, files: Vec<Found>) -> Option<ServiceFolder> {
        let (mut index, mut form, mut attachments) = (None, None, Vec::new());
        for it in files {
            match it.parts()[2] {
                "index.md" => index = Some(it),
                "form.toml" => form = Some(it),
                name if name.ends_with(".md") || name.ends_with(".toml") => {
                    self.stray(&it, WHERE_MARKDOWN)
                }
                name => {
                    let name = name.to_owned();
                    self.check_file_name(&name, &it);
                    attachments.push(Attachment { name, bytes: it.bytes.unwrap_or_default() });
                }
            }
        }
        let form = form.and_then(|it| self.form(it));
        let read = self.index(kind, slug, index);
        let Some(document) = read else {
            self.content.unread.insert(kind.url(slug));
            return None;
        };
        self.check_name(slug, &document.source);
        Some(ServiceFolder { kind, slug: slug.to_owned(), document, form, files: attachments })
    }

    fn index<H: DeserializeOwned>(
        &mut self,
        kind: Kind,
        slug: &str,
        index: Option<Found>,
    ) -> Option<Document<H>> {
        let Some(index) = index else {
            let file = format!("{}/{}/{slug}/index.md", self.root, kind.folder());
            self.mistakes.add_without_place(ContentMistake::MissingFile { file });
            return None;
        };
        let (file, text) = self.text(index)?;
        Document::read(file, text, self.mistakes)
    }

    fn form(&mut self, found: Found) -> Option<FormFile> {
        let (file, text) = self.text(found)?;
        let source = Source::toml(file, text);
        let sound = conditions::shapes_hold(&source, self.mistakes);
        if !imported::nothing_left(&source, self.mistakes) || !sound {
            return None;
        }
        let form = read::read(&source, self.mistakes)?;
        Some(FormFile { source, form })
    }

    fn check_name(&mut self, name: &str, source: &Source) {
        let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        if !name.chars().all(fits) || name.is_empty() {
            self.mistakes.add(source.top(), ContentMistake::Name { name: name.to_owned() });
        }
    }

    fn check_file_name(&mut self, name: &str, found: &Found) {
        let fits = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
        if !name.chars().all(fits) {
            let name = format!("{}/{}", self.root, found.path);
            self.mistakes.add_without_place(ContentMistake::Name { name });
        }
    }

    fn stray(&mut self, found: &Found, help: &'static str) {
        let file = format!("{}/{}", self.root, found.path);
        self.mistakes.add_without_place(ContentMistake::StrayFile { file, help });
    }
}

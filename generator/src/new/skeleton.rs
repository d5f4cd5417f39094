//! What a skeleton holds, and where it goes.

use toml::Value;

use crate::config::Sort;
use crate::content::Content;
use crate::content::handlers::UnitText;
use crate::content::service::Kind;
use crate::markdown;
use crate::output::OutputFiles;

const SERVICE: &str = include_str!("e-tjanst.md");
const FORM: &str = include_str!("form.toml");
const BLANKETT: &str = include_str!("blankett.md");
const PAGE: &str = include_str!("sida.md");
const CATEGORY: &str = include_str!("kategori.md");

/// Characters in a title; more fit neither a heading nor a list.
const LONGEST_TITLE: usize = 120;
const CHECK: &str = "Kontrollera med `generator check`, och se resultatet med `generator serve`.";

/// Files in the making.
#[derive(Debug)]
pub(super) struct Skeleton {
    /// What is written, by path from the content folder.
    pub(super) files: OutputFiles,
    /// The same as it is checked: a category is written under a name that nobody reads yet.
    pub(super) checked: OutputFiles,
    /// The code of the mistake that is the author's next task.
    pub(super) expected: Option<&'static str>,
    /// What must not be there already.
    pub(super) folders: Vec<String>,
    /// What is left for the author.
    pub(super) next: Vec<String>,
}

/// Makes a skeleton of this sort. The reason, when it cannot be.
pub(super) fn make(content: &Content, sort: Sort, title: &str) -> Result<Skeleton, String> {
    let title = title.trim();
    if title.chars().any(char::is_control) || title.chars().count() > LONGEST_TITLE {
        return Err(format!("titeln ska vara en rad med högst {LONGEST_TITLE} tecken"));
    }
    let slug = markdown::slug(title);
    if slug.is_empty() {
        return Err("titeln behöver minst en bokstav eller siffra".to_owned());
    }
    match sort {
        Sort::Service => service(content, title, &slug),
        Sort::Blankett => blankett(content, title, &slug),
        Sort::Page => Ok(page(title, &slug)),
        Sort::Category => Ok(category(content, title, &slug)),
    }
}

fn service(content: &Content, title: &str, slug: &str) -> Result<Skeleton, String> {
    let index = entry(content, SERVICE, title)?;
    let form = filled(FORM, &[("title", title)]);
    let next = [
        "summary: en eller två meningar om vad man gör här och för vem",
        "category och unit: i vilken kategori den hör hemma, och vem som handlägger",
        "who, needs, how, fee, processing_time: det som gäller, och ta bort de rader som inte behövs",
        "texten under huvudet",
        "form.toml: frågorna. Ta bort filen om tjänsten finns någon annanstans, och skriv external",
    ];
    let folder = format!("{}/{slug}", Kind::Service.folder());
    Ok(plain(
        vec![(format!("{folder}/index.md"), index), (format!("{folder}/form.toml"), form)],
        folder,
        &next,
    ))
}

fn blankett(content: &Content, title: &str, slug: &str) -> Result<Skeleton, String> {
    let index = entry(content, BLANKETT, title)?;
    let next = [
        "summary: en eller två meningar om vad blanketten är till för",
        "category och unit: i vilken kategori den hör hemma, och vem som handlägger",
        "frågorna: lägg en PDF bredvid och skriv file, eller låna en e-tjänsts frågor med service, eller skriv en egen form.toml. Utan något av det blir det en allmän blankett",
        "texten under huvudet",
    ];
    let folder = format!("{}/{slug}", Kind::Blankett.folder());
    Ok(plain(vec![(format!("{folder}/index.md"), index)], folder, &next))
}

fn page(title: &str, slug: &str) -> Skeleton {
    let next = [
        "summary: en mening om vad sidan handlar om".to_owned(),
        "texten under huvudet".to_owned(),
        format!("en länk till /{slug}/, från en annan sida eller i site.toml under [[footer]]"),
    ];
    let next: Vec<&str> = next.iter().map(String::as_str).collect();
    let path = format!("sidor/{slug}.md");
    plain(vec![(path.clone(), filled(PAGE, &[("title", &quoted(title))]))], path, &next)
}

fn category(content: &Content, title: &str, slug: &str) -> Skeleton {
    let last = content.categories.iter().map(|it| it.document.header.order).max().unwrap_or(0);
    let order = last.saturating_add(1).to_string();
    let text = filled(CATEGORY, &[("title", &quoted(title)), ("order", &order)]);
    let (hidden, path) = (format!("kategorier/_{slug}.md"), format!("kategorier/{slug}.md"));
    let next = [
        "lead och examples: vad som finns i kategorin".to_owned(),
        format!("byt namn på filen till {slug}.md: filer som börjar med _ visas inte"),
        format!(
            "skriv category = \"{slug}\" i de e-tjänster och blanketter som ska ligga här. En kategori utan innehåll visas inte"
        ),
    ];
    let next: Vec<&str> = next.iter().map(String::as_str).collect();
    let mut made = plain(vec![(hidden.clone(), text.clone())], hidden, &next);
    made.checked = [(path.clone(), text.into_bytes())].into();
    made.expected = Some("catalogue::empty_category");
    made.folders.push(path);
    made
}

fn plain(files: Vec<(String, String)>, folder: String, next: &[&str]) -> Skeleton {
    let files: OutputFiles =
        files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    let next = next.iter().copied().chain([CHECK]).map(str::to_owned).collect();
    Skeleton { checked: files.clone(), files, expected: None, folders: vec![folder], next }
}

/// The header of an e-service or a blankett, with names that there are.
fn entry(content: &Content, text: &str, title: &str) -> Result<String, String> {
    let mut categories: Vec<_> = content.categories.iter().collect();
    categories.sort_by_key(|it| it.document.header.order);
    let categories: Vec<&str> = categories.iter().map(|it| it.slug.as_str()).collect();
    let Some(category) = categories.first() else {
        return Err("det finns ingen kategori än: börja med `generator new kategori`".to_owned());
    };
    let Some(unit) = unit(content) else {
        return Err("det finns ingen enhet i handlers.toml som kan handlägga".to_owned());
    };
    Ok(filled(
        text,
        &[
            ("title", &quoted(title)),
            ("verb", &verb(content, title)),
            ("category", category),
            ("categories", &categories.join(", ")),
            ("unit", unit),
        ],
    ))
}

/// A unit of the municipality's own that a case can come to.
fn unit(content: &Content) -> Option<&str> {
    let file = &content.handlers.as_ref()?.value;
    let own = |handler: &str| file.handlers.get(handler).is_some_and(|it| it.own);
    let mut units = file.units.iter();
    let fits = |unit: &UnitText| {
        own(&unit.handler) && unit.delivery.is_some() && unit.personal_data.is_some()
    };
    units.find(|(_, it)| fits(it)).map(|(key, _)| key.as_str())
}

/// The line for the first words of the title, when other entries begin with the same.
fn verb(content: &Content, title: &str) -> String {
    let verbs = content.services.iter().map(|it| it.document.header.verb.as_str());
    let fits = |verb: &&str| {
        !verb.is_empty()
            && title
                .strip_prefix(*verb)
                .is_some_and(|rest| rest.starts_with(' ') && !rest.trim().is_empty())
    };
    let found = verbs.filter(fits).max_by_key(|it| it.len());
    found.map_or_else(String::new, |verb| format!("verb = {}\n", quoted(verb)))
}

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// The text with each `{name}` exchanged, once: what comes in is not looked at again.
fn filled(text: &str, names: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let found = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = names.iter().find(|it| it.0 == name)?;
            Some((value, after))
        });
        rest = match found {
            Some((value, after)) => {
                out.push_str(value);
                after
            }
            None => {
                out.push('{');
                after
            }
        };
    }
    out + rest
}

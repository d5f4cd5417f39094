//! Start page, category pages, and the portal's own pages.

use anyhow::Result;
use minijinja::Value;
use serde::Serialize;

use crate::catalogue::entry::{Category, Entry, Kind, Link, Page, SWEDISH};
use crate::render::Rendering;
use crate::render::groups::{self, Group};
use crate::render::line::Line;
use crate::render::page_view::PageView;

/// The start page, and what other pages show of it.
#[derive(Serialize)]
pub(super) struct StartView<'a> {
    index: &'a str,
    lead: &'a str,
    examples: &'a [String],
    most_used: Vec<Line<'a>>,
    categories: Vec<CategoryCard<'a>>,
    services: String,
    blanketter: String,
    protected_url: Option<&'a str>,
}

#[derive(Serialize)]
struct CategoryCard<'a> {
    url: &'a str,
    title: &'a str,
    examples: &'a str,
    services: String,
    blanketter: String,
}

#[derive(Serialize)]
struct CategoryView<'a> {
    title: &'a str,
    lead: &'a str,
    services: String,
    blanketter: String,
    body: Value,
    groups: Vec<Group<'a>>,
}

#[derive(Serialize)]
struct OwnPageView<'a> {
    title: &'a str,
    summary: &'a str,
    updated: Option<String>,
    plain_contact: bool,
    body: Value,
    /// The language of the text, where it is not Swedish.
    language: Option<&'static str>,
    /// The same page in another language.
    translation: Option<Translation<'a>>,
}

#[derive(Serialize)]
struct Translation<'a> {
    language: &'static str,
    /// What the link says, in that language.
    label: String,
    url: &'a str,
    /// For search engines: the address of either.
    alternates: [(&'static str, String); 2],
}

/// Makes all pages that list entries, and the portal's own.
pub(super) fn render(rendering: &mut Rendering<'_>) -> Result<()> {
    start(rendering)?;
    for index in 0..rendering.catalogue.categories.len() {
        category(rendering, index)?;
    }
    let pages = &rendering.catalogue.pages;
    pages.iter().try_for_each(|it| own_page(rendering, it))
}

fn start(rendering: &mut Rendering<'_>) -> Result<()> {
    let catalogue = rendering.catalogue;
    let site = &catalogue.site;
    let index = rendering.search_index.clone();
    let view = start_view(rendering, &index);
    let title = site.name.as_str();
    let page = PageView::new(&site.base_url, "/", title, &site.lead);
    rendering.page("start.html", &page, &view)
}

/// The ways to find something: categories, and what is used most.
pub(super) fn start_view<'a>(rendering: &Rendering<'a>, index: &'a str) -> StartView<'a> {
    let catalogue = rendering.catalogue;
    let cards = catalogue.categories.iter().enumerate().map(|(number, it)| {
        let (services, blanketter) = counts(rendering, |entry| entry.category == number);
        let Category { url, title, examples, .. } = it;
        CategoryCard { url, title, examples, services, blanketter }
    });
    let (services, blanketter) = counts(rendering, |_| true);
    StartView {
        index,
        lead: &catalogue.site.lead,
        examples: &catalogue.site.search_examples,
        most_used: most_used(rendering),
        categories: cards.collect(),
        services,
        blanketter,
        protected_url: protected_url(rendering),
    }
}

/// The page for those with protected identity, where there is one.
pub(super) fn protected_url<'a>(rendering: &Rendering<'a>) -> Option<&'a str> {
    rendering.catalogue.pages.iter().find(|it| it.plain_contact).map(|it| it.url.as_str())
}

fn most_used<'a>(rendering: &Rendering<'a>) -> Vec<Line<'a>> {
    let catalogue = rendering.catalogue;
    let found = catalogue.most_used.iter().filter_map(|it| catalogue.entries.get(*it));
    found.map(|it| Line::of(it, catalogue)).collect()
}

/// "32 e-tjänster", "20 blanketter"; blank when there are none.
fn counts(rendering: &Rendering<'_>, which: impl Fn(&Entry) -> bool) -> (String, String) {
    let entries = rendering.catalogue.entries.iter().filter(|it| which(it));
    let (services, blanketter): (Vec<_>, Vec<_>) = entries.partition(|it| it.kind == Kind::Service);
    let say = |count: usize, one: &str, many: &str| match count {
        0 => String::new(),
        1 => rendering.text(one, &[]),
        _ => rendering.text(many, &[("count", &count.to_string())]),
    };
    (
        say(services.len(), "one_service", "services"),
        say(blanketter.len(), "one_blankett", "blanketter"),
    )
}

fn category(rendering: &mut Rendering<'_>, index: usize) -> Result<()> {
    let catalogue = rendering.catalogue;
    let it = &catalogue.categories[index];
    let (services, blanketter) = counts(rendering, |entry| entry.category == index);
    let view = CategoryView {
        title: &it.title,
        lead: &it.lead,
        services,
        blanketter,
        body: Value::from_safe_string(it.body.html.clone()),
        groups: groups::of_category(rendering, index),
    };
    let page = PageView::new(&catalogue.site.base_url, &it.url, &it.title, &it.lead)
        .under(vec![rendering.home()]);
    rendering.page("category.html", &page, &view)
}

fn own_page(rendering: &mut Rendering<'_>, it: &Page) -> Result<()> {
    let base_url = &rendering.catalogue.site.base_url;
    let whole = |language, url: &str| (language, format!("{base_url}{url}"));
    let translation = it.translation.as_ref().map(|(language, url)| Translation {
        language,
        label: rendering.text(&format!("language.{language}"), &[]),
        url,
        alternates: [whole(it.language, &it.url), whole(language, url)],
    });
    let view = OwnPageView {
        language: (it.language != SWEDISH).then_some(it.language),
        translation,
        title: &it.title,
        summary: &it.summary,
        updated: it.updated.map(form_model::dates::long),
        plain_contact: it.plain_contact,
        body: Value::from_safe_string(it.body.html.clone()),
    };
    let page = PageView::new(base_url, &it.url, &it.title, &it.summary)
        .under(vec![rendering.home()])
        .in_section("");
    rendering.page("page.html", &page, &view)
}

impl Rendering<'_> {
    /// The first breadcrumb.
    pub(super) fn home(&self) -> Link {
        Link { label: self.text("home", &[]), url: "/".to_owned() }
    }
}

//! Services of another platform → files of content.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::Content;
use crate::content::service::Kind;
use crate::import::flow::{Flow, Paper};
use crate::import::form::written::{list, quoted};
use crate::import::units::Units;
use crate::import::{addresses, html};
use crate::markdown;
use crate::output::OutputFiles;

/// Longest part of an address.
const LONGEST_NAME: usize = 60;
/// The authority in a `handlers.toml` that did not exist.
const HANDLER: &str = "kommunen";

/// Everything that is to be written.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) folders: Vec<Folder>,
    /// Categories, and the files that the portal cannot do without, where there are none.
    pub(super) besides: OutputFiles,
    /// Units that an author has to add to the `handlers.toml` there is.
    pub(super) units: String,
}

/// A folder of an e-service or a blankett.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) kind: Kind,
    /// From the content folder.
    pub(super) path: String,
    pub(super) title: String,
    pub(super) files: OutputFiles,
    /// What a person has to look at, in Swedish.
    pub(super) notes: Vec<String>,
}

/// Makes the files of all services.
pub(super) fn make(flows: Vec<Flow>, content: &Content) -> Made {
    let mut making = Making {
        units: Units::of(content),
        categories: content
            .categories
            .iter()
            .map(|it| (markdown::slug(&it.document.header.title), it.slug.clone()))
            .collect(),
        ..Making::default()
    };
    for flow in flows {
        making.flow(flow);
    }
    let mut made = making.made;
    made.units = making.units.toml(HANDLER);
    if content.handlers.is_none() {
        let head = format!(
            "# Enheterna kommer från importen. Fyll i controller (nämnden), delivery och personal_data.\n\
             [handlers.{HANDLER}]\nname = \"Kommunen\"\nown = true\npersonal_data_url = \"\"\n"
        );
        let units = if made.units.is_empty() { "\n[units]\n" } else { &made.units };
        made.besides.insert("handlers.toml".to_owned(), format!("{head}{units}").into_bytes());
        made.units.clear();
    }
    made.besides.insert("site.toml".to_owned(), SITE.as_bytes().to_vec());
    made
}

const SITE: &str = "\
name = \"Självservice\"
municipality = \"\"
base_url = \"\"
lead = \"\"

[switchboard]
name = \"Växeln\"
phone = \"\"
hours = []
address = []
";

#[derive(Default)]
struct Making {
    made: Made,
    units: Units,
    /// By the slug of the title: the name of the file.
    categories: BTreeMap<String, String>,
    names: BTreeSet<String>,
    /// How often a name has been asked for.
    numbers: BTreeMap<String, u32>,
    aliases: BTreeSet<String>,
}

impl Making {
    fn flow(&mut self, mut flow: Flow) {
        let title = html::one_line(&flow.name);
        if title.is_empty() {
            flow.notes.push("tjänsten hade inget namn".to_owned());
        }
        let papers = std::mem::take(&mut flow.papers);
        let category = self.category(&mut flow);
        let (unit, same) = self.units.unit(&flow);
        let only_paper = flow.form.is_none() && flow.external.is_none() && !papers.is_empty();
        let name = (!only_paper).then(|| self.name(&title, &flow));
        let mut blankett = None;
        for (at, paper) in papers.into_iter().enumerate() {
            // Of a paper form alone, the text is the service's.
            let own = only_paper && at == 0;
            let head = Head { category: &category, unit: &unit, same };
            let slug = self.paper(&flow, paper, own, &head);
            blankett.get_or_insert(slug);
        }
        if let Some(name) = name {
            self.service(
                flow,
                (&title, &name),
                blankett,
                &Head { category: &category, unit: &unit, same },
            );
        }
    }

    /// A name that no other folder of the import has.
    fn name(&mut self, title: &str, flow: &Flow) -> String {
        let mut name = markdown::slug(title);
        name.truncate(LONGEST_NAME);
        let name = name.trim_end_matches('-');
        let family = flow.family.as_deref().map(markdown::slug).unwrap_or_default();
        let first = if name.is_empty() { format!("tjanst-{family}") } else { name.to_owned() };
        let first = first.trim_end_matches('-');
        let mut name = first.to_owned();
        while !self.names.insert(name.clone()) {
            let count = self.numbers.entry(first.to_owned()).or_insert(1);
            *count += 1;
            name = format!("{first}-{count}");
        }
        name
    }

    /// The category by name; a new one when there is none of that title.
    fn category(&mut self, flow: &mut Flow) -> String {
        let title = flow.category.as_deref().map(html::one_line).unwrap_or_default();
        let slug = markdown::slug(&title);
        if slug.is_empty() {
            flow.notes.push("det står inte vilken kategori den hör till".to_owned());
            return String::new();
        }
        if let Some(known) = self.categories.get(&slug) {
            return known.clone();
        }
        let order = self.categories.len() + 1;
        let text = format!(
            "+++\ntitle = {}\nlead = \"\"\nexamples = \"\"\norder = {order}\n+++\n",
            quoted(&title)
        );
        let mut file = slug.clone();
        file.truncate(LONGEST_NAME);
        self.made.besides.insert(format!("kategorier/{file}.md"), text.into_bytes());
        self.categories.insert(slug, file.clone());
        file
    }

    fn service(
        &mut self,
        mut flow: Flow,
        (title, name): (&str, &str),
        blankett: Option<String>,
        head: &Head<'_>,
    ) {
        let mut notes = std::mem::take(&mut flow.notes);
        let mut lines = head.lines(title, &flow, &mut notes);
        let login = flow.login.unwrap_or_else(|| {
            notes.push("det står inte om man måste logga in".to_owned());
            "required"
        });
        lines.push(format!("login = \"{login}\""));
        let signers = flow.form.as_ref().map_or(1, |it| it.signers);
        if signers > 1 {
            lines.push(format!("signers = {signers}"));
        }
        lines.extend(blankett.map(|it| format!("blankett = \"{it}\"")));
        if let Some(url) = &flow.external {
            lines.push(format!("external = {}", quoted(url)));
            if flow.form.take().is_some() {
                notes.push("tjänsten finns någon annanstans; frågorna följde inte med".to_owned());
            }
        } else if flow.form.is_none() {
            notes.push("frågorna följde inte med: exportera tjänsten (.oeflow) och importera den också, eller skriv external med adressen till den".to_owned());
        }
        let aliases = addresses::aliases(&flow.addresses, &mut self.aliases, &mut notes);
        let path = format!("{}/{name}", Kind::Service.folder());
        let mut files = OutputFiles::new();
        files
            .insert(format!("{path}/index.md"), document(lines, &aliases, head, &flow, &mut notes));
        if let Some(form) = form(&mut flow, signers, &mut notes) {
            files.insert(format!("{path}/form.toml"), form.into_bytes());
        }
        self.push(Kind::Service, path, title.to_owned(), files, notes);
    }

    /// Makes a blankett; the name of its folder.
    fn paper(&mut self, flow: &Flow, paper: Paper, own: bool, head: &Head<'_>) -> String {
        let named = html::one_line(&paper.name);
        let of_flow = html::one_line(&flow.name);
        let title = match (own, named.is_empty()) {
            (true, _) => of_flow,
            (false, false) => named,
            (false, true) => format!("{of_flow}, blankett"),
        };
        let slug = self.name(&title, flow);
        let path = format!("{}/{slug}", Kind::Blankett.folder());
        let mut notes = if own { flow.notes.clone() } else { Vec::new() };
        let mut lines = head.lines(&title, flow, &mut notes);
        let mut files = OutputFiles::new();
        match (paper.file, &paper.url) {
            (Some((ending, bytes)), _) => {
                lines.push(format!("file = \"{slug}.{ending}\""));
                files.insert(format!("{path}/{slug}.{ending}"), bytes);
            }
            (None, url) => {
                lines.extend(url.iter().map(|it| format!("external = {}", quoted(it))));
            }
        }
        let addresses: &[String] = if own { &flow.addresses } else { &[] };
        let aliases = addresses::aliases(addresses, &mut self.aliases, &mut notes);
        files.insert(format!("{path}/index.md"), document(lines, &aliases, head, flow, &mut notes));
        self.push(Kind::Blankett, path, title, files, notes);
        slug
    }

    fn push(
        &mut self,
        kind: Kind,
        path: String,
        title: String,
        files: OutputFiles,
        mut notes: Vec<String>,
    ) {
        for (path, bytes) in &files {
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            let name = path.rsplit('/').next().unwrap_or_default();
            for sign in ["${", "$attribute{"].iter().filter(|it| text.contains(**it)) {
                notes.push(format!("{name} innehåller {sign}…}}: skriv det som ska stå där"));
            }
        }
        notes.dedup();
        self.made.folders.push(Folder { kind, path, title, files, notes });
    }
}

/// What a service and its blanketter share.
struct Head<'a> {
    category: &'a str,
    unit: &'a str,
    /// Whether the unit's contact is the service's.
    same: bool,
}

impl Head<'_> {
    fn lines(&self, title: &str, flow: &Flow, notes: &mut Vec<String>) -> Vec<String> {
        let summary = Some(html::plain(&flow.short)).filter(|it| !it.is_empty());
        let summary = summary.or_else(|| html::paragraphs(&flow.long).into_iter().next());
        let mut lines = vec![
            format!("title = {}", quoted(title)),
            format!("summary = {}", quoted(&summary.unwrap_or_default())),
            format!("category = {}", quoted(self.category)),
            format!("unit = {}", quoted(self.unit)),
        ];
        for (key, texts) in [("keywords", &flow.keywords), ("needs", &flow.needs)] {
            let texts: Vec<String> = texts.iter().map(|it| html::one_line(it)).collect();
            let texts: Vec<String> = texts.into_iter().filter(|it| !it.is_empty()).collect();
            if !texts.is_empty() {
                lines.push(format!("{key} = {}", list(&texts)));
            }
        }
        for (key, words) in [
            ("fee", &["avgift", "kostnad", "pris"][..]),
            ("processing_time", &["handläggningstid", "svarstid"]),
        ] {
            let mut fits =
                flow.facts.iter().filter(|it| words.contains(&it.0.to_lowercase().as_str()));
            let said = fits.next().map(|it| html::plain(&it.1)).filter(|it| !it.is_empty());
            lines.extend(said.map(|it| format!("{key} = {}", quoted(&it))));
            if fits.next().is_some() {
                notes.push(format!("{key} stod flera gånger; den första användes"));
            }
        }
        lines
    }
}

/// The whole of `index.md`.
fn document(
    mut lines: Vec<String>,
    aliases: &[String],
    head: &Head<'_>,
    flow: &Flow,
    notes: &mut Vec<String>,
) -> Vec<u8> {
    if !aliases.is_empty() {
        lines.push(format!("aliases = {}", list(aliases)));
    }
    let it = &flow.contact;
    let contact = [("name", &it.name), ("phone", &it.phone), ("email", &it.email)];
    let given: Vec<_> = contact.iter().filter_map(|(key, it)| Some((key, it.as_ref()?))).collect();
    if !head.same && !given.is_empty() {
        lines.push("\n[contact]".to_owned());
        lines.extend(given.iter().map(|(key, it)| format!("{key} = {}", quoted(it))));
    }
    let body = html::markdown(&flow.long);
    notes.extend(body.lost);
    notes.extend(html::markdown(&flow.short).lost);
    let known = ["avgift", "kostnad", "pris", "handläggningstid", "svarstid"];
    let facts = flow.facts.iter().filter(|it| !known.contains(&it.0.to_lowercase().as_str()));
    let facts: String = facts
        .map(|(name, value)| {
            let (name, value) = (html::escaped(name), html::markdown(value).text);
            format!("\n\n### {name}\n\n{value}")
        })
        .collect();
    format!("+++\n{}\n+++\n\n{}{facts}\n", lines.join("\n"), body.text).into_bytes()
}

/// The whole of `form.toml`.
fn form(flow: &mut Flow, signers: u32, notes: &mut Vec<String>) -> Option<String> {
    let form = flow.form.take()?;
    notes.extend(form.notes);
    if form.placeholders > 0 {
        notes.push(format!(
            "{} frågor eller regler kunde inte översättas: de har imported i form.toml",
            form.placeholders
        ));
    }
    let signing = if flow.signing || signers > 1 { "required" } else { "none" };
    let mut out = format!(
        "# Importerat från Open ePlatform. Läs igenom frågorna.\nsigning = \"{signing}\"\n"
    );
    if flow.login == Some("required") {
        out.push_str("followed = true\n");
    }
    let next = html::paragraphs(&flow.submitted);
    if !next.is_empty() {
        out.push_str(&format!("next = {}\n", list(&next)));
    }
    Some(out + &form.toml)
}

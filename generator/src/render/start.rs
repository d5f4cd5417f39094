//! The start panel: one clear way to begin, whatever the state. Never a dead button.

use form_model::compiled::Login;
use serde::Serialize;

use crate::catalogue::entry::{Entry, Kind, PaperForm, Start};
use crate::render::paper::{self, PaperLink};
use crate::render::{Rendering, service};

/// The panel with its words.
#[derive(Debug, Serialize)]
pub(crate) struct StartPanel {
    /// How far the shutter is up: `open`, `ajar`, `paper`.
    state: &'static str,
    title: String,
    text: Vec<String>,
    button: Option<Button>,
    /// A second way, beside the button.
    second: Option<Button>,
    notes: Vec<String>,
    /// Whether the panel points to the part about those without e-ID.
    without_link: bool,
}

#[derive(Debug, Serialize)]
struct Button {
    label: String,
    url: String,
    icon: &'static str,
}

impl StartPanel {
    /// The panel of an entry.
    pub(crate) fn of(rendering: &Rendering<'_>, (index, it): (usize, &Entry)) -> Self {
        let words = Words { rendering, it };
        match &it.start {
            Start::Form => words.form(),
            Start::External(url) => words.external(url),
            Start::Blankett(index) => words.blankett(*index),
            Start::File { url, bytes } => words.file(url, *bytes),
            Start::Print => words.print(index),
            Start::Phone => words.phone(),
        }
    }
}

struct Words<'a> {
    rendering: &'a Rendering<'a>,
    it: &'a Entry,
}

impl Words<'_> {
    fn form(&self) -> StartPanel {
        let account = &self.rendering.catalogue.site.account;
        let slug = &self.it.slug;
        let begin = format!("{account}ny/{slug}");
        let time =
            self.it.facts.minutes.map(|it| self.say("minutes", &[("minutes", &it.to_string())]));
        let (button, note) = match self.it.login {
            Login::Required => ("login_and_begin", "login_with"),
            Login::Optional => ("begin", "login_optional"),
            Login::None => ("begin", "login_none"),
        };
        let saved = (self.it.login == Login::Required).then(|| self.say("may_save", &[]));
        let till = format!("{account}logga-in?till={account}ny/{slug}");
        StartPanel {
            state: if self.it.login == Login::Required { "ajar" } else { "open" },
            title: self.say("begin_title", &[]),
            text: joined(time.into_iter().chain(saved)).into_iter().collect(),
            button: Some(self.button(button, begin, "arrow")),
            second: (self.it.login == Login::Optional)
                .then(|| self.button("login_first", till, "person")),
            notes: vec![self.say(note, &[("eids", &self.e_ids())])],
            without_link: self.it.login == Login::Required,
        }
    }

    /// "BankID, Mobilt BankID eller Telia e-legitimation".
    fn e_ids(&self) -> String {
        match self.rendering.catalogue.site.e_ids.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => self.say("or", &[("first", &first.join(", ")), ("last", last)]),
        }
    }

    fn external(&self, url: &str) -> StartPanel {
        let handler = self.it.handling.handler.as_str();
        let paper = self.it.kind == Kind::Blankett;
        let name = [("name", handler)];
        let (title, text, button) = match (self.it.handling.own, paper) {
            (true, _) => ("elsewhere_title", "elsewhere_text", "elsewhere_button"),
            (false, false) => ("external_title", "external_text", "external_button"),
            (false, true) => ("external_title", "external_paper_text", "external_button"),
        };
        let label = self.say(button, &name);
        StartPanel {
            title: self.say(title, &name),
            text: vec![self.say(text, &name)],
            button: Some(Button { label, url: url.to_owned(), icon: "arrow" }),
            ..self.panel(if paper { "paper" } else { "open" })
        }
    }

    fn blankett(&self, index: usize) -> StartPanel {
        let catalogue = self.rendering.catalogue;
        let url = catalogue.entries.get(index).map_or_else(String::new, |it| it.url.clone());
        StartPanel {
            title: self.say("paper_title", &[]),
            text: vec![self.say("paper_text", &[])],
            button: Some(self.button("paper_button", url, "paper")),
            ..self.panel("paper")
        }
    }

    fn file(&self, url: &str, bytes: usize) -> StartPanel {
        let size = paper::kilobytes(bytes);
        StartPanel {
            title: self.say("fetch_title", &[]),
            button: Some(self.button("fetch_button", url.to_owned(), "download")),
            notes: vec![self.say("fetch_size", &[("size", &size)]), self.say("no_printer", &[])],
            ..self.panel("paper")
        }
    }

    fn print(&self, index: usize) -> StartPanel {
        let Some(PaperLink { url, detail, general }) = PaperLink::of(self.rendering, index) else {
            return self.phone();
        };
        let (title, text) = match general {
            true => ("print_general_title", vec![self.say("print_general_text", &[])]),
            false => ("print_title", Vec::new()),
        };
        StartPanel {
            title: self.say(title, &[]),
            text,
            button: Some(self.button("print_button", url, "print")),
            second: self.on_the_web(),
            notes: vec![
                self.say("print_size", &[("detail", &detail)]),
                self.say("no_printer", &[]),
            ],
            ..self.panel("paper")
        }
    }

    /// The e-service with the same questions.
    fn on_the_web(&self) -> Option<Button> {
        let Some(PaperForm::Of(service)) = self.it.paper else { return None };
        let it = self.rendering.catalogue.entries.get(service)?;
        Some(self.button("on_the_web", it.url.clone(), "open"))
    }

    fn phone(&self) -> StartPanel {
        let contact = &self.it.handling.contact;
        let paper = self.it.kind == Kind::Blankett;
        let names = [("name", service::phone_name(self.rendering, self.it))];
        let (title, text) = if paper {
            ("order_title", self.say("order_text", &names))
        } else {
            ("phone_title", self.say("phone_text", &names))
        };
        let label = self.say("phone_button", &[("phone", &contact.phone)]);
        StartPanel {
            title: self.say(title, &[]),
            text: vec![text],
            button: Some(Button { label, url: contact.phone_url.clone(), icon: "phone" }),
            ..self.panel("paper")
        }
    }

    fn panel(&self, state: &'static str) -> StartPanel {
        StartPanel {
            state,
            title: String::new(),
            text: Vec::new(),
            button: None,
            second: None,
            notes: Vec::new(),
            without_link: false,
        }
    }

    fn button(&self, label: &str, url: String, icon: &'static str) -> Button {
        Button { label: self.say(label, &[]), url, icon }
    }

    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.rendering.text(&format!("start.{key}"), args)
    }
}

/// Sentences as one paragraph, if there are any.
fn joined(sentences: impl Iterator<Item = String>) -> Option<String> {
    let text = sentences.collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

//! Så når vi dig: the page where a person says how they want to be told.

use crate::app::App;
use crate::cases::who::Who;
use crate::http::csrf;
use crate::http::fields::Fields;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::notify::contacts;
use crate::notify::contacts::{Asked, Tried};
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{Channel, Contact};
use crate::view::account::{ChannelView, ContactsView};
use crate::view::page::{Link, PageView};

/// Where the page is.
const URL: &str = "/mina-sidor/kontakt";

/// What was refused: by which channel, in which field, and the text's key.
type Refused<'a> = (Channel, &'static str, &'a str);

/// `GET /mina-sidor/kontakt`
///
/// # Errors
/// When the database fails.
pub fn show(app: &App, who: &Who, request: &Request) -> Result<Response> {
    let key = match request.query("klart") {
        Some("ny") => Some("contacts.done_new"),
        Some("bort") => Some("contacts.done_removed"),
        Some("kod") => Some("contacts.done_code"),
        _ => None,
    };
    page(app, who, (key, None))
}

/// `POST /mina-sidor/kontakt`
///
/// # Errors
/// [`Problem::BadRequest`] when it is none of the page's forms.
pub fn save(app: &App, who: &Who, request: &Request) -> Result<Response> {
    let fields = request.form()?;
    csrf::check(request, &fields, app.origin(), &who.csrf)?;
    let person = who.person().ok_or(Problem::NotFound)?;
    let channel = match fields.text("kanal") {
        "epost" => Channel::Mail,
        "sms" => Channel::Sms,
        _ => return Err(Problem::BadRequest("no such channel")),
    };
    if !app.notify.channels().contains(&channel) {
        return Err(Problem::NotFound);
    }
    match fields.text("gor") {
        "kod" => ask(app, who, (person, channel, &fields)),
        "bekrafta" => verify(app, who, (person, channel, &fields)),
        "ta-bort" => {
            app.store.write(|tx| contacts::remove(tx, person, channel))?;
            Ok(Response::see_other(&format!("{URL}?klart=bort")))
        }
        _ => Err(Problem::BadRequest("nothing to do")),
    }
}

fn ask(
    app: &App,
    who: &Who,
    (person, channel, fields): (&str, Channel, &Fields),
) -> Result<Response> {
    let typed = fields.text("adress");
    match app.store.write(|tx| contacts::ask(tx, person, (channel, typed)))? {
        Asked::Sent => Ok(Response::see_other(&format!("{URL}?klart=kod"))),
        Asked::NoAddress => {
            let key =
                if channel == Channel::Sms { "contacts.no_mobile" } else { "check.not_email" };
            page(app, who, (None, Some((channel, "adress", key))))
        }
        Asked::TooMany => page(app, who, (None, Some((channel, "adress", "contacts.too_many")))),
    }
}

fn verify(
    app: &App,
    who: &Who,
    (person, channel, fields): (&str, Channel, &Fields),
) -> Result<Response> {
    let code = fields.text("kod");
    match app.store.write(|tx| contacts::verify(tx, person, (channel, code))) {
        Ok(Tried::Right) => Ok(Response::see_other(&format!("{URL}?klart=ny"))),
        Ok(Tried::Wrong) => page(app, who, (None, Some((channel, "kod", "contacts.wrong")))),
        Ok(Tried::Spent) => page(app, who, (None, Some((channel, "kod", "contacts.spent")))),
        // Verified already, in another tab.
        Err(Problem::NotFound) => Ok(Response::see_other(URL)),
        Err(problem) => Err(problem),
    }
}

fn page(
    app: &App,
    who: &Who,
    (notice, refused): (Option<&str>, Option<Refused<'_>>),
) -> Result<Response> {
    let person = who.person().ok_or(Problem::NotFound)?;
    let saved = app.store.read(|tx| tx.contacts(person))?;
    let channels: Vec<ChannelView> = app
        .notify
        .channels()
        .iter()
        .map(|channel| {
            let contact = saved.iter().find(|it| it.channel == *channel);
            let refused = refused.filter(|it| it.0 == *channel);
            shown(app, (*channel, contact), refused)
        })
        .collect();
    let view = ContactsView {
        notice: notice.map(|key| app.view.text(key)),
        errors: channels.iter().flat_map(errors).collect(),
        off: channels.is_empty().then(|| app.view.text("contacts.off")),
        channels,
        action: URL.to_owned(),
        csrf: who.csrf.clone(),
    };
    let mut title = app.view.text("contacts.heading");
    if refused.is_some() {
        title = app.view.said("form.title_error", &[("title", &title)]);
    }
    let above = vec![Link::new(app.view.text("base.account"), "/mina-sidor/")];
    let head = PageView::account(title, above);
    let html = app.view.page("account/contacts.html", &head, who.account.as_ref(), &view)?;
    Ok(Response::html(if refused.is_some() { 422 } else { 200 }, html))
}

/// Links from the top of the page to the fields that were refused.
fn errors(it: &ChannelView) -> Vec<Link> {
    let link = |field: &str, error: &Option<String>| {
        let url = format!("#{}-{field}", it.id);
        error.clone().map(|text| Link::new(text, url))
    };
    link("adress", &it.address_error).into_iter().chain(link("kod", &it.code_error)).collect()
}

fn shown(
    app: &App,
    (channel, contact): (Channel, Option<&Contact>),
    refused: Option<Refused<'_>>,
) -> ChannelView {
    let (id, name) = match channel {
        Channel::Sms => ("sms", "sms"),
        _ => ("epost", "mail"),
    };
    let pending = contact.and_then(|it| it.pending.as_ref());
    let open =
        pending.filter(|it| it.tries < contacts::MOST_TRIES && app.store.now() < it.expires_at);
    let error = |field: &str| {
        let (_, _, key) = refused.filter(|it| it.1 == field)?;
        Some(app.view.text(key))
    };
    let text = |key: &str| app.view.text(&format!("contacts.{name}_{key}"));
    ChannelView {
        id: id.to_owned(),
        heading: text("heading"),
        label: text("label"),
        kind: if channel == Channel::Sms { "tel" } else { "email" }.to_owned(),
        address: contact.and_then(|it| it.address.clone()),
        given_up: contact.is_some_and(Contact::given_up).then(|| text("given_up")),
        pending: open.map(|it| app.view.said("contacts.pending", &[("address", &it.address)])),
        // A code that is spent leaves only the way to a new one.
        address_error: error("adress").or_else(|| if open.is_none() { error("kod") } else { None }),
        code_error: if open.is_some() { error("kod") } else { None },
    }
}

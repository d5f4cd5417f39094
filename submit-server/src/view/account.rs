//! What the templates of login, Mina sidor, cases and receipts are given.

use serde::Serialize;

use crate::view::page::{
    AnswersView, ContactView, Link, PartyView, PersonalDataView, StatusView, TitleView, ToldView,
};

/// `account/login.html`: choose how to log in.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LoginView {
    /// POST /mina-sidor/logga-in/bankid; buttons are device=same and device=other.
    pub(crate) action: String,
    pub(crate) csrf: String,
    /// Path to come back to, as hidden input `till`; may be blank.
    pub(crate) back: String,
    /// What the person is on the way to: "Ansökan om plats i förskola"; none = Mina sidor.
    pub(crate) errand: Option<String>,
    /// Why we ask again: whole sentences (messages login.notice_*); none = first time.
    pub(crate) notice: Option<String>,
    /// The last try failed: RFA text; none otherwise.
    pub(crate) error: Option<String>,
    /// Other e-IDs; their buttons go to /mina-sidor/logga-in/oidc/{id}.
    pub(crate) providers: Vec<ProviderView>,

    pub(crate) no_eid_url: String,
    pub(crate) protected_url: String,
    pub(crate) about_eid_url: String,
}

/// An e-ID beside BankID.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ProviderView {
    pub(crate) id: String,
    /// "Telia e-legitimation"
    pub(crate) label: String,
}

/// `account/onward.html`: on the way to another e-ID.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OnwardView {
    /// "Telia e-legitimation"
    pub(crate) label: String,
    /// Where the page goes by itself; none when there is a form to send.
    pub(crate) address: Option<String>,
    /// POST, at the provider; blank when there is an address.
    pub(crate) action: String,
    /// Hidden values: name and value.
    pub(crate) fields: Vec<(&'static str, String)>,
    /// Back to where one came from.
    pub(crate) back_url: String,
}

/// `account/sign.html`: choose where BankID is, before signing.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SignView {
    pub(crate) service: TitleView,
    /// "Ånge kommun ber dig skriva under …"
    pub(crate) lead: String,
    /// POST …/skriv-under; buttons are device=same and device=other.
    pub(crate) action: String,
    pub(crate) csrf: String,
    pub(crate) error: Option<String>,
    /// Other e-IDs that can sign; their buttons are device=oidc:{id}.
    pub(crate) providers: Vec<ProviderView>,
    /// What is signed, to read.
    pub(crate) answers: Vec<AnswersView>,
    /// Back to granska.
    pub(crate) review_url: String,
    /// …/avboj; none for the applicant.
    pub(crate) decline_url: Option<String>,
}

/// `account/decline.html`: really decline to sign?
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DeclineView {
    pub(crate) service: TitleView,
    pub(crate) action: String,
    pub(crate) csrf: String,
    /// The hash of what was read before.
    pub(crate) version: String,
    /// As it was typed.
    pub(crate) reason: String,
    pub(crate) error: Option<String>,
    /// Back to the page where one signs.
    pub(crate) back_url: String,
}

/// `account/bankid.html`: the order is under way. Without script it reloads itself.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct BankIdView {
    /// "login" | "sign"
    pub(crate) purpose: String,
    /// "Logga in med BankID" / "Skriv under med BankID"
    pub(crate) heading: String,
    /// Who asks for what: "Ånge kommun ber dig legitimera dig."
    pub(crate) lead: String,
    /// "pending" | "failed" | "complete"
    pub(crate) state: String,
    /// RFA text.
    pub(crate) status: String,
    /// "/mina-sidor/bankid/<handle>/status" → JSON {"state": …, "text": RFA text, "qr": bool}
    pub(crate) status_url: String,
    /// "…/qr.svg"; none on the same device, and once the code has been scanned.
    pub(crate) qr_url: Option<String>,
    /// Link that opens the app; none with another device.
    pub(crate) app_url: Option<String>,
    /// POST …/avbryt
    pub(crate) cancel_url: String,
    /// POST …/klar; offered when complete, pressed by script at once.
    pub(crate) done_url: String,
    /// Where to try again when failed (GET: logga-in or skriv-under).
    pub(crate) again_url: String,
    pub(crate) csrf: String,
    /// Seconds between reloads without script (2).
    pub(crate) refresh_seconds: u32,
    /// What is signed, by line; empty at login.
    pub(crate) summary: Vec<String>,
}

/// `account/ny.html`: before the first question.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NewView {
    pub(crate) service: TitleView,
    pub(crate) summary: String,
    pub(crate) service_url: String,
    /// "Det tar ungefär 10 minuter."; none when not known.
    pub(crate) minutes: Option<String>,
    /// The steps' titles.
    pub(crate) steps: Vec<String>,
    /// "Ni är två som ska skriva under."; none for one signer.
    pub(crate) signers: Option<String>,
    /// Days a draft is kept; none = it cannot be saved (anonymous).
    pub(crate) keep_days: Option<u32>,
    pub(crate) personal_data: PersonalDataView,
    /// Drafts of the same service; may be empty.
    pub(crate) drafts: Vec<CaseCard>,
    pub(crate) action: String,
    pub(crate) csrf: String,
    pub(crate) contact: ContactView,
    pub(crate) blankett_url: Option<String>,
}

/// `account/mina-sidor.html`: all of a person's cases.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OverviewView {
    pub(crate) name: String,
    /// A sentence about what just happened ("Utkastet är borttaget."); none otherwise.
    pub(crate) notice: Option<String>,
    /// "Vi når dig inte med e-post."; none when all is well.
    pub(crate) unreached: Option<String>,
    /// Du behöver göra något; left out when empty.
    pub(crate) act: Vec<CaseCard>,
    /// Ej inskickade (drafts and those waiting for another's signature).
    pub(crate) unsent: Vec<CaseCard>,
    /// Inskickade, pågående.
    pub(crate) ongoing: Vec<CaseCard>,
    /// Avslutade.
    pub(crate) closed: Vec<CaseCard>,
}

/// One case or draft in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CaseCard {
    pub(crate) status: StatusView,
    pub(crate) title: TitleView,
    pub(crate) url: String,
    /// "Sparat 21 november kl. 19.05", "Tas bort efter 20 januari", "Ärende 2026-004127"
    pub(crate) meta: Vec<String>,
    /// Who signs, when somebody has; otherwise empty.
    pub(crate) parties: Vec<PartyView>,
    /// "Ärendet är inte inskickat ännu. Det väntar på Jonas."; none when it does not wait.
    pub(crate) not_sent: Option<String>,
    /// "Fortsätt", "Skriv under", "Se vad som saknas"; none = the title's link is enough.
    pub(crate) button: Option<Link>,
    /// …/ta-bort; none when it cannot be deleted.
    pub(crate) delete_url: Option<String>,
}

/// `account/delete.html`: really delete the draft?
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DeleteView {
    pub(crate) service: TitleView,
    /// "21 november kl. 19.05"
    pub(crate) saved: String,
    pub(crate) action: String,
    pub(crate) csrf: String,
    /// Hidden `bevis`: a second press of the same page finds the draft gone and is no fault.
    pub(crate) proof: String,
    /// "Behåll utkastet": back to Mina sidor or the step.
    pub(crate) keep_url: String,
}

/// `account/case.html`: one case.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CaseView {
    pub(crate) title: TitleView,
    pub(crate) status: StatusView,
    /// "2026-004127"
    pub(crate) number: String,
    /// "Ärende 2026-004127, inskickat 9 november 2026."
    pub(crate) about: String,
    pub(crate) events: Vec<EventView>,
    pub(crate) parties: Vec<PartyView>,
    pub(crate) answers: Vec<AnswersView>,
    pub(crate) receipt_url: String,
    /// Where the receipt is as a PDF.
    pub(crate) pdf_url: String,
    pub(crate) contact: ContactView,
    /// "Bygg- och miljönämnden i Bräcke kommun"
    pub(crate) handler: String,
}

/// Something that happened, or will.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EventView {
    pub(crate) title: String,
    /// "9 november 2026 kl. 20.17", "Inom två veckor"; may be blank.
    pub(crate) when: String,
    /// None = nothing more to say.
    pub(crate) text: Option<String>,
    /// What the unit says, with its line breaks; none = nothing.
    pub(crate) message: Option<String>,
    /// It has not happened yet.
    pub(crate) next: bool,
    /// The event after this one has not happened yet.
    pub(crate) before_next: bool,
}

/// `account/waiting.html`: signed by you, waiting for somebody else. Not received yet.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct WaitingView {
    pub(crate) title: TitleView,
    /// "Du har skrivit under. Nu väntar vi på Jonas."
    pub(crate) heading: String,
    /// "Ärendet är inte inskickat ännu. Det väntar på Jonas."
    pub(crate) not_sent: String,
    /// "Den kommer in till kommunen när Jonas har skrivit under, senast 23 december 2026."
    pub(crate) lead: String,
    pub(crate) parties: Vec<PartyView>,
    /// How the other finds it, one paragraph each.
    pub(crate) how: Vec<String>,
    /// What happens when nobody signs, one paragraph each.
    pub(crate) otherwise: Vec<String>,
    pub(crate) answers: Vec<AnswersView>,
    /// POST, by the applicant, to take it back; none for the others.
    pub(crate) cancel_url: Option<String>,
    pub(crate) csrf: String,
    pub(crate) contact: ContactView,
}

/// `account/receipt.html`: received.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ReceiptView {
    pub(crate) title: TitleView,
    /// "Vi har tagit emot ansökan"
    pub(crate) heading: String,
    /// "Den kom in tisdag 24 november 2026 kl. 08.12."
    pub(crate) received: String,
    pub(crate) number: String,
    /// What happens next: form.next, one each.
    pub(crate) next: Vec<String>,
    pub(crate) parties: Vec<PartyView>,
    pub(crate) answers: Vec<AnswersView>,
    /// Where confirmations go; none in an anonymous form.
    pub(crate) told: Option<ToldView>,
    /// Where the case can be followed; none = it cannot (the page says so).
    pub(crate) follow_url: Option<String>,
    /// Where the receipt is as a PDF.
    pub(crate) pdf_url: String,
    pub(crate) contact: ContactView,
    pub(crate) handler: String,
}

/// `account/problem.html`: something did not work. Texts: messages problem.<kind>.title / .text.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ProblemView {
    pub(crate) title: String,
    /// What happened and what to do, one paragraph each.
    pub(crate) text: Vec<String>,
    /// What to press; the first is the main one. May be empty. The phone is always shown.
    pub(crate) actions: Vec<Link>,
    /// "Säg det här numret om du ringer"; none when it is not our fault.
    pub(crate) incident: Option<String>,
}

/// `account/protected.html` takes no view (`view: none`): only the switchboard's phone of `site`.
/// `account/logged-out.html`: after log-out.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LoggedOutView {
    /// Logged out by time: says so and offers to come back to this path; none = asked for.
    pub(crate) back: Option<String>,
}

/// `account/contacts.html`: how the person wants to be told.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ContactsView {
    /// What just happened; none otherwise.
    pub(crate) notice: Option<String>,
    /// What was refused, with a link to its field; may be empty.
    pub(crate) errors: Vec<Link>,
    /// Why nothing can be chosen; none when something can.
    pub(crate) off: Option<String>,
    pub(crate) channels: Vec<ChannelView>,
    /// POST: `kanal` = the channel's id, `gor` = kod (with `adress`), bekrafta (with `kod`) or ta-bort.
    pub(crate) action: String,
    pub(crate) csrf: String,
}

/// One way to be told.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ChannelView {
    /// "epost" | "sms"
    pub(crate) id: String,
    pub(crate) heading: String,
    pub(crate) label: String,
    /// "email" | "tel": the input's type and what the browser may fill in.
    pub(crate) kind: String,
    /// Verified and in use; none yet.
    pub(crate) address: Option<String>,
    /// Too many messages did not come through; a whole sentence.
    pub(crate) given_up: Option<String>,
    /// "Vi har skickat en kod till …"; none = no code is waited for.
    pub(crate) pending: Option<String>,
    pub(crate) address_error: Option<String>,
    pub(crate) code_error: Option<String>,
}

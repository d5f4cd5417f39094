//! Whoever asks for a page of a case: a person who is logged in, or the session
//! of an anonymous form. Made by the routes, handed to the pages.

use std::sync::Arc;

use form_model::compiled::CompiledForm;
use form_model::known::Known;

use crate::store::{CaseRow, Owner};
use crate::view::page::AccountView;

/// Whoever asks.
#[derive(Clone, Debug)]
pub struct Who {
    /// Whose drafts and cases they may see.
    pub owner: Owner,
    /// What may be taken for granted in a form.
    pub known: Known,
    /// Others' cases in which they are a party, as a list may show them now. Where
    /// somebody has become protected a case is left out: it looks exactly like none.
    pub others: Vec<CaseRow>,
    /// Those among them, by id, in which nobody else may be named now: the register
    /// does not say whether they are protected.
    pub unnamed: Vec<String>,
    /// Some of the person's children may not be shown here.
    pub withheld: bool,
    /// The children are known, because the register was asked and answered.
    pub family_known: bool,
    /// When the register told what is known; none when it did not answer.
    pub asked_at: Option<i64>,
    /// The form of their own draft, where a page of one is asked for.
    pub form: Option<Arc<CompiledForm>>,
    /// The token that every form must carry.
    pub csrf: String,
    pub(crate) account: Option<AccountView>,
}

impl Who {
    /// The number of the person who is logged in.
    #[must_use]
    pub fn person(&self) -> Option<&str> {
        match &self.owner {
            Owner::Person(number) => Some(number),
            Owner::Session(_) => None,
        }
    }

    /// The name of the person who is logged in.
    #[must_use]
    pub fn name(&self) -> &str {
        self.known.applicant.as_ref().map_or("", |it| &it.name)
    }
}

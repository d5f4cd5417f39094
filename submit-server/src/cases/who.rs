//! Whoever asks for a page of a case: a person who is logged in, or the session
//! of an anonymous form. Made by the routes, handed to the pages.

use form_model::known::Known;

use crate::store::Owner;
use crate::view::page::AccountView;

/// Whoever asks.
#[derive(Clone, Debug)]
pub struct Who {
    /// Whose drafts and cases they may see.
    pub owner: Owner,
    /// What may be taken for granted in a form.
    pub known: Known,
    /// Others' cases, by id, that a list may not show now, because somebody in
    /// them has become protected: they look exactly like no case.
    pub hidden: Vec<String>,
    /// Some of the person's children may not be shown here.
    pub withheld: bool,
    /// The children are known, because the register was asked and answered.
    pub family_known: bool,
    /// When the register told what is known; none when it did not answer.
    pub asked_at: Option<i64>,
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

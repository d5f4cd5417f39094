//! What a unit is told when it fetches the case itself: which case, and where.

use serde::Serialize;

use crate::cases::case_json::CaseJson;

/// Where units fetch cases; the number follows.
pub const CASES: &str = "/api/v1/cases/";

/// What is told of a case; no answer, and no person.
#[derive(Debug, Serialize)]
pub struct Notice<'a> {
    /// The number of this format. Keys may be added to it.
    pub format: u32,
    /// What has happened: `received`.
    pub event: &'static str,
    /// The same each time that this is told: what came twice is one.
    pub id: &'a str,
    /// The case number.
    pub number: &'a str,
    /// The service's slug.
    pub service: &'a str,
    /// The service's title.
    pub title: &'a str,
    /// The unit's key.
    pub unit: &'a str,
    /// RFC 3339 in Swedish time.
    pub received_at: &'a str,
    /// Where the case is fetched, with the unit's key.
    pub url: String,
}

impl<'a> Notice<'a> {
    /// The notice of a case that has come in.
    #[must_use]
    pub fn of(id: &'a str, case: &'a CaseJson, public_url: &str) -> Self {
        Self {
            format: 1,
            event: "received",
            id,
            number: &case.number,
            service: &case.service.slug,
            title: &case.service.title,
            unit: &case.unit,
            received_at: &case.received_at,
            url: format!("{public_url}{CASES}{}", case.number),
        }
    }
}

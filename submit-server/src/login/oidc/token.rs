//! How an answer is had: the code that the browser brought for an ID token, and
//! with it what the provider says about the person.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::login::oidc::discovery::Metadata;
use crate::login::oidc::error::{OidcError, code};
use crate::login::oidc::id_token::{self, Expected, IdToken, PersonClaims};
use crate::login::oidc::{Audience, Provider};
use crate::login::random;
use crate::outbound_web::Call;

/// How long a client assertion may be on its way (s).
const LIFE: i64 = 60;
/// The only way that we say who we are.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What the browser brought, and the secret that belongs to it.
#[derive(Clone, Copy)]
pub struct Grant<'a> {
    /// From the provider, by the browser.
    pub code: &'a str,
    /// The address that it came to.
    pub redirect_uri: &'a str,
    /// Only we know it.
    pub verifier: &'a str,
}

/// An answer that is what we asked for.
pub struct Identified {
    /// What the ID token says.
    pub token: IdToken,
    /// What was said beside it; nothing when that was not asked for.
    pub beside: PersonClaims,
    /// The ID token as it came.
    pub raw: String,
    /// The key that it is signed with.
    pub jwk: Value,
}

#[derive(Deserialize)]
struct TokenAnswer {
    id_token: String,
    #[serde(default)]
    access_token: String,
    #[serde(default)]
    token_type: String,
}

impl Provider {
    /// Gets the ID token and judges it. With `beside`, also asks for the rest.
    ///
    /// # Errors
    /// When the provider does not answer, or an answer is not what we asked for.
    pub fn identified(
        &self,
        grant: &Grant<'_>,
        expected: &Expected<'_>,
        beside: bool,
    ) -> Result<Identified, OidcError> {
        let now = expected.now * 1000;
        let metadata = self.metadata(now)?;
        let answer = self.exchanged(&metadata, grant, expected.now)?;
        let verified = self.verified(&metadata, &answer.id_token, now)?;
        let token = id_token::accepted(verified.claims, expected)?;
        let beside = match beside && self.settings.userinfo {
            true => self.said_beside(&metadata, &answer, (expected, &token.sub))?,
            false => PersonClaims::default(),
        };
        Ok(Identified { token, beside, raw: answer.id_token, jwk: verified.jwk })
    }

    fn exchanged(
        &self,
        metadata: &Metadata,
        grant: &Grant<'_>,
        now: i64,
    ) -> Result<TokenAnswer, OidcError> {
        let assertion = self.assertion(metadata, now)?;
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("grant_type", "authorization_code"),
                ("code", grant.code),
                ("redirect_uri", grant.redirect_uri),
                ("code_verifier", grant.verifier),
                ("client_id", &self.settings.client_id),
                ("client_assertion_type", ASSERTION_TYPE),
                ("client_assertion", &assertion),
            ])
            .finish();
        let headers = [("Accept", "application/json")];
        let call = Call { url: &metadata.token_endpoint, headers: &headers, form: Some(&form) };
        let answer = self.web.call(&call)?;
        if answer.status != 200 {
            let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            let code = code(said["error"].as_str().unwrap_or_default());
            return Err(OidcError::Status { status: answer.status, code });
        }
        serde_json::from_slice(&answer.body).map_err(|_| OidcError::Unreadable("token answer"))
    }

    /// Who we are, for one call.
    fn assertion(&self, metadata: &Metadata, now: i64) -> Result<String, OidcError> {
        let audience = match self.settings.audience {
            Audience::Issuer => &metadata.issuer,
            Audience::TokenEndpoint => &metadata.token_endpoint,
        };
        let own = |cause: anyhow::Error| OidcError::Own(format!("{cause:#}"));
        let claims = json!({
            "iss": self.settings.client_id,
            "sub": self.settings.client_id,
            "aud": audience,
            "jti": random::hex::<16>().map_err(own)?,
            "iat": now,
            "exp": now + LIFE,
        });
        self.key.sign("JWT", &claims).map_err(own)
    }

    /// What the provider says beside the ID token: signed, and about the same person.
    fn said_beside(
        &self,
        metadata: &Metadata,
        answer: &TokenAnswer,
        (expected, subject): (&Expected<'_>, &str),
    ) -> Result<PersonClaims, OidcError> {
        if !answer.token_type.eq_ignore_ascii_case("bearer") {
            return Err(OidcError::Unreadable("token answer"));
        }
        let bearer = format!("Bearer {}", answer.access_token);
        let headers = [("Accept", "application/jwt"), ("Authorization", bearer.as_str())];
        let call = Call { url: &metadata.userinfo_endpoint, headers: &headers, form: None };
        let said = self.web.call(&call)?;
        if said.status != 200 {
            return Err(OidcError::Status { status: said.status, code: "userinfo".to_owned() });
        }
        let said = String::from_utf8(said.body).map_err(|_| OidcError::Unreadable("userinfo"))?;
        let verified = self.verified(metadata, said.trim(), expected.now * 1000)?;
        id_token::beside(verified.claims, expected, subject)
    }
}

impl Identified {
    /// The person's whole name, from either answer.
    #[must_use]
    pub fn name(&self) -> String {
        match self.beside.whole_name() {
            name if name.is_empty() => self.token.person.whole_name(),
            name => name,
        }
    }
}

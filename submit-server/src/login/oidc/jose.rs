//! Signed tokens: ours made, others' verified.
//!
//! `jsonwebtoken` reads and writes them, and ring does the arithmetic. Two
//! algorithms exist here, ES256 and RS256: a token that is not signed, or signed
//! with a shared secret, has nothing that could verify it.

use std::sync::Once;

use anyhow::Context;
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::signature::{Error as SignatureError, Signer, Verifier};
use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, DecodingKeyKind, EncodingKey, Header, Validation,
};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair,
    RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use serde::Serialize;
use serde_json::{Value, json};

use crate::login::oidc::base64url;
use crate::login::oidc::error::OidcError;

/// What a provider may sign with.
pub(super) const ALGORITHMS: [(&str, Algorithm); 2] =
    [("ES256", Algorithm::ES256), ("RS256", Algorithm::RS256)];

/// Our key at one provider. No `Debug`: it is secret.
pub(super) struct SigningKey {
    kid: String,
    key: EncodingKey,
    public: Vec<u8>,
}

/// A token whose signature is right.
#[derive(Clone, Debug)]
pub(super) struct Verified {
    /// What it says.
    pub(super) claims: Value,
    /// The key that it was signed with, as published.
    pub(super) jwk: Value,
}

impl SigningKey {
    /// Reads a P-256 key: PEM, PKCS#8.
    pub(super) fn from_pem(kid: &str, pem: &str) -> anyhow::Result<Self> {
        install();
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes())
            .context("the key should be PEM, `BEGIN PRIVATE KEY`")?;
        let der = der.secret_pkcs8_der();
        let pair =
            pair(der).map_err(|_| anyhow::anyhow!("the key should be of the curve P-256"))?;
        let public = pair.public_key().as_ref().to_vec();
        Ok(Self { kid: kid.to_owned(), key: EncodingKey::from_ec_der(der), public })
    }

    /// A token of ours, of a type.
    pub(super) fn sign(&self, typ: &str, claims: &impl Serialize) -> anyhow::Result<String> {
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some(typ.to_owned());
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.key).context("signing a token")
    }

    /// The public half, as providers want it.
    pub(super) fn jwk(&self) -> Value {
        // Uncompressed: a four, then both coordinates.
        let (x, y) = self.public.get(1..).unwrap_or_default().split_at(32);
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.kid,
            "x": base64url(x), "y": base64url(y)})
    }
}

/// The name of the key that a token says it is signed with.
pub(super) fn kid(token: &str) -> Result<String, OidcError> {
    let header = jsonwebtoken::decode_header(token);
    header.ok().and_then(|it| it.kid).ok_or(OidcError::Token("no key is named"))
}

/// Reads a token that this key must have signed with one of the algorithms.
pub(super) fn verify(
    token: &str,
    jwk: &Value,
    algorithms: &[Algorithm],
) -> Result<Verified, OidcError> {
    install();
    let header = jsonwebtoken::decode_header(token).map_err(|_| OidcError::Token("not a token"))?;
    if header.crit.is_some() {
        return Err(OidcError::Token("a header that we do not know"));
    }
    if !algorithms.contains(&header.alg) {
        return Err(OidcError::Token("another algorithm"));
    }
    let named = jwk["alg"].as_str();
    let fits = ALGORITHMS.iter().any(|(name, it)| named == Some(name) && *it == header.alg);
    if jwk["use"].as_str().is_some_and(|it| it != "sig") || !(named.is_none() || fits) {
        return Err(OidcError::Token("a key for something else"));
    }
    let key = serde_json::from_value(jwk.clone()).map_err(|_| OidcError::Token("not a key"))?;
    let key = DecodingKey::from_jwk(&key).map_err(|_| OidcError::Token("not a key"))?;
    let mut validation = Validation::new(header.alg);
    // The claims are judged by `id_token`, by the server's own clock.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let data = jsonwebtoken::decode::<Value>(token, &key, &validation);
    let data = data.map_err(|_| OidcError::Token("another signature"))?;
    Ok(Verified { claims: data.claims, jwk: jwk.clone() })
}

/// Ring as what `jsonwebtoken` calculates with, for the whole process.
fn install() {
    static RING: CryptoProvider = CryptoProvider {
        signer_factory: signer,
        verifier_factory: verifier,
        key_utils: KeyUtils::new_unimplemented(),
    };
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Another one would have been installed by us too: there is no other caller.
        let _ = RING.install_default();
    });
}

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    match (algorithm, key.family()) {
        (Algorithm::ES256, AlgorithmFamily::Ec) => Ok(Box::new(Own(pair(key.as_bytes())?))),
        _ => Err(ErrorKind::UnsupportedAlgorithm.into()),
    }
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>, Error> {
    match (algorithm, key.family()) {
        (Algorithm::ES256, AlgorithmFamily::Ec) | (Algorithm::RS256, AlgorithmFamily::Rsa) => {
            Ok(Box::new(Theirs(*algorithm, key.clone())))
        }
        _ => Err(ErrorKind::UnsupportedAlgorithm.into()),
    }
}

fn pair(der: &[u8]) -> Result<EcdsaKeyPair, Error> {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der, &SystemRandom::new())
        .map_err(|_| ErrorKind::InvalidEcdsaKey.into())
}

struct Own(EcdsaKeyPair);

impl Signer<Vec<u8>> for Own {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let signed = self.0.sign(&SystemRandom::new(), message);
        Ok(signed.map_err(|_| SignatureError::new())?.as_ref().to_vec())
    }
}

impl JwtSigner for Own {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES256
    }
}

struct Theirs(Algorithm, DecodingKey);

impl Verifier<Vec<u8>> for Theirs {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), SignatureError> {
        let verified = match self.1.kind() {
            DecodingKeyKind::SecretOrDer(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            DecodingKeyKind::RsaModulusExponent { n, e } => {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
        };
        verified.map_err(|_| SignatureError::new())
    }
}

impl JwtVerifier for Theirs {
    fn algorithm(&self) -> Algorithm {
        self.0
    }
}

//! A throw-away certificate authority with the certificates that the stand-ins and the portal use.
//!
//! The keys are made anew every time, written to a folder and valid from yesterday for a month.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

/// Days that the certificates last from today.
const DAYS: i64 = 30;

/// A certificate and its key, in two files.
#[derive(Debug, Clone)]
pub struct Pair {
    /// PEM, the certificate.
    pub certificate: PathBuf,
    /// PEM, the key (PKCS#8).
    pub key: PathBuf,
}

/// Where everything was written.
#[derive(Debug, Clone)]
pub struct Pki {
    /// The authority both sides trust.
    pub authority: PathBuf,
    /// The stand-ins', for `localhost` and `127.0.0.1`.
    pub server: Pair,
    /// The portal's towards BankID.
    pub bankid_client: Pair,
    /// The portal's towards Skatteverket.
    pub register_client: Pair,
}

impl Pki {
    /// Makes it all and writes it to `folder`, which must exist.
    pub fn write(folder: &Path) -> anyhow::Result<Pki> {
        let key = KeyPair::generate()?;
        let mut params = params("Throw-away test authority")?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let authority = folder.join("ca.pem");
        write(&authority, &params.self_signed(&key)?.pem())?;
        let issuer = Issuer::new(params, key);
        let client = ExtendedKeyUsagePurpose::ClientAuth;
        Ok(Pki {
            authority,
            server: pair(folder, "server", ExtendedKeyUsagePurpose::ServerAuth, &issuer)?,
            bankid_client: pair(folder, "bankid-client", client.clone(), &issuer)?,
            register_client: pair(folder, "register-client", client, &issuer)?,
        })
    }
}

fn pair(
    folder: &Path,
    name: &str,
    usage: ExtendedKeyUsagePurpose,
    issuer: &Issuer<'_, KeyPair>,
) -> anyhow::Result<Pair> {
    let key = KeyPair::generate()?;
    let mut params = params(name)?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![usage];
    params.use_authority_key_identifier_extension = true;
    let pair = Pair {
        certificate: folder.join(format!("{name}.pem")),
        key: folder.join(format!("{name}-key.pem")),
    };
    write(&pair.certificate, &params.signed_by(&key, issuer)?.pem())?;
    write(&pair.key, &key.serialize_pem())?;
    Ok(pair)
}

fn params(name: &str) -> anyhow::Result<CertificateParams> {
    let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
    let mut it = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()])?;
    it.distinguished_name.push(DnType::CommonName, name);
    let midnight = |day: Date| -> anyhow::Result<_> {
        Ok(date_time_ymd(day.year().into(), day.month().try_into()?, day.day().try_into()?))
    };
    it.not_before = midnight(today.yesterday()?)?;
    it.not_after = midnight(today.checked_add(DAYS.days())?)?;
    Ok(it)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("writing `{}`", path.display()))
}

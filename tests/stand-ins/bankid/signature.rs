//! The signature that `collect` hands over: XML-DSig in BankID's profile.
//!
//! The structure, the digests, the RSA signature and the certificate chain are real and verify
//! against [`root_pem`]. **Not real:** who issued them. One throw-away key, open in this folder, is
//! the person's, the bank's and the root's, and the OCSP response says nothing about anyone.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, SerialNumber, SigningKey, date_time_ymd,
};
use sha2::{Digest, Sha256};

use crate::stand_ins::persons::TestPerson;

/// The hashed hardware id of the only phone there is.
pub const UHI: &str = "OZvYM9VvyiAmG7NA5jU5zqGcVpo=";
/// An OCSP response that parses and answers "try later": `SEQUENCE { ENUMERATED 3 }`.
pub const OCSP_TRY_LATER: &str = "MAMKAQM=";

const KEY: &str = include_str!("throw-away-key.pem");
const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const BANKID: &str = "http://www.bankid.com/signature/v1.0.0/types";
const C14N: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
/// Certificate policies with the one policy 1.2.3.4.25, Mobile BankID in test.
const MOBILE_POLICY: [u8; 10] = [0x30, 8, 0x30, 6, 6, 4, 0x2a, 3, 4, 25];

/// What is signed.
#[derive(Debug)]
pub struct Content<'a> {
    /// A signature, not an identification.
    pub sign: bool,
    /// The visible text is simpleMarkdownV1.
    pub markdown: bool,
    /// The kinds of BankID that were asked for.
    pub policies: &'a [String],
    /// As sent, in base64.
    pub visible: Option<&'a str>,
    /// As sent, in base64.
    pub hidden: Option<&'a str>,
}

/// Signs as that person; the answer is base64 of the XML.
pub fn make(content: &Content<'_>, person: &TestPerson) -> anyhow::Result<String> {
    let key = KeyPair::from_pem(KEY)?;
    let data = signed_data(content)?;
    let key_info = key_info(person, &key)?;
    let info = signed_info(&data, &key_info);
    let value = STANDARD.encode(key.sign(info.as_bytes())?);
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><Signature xmlns=\"{DSIG}\">\
         {info}<SignatureValue>{value}</SignatureValue>{key_info}<Object>{data}</Object></Signature>"
    );
    Ok(STANDARD.encode(xml))
}

/// The certificate that a verifier of these signatures trusts.
pub fn root_pem() -> anyhow::Result<String> {
    let key = KeyPair::from_pem(KEY)?;
    Ok(authority("Lucka Test Root", 1).self_signed(&key)?.pem())
}

/// The elements are written in canonical form, so that their bytes are what is digested.
fn signed_info(data: &str, key_info: &str) -> String {
    let reference = |attributes: &str, target: &str| {
        let digest = STANDARD.encode(Sha256::digest(target));
        format!(
            "<Reference {attributes}><Transforms><Transform Algorithm=\"{C14N}\"></Transform>\
             </Transforms><DigestMethod Algorithm=\"{SHA256}\"></DigestMethod>\
             <DigestValue>{digest}</DigestValue></Reference>"
        )
    };
    format!(
        "<SignedInfo xmlns=\"{DSIG}\"><CanonicalizationMethod Algorithm=\"{C14N}\">\
         </CanonicalizationMethod><SignatureMethod Algorithm=\"{RSA_SHA256}\"></SignatureMethod>\
         {}{}</SignedInfo>",
        reference(&format!("Type=\"{BANKID}\" URI=\"#bidSignedData\""), data),
        reference("URI=\"#bidKeyInfo\"", key_info),
    )
}

fn signed_data(content: &Content<'_>) -> anyhow::Result<String> {
    let format = if content.markdown { " format=\"simpleMarkdownV1\"" } else { "" };
    let visible = content.visible.map_or_else(String::new, |it| {
        format!(
            "<usrVisibleData charset=\"UTF-8\"{format} visible=\"wysiwys\">{it}</usrVisibleData>"
        )
    });
    let hidden = content
        .hidden
        .map_or_else(String::new, |it| format!("<usrNonVisibleData>{it}</usrNonVisibleData>"));
    let conditions: String = content
        .policies
        .iter()
        .map(|it| {
            format!("<condition><type>CertificatePolicies</type><value>{it}</value></condition>")
        })
        .collect();
    let mut nonce = [0; 20];
    getrandom::fill(&mut nonce)?;
    let text = |it: &str| STANDARD.encode(it);
    Ok(format!(
        "<bankIdSignedData xmlns=\"{BANKID}\" Id=\"bidSignedData\">{visible}{hidden}\
         <srvInfo><name>{}</name><nonce>{}</nonce><displayName>{}</displayName></srvInfo>\
         <clientInfo><funcId>{}</funcId><version>{}</version><env><ai><type>{}</type>\
         <deviceInfo>{}</deviceInfo><uhi>{UHI}</uhi><fsib>0</fsib><utb>cs1</utb>\
         <requirement>{conditions}</requirement><uauth>pw</uauth></ai></env></clientInfo>\
         </bankIdSignedData>",
        text("cn=Lucka,name=Provkommun,o=Provkommun,c=SE"),
        STANDARD.encode(nonce),
        text("Provkommun"),
        if content.sign { "Signing" } else { "Identification" },
        text("Provapp=1.0"),
        text("ANDROID"),
        text("Provtelefon"),
    ))
}

/// The person's certificate and the bank's; the root is left out.
fn key_info(person: &TestPerson, key: &KeyPair) -> anyhow::Result<String> {
    let root = Issuer::new(authority("Lucka Test Root", 1), key);
    let bank = authority("Lucka Test Bank", 2);
    let bank_certificate = bank.signed_by(key, &root)?;
    let leaf = leaf(person).signed_by(key, &Issuer::new(bank, key))?;
    let certificate =
        |der: &[u8]| format!("<X509Certificate>{}</X509Certificate>", STANDARD.encode(der));
    Ok(format!(
        "<KeyInfo xmlns=\"{DSIG}\" Id=\"bidKeyInfo\"><X509Data>{}{}</X509Data></KeyInfo>",
        certificate(leaf.der()),
        certificate(bank_certificate.der()),
    ))
}

fn authority(name: &str, serial: u64) -> CertificateParams {
    let mut it = CertificateParams::default();
    it.distinguished_name = named(&[(DnType::CountryName, "SE"), (DnType::CommonName, name)]);
    it.serial_number = Some(SerialNumber::from(serial));
    (it.not_before, it.not_after) = (date_time_ymd(2024, 1, 1), date_time_ymd(2049, 12, 31));
    it.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    it.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    it
}

fn leaf(person: &TestPerson) -> CertificateParams {
    let mut it = CertificateParams::default();
    let attribute = |last: u64| DnType::CustomDnType(vec![2, 5, 4, last]);
    it.distinguished_name = named(&[
        (DnType::CountryName, "SE"),
        (DnType::OrganizationName, "Lucka Test Bank"),
        (attribute(4), person.surname),
        (attribute(42), person.given),
        (attribute(5), person.number),
        (attribute(41), &format!("(240328 12.00) {} - Mobilt BankID", person.name())),
        (DnType::CommonName, &person.name()),
    ]);
    it.serial_number = person.number.parse::<u64>().ok().map(SerialNumber::from);
    (it.not_before, it.not_after) = (date_time_ymd(2024, 3, 28), date_time_ymd(2049, 3, 28));
    it.key_usages = vec![KeyUsagePurpose::ContentCommitment];
    let policies = CustomExtension::from_oid_content(&[2, 5, 29, 32], MOBILE_POLICY.to_vec());
    it.custom_extensions = vec![policies];
    it
}

fn named(parts: &[(DnType, &str)]) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    for (kind, value) in parts {
        name.push(kind.clone(), *value);
    }
    name
}

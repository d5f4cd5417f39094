//! Is this answer acceptable? Every rule is repeated here on the server,
//! whatever the browser did.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::answers::{Answer, Answers};
use crate::dates;
use crate::form::{Field, Kind, MAX_FILE_BYTES, Step};
use crate::identity;
use crate::identity::NumberKind;
use crate::known::Known;

/// Most characters of an e-mail address (RFC 5321, 4.5.3.1.3).
const MAX_EMAIL: usize = 254;
/// Digits of a telephone number: a short Swedish one to the longest in E.164.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A refused answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's id.
    pub field: String,
    /// Why.
    pub reason: Reason,
}

/// Why an answer is refused. The words are in the message catalogue under [`Reason::key`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing was given.
    Blank,
    /// No alternative was chosen.
    ChooseOne,
    /// No alternative of several was chosen.
    ChooseSome,
    /// More characters than this.
    TooLong(usize),
    /// Fewer characters than this.
    TooShort(usize),
    /// Not an e-mail address.
    NotEmail,
    /// Not a telephone number.
    NotPhone,
    /// Not a whole number.
    NotNumber,
    /// Smaller than this.
    TooSmall(i64),
    /// Larger than this.
    TooLarge(i64),
    /// No such day.
    NotDate,
    /// Before this day.
    DateTooEarly(Date),
    /// After this day.
    DateTooLate(Date),
    /// Not among the alternatives.
    UnknownChoice,
    /// Fewer alternatives than this.
    TooFew(usize),
    /// More alternatives than this.
    TooMany(usize),
    /// Not agreed to.
    NotConfirmed,
    /// No file was attached.
    NoFile,
    /// More files than this.
    TooManyFiles(usize),
    /// Content or ending is not among these.
    WrongFile(Vec<String>),
    /// Larger than this many bytes.
    FileTooLarge(u64),
    /// Nothing in the file.
    EmptyFile,
    /// Not a personnummer or samordningsnummer.
    NotIdentityNumber,
    /// Not one of the person's children.
    NotOwnChild,
    /// A samordningsnummer: its holder has no e-ID to sign with.
    CannotSign,
    /// The applicant's own number.
    OwnNumber,
    /// Somebody who is named already.
    NamedTwice,
}

impl Reason {
    /// Key in the message catalogue.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Reason::Blank => "check.blank",
            Reason::ChooseOne => "check.choose_one",
            Reason::ChooseSome => "check.choose_some",
            Reason::TooLong(_) => "check.too_long",
            Reason::TooShort(_) => "check.too_short",
            Reason::NotEmail => "check.not_email",
            Reason::NotPhone => "check.not_phone",
            Reason::NotNumber => "check.not_number",
            Reason::TooSmall(_) => "check.too_small",
            Reason::TooLarge(_) => "check.too_large",
            Reason::NotDate => "check.not_date",
            Reason::DateTooEarly(_) => "check.date_too_early",
            Reason::DateTooLate(_) => "check.date_too_late",
            Reason::UnknownChoice => "check.unknown_choice",
            Reason::TooFew(_) => "check.too_few",
            Reason::TooMany(_) => "check.too_many",
            Reason::NotConfirmed => "check.not_confirmed",
            Reason::NoFile => "check.no_file",
            Reason::TooManyFiles(_) => "check.too_many_files",
            Reason::WrongFile(_) => "check.wrong_file",
            Reason::FileTooLarge(_) => "check.file_too_large",
            Reason::EmptyFile => "check.empty_file",
            Reason::NotIdentityNumber => "check.not_identity_number",
            Reason::NotOwnChild => "check.not_own_child",
            Reason::CannotSign => "check.cannot_sign",
            Reason::OwnNumber => "check.own_number",
            Reason::NamedTwice => "check.named_twice",
        }
    }

    /// Name and value of the number, date or list in the text.
    #[must_use]
    pub fn argument(&self) -> Option<(&'static str, String)> {
        Some(match self {
            Reason::TooLong(max) | Reason::TooMany(max) | Reason::TooManyFiles(max) => {
                ("max", max.to_string())
            }
            Reason::TooShort(min) | Reason::TooFew(min) => ("min", min.to_string()),
            Reason::TooSmall(min) => ("min", min.to_string()),
            Reason::TooLarge(max) => ("max", max.to_string()),
            Reason::DateTooEarly(date) | Reason::DateTooLate(date) => ("date", dates::long(*date)),
            Reason::WrongFile(accept) => ("accept", accept.join(", ")),
            Reason::FileTooLarge(bytes) => ("max", (bytes / 1024 / 1024).to_string()),
            _ => return None,
        })
    }
}

/// The refused answers of a step, in the order of its fields. Fields that are
/// not asked are not checked.
#[must_use]
pub fn check_step(step: &Step, answers: &Answers, known: &Known) -> Vec<FieldError> {
    step.fields
        .iter()
        .filter(|field| asked(field, answers))
        .filter_map(|field| {
            let answer = check_answer(field, answers.answer(&field.id), known);
            let reason = answer.and_then(|()| named_once(step, field, answers, known)).err()?;
            Some(FieldError { field: field.id.clone(), reason })
        })
        .collect()
}

/// Nobody is named in two fields of a step. In two steps they still sign once.
fn named_once(step: &Step, field: &Field, answers: &Answers, known: &Known) -> Result<(), Reason> {
    let number = |it: &Field| identity::parse(answers.text(&it.id), known.today).ok();
    let earlier = step.fields.iter().take_while(|it| it.id != field.id);
    let mut signers = earlier.filter(|it| it.kind == Kind::Signer && asked(it, answers));
    let twice = field.kind == Kind::Signer
        && number(field).is_some_and(|mine| signers.any(|it| number(it).as_ref() == Some(&mine)));
    holds(!twice, Reason::NamedTwice)
}

/// Whether a field is asked, given the answers so far.
#[must_use]
pub fn asked(field: &Field, answers: &Answers) -> bool {
    field.show_if.as_ref().is_none_or(|condition| condition.holds(answers))
}

/// Whether one answer is acceptable.
///
/// # Errors
/// The first reason why it is not.
pub fn check_answer(field: &Field, answer: Option<&Answer>, known: &Known) -> Result<(), Reason> {
    if !field.kind.has_input() {
        return Ok(());
    }
    let Some(answer) = answer.filter(|answer| !answer.is_blank()) else {
        return if field.optional { Ok(()) } else { Err(missing(field.kind)) };
    };
    match (answer, field.kind) {
        (Answer::Text(text), _) => check_text(field, text.trim(), known),
        (Answer::Many(ids), Kind::Choices) => check_choices(field, ids),
        (Answer::Files(files), Kind::File) => {
            if files.len() > field.most_files() {
                return Err(Reason::TooManyFiles(field.most_files()));
            }
            files.iter().try_for_each(|file| check_file(field, &file.format, file.bytes))
        }
        _ => Err(Reason::UnknownChoice),
    }
}

/// Whether a file may be attached: its recognised format and its size in bytes.
///
/// # Errors
/// The reason why not.
pub fn check_file(field: &Field, format: &str, bytes: u64) -> Result<(), Reason> {
    if bytes == 0 {
        return Err(Reason::EmptyFile);
    }
    if bytes > MAX_FILE_BYTES {
        return Err(Reason::FileTooLarge(MAX_FILE_BYTES));
    }
    if field.accept.iter().any(|it| it == format) {
        Ok(())
    } else {
        Err(Reason::WrongFile(field.accept.clone()))
    }
}

fn missing(kind: Kind) -> Reason {
    match kind {
        Kind::Choice | Kind::Select | Kind::Child => Reason::ChooseOne,
        Kind::Choices => Reason::ChooseSome,
        Kind::Confirm => Reason::NotConfirmed,
        Kind::File => Reason::NoFile,
        _ => Reason::Blank,
    }
}

fn check_text(field: &Field, text: &str, known: &Known) -> Result<(), Reason> {
    match field.kind {
        Kind::Text | Kind::LongText => check_length(field, text),
        Kind::Email => holds(is_email(text), Reason::NotEmail),
        Kind::Phone => holds(is_phone(text), Reason::NotPhone),
        Kind::Integer => check_integer(field, text),
        Kind::Date => check_date(field, text, known.today),
        Kind::Choice | Kind::Select => {
            holds(field.choice_label(text).is_some(), Reason::UnknownChoice)
        }
        Kind::Confirm => holds(text == "ja", Reason::NotConfirmed),
        Kind::IdentityNumber => {
            holds(identity::parse(text, known.today).is_ok(), Reason::NotIdentityNumber)
        }
        Kind::Signer => check_signer(text, known),
        Kind::Child => holds(known.child(text).is_some(), Reason::NotOwnChild),
        Kind::Choices | Kind::File => Err(Reason::UnknownChoice),
        Kind::Applicant | Kind::Guardian | Kind::Info => Ok(()),
    }
}

fn check_signer(text: &str, known: &Known) -> Result<(), Reason> {
    let number = identity::parse(text, known.today).map_err(|_| Reason::NotIdentityNumber)?;
    holds(number.kind == NumberKind::Personnummer, Reason::CannotSign)?;
    let own = known.applicant.as_ref().is_some_and(|it| it.number == number.digits);
    holds(!own, Reason::OwnNumber)
}

fn holds(it: bool, otherwise: Reason) -> Result<(), Reason> {
    if it { Ok(()) } else { Err(otherwise) }
}

fn check_length(field: &Field, text: &str) -> Result<(), Reason> {
    let length = text.chars().count();
    if length > field.longest() {
        return Err(Reason::TooLong(field.longest()));
    }
    match field.min_length {
        Some(min) if length < min => Err(Reason::TooShort(min)),
        _ => Ok(()),
    }
}

fn check_integer(field: &Field, text: &str) -> Result<(), Reason> {
    // People group thousands with blanks, also the no-break ones that phones insert.
    let digits: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let Ok(number) = digits.parse::<i64>() else { return Err(Reason::NotNumber) };
    match (field.min, field.max) {
        (Some(min), _) if number < min => Err(Reason::TooSmall(min)),
        (_, Some(max)) if number > max => Err(Reason::TooLarge(max)),
        _ => Ok(()),
    }
}

fn check_date(field: &Field, text: &str, today: Date) -> Result<(), Reason> {
    let Ok(date) = text.parse::<Date>() else { return Err(Reason::NotDate) };
    let (earliest, latest) = date_limits(field, today);
    match (earliest, latest) {
        (Some(earliest), _) if date < earliest => Err(Reason::DateTooEarly(earliest)),
        (_, Some(latest)) if date > latest => Err(Reason::DateTooLate(latest)),
        _ => Ok(()),
    }
}

/// The earliest and latest day that a date field takes.
#[must_use]
pub fn date_limits(field: &Field, today: Date) -> (Option<Date>, Option<Date>) {
    let day = |text: &String| if text == "today" { Some(today) } else { text.parse().ok() };
    let ahead = |days: i64| today.checked_add(days.days()).ok();
    let earliest = field.after.as_ref().and_then(day).max(field.min_days_ahead.and_then(ahead));
    let before = field.before.as_ref().and_then(day);
    let within = field.max_days_ahead.and_then(ahead);
    let latest = match (before, within) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    (earliest, latest)
}

fn check_choices(field: &Field, ids: &[String]) -> Result<(), Reason> {
    if ids.iter().any(|id| field.choice_label(id).is_none()) {
        return Err(Reason::UnknownChoice);
    }
    let (min, max) = (field.min.unwrap_or(1), field.max.unwrap_or(i64::MAX));
    match i64::try_from(ids.len()) {
        Ok(count) if count < min => Err(Reason::TooFew(usize::try_from(min).unwrap_or(1))),
        Ok(count) if count > max => Err(Reason::TooMany(usize::try_from(max).unwrap_or(1))),
        _ => Ok(()),
    }
}

/// One `@`, something before it, a dot in what is after it, no blanks. Whether
/// the address works can only be known by writing to it.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let plain =
        !text.chars().any(|it| it.is_whitespace() || it.is_control() || "<>(),;:\"".contains(it));
    let labels = domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty());
    plain && labels && !local.is_empty() && !local.contains('@') && text.len() <= MAX_EMAIL
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let rest = text.strip_prefix('+').unwrap_or(text);
    PHONE_DIGITS.contains(&digits)
        && rest.chars().all(|it| it.is_ascii_digit() || it.is_whitespace() || "-()–".contains(it))
}

#[cfg(test)]
mod tests;

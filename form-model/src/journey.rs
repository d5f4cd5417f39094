//! Which step comes next? Worked out from the answers each time, never stored.
//!
//! A step is answered when each of its fields that is asked has been shown
//! (has an answer, blank or not) and all of them are acceptable. The steps that
//! may be opened are the answered ones from the beginning and the one after.

use crate::answers::Answers;
use crate::check::{asked, check_step};
use crate::form::{Exit, Form, Kind, Step};
use crate::known::Known;

/// The way through a form with these answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey<'a> {
    /// The steps that are asked, in order, up to an exit.
    pub steps: Vec<Stop<'a>>,
    /// Where the road leads when every step is answered; none while something is missing.
    pub end: Option<End<'a>>,
}

/// A step on the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop<'a> {
    /// The step.
    pub step: &'a Step,
    /// How far it has come.
    pub state: State,
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Every answer is acceptable.
    Answered,
    /// The first that is not: it comes next.
    Next,
    /// It may not be opened yet.
    Later,
}

/// The end of the road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End<'a> {
    /// Check the answers and send.
    Review,
    /// The person does not qualify, or should turn elsewhere.
    Exit(&'a Exit),
}

/// Works out the way through a form.
#[must_use]
pub fn journey<'a>(form: &'a Form, answers: &Answers, known: &Known) -> Journey<'a> {
    let answers = counted(form, answers);
    let mut steps = Vec::new();
    let mut missing = false;
    for step in form.steps.iter().filter(|step| step_asked(step, &answers)) {
        let state = match (missing, answered(step, &answers, known)) {
            (true, _) => State::Later,
            (false, true) => State::Answered,
            (false, false) => State::Next,
        };
        missing |= state == State::Next;
        steps.push(Stop { step, state });
        if state != State::Answered {
            continue;
        }
        if let Some(exit) = step.exits.iter().find(|exit| exit.when.holds(&answers)) {
            return Journey { steps, end: Some(End::Exit(exit)) };
        }
    }
    Journey { steps, end: (!missing).then_some(End::Review) }
}

impl<'a> Journey<'a> {
    /// The step that may be opened under this id.
    #[must_use]
    pub fn may_open(&self, id: &str) -> Option<&'a Step> {
        self.steps
            .iter()
            .find(|stop| stop.step.id == id && stop.state != State::Later)
            .map(|stop| stop.step)
    }

    /// The step to resume at; none when the end is reached.
    #[must_use]
    pub fn next(&self) -> Option<&'a Step> {
        self.steps.iter().find(|stop| stop.state == State::Next).map(|stop| stop.step)
    }

    /// The step before this one.
    #[must_use]
    pub fn before(&self, id: &str) -> Option<&'a Step> {
        let place = self.steps.iter().position(|stop| stop.step.id == id)?;
        place.checked_sub(1).map(|before| self.steps[before].step)
    }

    /// The step after this one.
    #[must_use]
    pub fn after(&self, id: &str) -> Option<&'a Step> {
        let place = self.steps.iter().position(|stop| stop.step.id == id)?;
        self.steps.get(place + 1).map(|stop| stop.step)
    }
}

/// Whether a step is asked at all.
#[must_use]
pub fn step_asked(step: &Step, answers: &Answers) -> bool {
    step.show_if.as_ref().is_none_or(|condition| condition.holds(answers))
}

/// The answers that count: those to questions that are asked. What was hidden
/// stays in the draft, is left out of the case, and decides nothing: conditions
/// look at earlier questions only, so one pass in order is enough.
#[must_use]
pub fn counted(form: &Form, answers: &Answers) -> Answers {
    let mut counted = Answers::default();
    for step in &form.steps {
        if !step_asked(step, &counted) {
            continue;
        }
        for field in &step.fields {
            if let Some(answer) = answers.answer(&field.id)
                && asked(field, &counted)
            {
                counted.set(&field.id, answer.clone());
            }
        }
    }
    counted
}

fn answered(step: &Step, answers: &Answers, known: &Known) -> bool {
    let shown = |field: &&crate::form::Field| field.kind != Kind::Info && asked(field, answers);
    step.fields.iter().filter(shown).all(|field| answers.answer(&field.id).is_some())
        && check_step(step, answers, known).is_empty()
}

#[cfg(test)]
mod tests;

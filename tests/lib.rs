//! What the stories lean on: the outside world as stand-ins, and the support that drives the programs.

#[path = "stand-ins/mod.rs"]
pub mod stand_ins;
#[path = "support/mod.rs"]
pub mod support;

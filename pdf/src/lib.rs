#![doc = include_str!("../README.md")]

mod blank;
mod bookmark;
mod clean;
mod document;
mod font;
mod letterhead;
mod line;
mod page;
mod paint;
mod property;
mod strip;
mod structure;
mod style;
mod table;

pub use blank::{Blank, Room, Tick};
pub use document::{Block, Document, Error, MAX_PAGES, Paper};

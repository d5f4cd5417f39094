//! Drivers and readers that the stories share.

pub mod browser;
pub mod page;
pub mod server;
pub mod site;
pub mod tags;
pub mod tools;
pub mod units;

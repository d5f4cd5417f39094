//! Drivers and readers that the stories share.

pub mod server;

//! A case that comes in is queued to its unit, in the transaction that receives
//! it. Planning twice is harmless.

use form_model::compiled::{Means, Service};

use crate::problem::Result;
use crate::store::{Channel, Message, Receiver, WriteTx};

/// It has come in: its unit is to have it, by the means that the service had when
/// the case was sent. A form that was published before it said so tells nobody.
///
/// # Errors
/// When the database fails.
pub fn to_unit(tx: &WriteTx<'_>, case: &str, service: &Service) -> Result<()> {
    let Some(delivery) = &service.delivery else { return Ok(()) };
    tx.queue(&Message {
        case_id: case,
        event: "delivery",
        receiver: Receiver::Unit(delivery.unit.clone()),
        channel: channel(delivery.by),
        address: None,
        detail: "{}",
        round: 0,
    })
}

fn channel(by: Means) -> Channel {
    match by {
        Means::Folder => Channel::Folder,
        Means::Mail => Channel::UnitMail,
        Means::Webhook => Channel::Webhook,
    }
}

//! What the demonstration prints: for a person, or for a program.

use serde_json::{Value, json};
use tests::stand_ins::persons;
use tests::stand_ins::time::TimeServer;

use crate::portal::Portal;
use crate::world::World;

/// The address, the app and the persons, in Swedish.
pub(crate) fn welcome(portal: &Portal, world: &World, time: &TimeServer) -> String {
    let persons: Vec<String> = persons::with_bankid()
        .map(|it| format!("  {}  {:<22} {}", it.number, it.name(), it.about))
        .collect();
    format!(
        "\n\
         Portalen:            {}\n\
         Provapp för BankID:  {}\n\
         E-post och sms:      {}\n\
         Enheternas ärenden:  {}\n\
         Portalens klocka:    {}\n\
         Telia:               {}\n\n\
         Öppna portalen i webbläsaren. När den visar en QR-kod öppnar du provappen i ett nytt\n\
         fönster och väljer vem du är. Personerna och numren är påhittade:\n\n\
         {}\n\n\
         Ärenden som har kommit in ligger i enheternas kataloger, under\n\
         {}\n\n\
         Vill du spela båda vårdnadshavarna? Öppna ett privat fönster till. Berit söker plats i\n\
         förskola för Bertil och skriver under, sedan loggar Bo in i det andra fönstret. Flytta\n\
         klockan om du vill se påminnelserna, eller att tiden går ut.\n\n\
         Sluta med Ctrl-C. Då försvinner allt du har gjort.",
        portal.url(),
        world.bankid.app_url(),
        world.messages.page_url(),
        world.units.page_url(),
        time.page_url(),
        telia(world),
        persons.join("\n"),
        world.units.root.display(),
    )
}

/// Whether it is there, and otherwise how to get it.
fn telia(world: &World) -> &'static str {
    match world.telia {
        Some(_) => "en egen sida öppnas när du väljer den",
        None => "utelämnad; kräver Node.js och: npm --prefix tests/oidc ci",
    }
}

/// Every address, and the persons, in one line.
pub(crate) fn json(portal: &Portal, world: &World, time: &TimeServer) -> Value {
    let persons: Vec<Value> = persons::with_bankid()
        .map(|it| json!({ "number": it.number, "name": it.name(), "about": it.about }))
        .collect();
    json!({
        "portal": portal.url(),
        "app": world.bankid.app_url(),
        "bankid": world.bankid.api_url(),
        "register": world.register.origin(),
        "messages": world.messages.page_url(),
        "clock": time.page_url(),
        "units": world.units.page_url(),
        "telia": world.telia.as_ref().map(|it| it.config().issuer),
        "persons": persons,
    })
}

// The whole way that a citizen walks, from the service's page to the case on Mina sidor.
import assert from "node:assert/strict";
import { choose, goOn, write } from "./answers.js";
import { onAnotherDevice, onThisDevice } from "./bankid.js";
import * as parking from "./parking.js";

export async function walk(t, page, person) {
  await begin(t, page, person);
  await saveAndLeave(page);
  await comeBack(page, person);
  await parking.car(page);
  await parking.moving(page);
  await parking.papers(page);
  await changeAnAnswer(page);
  const number = await sendAndSign(page, person);
  await findAgain(page, number);
}

async function begin(t, page, person) {
  await page.getByRole("link", { name: "Logga in och börja" }).click();
  await heading(page, "Logga in");
  await onAnotherDevice(t, page, person);
  await page.getByRole("button", { name: "Börja", exact: true }).click();
  await heading(page, "Vem ska ha tillståndet?");
  const known = page.getByRole("region", { name: "Du som söker" });
  await known.getByText(person.name).waitFor();
  await known.getByText("841 31 Ånge").waitFor();
  await parking.who(page);
  await heading(page, "Resor med bil");
}

async function saveAndLeave(page) {
  await choose(page, "Hur ska tillståndet användas?", "Både och");
  await page.getByText("Utkast, inte inskickat").waitFor();
  await page.getByRole("button", { name: "Spara och gör klart senare" }).click();
  await heading(page, "Mina sidor");
  await card(page, "Ej inskickade ärenden").waitFor();
  await page.getByRole("button", { name: "Logga ut" }).click();
  await heading(page, "Du är utloggad");
}

async function comeBack(page, person) {
  await page.getByRole("link", { name: "Logga in igen" }).click();
  await onThisDevice(page, person);
  const draft = card(page, "Ej inskickade ärenden");
  await draft.getByText("Utkast, inte inskickat").waitFor();
  await draft.getByRole("link", { name: "Fortsätt" }).click();
  await heading(page, "Resor med bil");
  assert.ok(await page.getByRole("radio", { name: "Både och" }).isChecked(), "what was saved is still there");
}

async function changeAnAnswer(page) {
  await heading(page, "Stämmer allt?");
  await page.getByRole("link", { name: "Ändra Så förflyttar du dig" }).click();
  await write(page, "Hur långt kan du gå", "80");
  await goOn(page);
  await heading(page, "Stämmer allt?");
  await page.getByText("80 meter").waitFor();
}

async function sendAndSign(page, person) {
  await page.getByRole("button", { name: "Skicka och skriv under" }).click();
  await heading(page, "Skriv under");
  await onThisDevice(page, person);
  await heading(page, "Vi har tagit emot");
  await page.getByText(/ kom in .* kl\. \d+\.\d\d/).waitFor();
  const number = (await page.locator(".number").first().textContent()).trim();
  assert.match(number, /^\d{4}-\d+/);
  return number;
}

async function findAgain(page, number) {
  await page.getByRole("link", { name: "Följ ärendet på Mina sidor" }).click();
  await page.getByText("läkarintyg.pdf").waitFor();
  await page.getByRole("navigation", { name: "Huvudmeny" }).getByRole("link", { name: "Mina sidor" }).click();
  await card(page, "Inskickade ärenden (pågående)").getByText(number).waitFor();
  await page.getByText("Du har inga utkast.").waitFor();
}

export function heading(page, words) {
  return page.getByRole("heading", { level: 1, name: words }).waitFor();
}

// The card of this service under one of the headings of Mina sidor.
export function card(page, group, title = parking.title) {
  const section = page.locator("section", { has: page.getByRole("heading", { level: 2, name: group }) });
  return section.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title }) });
}

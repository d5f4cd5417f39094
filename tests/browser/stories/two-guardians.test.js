import assert from "node:assert/strict";
import { test } from "node:test";
import { onThisDevice } from "../bankid.js";
import * as kindergarten from "../kindergarten.js";
import { visitor } from "../visitor.js";
import { card, heading } from "../walk.js";
import { person } from "../world.js";

test("what one of two guardians has signed is not sent in yet", async (t) => {
  const page = await visitor(t);
  await page.goto(kindergarten.service);
  await page.getByRole("link", { name: "Logga in och börja" }).click();
  await onThisDevice(page, person.berit);
  await page.getByRole("button", { name: "Börja", exact: true }).click();
  await kindergarten.child(page, "Bertil Exempelberg");
  await page.getByText(person.bo.name).first().waitFor();
  await kindergarten.applicants(page);
  await kindergarten.place(page);
  await kindergarten.other(page);

  await page.getByRole("button", { name: "Skicka och skriv under" }).click();
  await onThisDevice(page, person.berit);

  await heading(page, "Nu väntar vi på Bo Exempelberg");
  await page.getByText(/är inte inskicka(t|d) än/).waitFor();
  assert.equal(await page.getByText(/Ärendenummer/).count(), 0, "no number before it is received");
  await page.goto("/mina-sidor/");
  await card(page, "Ej inskickade ärenden", kindergarten.title).waitFor();
  await page.getByText("Du har inga pågående ärenden.").waitFor();
});

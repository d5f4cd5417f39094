import assert from "node:assert/strict";
import { test } from "node:test";
import { onThisDevice } from "../bankid.js";
import { begin } from "../errand.js";
import * as parking from "../parking.js";
import { visitor } from "../visitor.js";
import { card, heading } from "../walk.js";
import { person } from "../world.js";

// Without script: it would keep the second press from ever reaching the server.
test("pressed twice, gone back and sent again, it is one case", async (t) => {
  const page = await visitor(t, { script: false });
  await begin(page, parking.service, person.bo);
  await parking.who(page);
  await parking.car(page);
  await parking.moving(page);
  await parking.papers(page);
  await heading(page, "Stämmer allt?");
  const review = page.url();

  await page.getByRole("button", { name: "Skicka och skriv under" }).dblclick();
  await onThisDevice(page, person.bo);
  await heading(page, "Vi har tagit emot");
  const number = await page.locator(".number").first().textContent();
  await page.reload();
  await page.goto(review);

  assert.equal(await page.getByRole("button", { name: "Skicka och skriv under" }).count(), 0, "nothing left to send");
  await page.goto("/mina-sidor/");
  await card(page, "Inskickade ärenden (pågående)").getByText(number).waitFor();
  assert.equal(await card(page, "Inskickade ärenden (pågående)").count(), 1);
  await page.getByText("Du har inga utkast.").waitFor();
});

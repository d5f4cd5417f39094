import assert from "node:assert/strict";
import { test } from "node:test";
import * as parking from "../parking.js";
import { visitor } from "../visitor.js";
import { heading, walk } from "../walk.js";
import { person, units } from "../world.js";

test("from a search to a signed receipt", async (t) => {
  const page = await visitor(t);

  await page.goto("/");
  await page.getByLabel("Vad gäller ditt ärende?").pressSequentially("parkeringstillst");
  await suggested(page, parking.title);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${parking.service}`);
  await heading(page, parking.title);

  await walk(t, page, person.alva);

  // The page of the units loads itself again until the case is there.
  await page.goto(units);
  const unit = page.locator('h3:has-text("gata-och-trafik") ~ ul').first();
  const file = unit.getByRole("link", { name: "case.json" });
  await file.waitFor();
  const found = await page.request.get(new URL(await file.getAttribute("href"), units).href);
  assert.equal((await found.json()).unit, "gata-och-trafik");
});

// Down with the arrow until the e-service is the chosen suggestion.
async function suggested(page, title) {
  const wanted = page.getByRole("group", { name: "E-tjänster" }).getByRole("option").filter({ hasText: title });
  await wanted.first().waitFor();
  for (const _ of await page.getByRole("option").all()) {
    await page.keyboard.press("ArrowDown");
    if ((await wanted.first().getAttribute("aria-selected")) === "true") return;
  }
  throw new Error(`"${title}" cannot be chosen with the arrows`);
}

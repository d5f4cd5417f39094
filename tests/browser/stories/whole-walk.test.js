import { test } from "node:test";
import * as parking from "../parking.js";
import { visitor } from "../visitor.js";
import { heading, walk } from "../walk.js";
import { person } from "../world.js";

test("from a search to a signed receipt", async (t) => {
  const page = await visitor(t);

  await page.goto("/");
  await page.getByLabel("Vad gäller ditt ärende?").pressSequentially("parkeringstillst");
  await suggested(page, parking.title);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${parking.service}`);
  await heading(page, parking.title);

  await walk(t, page, person.alva);
});

// Down with the arrow until the suggestion is the chosen one.
async function suggested(page, title) {
  const suggestions = page.getByRole("option");
  await suggestions.filter({ hasText: title }).first().waitFor();
  for (const _ of await suggestions.all()) {
    await page.keyboard.press("ArrowDown");
    if ((await page.getByRole("option", { selected: true }).textContent()).includes(title)) return;
  }
  throw new Error(`"${title}" is not among the suggestions`);
}

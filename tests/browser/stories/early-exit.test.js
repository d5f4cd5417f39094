import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, goOn } from "../answers.js";
import { begin } from "../errand.js";
import { visitor } from "../visitor.js";
import { heading } from "../walk.js";
import { person } from "../world.js";

test("whoever does not qualify is told so at once, and what to do instead", async (t) => {
  const page = await visitor(t);
  await begin(page, "/e-tjanster/inackorderingstillagg/", person.fredrik);
  await choose(page, "Vem gäller ansökan?", "Mig själv");
  await choose(page, "Är eleven folkbokförd i Ånge kommun?", "Nej");

  await goOn(page);

  await heading(page, "Sök i elevens hemkommun");
  await page.getByText("Ingenting är inskickat.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Spara och fortsätt" }).count(), 0);
  await page.getByRole("link", { name: "Ändra dina svar" }).click();
  await heading(page, "Eleven");
  assert.ok(await page.getByRole("group", { name: "folkbokförd" }).getByLabel("Nej").isChecked());
});

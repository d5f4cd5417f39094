import assert from "node:assert/strict";
import { test } from "node:test";
import { goOn, write } from "../answers.js";
import { begin } from "../errand.js";
import * as parking from "../parking.js";
import { visitor } from "../visitor.js";
import { heading } from "../walk.js";
import { person } from "../world.js";

const QUESTION = "På vilket nummer når vi dig?";

test("two tabs never overwrite each other silently", async (t) => {
  const first = await visitor(t);
  await begin(first, parking.service, person.fredrik);
  const step = first.url();
  const second = await first.context().newPage();
  await second.goto(step);
  await parking.who(first);
  await heading(first, "Resor med bil");

  await write(second, QUESTION, "070-174 06 99");
  await goOn(second);

  await heading(second, "Utkastet ändrades på ett annat ställe");
  await second.getByText("070-174 06 99").waitFor();
  await second.getByRole("link", { name: "Behåll det som är sparat" }).click();
  await second.goto(step);
  assert.equal(await second.getByLabel(QUESTION).inputValue(), "070-174 06 05");
});

test("the browser's back button goes back, and what is changed there is saved", async (t) => {
  const page = await visitor(t);
  await begin(page, parking.service, person.fredrik);
  await parking.who(page);
  await heading(page, "Resor med bil");

  await page.goBack();
  await heading(page, "Vem ska ha tillståndet?");
  await write(page, QUESTION, "070-174 06 99");
  await goOn(page);

  await heading(page, "Resor med bil");
  await page.goBack();
  assert.equal(await page.getByLabel(QUESTION).inputValue(), "070-174 06 99");
});

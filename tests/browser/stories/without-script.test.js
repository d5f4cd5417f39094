import { test } from "node:test";
import * as parking from "../parking.js";
import { visitor } from "../visitor.js";
import { heading, walk } from "../walk.js";
import { person } from "../world.js";

test("the same walk with JavaScript switched off", async (t) => {
  const page = await visitor(t, { script: false });

  await page.goto("/");
  await page.getByRole("link", { name: "Trafik och resor" }).first().click();
  await page.getByRole("link", { name: parking.title }).first().click();
  await page.waitForURL(`**${parking.service}`);
  await heading(page, parking.title);

  await walk(t, page, person.disa);
});

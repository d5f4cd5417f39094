import assert from "node:assert/strict";
import { test } from "node:test";
import { onThisDevice } from "../bankid.js";
import { visitor } from "../visitor.js";
import { heading } from "../walk.js";
import { person } from "../world.js";

for (const { name } of [person.elsa, person.erik]) {
  test(`${name}, whose identity is protected, is asked to call`, async (t) => {
    const page = await visitor(t);
    await page.goto("/mina-sidor/");

    await onThisDevice(page, { name });

    await heading(page, "Ring så hjälper vi dig");
    await page.getByRole("link", { name: "0690-25 01 00" }).first().waitFor();
    assert.equal(await page.getByText(name).count(), 0, "no name on the page");
    assert.equal(await page.locator("main a:not([href^='tel:'])").count(), 0, "no way on but the telephone");
    await page.goto("/mina-sidor/");
    await heading(page, "Logga in");
  });
}

test("the page about protected identity has no way on but the telephone", async (t) => {
  const page = await visitor(t);

  await page.goto("/skyddad-identitet/");

  assert.equal(await page.locator("[href^='mailto:'], a[href*='/e-tjanster/'], input").count(), 0);
  assert.ok((await page.locator("main a[href^='tel:']").count()) > 0);
});

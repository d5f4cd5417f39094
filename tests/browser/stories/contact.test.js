import assert from "node:assert/strict";
import { test } from "node:test";
import { onThisDevice } from "../bankid.js";
import { visitor } from "../visitor.js";
import { heading } from "../walk.js";
import { messages, person } from "../world.js";

// The page of messages loads itself again until there is a letter to the address.
async function code(page, address) {
  await page.goto(messages);
  const letter = page.locator(`h3:has-text("${address}") + pre`).first();
  await letter.waitFor();
  return (await letter.textContent()).match(/\d{6}/)[0];
}

for (const script of [true, false]) {
  test(`choosing to be told by mail, ${script ? "with" : "without"} script`, async (t) => {
    const page = await visitor(t, { script });
    const post = await visitor(t);
    const who = script ? person.disa : person.cecilia;
    const address = script ? "disa@example.se" : "cecilia@example.se";
    await page.goto("/mina-sidor/kontakt");
    await heading(page, "Logga in");
    await onThisDevice(page, who);
    await heading(page, "Så når vi dig");

    await page.getByLabel("Din e-postadress").fill("inte en adress@");
    await page.getByRole("button", { name: "Skicka en kod" }).first().click();
    await page.getByRole("link", { name: "Skriv en e-postadress" }).waitFor();
    await page.getByLabel("Din e-postadress").fill(address);
    await page.getByRole("button", { name: "Skicka en kod" }).first().click();
    await page.getByLabel("Skriv in koden").fill(await code(post, address));
    await page.getByRole("button", { name: "Bekräfta" }).click();

    await page.getByText(`Vi skickar till ${address}.`).waitFor();
    assert.equal(await page.getByRole("button", { name: "Sluta skicka e-post" }).count(), 1);
  });
}

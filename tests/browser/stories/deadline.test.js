// These move the clock, so they have a demonstration of their own.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { demonstration } from "../demonstration.js";

const { world, end } = await demonstration();
process.env.LUCKA_WORLD = world;
const kindergarten = await import("../kindergarten.js");
const { visitor } = await import("../visitor.js");
const { card } = await import("../walk.js");
const { onThisDevice } = await import("../bankid.js");
const { clock, messages, person } = await import("../world.js");
after(async () => assert.equal(await end(), 0));

test("who has not signed is reminded, and when the time is out both know", async (t) => {
  const hers = await visitor(t);
  const { berit: applicant, bo: other } = person;
  const mail = "bo@example.se";
  await kindergarten.applied(hers, { applicant, other, name: "Bertil Exempelberg", ways: { mail } });

  const his = await known(t, other, mail);
  await forward(t, 3);
  assert.equal(await letters(his, mail, "Påminnelse"), 1, "after three days");
  await forward(t, 10);
  assert.equal(await letters(his, mail, "Påminnelse"), 2, "after ten");
  await forward(t, 31);
  assert.equal(await letters(his, mail, "Påminnelse"), 3, "and two days before the last");
  assert.equal(await letters(his, mail, "gått ut"), 1, "the time is out");

  await hers.goto("/mina-sidor/");
  await onThisDevice(hers, applicant);
  const draft = card(hers, "Du behöver göra något", kindergarten.title);
  await draft.getByText("Alla skrev inte under i tid").waitFor();
  await draft.getByRole("link", { name: "Fortsätt" }).waitFor();
  await his.goto("/mina-sidor/");
  await onThisDevice(his, other);
  await his.getByText("Du har inga pågående ärenden.").waitFor();
  assert.equal(await his.getByText("Du behöver göra något").count(), 0);
});

// A person with an address of their own, verified by a code.
async function known(t, who, address) {
  const page = await visitor(t);
  await page.goto("/mina-sidor/kontakt");
  await onThisDevice(page, who);
  await page.getByLabel("Din e-postadress").fill(address);
  await page.getByRole("button", { name: "Skicka en kod" }).first().click();
  await page.getByLabel("Skriv in koden").fill(await code(t, address));
  await page.getByRole("button", { name: "Bekräfta" }).click();
  await page.getByText(`Vi skickar till ${address}.`).waitFor();
  return page;
}

async function code(t, address) {
  const post = await visitor(t);
  await post.goto(messages);
  const letter = post.locator(`h3:has-text("${address}") + pre`).filter({ hasText: /\d{6}/ }).first();
  await letter.waitFor();
  return (await letter.textContent()).match(/\d{6}/)[0];
}

async function forward(t, days) {
  const page = await visitor(t);
  await page.goto(clock);
  await page.getByRole("button", { name: `${days} dag` }).click();
  await page.getByText("I portalen är det nu").waitFor();
}

// How many letters to the address have this in their subject.
async function letters(page, address, subject) {
  await page.goto(messages);
  return page.locator(`h3:has-text("${address}"):has-text("${subject}")`).count();
}

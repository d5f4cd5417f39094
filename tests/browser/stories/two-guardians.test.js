import assert from "node:assert/strict";
import { test } from "node:test";
import { onThisDevice } from "../bankid.js";
import * as kindergarten from "../kindergarten.js";
import { visitor } from "../visitor.js";
import { card, heading } from "../walk.js";
import { messages, person } from "../world.js";

test("two guardians, each in a browser of their own, come to the receipt", async (t) => {
  const [hers, his] = [await visitor(t), await visitor(t, { width: 390, height: 800 })];
  const mail = "carl@example.se";
  const { cecilia: applicant, carl: other } = person;
  await kindergarten.applied(hers, { applicant, other, name: "Clara Demodal", ways: { mail } });
  await hers.getByText(/är inte inskicka(t|d) än/).waitFor();
  assert.equal(await hers.getByText(/Ärendenummer/).count(), 0, "no number before it is received");
  await hers.goto("/mina-sidor/");
  await card(hers, "Ej inskickade ärenden", kindergarten.title).getByText(other.name).first().waitFor();
  const ongoing = card(hers, "Inskickade ärenden (pågående)", kindergarten.title);
  assert.equal(await ongoing.count(), 0, "it has not come in");
  await neutral(t, mail, [applicant.name, "Clara", "förskola"]);

  await kindergarten.found(his, other);
  await his.getByText("Clara Demodal").first().waitFor();
  assert.equal(await his.getByText(applicant.number.slice(-4)).count(), 0, "the applicant's number is hidden");
  await onThisDevice(his, other);
  await heading(his, "Vi har tagit emot");
  const number = (await his.locator(".number").first().textContent()).trim();

  await hers.reload();
  await ongoing.getByText(number).waitFor();
  await ongoing.getByRole("link").first().click();
  await hers.getByRole("link", { name: "Visa kvittensen" }).click();
  await heading(hers, "Vi har tagit emot");
});

// The page of messages loads itself again until there is a letter to the address.
async function neutral(t, address, hidden) {
  const post = await visitor(t);
  await post.goto(messages);
  const letter = post.locator(`h3:has-text("${address}") + pre`).first();
  await letter.waitFor();
  const text = await letter.textContent();
  assert.match(text, /skriva under ett ärende/);
  for (const word of hidden) assert.ok(!text.includes(word), `the message says ${word}`);
}

test("when the other guardian declines, the applicant has a draft again and reads why", async (t) => {
  const [hers, his] = [await visitor(t), await visitor(t)];
  const { berit: applicant, bo: other } = person;
  await kindergarten.applied(hers, { applicant, other, name: "Bertil Exempelberg" });
  await kindergarten.found(his, other);
  await his.getByRole("link", { name: "Avböj att skriva under" }).click();
  await his.getByRole("textbox").fill("Vi har valt en annan förskola.");
  await his.getByRole("button", { name: "Avböj" }).click();
  await his.getByText("Du har avböjt.").waitFor();

  await hers.goto("/mina-sidor/");
  const draft = card(hers, "Du behöver göra något", kindergarten.title);
  await draft.getByText(`${other.name} avböjde att skriva under`).waitFor();
  await draft.getByRole("link", { name: "Fortsätt" }).click();
  await hers.getByText("Vi har valt en annan förskola.").first().waitFor();
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { approve, done } from "../bankid.js";
import * as parking from "../parking.js";
import { visitor } from "../visitor.js";
import { card, heading } from "../walk.js";
import { person } from "../world.js";

// Nobody has to press Tab more often than this to come to anything on these pages.
const PRESSES = 60;

test("from the search to a saved draft with the keyboard alone", async (t) => {
  const page = await visitor(t);
  const press = (key) => page.keyboard.press(key);
  const button = (name) => page.getByRole("button", { name });
  await page.goto("/");

  await press("Tab");
  await focused(page.getByRole("link", { name: "Till innehållet" }));
  await press("Enter");
  await tabTo(page, page.getByLabel("Vad gäller ditt ärende?"));
  await page.keyboard.type("parkeringstillstånd rörelsehindrad");
  await press("Enter");
  await heading(page, /träff/);
  await tabTo(page, page.getByRole("link", { name: `Ansökan om ${parking.title}` }).first());
  await press("Enter");
  await heading(page, parking.title);
  await tabTo(page, page.getByRole("link", { name: "Logga in och börja" }));
  await press("Enter");
  await heading(page, "Logga in");
  await tabTo(page, button("Logga in på den här enheten"));
  await press("Enter");
  await tabTo(page, page.getByRole("link", { name: "Starta BankID-appen" }));
  await press("Enter");
  await approve(page, person.carl);
  await tabTo(page, page.getByRole("link", { name: "Tillbaka till portalen" }));
  await press("Enter");
  await done(page);
  await tabTo(page, button("Börja"));
  await press("Enter");

  await heading(page, "Vem ska ha tillståndet?");
  await tabTo(page, button("Spara och fortsätt"));
  await press("Enter");
  const errors = page.getByRole("alert").filter({ hasText: "2 svar behöver ändras" });
  await focused(errors);
  await tabTo(page, errors.getByRole("link").first());
  await press("Enter");
  await focused(page.getByRole("radio", { name: "Mig själv" }));
  await press("Space");
  await tabTo(page, page.getByLabel("På vilket nummer når vi dig?"));
  await page.keyboard.type("070-174 06 09");
  await tabTo(page, button("Spara och gör klart senare"));
  await press("Enter");
  await heading(page, "Mina sidor");
  await card(page, "Ej inskickade ärenden").waitFor();
});

async function tabTo(page, wanted) {
  await wanted.waitFor();
  for (let presses = 0; presses < PRESSES; presses += 1) {
    await page.keyboard.press("Tab");
    if (!(await hasFocus(wanted))) continue;
    assert.ok(await ringed(wanted), "what has the focus shows it");
    return;
  }
  throw new Error(`the Tab key does not lead to ${wanted}`);
}

async function focused(wanted) {
  await wanted.and(wanted.page().locator(":focus")).waitFor();
}

function hasFocus(wanted) {
  return wanted.evaluate((it) => it === document.activeElement);
}

function ringed(wanted) {
  return wanted.evaluate((it) => {
    const { outlineStyle, boxShadow } = getComputedStyle(it);
    return outlineStyle !== "none" || boxShadow !== "none";
  });
}

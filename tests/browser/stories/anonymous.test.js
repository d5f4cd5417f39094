import assert from "node:assert/strict";
import { test } from "node:test";
import { attach, choose, goOn, photo, pick, write } from "../answers.js";
import { visitor } from "../visitor.js";
import { heading } from "../walk.js";
import { units } from "../world.js";

test("a fault is reported with a photo, without logging in, and gets a number", async (t) => {
  const page = await visitor(t, { width: 360, height: 740 });
  await page.goto("/e-tjanster/felanmalan-gata/");
  await page.getByRole("link", { name: "Börja" }).click();
  await page.getByRole("button", { name: "Börja" }).click();
  await choose(page, "Kan någon skadas just nu?", "Nej");
  await choose(page, "Vad gäller det?", "Trasig gatlampa");
  await write(page, "Hur ser felet ut?", "Lampan blinkar hela natten.");
  await goOn(page);
  await choose(page, "Vems väg är det?", "Vet inte");
  await write(page, "Var på vägen är felet?", "Torggatan, utanför nummer 10");
  await pick(page, "I vilken ort?", "Ånge");
  await goOn(page);
  await attach(page, "Har du en bild på felet?", photo);
  await goOn(page);
  await heading(page, "Stämmer allt?");
  await page.getByText("foto.png").waitFor();

  await page.getByRole("button", { name: "Skicka" }).click();

  await heading(page, "Vi har tagit emot");
  const number = (await page.locator(".number").first().textContent()).trim();
  assert.match(number, /^\d{4}-\d+/);
  await page.getByText("Det här ärendet går inte att följa på Mina sidor.").waitFor();
  // The page of the units loads itself again until their system has been told.
  await page.goto(units);
  await page.getByText(`"number": "${number}"`).waitFor();
});

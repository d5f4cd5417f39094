import { test } from "node:test";
import * as parking from "../parking.js";
import { withTelia } from "../telia.js";
import { visitor } from "../visitor.js";
import { heading } from "../walk.js";
import { person } from "../world.js";

for (const script of [true, false]) {
  test(`logging in and signing with another e-ID, ${script ? "with" : "without"} script`, async (t) => {
    const page = await visitor(t, { script });

    await page.goto(parking.service);
    await page.getByRole("link", { name: "Logga in och börja" }).click();
    await heading(page, "Logga in");
    await withTelia(page, person.alva);
    await page.getByRole("button", { name: "Börja", exact: true }).click();
    await parking.who(page);
    await parking.car(page);
    await parking.moving(page);
    await parking.papers(page);
    await heading(page, "Stämmer allt?");
    await page.getByRole("button", { name: "Skicka" }).click();
    await heading(page, "Skriv under");
    await withTelia(page, person.alva);

    await heading(page, /^Vi har tagit emot/);
  });
}

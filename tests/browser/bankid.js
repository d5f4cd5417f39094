// Identifying oneself and signing with the stand-in for the BankID app.
import { app } from "./world.js";
import { scriptless, visitor } from "./visitor.js";

// From the portal's page of choices, on the device that the browser runs on.
export async function onThisDevice(page, person) {
  await page.getByRole("button", { name: "på den här enheten" }).click();
  await page.getByRole("link", { name: "Starta BankID-appen" }).click();
  await approve(page, person);
  await page.getByRole("link", { name: "Tillbaka till portalen" }).click();
  await done(page);
}

// From the portal's page of choices, with the app on another device that reads the code off the screen.
export async function onAnotherDevice(t, page, person) {
  await page.getByRole("button", { name: "med en annan enhet" }).click();
  const code = page.getByAltText("QR-kod för BankID-appen");
  await code.scrollIntoViewIfNeeded();
  const picture = await page.screenshot({ clip: await code.boundingBox() });

  const phone = await visitor(t, { width: 390, height: 800 });
  await phone.goto(app);
  await phone.getByLabel("Skärmbild med koden, PNG").setInputFiles({ name: "kod.png", mimeType: "image/png", buffer: picture });
  await phone.getByRole("button", { name: "Läs av" }).click();
  await approve(phone, person);
  await done(page);
}

export async function approve(page, person) {
  await page.getByRole("radio", { name: person.name }).check();
  await page.locator("button[value=godkann]").click();
}

// The script goes on by itself. Without it the page reloads itself until there is a button.
export async function done(page) {
  if (scriptless.has(page)) await page.locator("form[data-done] button").click();
  await page.waitForURL((url) => !url.pathname.includes("/bankid/"));
}

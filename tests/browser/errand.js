// Beginning an errand the shortest way, for stories that are about what comes after.
import { onThisDevice } from "./bankid.js";

export async function begin(page, service, person) {
  await page.goto(service);
  await page.getByRole("link", { name: "Logga in och börja" }).click();
  if (page.url().includes("logga-in")) await onThisDevice(page, person);
  await page.getByRole("button", { name: /^Börja/ }).click();
  await page.waitForURL("**/utkast/**");
}

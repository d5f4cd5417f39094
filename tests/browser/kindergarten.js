// "Plats i förskola": an application about a child, which both guardians sign.
import { choose, date, daysFromNow, goOn, pick, tick, write } from "./answers.js";
import { onThisDevice } from "./bankid.js";
import { card, heading } from "./walk.js";

export const service = "/e-tjanster/forskola-plats/";
export const title = "plats i förskola";

export async function child(page, name) {
  await choose(page, "Vilket barn gäller ansökan?", name);
  await choose(page, "Hur bor barnet?", "Med båda vårdnadshavarna");
  await goOn(page);
}

export async function applicants(page, other = { phone: "070-174 06 07" }) {
  await write(page, "På vilket nummer når vi dig?", "070-174 06 06");
  if (other.phone) await write(page, "Vilket mobilnummer har den andra vårdnadshavaren?", other.phone);
  if (other.mail) await write(page, "Vilken e-postadress har den andra vårdnadshavaren?", other.mail);
  await goOn(page);
}

export async function place(page) {
  await date(page, "Vilken dag behöver ni platsen?", daysFromNow(60));
  await write(page, "Hur många timmar i veckan behöver barnet?", "30");
  await pick(page, "Vilken förskola vill ni helst ha?", "Älvens förskola, Fränsta");
  await goOn(page);
}

export async function otherThings(page) {
  await choose(page, "Har barnet syskon på någon av förskolorna?", "Nej");
  await tick(page, "Uppgifterna stämmer.");
  await goOn(page);
}

// From the service's page until one guardian has signed and the other is waited for.
export async function applied(page, { applicant, other, name, ways }) {
  await page.goto(service);
  await page.getByRole("link", { name: "Logga in och börja" }).click();
  await onThisDevice(page, applicant);
  await page.getByRole("button", { name: "Börja", exact: true }).click();
  await child(page, name);
  await page.getByText(other.name).first().waitFor();
  await applicants(page, ways);
  await place(page);
  await otherThings(page);
  await page.getByRole("button", { name: "Skicka och skriv under" }).click();
  await onThisDevice(page, applicant);
  await heading(page, `Nu väntar vi på ${other.name}`);
}

// The other guardian logs in, and the case is what comes first.
export async function found(page, person) {
  await page.goto("/mina-sidor/");
  await onThisDevice(page, person);
  const first = card(page, "Du behöver göra något", title);
  await first.getByText("Väntar på din underskrift").waitFor();
  await first.getByRole("link", { name: "Skriv under" }).click();
  await heading(page, "Skriv under");
}

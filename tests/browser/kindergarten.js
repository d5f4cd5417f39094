// "Plats i förskola": an application about a child, which both guardians sign.
import { choose, date, daysFromNow, goOn, pick, tick, write } from "./answers.js";

export const service = "/e-tjanster/forskola-plats/";
export const title = "plats i förskola";

export async function child(page, name) {
  await choose(page, "Vilket barn gäller ansökan?", name);
  await choose(page, "Hur bor barnet?", "Med båda vårdnadshavarna");
  await goOn(page);
}

export async function applicants(page) {
  await write(page, "På vilket nummer når vi dig?", "070-174 06 06");
  await write(page, "Vilket mobilnummer har den andra vårdnadshavaren?", "070-174 06 07");
  await goOn(page);
}

export async function place(page) {
  await date(page, "Vilken dag behöver ni platsen?", daysFromNow(60));
  await write(page, "Hur många timmar i veckan behöver barnet?", "30");
  await pick(page, "Vilken förskola vill ni helst ha?", "Älvens förskola, Fränsta");
  await goOn(page);
}

export async function other(page) {
  await choose(page, "Har barnet syskon på någon av förskolorna?", "Nej");
  await tick(page, "Uppgifterna stämmer.");
  await goOn(page);
}

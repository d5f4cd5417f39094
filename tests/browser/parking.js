// "Parkeringstillstånd för rörelsehindrade", step by step: the errand of the long walks.
import { attach, certificate, choose, date, daysFromNow, goOn, photo, tick, write } from "./answers.js";

export const service = "/e-tjanster/parkeringstillstand-rorelsehindrad/";
export const title = "parkeringstillstånd för rörelsehindrad";

export async function who(page) {
  await choose(page, "Vem gäller ansökan?", "Mig själv");
  await write(page, "På vilket nummer når vi dig?", "070-174 06 05");
  await goOn(page);
}

export async function car(page) {
  await choose(page, "Hur ska tillståndet användas?", "Jag kör själv");
  await choose(page, "Har du körkort som gäller?", "Ja");
  await goOn(page);
}

export async function moving(page) {
  await write(page, "Hur långt kan du gå", "50");
  await choose(page, "Vad använder du när du förflyttar dig?", "Rollator");
  await choose(page, "Hur länge tror du att svårigheterna varar?", "De går inte över");
  await choose(page, "Har du, eller har du haft, ett parkeringstillstånd?", "Nej");
  await goOn(page);
}

export async function papers(page) {
  await choose(page, "Har du läkarintyget här?", "Ja, jag bifogar det nu");
  await date(page, "Vilken dag skrev läkaren under intyget?", daysFromNow(-7));
  await attach(page, "Bifoga läkarintyget", certificate);
  await attach(page, "Bifoga ett foto till kortet", photo);
  await tick(page, "Uppgifterna stämmer.");
  await goOn(page);
}

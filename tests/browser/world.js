// Where everything is while the stories are told; see run.js.
const world = JSON.parse(process.env.LUCKA_WORLD ?? "null");
if (!world) throw new Error("start the stories with `node tests/browser/run.js`");

export const portal = world.portal;
export const app = world.app;
export const telia = world.telia;
export const messages = world.messages;
export const clock = world.clock;
export const units = world.units;

// The test persons that the stories are about, by given name.
export const person = Object.fromEntries(world.persons.map((it) => [it.name.split(" ")[0].toLowerCase(), it]));

// Where pictures are kept; not in git.
export const artefacts = new URL("../artefacts/", import.meta.url).pathname;

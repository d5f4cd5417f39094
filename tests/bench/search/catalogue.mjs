// A catalogue of any size: the real one again and again, each time with words of its own.
// `node catalogue.mjs CONTENT OUT COUNT` copies CONTENT to OUT and adds entries until there are COUNT.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const FIRST = ["skogs", "berg", "strand", "industri", "kvarn", "hamn", "torg", "järnvägs", "hed", "myr", "älv", "bruks", "kyrko", "gruv", "fäbod", "sjö"];
const SECOND = ["område", "station", "gård", "park", "hus", "led", "bro", "hall", "brygga", "verkstad", "lager", "anläggning", "backe", "plan", "magasin", "kvarter"];
const THIRD = ["avgift", "bidrag", "tillsyn", "besiktning", "plats", "tillstånd", "underhåll", "skylt", "förening", "karta", "rapport", "kort"];

/** A word of its own for each number; they come back after a few thousand. */
function word(number) {
  const pick = (list, step) => list[Math.floor(number / step) % list.length];
  return `${pick(FIRST, 1)}${pick(SECOND, FIRST.length)}s${pick(THIRD, FIRST.length * SECOND.length)}`;
}

export function catalogue(content, out, count) {
  rmSync(out, { recursive: true, force: true });
  cpSync(content, out, { recursive: true });
  const entries = ["e-tjanster", "blanketter"].flatMap((kind) => readdirSync(`${content}/${kind}`).map((slug) => [kind, slug, readFileSync(`${content}/${kind}/${slug}/index.md`, "utf8")]));
  for (let at = entries.length; at < count; at++) {
    const [, slug, text] = entries[at % entries.length];
    const own = word(at * 7);
    const changed = text
      .replace(/^title = "(.*)"$/m, (_, title) => `title = "${title}, ${own}"`)
      .replace(/^(login|blankett|file|external|minutes|delivery) = .*\n/gm, "")
      .replace(/^keywords = \[/m, `keywords = ["${word(at * 13 + 5)}", `);
    const folder = `${out}/blanketter/${slug}-${at}`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/index.md`, `${changed}\nDet gäller också ${word(at * 3)} och ${word(at * 5 + 1)}.\n`);
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) catalogue(process.argv[2], process.argv[3], Number(process.argv[4]));

// How large the index of a built site is, and how fast the script answers in it, in Node.js.
// `node speed.mjs SITE QUERIES`: kilobytes are brotli's, milliseconds are those of one run.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { brotliCompressSync } from "node:zlib";

const [site, queries] = process.argv.slice(2);
const theme = readdirSync(`${site}/_theme`).find((it) => /^[0-9a-f]{16}$/.test(it));
const index = (name) => readFileSync(`${site}/_search/${readdirSync(`${site}/_search`).find((it) => it.startsWith(`${name}.`))}`);
const size = (bytes) => brotliCompressSync(bytes).length / 1000;
const show = (list) => list.map(([name, value, unit]) => `${name} ${value.toFixed(1)} ${unit}`).join(", ");

// The published scripts, where Node.js knows that they are modules.
const scripts = mkdtempSync(`${tmpdir()}/search-`);
cpSync(`${site}/_theme/${theme}/js`, scripts, { recursive: true });
writeFileSync(`${scripts}/package.json`, '{"type":"module"}');
const { complete, learn, prepare } = await import(`${scripts}/search-file.js`);
const { answer } = await import(`${scripts}/search-answer.js`);

function needed(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, it] of readFileSync(`${scripts}/${name}`, "utf8").matchAll(/(?:from |import\()"\.\/(.*?)"/g)) needed(it, seen);
  return seen;
}

function timed(work) {
  const start = performance.now();
  const made = work();
  return [performance.now() - start, made];
}

const script = [...needed("search.js")].reduce((sum, it) => sum + size(readFileSync(`${scripts}/${it}`)), 0);
// The first file, and the one that says which it is.
const first = size(index("index")) + size(readFileSync(`${site}/sok/index.json`));
console.log(show([["script", script, "kB"], ["first file", first, "kB"], ["before the first result", script + first, "kB"], ["synonyms", size(index("words")), "kB"], ["texts", size(index("texts")), "kB"]]));

const [cold, search] = timed(() => {
  const made = prepare(JSON.parse(index("index")));
  answer(made, "f");
  return made;
});
const [rest] = timed(() => complete(learn(search, JSON.parse(index("words"))), JSON.parse(index("texts"))));
// Every key of every query, as somebody types it.
const keys = readFileSync(queries, "utf8").split("\n").filter(Boolean).flatMap((line) => [...JSON.parse(line).query].map((_, at, all) => all.slice(0, at + 1).join("")));
const times = keys.map((it) => timed(() => answer(search, it))[0]).sort((a, b) => a - b);
const at = (share) => times[Math.floor((times.length - 1) * share)];
console.log(show([["read and first answer", cold, "ms"], ["the rest read", rest, "ms"], ["a key, median", at(0.5), "ms"], ["of a hundred the slowest but five", at(0.95), "ms"], ["the slowest", at(1), "ms"]]));
rmSync(scripts, { recursive: true });

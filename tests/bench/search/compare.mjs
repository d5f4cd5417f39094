// The search beside its peers: quality, bytes and time at each size, in one run. Ends with 1 when the portal falls short.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { figures } from "../../search/evaluate.mjs";
import { asked, launched, measured, served } from "./browser.mjs";
import { catalogue } from "./catalogue.mjs";
import { documents, original } from "./content.mjs";
import { answers, times } from "./ours.mjs";
import { NAMES, files } from "./peers.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(HERE, "../../..");
const OWN = 320;
// What is promised.
const QUALITY = { ndcg: 0.9, success1: 0.88, success3: 0.97, answered: 1, none: 0.7 };
const KILOBYTES = { 320: 30, 1000: 60, 10000: 150 };
const COLD_MS = 100, SLOW_MS = 250, KEY_MS = 10, INDEX_SHARE = 1 / 3;
// Copies of one entry stand beside each other: so many are looked through for ten different ones.
const DEPTH = 100;

const { values: options } = parseArgs({ options: { sizes: { type: "string", default: "320,1000,10000" }, scratch: { type: "string", default: `${ROOT}/target/bench/search` }, runs: { type: "string", default: "5" } } });
const generator = resolve(process.env.GENERATOR ?? `${ROOT}/target/release/generator`);
const lines = readFileSync(`${ROOT}/tests/search/queries.jsonl`, "utf8").split("\n").filter(Boolean).map((it) => JSON.parse(it));
const queries = lines.map(({ query }) => query);
const known = new Set(documents(`${ROOT}/content`).map(({ id }) => id));
let short = 0;

function said(what, value, good, promised) {
  console.log(`${good ? "ok   " : "SHORT"} ${what.padEnd(44)} ${value.toFixed(3).padStart(9)}  ${promised}`);
  if (!good) short++;
}

const seconds = (work) => {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
};

function made(size) {
  const content = size === OWN ? `${ROOT}/content` : `${options.scratch}/content-${size}`;
  if (size !== OWN) catalogue(`${ROOT}/content`, content, size);
  const site = `${options.scratch}/site-${size}`;
  rmSync(site, { recursive: true, force: true });
  const cold = seconds(() => execFileSync(generator, ["build", "--content", content, "--out", site], { stdio: "ignore" }));
  // Reading the content, the index and one answer in Node.js: more than the index alone.
  const index = seconds(() => execFileSync(generator, ["search", "bygglov", "--content", content], { stdio: "ignore" }));
  execFileSync(`${HERE}/node_modules/@pagefind/linux-x64/bin/pagefind_extended`, ["--site", site, "--output-path", `${options.scratch}/peers-${size}/pagefind`, "--glob", "{e-tjanster,blanketter}/*/index.html", "--root-selector", "main", "--force-language", "sv", "--silent"]);
  return { content, site, cold, index };
}

function judged(results) {
  const plain = results.map((it) => ({ ...it, results: [...new Set(it.results.map((id) => original(id, known)))] }));
  return figures(lines, plain).all;
}

async function one(browser, size) {
  const { content, site, cold, index } = made(size);
  const list = documents(content);
  const server = await served(await files(list), [site, `${options.scratch}/peers-${size}`]);
  const depth = size === OWN ? 10 : DEPTH;
  const table = { ours: { ...judged(await answers(site, queries, depth)), ...(await measured(browser, server, "ours", Number(options.runs))) } };
  for (const name of NAMES) table[name] = { ...judged(await asked(browser, server, name, queries, depth)), ...(await measured(browser, server, name, Number(options.runs))) };
  const node = await times(site, queries);
  server.close();

  console.log(`\n${list.length} entries${"".padEnd(6)} nDCG@10    s@1    s@3   none  empty      kB  requests  first ms  4x slow  key ms`);
  for (const [name, it] of Object.entries(table)) {
    const share = (value) => value.toFixed(3).padStart(6);
    console.log(`${name.padEnd(18)} ${share(it.ndcg)} ${share(it.success1)} ${share(it.success3)} ${share(it.none)} ${share(1 - it.answered)} ${it.bytes.toFixed(1).padStart(7)} ${String(it.requests).padStart(9)} ${it.cold.toFixed(0).padStart(9)} ${it.slow.toFixed(0).padStart(8)} ${it.key.toFixed(1).padStart(7)}`);
  }
  const at = (share) => node.keys[Math.floor((node.keys.length - 1) * share)];
  console.log(`Node.js: first answer ${node.cold.toFixed(1)} ms; a key ${at(0.5).toFixed(1)} ms, 95 of 100 within ${at(0.95).toFixed(1)}, all within ${at(1).toFixed(1)}`);
  console.log(`build ${cold.toFixed(2)} s, index and one answer alone ${index.toFixed(2)} s\n`);

  const { ours, ...peers } = table;
  if (size === OWN) {
    for (const [key, least] of Object.entries(QUALITY)) said(`${size}: ${key}`, ours[key], ours[key] >= least, `at least ${least}`);
    said(`${size}: first result, ms`, ours.cold, ours.cold <= COLD_MS, `at most ${COLD_MS}`);
    said(`${size}: first result, processor 4 x slower, ms`, ours.slow, ours.slow <= SLOW_MS, `at most ${SLOW_MS}`);
  }
  for (const [name, it] of Object.entries(peers)) said(`${size}: nDCG@10 less that of ${name}`, ours.ndcg - it.ndcg, ours.ndcg > it.ndcg, "more than 0");
  if (size in KILOBYTES) said(`${size}: kB before the first result`, ours.bytes, ours.bytes <= KILOBYTES[size], `at most ${KILOBYTES[size]}`);
  if (size === 1000) {
    said(`${size}: a further key in Node.js, 95 of 100, ms`, at(0.95), at(0.95) <= KEY_MS, `at most ${KEY_MS}`);
    said(`${size}: index, as a share of the rest of the build`, index / (cold - index), index / (cold - index) <= INDEX_SHARE, "at most 0.333");
  }
}

const browser = await launched();
for (const size of options.sizes.split(",").map(Number)) await one(browser, size);
await browser.close();
console.log(short ? `\n${short} fall short` : "\nall as promised");
process.exitCode = short ? 1 : 0;

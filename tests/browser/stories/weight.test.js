import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { tooHeavy, weight } from "../checks.js";
import { type } from "../searching.js";
import { visitor } from "../visitor.js";

// Script, index and phrases, as web servers pack them: what people wait for on a bad line.
const MOST_BEFORE_RESULT = 30_000;
const NEEDED = /\/(main|search[a-z-]*)\.js$|\/sok\/index\.json$|\/_search\/index\./;

const site = new URL("../../../public", import.meta.url).pathname;

test("no page weighs more than 14 kB compressed, with its style", async (t) => {
  const pages = readdirSync(site, { recursive: true }).filter((path) => path.endsWith(".html"));
  assert.ok(pages.length > 300, `only ${pages.length} pages: build the site first`);

  const read = (address) => readFileSync(site + address);
  const weigh = async (path) => ({ path, bytes: await weight(readFileSync(`${site}/${path}`, "utf8"), read) });
  const weights = (await Promise.all(pages.map(weigh))).sort((a, b) => b.bytes - a.bytes);

  t.diagnostic(weights.slice(0, 5).map(({ path, bytes }) => `${path} ${bytes} B`).join(", "));
  assert.deepEqual(weights.filter(({ bytes }) => tooHeavy(bytes)), []);
});

test("what the first suggestion takes is at most 30 kB packed", async (t) => {
  const page = await visitor(t);
  const needed = [];
  page.on("response", (it) => NEEDED.test(it.url()) && needed.push(it));

  await page.goto("/");
  await type(page, "by");

  const sizes = await Promise.all(needed.map(async (it) => [it.url().split("/").at(-1), brotliCompressSync(await it.body()).length]));
  t.diagnostic(sizes.map(([name, bytes]) => `${name} ${bytes} B`).join(", "));
  assert.deepEqual(sizes.map(([name]) => name.split(".")[0]).sort(), ["index", "index", "main", "search", "search-engine"]);
  assert.ok(sizes.reduce((sum, [, bytes]) => sum + bytes, 0) <= MOST_BEFORE_RESULT);
});

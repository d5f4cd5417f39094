import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { tooHeavy, weight } from "../checks.js";

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

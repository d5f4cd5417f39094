import assert from "node:assert/strict";
import { test } from "node:test";
import { look } from "../looks.js";
import * as parking from "../parking.js";
import { visitor } from "../visitor.js";

const PAGES = [
  ["start", "/"],
  ["search", "/sok/?q=parkering"],
  ["search without a question", "/sok/"],
  ["search without an answer", "/sok/?q=xyzzy"],
  ["a-o", "/a-o/"],
  ["category", "/kategorier/barn-och-utbildning/"],
  ["service", parking.service],
  ["service elsewhere", "/e-tjanster/anmalan-eldstad/"],
  ["service without a form", "/e-tjanster/visselblasning/"],
  ["blankett", "/blanketter/parkeringstillstand-lakarintyg/"],
  ["about", "/om/"],
  ["protected identity", "/skyddad-identitet/"],
  ["accessibility", "/tillganglighet/"],
  ["missing", "/finns-inte/"],
];

test("every kind of static page is accessible and fits", async (t) => {
  for (const [name, path] of PAGES) {
    await t.test(name, async (t) => {
      const page = await visitor(t);
      await page.goto(path, { waitUntil: "networkidle" });
      await look(page, name);
    });
  }
});

test("no static page sets a cookie or stores anything", async (t) => {
  const page = await visitor(t);
  for (const [, path] of PAGES) await page.goto(path, { waitUntil: "networkidle" });
  assert.deepEqual(await page.context().storageState(), { cookies: [], origins: [] });
});

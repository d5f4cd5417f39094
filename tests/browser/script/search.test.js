// The search's pure parts, on the cases that the generator's are tried on too, and on the index of the built site.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { prepare, rank } from "../../../themes/default/js/search-rank.js";
import { words } from "../../../themes/default/js/search-words.js";

const root = new URL("../../../", import.meta.url).pathname;
const json = (path) => JSON.parse(readFileSync(root + path, "utf8"));
const [index] = readdirSync(`${root}public/_search`);
const search = prepare(json(`public/_search/${index}`));

for (const { text, words: expected } of json("generator/cases/search.json")) {
  test(`"${text}" is cut as the generator cuts it`, () => {
    assert.deepEqual(words(text, search.stopWords), expected);
  });
}

for (const [why, query, url] of [
  ["a whole word", "parkeringstillstånd", "/e-tjanster/parkeringstillstand-rorelsehindrad/"],
  ["another ending", "förskolor", "/e-tjanster/forskola-plats/"],
  ["without the marks on letters", "forskola", "/e-tjanster/forskola-plats/"],
  ["in capitals", "FÖRSKOLA", "/e-tjanster/forskola-plats/"],
  ["the beginning of a word", "grovavf", "/e-tjanster/grovavfall/"],
  ["several words", "skolskjuts grundskola", "/e-tjanster/skolskjuts-grundskola/"],
  ["a word that only the keywords have", "gatlyse", "/e-tjanster/felanmalan-gata/"],
]) {
  test(`${why} finds the service: ${query}`, () => {
    const found = rank(search, query).map(({ document }) => document.url);
    assert.ok(found.includes(url), found.join(", "));
  });
}

test("what is not there is not found", () => {
  assert.deepEqual(rank(search, "xyzzy"), []);
});

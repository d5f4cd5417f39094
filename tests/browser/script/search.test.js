// The search's pure parts, on the index of the built site.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { answer } from "../../../themes/default/js/search-answer.js";
import { complete, learn, prepare } from "../../../themes/default/js/search-file.js";
import { marked } from "../../../themes/default/js/search-mark.js";

const folder = new URL("../../../public/_search/", import.meta.url).pathname;
const file = (name) => JSON.parse(readFileSync(folder + readdirSync(folder).find((it) => it.startsWith(`${name}.`)), "utf8"));
const first = prepare(file("index"));
const search = complete(learn(prepare(file("index")), file("words")), file("texts"));
const urls = (index, query) => answer(index, query).hits.map(({ document }) => document.url);

for (const [why, query, url] of [
  ["a whole word", "parkeringstillstånd", "/e-tjanster/parkeringstillstand-rorelsehindrad/"],
  ["another ending", "förskolor", "/e-tjanster/forskola-plats/"],
  ["a definite form", "bygglovet", "/e-tjanster/bygglov-enbostadshus/"],
  ["without the marks on letters", "forskola", "/e-tjanster/forskola-plats/"],
  ["in capitals", "FÖRSKOLA", "/e-tjanster/forskola-plats/"],
  ["the beginning of a word", "grovavf", "/e-tjanster/grovavfall/"],
  ["several words", "skolskjuts grundskola", "/e-tjanster/skolskjuts-grundskola/"],
  ["a word that only the keywords have", "gatlyse", "/e-tjanster/felanmalan-gata/"],
]) {
  test(`${why} is found with the first file alone: ${query}`, () => {
    assert.ok(urls(first, query).slice(0, 3).includes(url), urls(first, query).slice(0, 5).join(", "));
  });
}

for (const [why, query, url] of [
  ["the last part of a compound", "skjuts", "/e-tjanster/skolskjuts-grundskola/"],
  ["a compound written apart", "båt plats", "/e-tjanster/batplats/"],
  ["a misspelt word", "färtjänst", "/e-tjanster/fardtjanst/"],
  ["a misspelt part of a compound", "snöskåttning", "/e-tjanster/snorojning-aldre/"],
  ["an everyday word", "soptunna", "/e-tjanster/avfall-abonnemang/"],
  ["an abbreviation", "ovk", "/e-tjanster/ovk-protokoll/"],
  ["another language", "fishing licence", "/e-tjanster/fiskekort/"],
  ["a whole question", "hur gör man för att få bada på simskola", "/e-tjanster/simskola/"],
]) {
  test(`${why} finds the service among the first three: ${query}`, () => {
    assert.ok(urls(search, query).slice(0, 3).includes(url), urls(search, query).slice(0, 5).join(", "));
  });
}

test("what is not there is not found", () => {
  const { hits, noGoodHit } = answer(search, "xyzzy");

  assert.deepEqual(hits, []);
  assert.ok(noGoodHit);
});

test("what others do is answered with a signpost", () => {
  const { signpost, noGoodHit } = answer(search, "förnya pass");

  assert.equal(signpost.rubrik, "Pass");
  assert.ok(noGoodHit);
});

test("a signpost does not stand in the way of what the municipality does", () => {
  assert.ok(!answer(search, "skolskjuts").noGoodHit);
  assert.equal(answer(search, "barnpassning").signpost, null);
});

test("a misspelt word is written as it is spelt", () => {
  assert.equal(answer(search, "bygglåv").meant, "bygglov");
});

test("only the part of a compound that was typed is marked, and synonyms whole", () => {
  const shown = (text, query) => marked(search, text, query).map(({ text: it, hit }) => (hit ? `[${it}]` : it)).join("");

  assert.equal(shown("Ansökan om skolskjuts", "skjuts"), "Ansökan om skol[skjuts]");
  assert.equal(shown("Byte av förskola", "dagis"), "Byte av [förskola]");
  assert.equal(shown("Byte av förskola", "xyzzy"), "Byte av förskola");
});

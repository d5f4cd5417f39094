// A text as keys of the index, tried on the cases that the generator is tried on too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { cut, key } from "../../default/js/search-words.js";

const cases = JSON.parse(readFileSync(new URL("../../../generator/cases/search.json", import.meta.url), "utf8"));
const stopWords = new Set(["att", "och", "som", "för", "i", "är"]);

for (const { text, words } of cases) {
  test(text, () => assert.deepEqual(cut(text).filter((it) => !stopWords.has(it)).map(key), words));
}

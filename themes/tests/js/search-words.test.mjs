// A text as words of the index, tried on the cases that the generator is tried on too, with the
// stop words of the index that is published.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { words } from "../../default/js/search-words.js";

const root = new URL("../../../", import.meta.url);
const cases = JSON.parse(readFileSync(new URL("generator/cases/search.json", root), "utf8"));
const stopWords = new Set(publishedIndex().stop_words);

for (const { text, words: expected } of cases) {
  test(text, () => assert.deepEqual(words(text, stopWords), expected));
}

function publishedIndex() {
  const folder = new URL("public/_search/", root);
  const name = names(folder).find((it) => /^index\.[0-9a-f]{16}\.json$/.test(it));
  assert.ok(name, "there is no index in public/_search: run `cargo run -p generator` first");
  return JSON.parse(readFileSync(new URL(name, folder), "utf8"));
}

function names(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

// An index in shards: only what a query needs is fetched, once, and what failed is asked for again.
import assert from "node:assert/strict";
import test from "node:test";
import { answer } from "../../default/js/search-answer.js";
import { prepare } from "../../default/js/search-file.js";
import { cut } from "../../default/js/search-shards.js";

// Three documents, two in a shard: "avgift" is in the title of the first and the last, "bad" in that of the second.
const FIRST = {
  format: 3,
  terms: "0avgift\n0bad",
  parts: "AA",
  documents: { kinds: "000", categories: "AAA", signers: "BBB", external: "AAA", most_used: "", logins: "000", priorities: "555", category_names: ["Annat"], handlers: [] },
  shards: { folder: "/_search/x/", documents: 2, terms: 2, short: "AB", lengths: "BBBAAA" },
};
const FILES = {
  "short-0": { counts: "C", documents: "AB", how: "11" },
  "short-1": { counts: "B", documents: "B", how: "1" },
  "documents-0": { shown: { titles: "Avgift\nBad", verbs: "AA", slugs: "avgift\nbad" }, summaries: "Vad det kostar.\nVar man badar." },
  "documents-1": { shown: { titles: "Betala avgift", verbs: "G", slugs: "betala-avgift" }, summaries: "Hur man betalar." },
};

function made(fails = () => false) {
  const asked = [];
  const search = prepare(FIRST);
  cut(search, async (url) => {
    const name = url.slice("/_search/x/".length, -".json".length);
    asked.push(name);
    if (fails(name)) throw new Error("no network");
    return FILES[name];
  });
  return { search, asked };
}

const urls = (search, query) => answer(search, query).hits.map(({ document }) => document.url);

test("only the shards of the query's words and of its hits are fetched, and only once", async () => {
  const { search, asked } = made();

  await search.ready("bad");
  await search.ready("bad");

  assert.deepEqual(asked, ["short-1", "documents-0"]);
  assert.deepEqual(urls(search, "bad"), ["/e-tjanster/bad/"]);
});

test("a misspelt word finds its shard, and every hit has its name", async () => {
  const { search, asked } = made();

  await search.ready("avgfit");

  assert.deepEqual(asked, ["short-0", "documents-0", "documents-1"]);
  assert.deepEqual(urls(search, "avgfit"), ["/e-tjanster/avgift/", "/e-tjanster/betala-avgift/"]);
  const last = search.documents[2];
  assert.deepEqual([last.title, last.verb, last.summary], ["Betala avgift", "Betala", "Hur man betalar."]);
});

test("a shard that could not be fetched is asked for again", async () => {
  let down = true;
  const { search } = made((name) => down && name === "short-1");

  await assert.rejects(search.ready("bad"), /no network/);
  down = false;
  await search.ready("bad");

  assert.deepEqual(urls(search, "bad"), ["/e-tjanster/bad/"]);
});

// Asks the script that browsers run: queries on standard input, one a line, answers on standard output.
// `node ask.mjs FIRST explain` tells why in words; without `explain`, each answer is a line of JSON.
import { readFileSync } from "node:fs";
import { answer } from "./js/search-answer.js";
import { NEWEST, load } from "./js/search-index.js";

const MOST = 10;
const [first, mode] = process.argv.slice(2);
// The script fetches; here, from the folder, where nothing but the index is.
const read = (url) => (url === NEWEST ? { index: `/${first}`, phrases: {} } : JSON.parse(readFileSync(new URL(`.${url}`, import.meta.url), "utf8")));
globalThis.fetch = async (url) => ({ ok: true, json: async () => read(url) });
const { search } = await load(`/${first}`);
await search.whole;
const print = mode === "explain" ? explain : record;

for (const query of JSON.parse(readFileSync(0, "utf8"))) {
  await search.ready(query);
  print(query, answer(search, query));
}

// Pages are left out: the form of the results knows services and blanketter.
function record(query, { hits, noGoodHit }) {
  const entries = hits.filter(({ document }) => document.kind !== "sida").slice(0, MOST);
  const results = entries.map(({ document }) => document.url.split("/").at(-2));
  console.log(JSON.stringify({ query, results, no_good_hit: noGoodHit }));
}

function explain(query, { hits, signpost, noGoodHit, meant }) {
  console.log(`${query}: ${hits.length} hits${noGoodHit ? ", none of them good" : ""}`);
  if (meant) console.log(`did you mean: ${meant}`);
  if (signpost) console.log(`signpost: ${signpost.rubrik}. ${signpost.text} ${signpost.lank.url}`);
  hits.slice(0, MOST).forEach(({ document, score, coverage, why }, at) => {
    console.log(`\n${at + 1}. ${document.title}`);
    console.log(`   ${document.url}  score ${score.toFixed(2)}, ${Math.round(coverage * 100)} % of the query, priority ${document.priority}`);
    for (const it of why) console.log(`   ${it.word}: ${it.how}, \`${it.term}\` in ${it.fields.join(", ")} (${it.value.toFixed(2)})`);
  });
}

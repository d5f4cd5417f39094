// The portal's search in Node.js: the published scripts and index of a built site.
import { cpSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

/** `{ fresh, answer }`: a search that has fetched nothing but its first file, and the function that asks it. */
export async function opened(site) {
  const theme = readdirSync(`${site}/_theme`).find((it) => /^[0-9a-f]{16}$/.test(it));
  const scripts = mkdtempSync(`${tmpdir()}/search-`);
  cpSync(`${site}/_theme/${theme}/js`, scripts, { recursive: true });
  writeFileSync(`${scripts}/package.json`, '{"type":"module"}');
  const { answer } = await import(`${scripts}/search-answer.js`);
  const first = `/_search/${readdirSync(`${site}/_search`).find((it) => it.startsWith("index."))}`;
  // Each loads the index anew: the module remembers the one it has loaded.
  let number = 0;
  const fresh = async () => {
    globalThis.fetch = async (url) => ({ ok: true, json: async () => JSON.parse(readFileSync(`${site}${url}`, "utf8")) });
    return (await (await import(`${scripts}/search-index.js?${number++}`)).load(first)).search;
  };
  return { fresh, answer };
}

/** Times in milliseconds: the first answer, and every further key of every query, sorted. */
export async function times(site, queries) {
  const { fresh, answer } = await opened(site);
  const start = performance.now();
  const search = await fresh();
  await search.ready("bygglov");
  answer(search, "bygglov");
  const cold = performance.now() - start;
  await search.whole;
  const keys = [];
  for (const query of queries) {
    for (let at = 1; at <= query.length; at++) {
      // What is fetched is not what the script takes.
      await search.ready(query.slice(0, at));
      const begun = performance.now();
      answer(search, query.slice(0, at));
      keys.push(performance.now() - begun);
    }
  }
  return { cold, keys: keys.sort((a, b) => a - b) };
}

/** The answers to queries: as many ids as asked for. */
export async function answers(site, queries, most) {
  const { fresh, answer } = await opened(site);
  const search = await fresh();
  await search.whole;
  const made = [];
  for (const query of queries) {
    await search.ready(query);
    const { hits, noGoodHit } = answer(search, query);
    const first = hits.filter(({ document }) => document.kind !== "sida").slice(0, most);
    await search.told(first);
    made.push({ query, results: first.map(({ document }) => document.url.split("/").at(-2)), no_good_hit: noGoodHit });
  }
  return made;
}

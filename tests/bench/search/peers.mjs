// The pages that peers answer in: each has `answer(query, most)` → `[[id, title]]`, made when it is first asked.
import { readFileSync } from "node:fs";

const library = (path) => readFileSync(new URL(`node_modules/${path}`, import.meta.url));

const FILES = {
  "/peers/minisearch.js": library("minisearch/dist/umd/index.js"),
  "/peers/elasticlunr.js": library("elasticlunr/elasticlunr.min.js"),
  "/peers/stemmer.js": library("lunr-languages/min/lunr.stemmer.support.min.js"),
  "/peers/sv.js": library("lunr-languages/min/lunr.sv.min.js"),
};

const COMMON = `
const script = (url) => new Promise((done, failed) => { const it = document.createElement("script"); it.src = url; it.onload = done; it.onerror = failed; document.head.append(it); });
const json = (url) => fetch(url).then((it) => it.json());
let made;
window.answer = async (query, most) => (await (made ??= make()))(query, most);
window.run = async (query) => {
  const start = performance.now();
  const found = await answer(query, 10);
  document.querySelector("ul").replaceChildren(...found.map(([, title]) => { const it = document.createElement("li"); it.textContent = title; return it; }));
  void document.body.offsetHeight;
  return performance.now() - start;
};`;

// elasticlunr's own stop words are lunr's, which its languages ask for by another name.
const ELASTICLUNR = `
elasticlunr.generateStopWordFilter ??= (words) => { const known = new Set(words); return (it) => (known.has(it) ? undefined : it); };
window.lunr = elasticlunr;`;

const MAKE = {
  pagefind: `
const make = async () => {
  const it = await import("/pagefind/pagefind.js");
  await it.init();
  return async (query, most) => {
    const { results } = await it.search(query);
    const found = await Promise.all(results.slice(0, most).map((one) => one.data()));
    return found.map(({ url, meta }) => [url.split("/").at(-2), meta.title]);
  };
};`,
  minisearch: `
const fold = (it) => it.toLowerCase().normalize("NFD").replace(/[\\u0300-\\u036f]/g, "");
const make = async () => {
  const documents = json("/peers/documents.json");
  await script("/peers/minisearch.js");
  const search = new MiniSearch({ fields: ["title", "keywords", "summary", "body"], storeFields: ["title"], processTerm: fold, searchOptions: { boost: { title: 10, keywords: 6, summary: 4 }, prefix: true, fuzzy: 0.2 } });
  search.addAll(await documents);
  return async (query, most) => search.search(query).slice(0, most).map(({ id, title }) => [id, title]);
};`,
  elasticlunr: `
const make = async () => {
  const index = json("/peers/index.json");
  await script("/peers/elasticlunr.js");
  ${ELASTICLUNR}
  await script("/peers/stemmer.js");
  await script("/peers/sv.js");
  const search = elasticlunr.Index.load(await index);
  const how = { fields: { title: { boost: 10 }, keywords: { boost: 6 }, summary: { boost: 4 }, body: { boost: 1 } }, bool: "OR", expand: true };
  return async (query, most) => search.search(query, how).slice(0, most).map(({ ref }) => [ref, search.documentStore.getDoc(ref).title]);
};`,
};

export const NAMES = Object.keys(MAKE);

/** What a server has to have for the peers, by path; of Pagefind, its own files come on top. */
export async function files(documents) {
  const pages = Object.entries(MAKE).map(([name, make]) => [`/peers/${name}.html`, Buffer.from(`<!doctype html><html lang="sv"><meta charset="utf-8"><title>${name}</title><ul></ul><script type="module">${COMMON}${make}\nwindow.there = true;</script>`)]);
  return new Map([...Object.entries(FILES), ...pages, ["/peers/documents.json", Buffer.from(JSON.stringify(documents))], ["/peers/index.json", Buffer.from(await elasticlunrIndex(documents))]]);
}

// As generators write it: with the documents in it.
async function elasticlunrIndex(documents) {
  const { default: elasticlunr } = await import("elasticlunr");
  elasticlunr.generateStopWordFilter = (words) => {
    const known = new Set(words);
    return (it) => (known.has(it) ? undefined : it);
  };
  for (const name of ["lunr.stemmer.support", "lunr.sv"]) (await import(`lunr-languages/${name}.js`)).default(elasticlunr);
  const index = elasticlunr(function fields() {
    this.use(elasticlunr.sv);
    this.setRef("id");
    for (const name of ["title", "keywords", "summary", "body"]) this.addField(name);
  });
  for (const { url, ...it } of documents) index.addDoc(it);
  return JSON.stringify(index);
}

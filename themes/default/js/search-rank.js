// Which documents answer a query, best first. Pure: the index file and the query in, results out.
// The index is elasticlunr's: for each field a tree of letters, with documents where a word ends.
import { cut, fold, words } from "./search-words.js";

const FORMAT = 1;
const BOOSTS = { title: 10, keywords: 6, summary: 4, body: 1 };
// A word that only begins like the one sought counts less, and less the more is missing.
const PREFIX = 0.6;
const SHORTEST_PREFIX = 2;

/** Makes an index file ready to be searched. */
export function prepare(file) {
  if (file.format !== FORMAT) throw new Error(`the search index has format ${file.format}, expected ${FORMAT}`);
  return { documents: file.documents, fields: file.index.index, lengths: file.index.documentStore.docInfo, stopWords: new Set(file.stop_words) };
}

/** The documents that answer a query: `[{ document, score }]`, best first. */
export function rank(search, query) {
  const sought = terms(search, query);
  if (sought.length === 0) return [];
  const totals = new Map();
  for (const term of sought) {
    for (const [id, score] of scores(search, term)) {
      const total = totals.get(id) ?? { score: 0, hits: 0 };
      totals.set(id, { score: total.score + score, hits: total.hits + 1 });
    }
  }
  // Who answers more of the query comes first by far.
  const rows = [...totals].map(([id, { score, hits }]) => ({ id, score: score * (hits / sought.length) ** 2 }));
  rows.sort((a, b) => b.score - a.score || a.id - b.id);
  return rows.map(({ id, score }) => ({ document: search.documents[id], score }));
}

/** The parts of a text, told apart by whether they answer the query: `[{ text, hit }]`. */
export function marked(search, text, query) {
  const sought = terms(search, query);
  return text.split(/([\p{Alphabetic}\p{N}]+)/u).filter(Boolean).map((part) => {
    const word = words(part, search.stopWords)[0];
    const plain = fold(part.toLowerCase());
    const hit = word !== undefined && sought.some((term) => word === term.word || plain.startsWith(term.typed));
    return { text: part, hit };
  });
}

// The last word may be half typed, so a stop word there can be the beginning of another word.
function terms({ stopWords }, query) {
  const all = cut(query);
  return all
    .map((word, at) => ({ word: words(word, stopWords)[0], typed: fold(word), last: at === all.length - 1 }))
    .filter(({ word, typed, last }) => word !== undefined || (last && all.length === 1 && typed.length >= SHORTEST_PREFIX));
}

function scores(search, { word, typed }) {
  const best = new Map();
  for (const [field, boost] of Object.entries(BOOSTS)) {
    const { root } = search.fields[field];
    if (word !== undefined) gather(search, best, node(root, word), { field, weight: boost });
    for (const beginning of new Set([word, typed])) {
      if (beginning === undefined || beginning.length < SHORTEST_PREFIX) continue;
      each(node(root, beginning), 0, (found, missing) => {
        if (missing > 0) gather(search, best, found, { field, weight: (boost * PREFIX * beginning.length) / (beginning.length + missing) });
      });
    }
  }
  return best;
}

function gather({ documents, lengths }, best, found, { field, weight }) {
  if (!found?.df) return;
  const rarity = 1 + Math.log(documents.length / (found.df + 1));
  for (const [id, { tf }] of Object.entries(found.docs)) {
    const length = Math.max(1, lengths[id]?.[field] ?? 1);
    const score = (weight * rarity * tf) / Math.sqrt(length);
    best.set(Number(id), Math.max(score, best.get(Number(id)) ?? 0));
  }
}

function node(root, word) {
  let found = root;
  for (const letter of word) found = found?.[letter];
  return found;
}

// Every node below one, with how many letters further it is.
function each(found, depth, visit) {
  if (!found) return;
  visit(found, depth);
  for (const [letter, child] of Object.entries(found)) {
    if (letter !== "docs" && letter !== "df") each(child, depth + 1, visit);
  }
}

// Which documents answer a query, best first. Pure: the index and the query in, results out.
import { read } from "./search-read.js";

// How much a field counts, and how much a long one counts less: title, keywords, summary, long text.
const FIELDS = ["title", "keywords", "summary", "text"];
const WEIGHTS = [6, 4, 2, 1];
const LENGTHS = [0.35, 0.3, 0.5, 0.6];
const ENOUGH = 3;
// How a posting of the long texts says what it is.
const TIMES = 3;
const IN_SUMMARY = 4;
// A word that nothing is known of still counts when it is asked how much of the query is answered.
const UNKNOWN = 2;
const WEAK = 0.35;
const TOLD = 0.15;
const COVERAGE = 1.2;
const PRIORITY = 0.07;

/** The documents that answer a query, best first: `hits` as `[{ document, score, coverage, why }]`, and its `units`. */
export function rank(search, query) {
  const units = read(search, query);
  const rows = new Map();
  let total = 0;
  for (const unit of units) {
    const { found, rarity } = remembered(search, unit);
    total += rarity;
    for (const [id, it] of found) {
      const row = rows.get(id) ?? { score: 0, covered: 0, why: [] };
      row.score += it.value * rarity;
      row.covered += rarity * Math.min(1, 0.4 + it.value);
      row.why.push({ word: unit.word, ...it });
      rows.set(id, row);
    }
  }
  const made = [...rows].map(([id, row]) => finished(search, id, row, total));
  const hits = made.sort((a, b) => b.score - a.score || b.document.used - a.document.used || a.id - b.id);
  return { hits, units };
}

function finished(search, id, row, total) {
  const document = search.documents[id];
  const coverage = row.covered / total;
  const score = row.score * coverage ** COVERAGE * (1 + PRIORITY * (document.priority - 5)) * (document.kind === "e-tjanst" ? 1.03 : 1);
  return { id, document, score, coverage, why: row.why };
}

// While somebody types, the words before the last are answered as they were, unless neighbours say more.
function remembered(search, unit) {
  if (unit.own?.alternatives.length !== unit.alternatives.length) return answers(search, unit);
  return (unit.own.answers ??= answers(search, unit));
}

// The documents that answer one word, each by the best way to understand it.
function answers(search, unit) {
  const found = new Map();
  const whole = new Set();
  for (const { need, weight, how } of unit.alternatives) {
    const together = new Map();
    for (const terms of need) {
      for (const [id, it] of holding(search, terms)) {
        const so = together.get(id) ?? { value: 0, count: 0, best: it };
        together.set(id, { value: so.value + it.value, count: so.count + 1, best: so.best.value > it.value ? so.best : it });
      }
    }
    for (const [id, { value, count, best }] of together) {
      const share = count / need.length;
      if (share < (how === "synonym" ? 1 : 0.5)) continue;
      const counted = weight * (value / need.length) * share ** 1.5;
      if (counted > (found.get(id)?.value ?? 0)) found.set(id, { ...best, value: counted, how: how === "word" ? best.how : how });
      if (share === 1) whole.add(id);
    }
  }
  const many = Math.max(1, whole.size || found.size);
  const rarity = found.size > 0 ? Math.log(1 + (search.documents.length - many + 0.5) / (many + 0.5)) + 0.3 : UNKNOWN;
  // A word that only long texts have is seldom what the query is about.
  const most = Math.max(0, ...[...found.values()].map((it) => it.value));
  const told = found.size > 0 ? Math.min(1, TOLD + most) : 1;
  return { found, rarity: rarity * told * (unit.weak ? WEAK : 1) };
}

// The documents that hold one of some terms: `{ value, term, how, fields }`.
function holding(search, terms) {
  const found = new Map();
  for (const [term, [weight, how]] of terms) {
    for (const [id, { value, fields }] of weighed(search, term)) {
      if (weight * value > (found.get(id)?.value ?? 0)) found.set(id, { value: weight * value, term: search.terms[term], how, fields });
    }
  }
  return found;
}

// How much each document is about a term.
function weighed(search, term) {
  search.memory.weighed ??= [];
  if (search.memory.weighed[term]) return search.memory.weighed[term];
  const { lengths, usual } = (search.memory.lengths ??= measured(search));
  const found = new Map();
  const add = (id, field, times) => {
    const length = LENGTHS[field] * (lengths[field][id] / usual[field]);
    const it = found.get(id) ?? { value: 0, fields: [] };
    it.value += (WEIGHTS[field] * times) / (1 - LENGTHS[field] + length);
    it.fields.push(FIELDS[field]);
    found.set(id, it);
  };
  for (const [id, field, times] of places(search, term)) add(id, field, times);
  for (const it of found.values()) it.value /= it.value + ENOUGH;
  search.memory.weighed[term] = found;
  return found;
}

// Where a term is: [document, field, times].
function places(search, term) {
  const short = (search.short[term] ?? []).flatMap(([id, bits]) => [0, 1].filter((field) => bits & (1 << field)).map((field) => [id, field, 1]));
  const long = (search.long[term] ?? []).flatMap(([id, how]) => [...(how & IN_SUMMARY ? [[id, 2, 1]] : []), ...(how & TIMES ? [[id, 3, how & TIMES]] : [])]);
  return [...short, ...long];
}

// How many terms each field of each document has, and how many are usual.
function measured(search) {
  const lengths = search.lengths ?? WEIGHTS.map(() => new Float64Array(search.documents.length));
  // Of an index in shards, not all places are here.
  if (!search.shards) search.terms.forEach((_, term) => places(search, term).forEach(([id, field, times]) => (lengths[field][id] += times)));
  const usual = lengths.map((it) => Math.max(1, it.reduce((a, b) => a + b, 0) / it.length));
  return { lengths, usual };
}

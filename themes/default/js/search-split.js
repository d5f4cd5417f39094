// A word of the query that the index does not hold whole, taken apart into words that it does hold. Pure.
import { distance, led, same } from "./search-near.js";
import { fold, key } from "./search-words.js";

const SHORTEST = 3;
const WHOLE = 6;
// What it costs to leave a part unknown.
const UNKNOWN = 1.9;
const MOST_COST = 4;
const MISSPELT_PART = 4;
const MISSPELT_WHOLE = 8;
// Endings that look like words.
const ONLY_ENDING = /^(?:ande|and|der|ende|ens|ering|het|isk|lig|ner|net|ning|ring|ser|ten|ter|tion)$/;

/** The stems of a word's parts, null for one that is not known; none when the word is whole. */
export function split(search, word) {
  const known = same(search, key(word));
  if (known.length > 0) return partsOf(search, known[0][0]);
  if (word.length < WHOLE || /[^\p{Alphabetic}]/u.test(word)) return [];
  const best = [{ cost: 0, parts: [] }];
  for (let start = 0; start < word.length; start++) {
    const so = best[start];
    if (!so) continue;
    for (let end = start + SHORTEST; end <= word.length; end++) {
      if (start === 0 && end === word.length) continue;
      const [part, price] = knownPart(search, word.slice(start, end), end === word.length);
      if (part === null && so.parts.includes(null)) continue;
      const cost = so.cost + price;
      if (!best[end] || cost < best[end].cost) best[end] = { cost, parts: [...so.parts, part] };
    }
  }
  const found = best[word.length];
  return found && found.cost <= MOST_COST && found.parts.some((it) => it?.length >= MISSPELT_PART) ? found.parts : [];
}

/** The stems of a term's parts. */
export function partsOf(search, term) {
  return search.parts[term].map((it) => search.terms[it]);
}

function knownPart(search, written, last) {
  const short = written.length === 3 ? 1.2 : written.length === 4 ? 0.3 : 0;
  const is = (it) => it.length >= SHORTEST && (same(search, it).length > 0 || led(search, it).length > 0);
  const stem = key(written);
  if (is(stem) && !(last && ONLY_ENDING.test(written))) return [stem, 1 + short + (stem === written ? 0 : 0.1)];
  if (!last && written.length > SHORTEST) {
    // The s that binds, the vowel that was lost or changed: avgift-s-fri, skol-gård, gat-u-lampa.
    const forms = [written.replace(/s$/, ""), key(`${written}a`), key(`${written}e`), written.replace(/[uo]$/, "")];
    const other = forms.find((it) => it !== written && is(it));
    if (other) return [other, 1.3 + short];
  }
  return [null, UNKNOWN + short];
}

/** Two parts that are each misspelt by one letter at most. */
export function splitMisspelt(search, word) {
  const plain = fold(word);
  if (plain.length < MISSPELT_WHOLE) return [];
  let best = { cost: 2, parts: [] };
  for (let at = MISSPELT_PART; at <= plain.length - MISSPELT_PART; at++) {
    const first = nearest(search, plain.slice(0, at));
    const second = first && nearest(search, plain.slice(at));
    if (!second) continue;
    const cost = first.apart + second.apart - 0.01 * Math.max(first.length, second.length);
    if (cost < best.cost) best = { cost, parts: [search.terms[first.term], search.terms[second.term]] };
  }
  return best.parts;
}

// Who misspells a word seldom misspells its first letter: the rest need not be looked at.
function nearest(search, written) {
  const forms = [...new Set([written, key(written), written.replace(/s$/, "")])];
  for (const form of forms) if (search.alike.has(form)) return { term: search.alike.get(form)[0], apart: 0, length: form.length };
  if (written.length < 5) return undefined;
  let best;
  search.plain.forEach((it, term) => {
    if (it[0] !== written[0] || it.length < MISSPELT_PART || it.length <= (best?.length ?? 0) || Math.abs(it.length - written.length) > 3) return;
    if (forms.some((form) => distance(form, it, 1) <= 1)) best = { term, apart: 1, length: it.length };
  });
  return best;
}

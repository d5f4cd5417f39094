// What a search answers: the hits, where else to turn, and whether the hits are good enough to show first. Pure.
import { distance } from "./search-near.js";
import { rank } from "./search-rank.js";
import { cut, fold, key } from "./search-words.js";

// How much of what a query says the best hit must answer.
const GOOD = 0.3;
const SURE = 0.85;
const SURE_VALUE = 0.45;
const SURE_WAYS = new Set(["exact", "stem", "joined"]);
// Ways in which a word here may well be meant, beside what the signpost says.
const MEANT_VALUE = 0.4;
const GUESSES = new Set(["prefix", "inside", "root", "part"]);
const MISSPELT = 6;

/**
 * The answer to a query: `hits` as `rank` gives them, `signpost` where others handle it,
 * `noGoodHit` when the signpost or nothing answers better, `meant` for a misspelt query.
 */
export function answer(search, query) {
  const { hits, units } = rank(search, query);
  const signpost = signpostFor(search, units, hits);
  const best = hits[0];
  const poor = best === undefined || best.coverage < GOOD;
  return { hits, signpost: signpost?.signpost ?? null, noGoodHit: poor || (signpost !== undefined && signpost.whole && !isSure(best, units)), meant: meant(search, units) };
}

// Every word that says something stands as it is in the title or the keywords.
function isSure({ coverage, why }, units) {
  const saying = units.filter((it) => !it.weak);
  const sure = why.filter(isStrong);
  return coverage >= SURE && saying.every((unit) => sure.some((it) => it.word === unit.word));
}

function isStrong({ how, value, fields }) {
  return SURE_WAYS.has(how) && value >= SURE_VALUE && stands(fields);
}

function isMeant({ how, value, fields }) {
  return !GUESSES.has(how) && value >= MEANT_VALUE && stands(fields);
}

function stands(fields) {
  return fields.includes("title") || fields.includes("keywords");
}

/** The signpost that says most of what a query says, and whether it says all of it. */
function signpostFor(search, units, hits) {
  const stems = units.map((it) => it.stem);
  const plain = stems.map(fold);
  const saying = units.map((it, at) => at).filter((at) => !units[at].weak && !units[at].stop);
  let best;
  const covered = new Set();
  const typed = new Set(plain);
  const guessed = units.some((it) => it.alternatives.length === 0);
  for (const signpost of prepared(search)) {
    const likely = signpost.phrases.filter((phrase) => guessed || phrase.every((it) => typed.has(it)));
    if (likely.length === 0 || signpost.except.some((phrase) => found(plain, phrase).length > 0)) continue;
    for (const phrase of likely) {
      const places = found(plain, phrase, (at) => units[at].alternatives.length === 0);
      places.forEach((at) => covered.add(at));
      if (places.length > (best?.places.length ?? 0)) best = { signpost: signpost.signpost, places };
    }
  }
  // What the signpost does not say must not be what somebody here does.
  const meant = new Set(hits.flatMap(({ why }) => why.filter(isMeant).map((it) => it.word)));
  return best && { signpost: best.signpost, whole: saying.every((at) => covered.has(at) || !meant.has(units[at].word)) };
}

// Where a phrase stands in a query: a misspelt word counts when nothing else is known of it.
function found(words, phrase, unknown = () => false) {
  for (let at = 0; at + phrase.length <= words.length; at++) {
    const is = (it, step) => words[at + step] === it || (it.length >= MISSPELT && unknown(at + step) && distance(words[at + step], it, 1) <= 1);
    if (phrase.every(is)) return phrase.map((_, step) => at + step);
  }
  return [];
}

function prepared(search) {
  // Stop words are not among the words of a query as it is read.
  const stems = (phrase) => cut(phrase).filter((it) => !search.stopWords.has(it)).map((it) => fold(key(it)));
  const all = (list) => list.map(stems).filter((it) => it.length > 0);
  return (search.memory.preparedSignposts ??= search.signposts.map((it) => ({ signpost: it, phrases: all(it.ord), except: all(it.utom ?? []) })));
}

// The query with misspelt words as they are written in a title.
function meant(search, units) {
  if (units.every((it) => it.meant === undefined)) return null;
  const words = units.map((it) => (it.meant === undefined ? it.word : written(search, it.meant)));
  return words.includes(undefined) ? null : words.join(" ");
}

function written(search, term) {
  const places = [...(search.short[term] ?? []), ...(search.long[term] ?? [])];
  for (const [id] of places) {
    const { title, summary } = search.documents[id];
    const word = cut(`${title} ${summary}`).find((it) => key(it) === search.terms[term]);
    if (word) return word;
  }
  return undefined;
}

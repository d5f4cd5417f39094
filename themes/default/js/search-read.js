// What a query may mean: for each of its words, the terms that it may stand for. Pure.
import { alphabetical, beginning, heard, inside, led, misspelt, root, same } from "./search-near.js";
import { partsOf, split, splitMisspelt } from "./search-split.js";
import { cut, fold, key } from "./search-words.js";

// How much a way to understand a word counts.
const WAYS = { part: 0.62, firstPart: 0.8, prefix: 0.8, stemPrefix: 0.65, notLast: 0.66, known: 0.6, root: 0.6, inside: 0.2, insideAlone: 0.45, misspelt: [0.9, 0.7, 0.5], firstLetter: 0.85, split: 0.72, joined: 1, joinedNear: 0.8, turned: 0.9, synonym: 0.8, synonymPart: 0.7, partOfSplit: 0.85, synonymNear: 0.6 };
const LEAST = 0.1;
const FEW_WORDS = 2;
const LONGEST_PHRASE = 4;
const SHORTEST_JOINED = 6;
const CORRECTIONS = 2;
const SURE_PART = 4;
const PARTICLES = new Set(["av", "bort", "fram", "in", "ned", "ner", "om", "på", "till", "upp", "ut", "över"]);

/** The units of a query: `{ word, weak, alternatives: [{ need: [Map of term → [weight, how]], weight, how }] }`. */
export function read(search, query) {
  const all = cut(query);
  const units = all.map((word, at) => ({ word, stem: key(word), last: at === all.length - 1, stop: isStop(search, word), weak: search.weak.has(key(word)), alternatives: [] }));
  const informative = units.filter((it) => !it.stop);
  // Only stop words: the last may be the beginning of another word.
  if (informative.length === 0) units.slice(-1).forEach((it) => (it.stop = false));
  const alone = informative.length <= FEW_WORDS;
  for (const it of units) if (!it.stop) remembered(search, it, alone);
  join(search, units);
  lead(search, units);
  return units.filter((it) => !it.stop || it.alternatives.length > 0);
}

function isStop(search, word) {
  search.memory.plainStopWords ??= new Set([...search.stopWords].map(fold));
  return search.stopWords.has(word) || (search.memory.plainStopWords.has(word) && !search.numbers.has(key(word)));
}

// While somebody types, only the last word changes.
function remembered(search, unit, alone) {
  const known = (search.memory.units ??= new Map());
  const name = `${unit.word} ${unit.last} ${alone}`;
  if (!known.has(name)) {
    understand(search, unit, alone);
    known.set(name, { alternatives: unit.alternatives, meant: unit.meant });
  }
  unit.own = known.get(name);
  unit.alternatives = [...unit.own.alternatives];
  unit.meant = unit.own.meant;
}

function understand(search, unit, alone) {
  const known = same(search, unit.stem);
  const direct = terms(search, unit, known, alone);
  add([unit], [direct], 1, "word");
  const led_ = led(search, unit.stem).length > 0;
  let parts = split(search, unit.word);
  if (known.length === 0 && !led_) {
    if (!parts.every((it) => it?.length >= SURE_PART) || parts.length === 0) correct(search, unit, direct);
    // What is found as the beginning of a word, or as a misspelt one, need not be two misspelt ones.
    if (parts.length === 0 && direct.size === 0) parts = splitMisspelt(search, unit.word);
  }
  if (parts.length > 1 && !unit.weak) add([unit], parts.filter(Boolean).map((it) => part(search, it)), WAYS.split * (parts.filter(Boolean).length / parts.length), "split");
}

// The terms that a word may stand for.
function terms(search, { word, stem, last, weak }, known, alone) {
  const found = new Map();
  for (const [term, share] of known) {
    if (weak) put(found, term, share, "stem");
    else holding(search, found, term, share, search.terms[term] === word ? "exact" : "stem");
  }
  if (last || (word.length >= 4 && !weak)) {
    beginning(search, word, (it, share, typed) => {
      const weight = (typed ? WAYS.prefix : WAYS.stemPrefix) * (last ? 1 : WAYS.notLast) * (known.length > 0 ? WAYS.known : 1) * (0.55 + 0.45 * share);
      if (word.length >= 3 && typed) holding(search, found, it, weight, "prefix");
      else put(found, it, weight, "prefix");
    });
  }
  if (weak) return found;
  const made = root(stem);
  for (const at of made.length >= 4 ? alphabetical(search.terms, made) : []) {
    const it = search.terms[at];
    if (it !== stem && it.startsWith(made) && root(it) === made) holding(search, found, at, WAYS.root, "root");
  }
  inside(search, word, (it, atEnd) => put(found, it, (alone ? WAYS.insideAlone : WAYS.inside) * (atEnd ? 1 : 0.75), "inside"));
  return found;
}

function put(found, term, weight, how) {
  if (weight > (found.get(term)?.[0] ?? 0)) found.set(term, [weight, how]);
}

// A term, and the compounds that it is a part of.
function holding(search, found, term, weight, how, share = WAYS.part) {
  put(found, term, weight, how);
  // A term of the long texts, which have not come yet, is in nothing.
  for (const [whole, last] of search.within[term] ?? []) {
    const less = weight * share * (last ? 1 : WAYS.firstPart);
    if (less > LEAST && less > (found.get(whole)?.[0] ?? 0)) holding(search, found, whole, less, how === "exact" || how === "stem" ? "part" : how, WAYS.firstPart);
  }
}

// A misspelt word: the nearest terms, with their parts and synonyms.
function correct(search, unit, found) {
  const near = [];
  misspelt(search.plain, unit.word, (term, apart) => near.push([apart, term]));
  heard(search, unit.word, (term) => near.push([0, term]));
  near.sort((a, b) => a[0] - b[0]);
  for (const [apart, term] of near) {
    const weight = WAYS.misspelt[apart] * (search.plain[term][0] === fold(unit.word)[0] ? 1 : WAYS.firstLetter);
    holding(search, found, term, weight, `distance ${apart}`);
  }
  if (found.size > 0 && unit.alternatives.length === 0) add([unit], [found], 1, "word");
  for (const [apart, term] of near.slice(0, CORRECTIONS)) {
    if (apart > near[0][0]) break;
    unit.meant ??= term;
    const weight = WAYS.misspelt[apart];
    const parts = partsOf(search, term);
    if (parts.length > 1) add([unit], parts.map((it) => part(search, it)), WAYS.split * weight, "split");
    for (const target of led(search, search.terms[term])) add([unit], needed(search, target), WAYS.synonym * weight, "synonym");
  }
  nearly(search, unit);
}

// A synonym that is typed only in part, or misspelt.
function nearly(search, unit) {
  search.memory.singles ??= { terms: [...search.phrases.keys()].filter((it) => !it.includes(" ")) };
  search.memory.singles.plain ??= search.memory.singles.terms.map(fold);
  const to = (it, weight) => led(search, search.memory.singles.terms[it]).forEach((target) => add([unit], needed(search, target), weight, "synonym"));
  if (unit.last && unit.word.length >= 3) beginning(search.memory.singles, unit.word, (it, share) => to(it, WAYS.synonymNear * share));
  misspelt(search.memory.singles.plain, unit.word, (it, apart) => apart <= 1 && to(it, WAYS.synonymNear * WAYS.misspelt[apart]));
}

// What a part of a split word may stand for: its term, or what its synonyms lead to.
function part(search, stem) {
  const found = new Map();
  for (const [term, share] of same(search, stem)) holding(search, found, term, share, "part", WAYS.partOfSplit);
  for (const target of led(search, stem)) if (target.length === 1) holding(search, found, target[0], WAYS.synonym, "synonym");
  return found;
}

// Särskrivning: neighbours that are one word. Stop words too: "för skola".
function join(search, units) {
  for (let at = 0; at + 1 < units.length; at++) {
    const pair = [units[at], units[at + 1]];
    if (pair.every((it) => it.stop)) continue;
    turn(search, pair);
    for (const between of ["", "s"]) {
      const word = pair[0].word + between + pair[1].word;
      const stem = key(word);
      if (word.length < SHORTEST_JOINED || pair.some((it) => it.stem === stem)) continue;
      const known = same(search, stem);
      const targets = led(search, stem);
      for (const [term, share] of known) add(pair, [new Map([[term, [share, "joined"]]])], WAYS.joined, "joined");
      for (const target of targets) add(pair, needed(search, target), WAYS.synonym, "joined");
      if (between || known.length > 0 || targets.length > 0 || pair.some((it) => it.stop)) continue;
      add(pair, [terms(search, { word, stem, last: pair[1].last, weak: false }, [], false)], WAYS.joinedNear, "joined");
    }
  }
}

// A verb and its particle are one word the other way round: läsa av, avläsning; säga upp, uppsägning.
function turn(search, [verb, particle]) {
  if (!PARTICLES.has(particle.word) || verb.stop) return;
  const made = root(key(particle.word + verb.word));
  const found = new Map();
  if (made.length >= SHORTEST_JOINED - 1) search.terms.forEach((it, at) => it.startsWith(made) && root(it) === made && holding(search, found, at, 1, "joined"));
  add([verb], [found], WAYS.turned, "joined");
}

// Synonyms of words and of phrases.
function lead(search, units) {
  for (let at = 0; at < units.length; at++) {
    for (let count = 1; count <= LONGEST_PHRASE && at + count <= units.length; count++) {
      const covered = units.slice(at, at + count);
      const saying = covered.filter((it) => !it.stop);
      if (count === 1 && saying.length === 0) continue;
      const answering = saying.length > 0 ? saying : covered.slice(-1);
      for (const target of led(search, covered.map((it) => it.stem).join(" "))) add(answering, needed(search, target), WAYS.synonym, "synonym");
    }
  }
}

function needed(search, target) {
  return target.map((it) => {
    const found = new Map();
    holding(search, found, it, 1, "synonym", WAYS.synonymPart);
    return found;
  });
}

function add(units, need, weight, how) {
  const held = need.filter((it) => it.size > 0);
  if (held.length > 0) for (const unit of units) unit.alternatives.push({ need: held, weight, how });
}

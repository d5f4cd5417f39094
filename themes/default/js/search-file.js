// The index files, unpacked: terms with their numbers, parts and documents. Pure.
// The other side is generator/src/search.
import { fold } from "./search-words.js";

const FORMAT = 3;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Uint8Array(128);
[...DIGITS].forEach((digit, value) => (VALUES[digit.charCodeAt(0)] = value));
const KINDS = ["e-tjanst", "blankett", "sida"];
const FOLDERS = ["/e-tjanster/", "/blanketter/", "/"];

/** Numbers in the digits of source maps. */
export function numbers(text) {
  const list = [];
  for (let at = 0, value = 0, shift = 0; at < text.length; at++) {
    const digit = VALUES[text.charCodeAt(at)];
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    list.push(value);
    value = shift = 0;
  }
  return list;
}

/** Words in order: how many letters each shares with the one before, and the rest. */
export function sorted(text) {
  let before = "";
  return text === "" ? [] : text.split("\n").map((line) => (before = before.slice(0, parseInt(line[0], 36)) + line.slice(1)));
}

// Lists of numbers, each after its length.
function lists(text) {
  const all = numbers(text);
  const made = [];
  for (let at = 0; at < all.length; at += all[at] + 1) made.push(all.slice(at + 1, at + 1 + all[at]));
  return made;
}

/** The first file, ready to be searched. */
export function prepare(file) {
  if (file.format !== FORMAT) throw new Error(`the search index has format ${file.format}, expected ${FORMAT}`);
  const search = {
    documents: documents(file.documents),
    terms: [],
    numbers: new Map(),
    // The same terms without marks on their letters, and which they are.
    plain: [],
    alike: new Map(),
    parts: [],
    // For each term, the compounds that it is a part of: [compound, whether it is the last part].
    within: [],
    short: [],
    long: [],
    phrases: new Map(),
    // Phrases without marks on their letters, and which they are.
    alikePhrases: new Map(),
    signposts: [],
    countMissing: false,
    stopWords: new Set(),
    weak: new Set(),
    words: file.words,
    texts: file.texts,
    // Where the rest of an index is that is cut in shards, and what fetches it: what a query needs, what some hits are called.
    shards: file.shards,
    ready: async () => {},
    told: async () => {},
    files: 1,
    // What is worked out once, until more files come.
    memory: {},
  };
  addTerms(search, file);
  if (search.shards) addLengths(search, 0, file.shards.lengths);
  else {
    place(search.short, 0, file.postings);
    show(search, 0, file.shown);
  }
  return search;
}

/** Adds the second file: words that say little, and what else people say. */
export function learn(search, file) {
  search.stopWords = new Set(sorted(file.stop_words));
  search.weak = new Set(sorted(file.weak_words));
  search.countMissing = file.count_missing;
  addPhrases(search, file.synonyms);
  return added(search);
}

/** Adds the third file: summaries and long texts, words of other languages, signposts. */
export function complete(search, file) {
  addTerms(search, file);
  addPhrases(search, file.synonyms);
  search.signposts = file.signposts;
  if (search.shards) {
    search.shards.long = file.shards.long;
    addLengths(search, 2, file.shards.lengths);
  } else {
    place(search.long, 0, file.postings);
    summarize(search, 0, file.summaries);
  }
  return added(search);
}

function added(search) {
  search.files++;
  search.memory = {};
  return search;
}

function addTerms(search, file) {
  for (const term of sorted(file.terms)) {
    search.numbers.set(term, search.terms.length);
    const plain = fold(term);
    if (!search.alike.has(plain)) search.alike.set(plain, []);
    search.alike.get(plain).push(search.terms.length);
    search.plain.push(plain);
    search.terms.push(term);
    search.within.push([]);
  }
  for (const parts of lists(file.parts)) {
    // The first part is a neighbour: how far it is, before or after.
    if (parts.length > 0) parts[0] = search.parts.length - (parts[0] & 1 ? -(parts[0] + 1) / 2 : parts[0] / 2);
    parts.forEach((part, at) => search.within[part].push([search.parts.length, at === parts.length - 1]));
    search.parts.push(parts);
  }
}

/** Puts where terms are, from the one numbered `first`: [document, how] … */
export function place(list, first, { counts, documents: distances, how }) {
  const steps = numbers(distances);
  let at = 0;
  numbers(counts).forEach((count, term) => {
    const found = [];
    for (let next = 0; count > 0; count--, at++) {
      found.push([next + steps[at], Number(how[at])]);
      next += steps[at] + 1;
    }
    list[first + term] = found;
  });
}

// How many terms each document has in a field and in the one after it.
function addLengths(search, field, text) {
  const all = numbers(text);
  const half = search.documents.length;
  search.lengths ??= [0, 1, 2, 3].map(() => new Array(half).fill(0));
  [search.lengths[field], search.lengths[field + 1]] = [all.slice(0, half), all.slice(half)];
}

/** Says what documents are called, from the one numbered `first`. */
export function show(search, first, { titles, verbs, slugs }) {
  const lengths = numbers(verbs);
  const names = slugs.split("\n");
  titles.split("\n").forEach((title, at) => {
    const it = search.documents[first + at];
    Object.assign(it, { title, verb: title.slice(0, lengths[at]), url: `${FOLDERS[KINDS.indexOf(it.kind)]}${names[at]}/` });
  });
}

/** Says what documents are about, from the one numbered `first`. */
export function summarize(search, first, text) {
  text.split("\n").forEach((summary, at) => (search.documents[first + at].summary = summary));
}

function documents(columns) {
  const [categories, signers, external, used] = ["categories", "signers", "external", "most_used"].map((it) => numbers(columns[it]));
  return [...columns.kinds].map((kind, at) => ({
    title: "",
    verb: "",
    url: "",
    kind: KINDS[kind],
    category: kind === "2" ? "" : columns.category_names[categories[at]],
    summary: "",
    login: columns.logins[at] === "1",
    signers: signers[at],
    external: external[at] ? columns.handlers[external[at] - 1] : null,
    priority: Number(columns.priorities[at]),
    used: used.includes(at) ? used.length - used.indexOf(at) : 0,
  }));
}

// Phrase → where it leads: lists of terms. Each line of phrases is a group that leads to the same.
function addPhrases(search, { phrases, targets }) {
  const all = numbers(targets);
  let at = 0;
  for (const line of phrases === "" ? [] : phrases.split("\n")) {
    const group = [];
    for (let left = all[at++]; left > 0; left--) {
      group.push(all.slice(at + 1, at + 1 + all[at]));
      at += all[at] + 1;
    }
    for (const phrase of line.split("|")) {
      search.phrases.set(phrase, [...(search.phrases.get(phrase) ?? []), ...group]);
      search.alikePhrases.set(fold(phrase), phrase);
    }
  }
}

// Terms that are nearly a word: typed without marks or only in part, misspelt, or inside a longer one. Pure.
import { fold, key } from "./search-words.js";

const SHORTEST = 4;
const LONG = 9;
const MARKS = /[^\x00-\x7f]/;
const ENDING = /(?:erna|orna|arna|en|et|er|ar|or|an|na|a|e|n)$/;
// Somebody who has typed no marks may have meant some.
const UNMARKED = 0.55;

/** The terms that a stem is, and how sure that is: `[[term, share]]`. */
export function same(search, stem) {
  const own = search.numbers.get(stem);
  if (MARKS.test(stem)) return own === undefined ? [] : [[own, 1]];
  return (search.alike.get(stem) ?? []).map((it) => [it, own === undefined || it === own ? 1 : UNMARKED]);
}

/** What a phrase of stems leads to. */
export function led(search, phrase) {
  return search.phrases.get(phrase) ?? (MARKS.test(phrase) ? [] : search.phrases.get(search.alikePhrases.get(phrase)) ?? []);
}

const LONGEST = 64;
const rows = [0, 1, 2].map(() => new Uint8Array(LONGEST + 1));

/** How many letters two words are apart, neighbours that changed places counted once; more than `most` is 99. */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most || a.length > LONGEST || b.length > LONGEST) return 99;
  let [before, last, row] = rows;
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const letter = a.charCodeAt(i - 1);
    let lowest = (row[0] = i);
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1);
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter === other ? 0 : 1));
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other) cost = Math.min(cost, before[j - 2] + 1);
      row[j] = cost;
      if (cost < lowest) lowest = cost;
    }
    if (lowest > most) return 99;
    [before, last, row] = [last, row, before];
  }
  return last[b.length];
}

// What is worked out of a list of words, once for each length that it has had.
function once(make) {
  const made = new WeakMap();
  return (words) => {
    if (made.get(words)?.length !== words.length) made.set(words, { length: words.length, it: make(words) });
    return made.get(words).it;
  };
}

// Which letters a word has, a bit each: one change in a word changes two of them at most.
function letters(word) {
  let bits = 0;
  for (let at = 0; at < word.length; at++) bits |= 1 << (word.charCodeAt(at) & 31);
  return bits;
}

function ones(bits) {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}

const lettersOf = once((words) => Int32Array.from(words, letters));
const byFirst = once((words) => {
  const lists = new Map();
  words.forEach((it, at) => lists.get(it[0])?.push(at) ?? lists.set(it[0], [at]));
  return lists;
});

/** The places of the words that begin with the same letter as a word. */
export function alphabetical(words, word) {
  return byFirst(words).get(word[0]) ?? [];
}

// How letters are heard, whatever they are: the longest first.
const HEARD = [[/c?ks/g, "x"], [/sch|s[kt]?j|sk(?=[eiyäö])/g, "s"], [/[kt]j|ch/g, "k"], [/ck|q|c(?![eiy])/g, "k"], [/[cz]/g, "s"], [/ph/g, "f"], [/w/g, "v"], [/th|dt/g, "t"], [/^[hdlg]j/, "j"], [/å/g, "o"], [/ä/g, "e"], [/(.)\1/g, "$1"]];

/** The words that sound like one: `visit(index)`. */
export function heard({ memory, terms }, word, visit) {
  const sound = (it) => HEARD.reduce((text, [letters, as]) => text.replace(letters, as), it);
  if (word.length < SHORTEST) return;
  if (!memory.sounds) {
    memory.sounds = new Map();
    terms.forEach((it, at) => it.length >= SHORTEST && memory.sounds.set(sound(it), [...(memory.sounds.get(sound(it)) ?? []), at]));
  }
  for (const it of new Set([sound(word), sound(key(word))])) for (const at of memory.sounds.get(it) ?? []) visit(at);
}

/** The words, without marks, that a misspelt one may be, by how far they are: `visit(index, distance)`. */
export function misspelt(words, word, visit) {
  const [stem, plain] = [fold(key(word)), fold(word)];
  if (plain.length < SHORTEST) return;
  // A lost vowel hides where endings may be looked for.
  const crude = plain.length > SHORTEST + 1 ? plain.replace(ENDING, "") : plain;
  const most = plain.length >= LONG ? 2 : 1;
  const [all, a, b, c] = [lettersOf(words), letters(stem), letters(plain), letters(crude)];
  for (let at = 0; at < words.length; at++) {
    const it = words[at];
    if (it.length < SHORTEST || it.length > plain.length + most || it.length < stem.length - most) continue;
    if (ones(all[at] ^ b) > 2 * most && ones(all[at] ^ a) > 2 * most && ones(all[at] ^ c) > 2) continue;
    const apart = Math.min(distance(stem, it, most), distance(plain, it, most), crude === stem ? most + 1 : distance(crude, it, 1));
    if (apart <= most) visit(at, apart);
  }
}

/** The terms that begin like a word: `visit(index, share, typed)`, share being how much of it is typed. */
export function beginning({ terms, plain }, word, visit) {
  const words = MARKS.test(word) ? terms : plain;
  const stem = key(word);
  for (const at of alphabetical(words, word)) {
    const it = words[at];
    if (it.length > word.length && it.startsWith(word)) visit(at, word.length / it.length, true);
    else if (stem.length >= 3 && it.length > stem.length && it.startsWith(stem)) visit(at, stem.length / it.length, false);
  }
}

/** The terms that hold a word further in: `visit(index, atEnd)`. */
export function inside({ terms, plain }, word, visit) {
  const words = MARKS.test(word) ? terms : plain;
  const stem = key(word);
  if (stem.length < SHORTEST) return;
  for (let at = 0; at < words.length; at++) {
    const it = words[at];
    if (it.length <= stem.length + 2) continue;
    const found = it.indexOf(stem, 2);
    if (found < 0) continue;
    const atEnd = found + stem.length >= it.length - 2;
    if (atEnd || stem.length > SHORTEST) visit(at, atEnd);
  }
}

const MADE = /(?:ering|ation|ning|ing|else|era|ar|nad|end|and|an|ig|lig|isk|skap)$/;

/** What words made of one another have in common: anmälan, anmälning. */
export function root(stem) {
  const found = stem.replace(MADE, "");
  return found.length >= SHORTEST ? found : stem;
}

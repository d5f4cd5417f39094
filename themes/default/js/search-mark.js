// Which letters of a text answer a query: the word itself, the part of a compound, a synonym. Pure.
import { fold, key, read, same } from "./search-engine.js";

const LEAST = 0.3;
const SHORTEST = 2;

/** The parts of a text, told apart by whether they answer the query: `[{ text, hit }]`. */
export function marked(search, text, query) {
  const units = read(search, query).filter((it) => !it.weak);
  const terms = new Set(units.flatMap(answering));
  const typed = units.map((it) => fold(it.word)).filter((it) => it.length >= SHORTEST);
  return text.split(/([\p{Alphabetic}\p{N}]+)/u).filter(Boolean).flatMap((part) => {
    const plain = fold(part.toLowerCase());
    const known = same(search, key(part.toLowerCase()));
    if (known.some(([term]) => terms.has(term)) || typed.some((it) => it.length > SHORTEST && plain === it)) return inside(part, plain, typed);
    return typed.some((it) => plain.startsWith(it)) ? inside(part, plain, typed) : [{ text: part, hit: false }];
  });
}

// The terms that a unit may stand for, the less likely ones left out.
function answering(unit) {
  return unit.alternatives.flatMap(({ need, weight }) => need.flatMap((it) => [...it].filter(([, [share]]) => share * weight >= LEAST).map(([term]) => term)));
}

// What is typed stands inside a longer word: only that is marked.
function inside(part, plain, typed) {
  const it = typed.find((it) => plain.includes(it));
  if (!it || plain.length !== part.length) return [{ text: part, hit: true }];
  const at = plain.indexOf(it);
  const pieces = [[part.slice(0, at), false], [part.slice(at, at + it.length), true], [part.slice(at + it.length), false]];
  return pieces.filter(([text]) => text).map(([text, hit]) => ({ text, hit }));
}

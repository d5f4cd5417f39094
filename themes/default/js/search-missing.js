// A word that nothing was found for, told to the server when the municipality counts such words: the word
// alone, without cookies. Two words may be somebody's name, digits a number, and a capital letter begins a name:
// none of them leaves the browser.
import { cut } from "./search-engine.js";

const PATH = "/mina-sidor/sokord";
const WORD = /^\p{Ll}{2,40}$/u;

/** Counts what was asked for, if it may be counted. */
export function missed(search, query) {
  const [word] = cut(query);
  if (!search.countMissing || !WORD.test(query.normalize("NFC")) || !WORD.test(word)) return;
  const body = new URLSearchParams({ ord: word });
  // Nobody waits for it, and nothing is said when it fails.
  fetch(PATH, { method: "POST", body, credentials: "omit", referrerPolicy: "no-referrer", keepalive: true }).catch(() => {});
}

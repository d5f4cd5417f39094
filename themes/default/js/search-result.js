// What the results page shows of an answer: hits with what they answer marked, signposts, corrections.
import { passes } from "./search-filter.js";
import { marked } from "./search-mark.js";
import { SIGNS, address, element, icon, say } from "./search.js";

// From here on, the best stand first and the others by category.
const MANY = 20;
const FIRST = 10;
const MOST_WEAK = 20;

/** The hits that are chosen: a list, and groups when there are many. */
export function listed(found, chosen, open) {
  const hits = found.good.filter((it) => passes(it, chosen));
  if (hits.length === 0) return [];
  const first = hits.length > MANY ? hits.slice(0, FIRST) : hits;
  const heading = element("h2", { class: "hush" }, found.phrases.hits);
  const parts = [heading, list(found, first)];
  if (first.length === hits.length) return parts;
  const groups = new Map();
  for (const hit of hits.slice(FIRST)) {
    const name = hit.document.category || found.phrases.sida;
    groups.set(name, [...(groups.get(name) ?? []), hit]);
  }
  const folds = [...groups].map(([name, own]) => fold(found, { name, open: open.includes(name) }, own));
  return [...parts, element("h2", { class: "results-more" }, found.phrases.more), ...folds];
}

/** Hits that hardly answer anything, out of the way. */
export function weakest(found) {
  const weak = found.weak.slice(0, MOST_WEAK);
  if (weak.length === 0) return null;
  return element("section", { class: "section" }, fold(found, { name: found.phrases.weak, open: false }, weak));
}

/** Where somebody else helps. */
export function signpostBox({ rubrik, text, lank }, phrases) {
  const link = element("a", { href: lank.url }, lank.text);
  const words = [element("p", { class: "kind" }, icon(SIGNS.annan, "icon"), phrases.elsewhere), element("h2", { class: "signpost-title", id: "hanvisning" }, rubrik)];
  return element("section", { class: "signpost measure", "aria-labelledby": "hanvisning" }, ...words, element("p", {}, `${text} `, link));
}

/** The query as it may have been meant. */
export function meantInstead({ query, meant, phrases }) {
  if (!meant || meant === query.toLowerCase()) return null;
  const [before, after] = phrases.meant.split("{query}");
  const link = element("a", { href: address({ q: meant }), "data-query": meant }, meant);
  return element("p", { class: "results-meant" }, before, link, after);
}

// Filled when it is opened: most never are.
function fold(found, { name, open }, hits) {
  const summary = element("summary", { class: "fold-title" }, `${name} `, element("span", { class: "soft" }, String(hits.length)));
  const made = element("details", { class: "fold", "data-name": name }, summary);
  const fill = () => made.children.length > 1 || made.append(list(found, hits));
  made.addEventListener("toggle", fill);
  if (open) fill();
  made.open = open;
  return made;
}

function list(found, hits) {
  return element("ul", { class: "results", role: "list" }, ...hits.map((it) => result(found, it)));
}

function result(found, { document: it, why }) {
  const verb = it.verb ? [element("span", { class: "verb" }, ...marks(found, it.verb)), " "] : [];
  const link = element("a", { href: it.url }, ...verb, ...marks(found, it.title.slice(it.verb.length).trim()));
  const body = [element("h3", { class: "result-title" }, link)];
  if (it.summary) body.push(element("p", { class: "result-text" }, ...marks(found, it.summary)));
  const words = element("div", {}, ...body);
  const told = facts(found.phrases, it).map((fact) => element("span", {}, fact));
  words.append(element("p", { class: "result-meta" }, ...told, ...ledBy(found, why, words)));
  return element("li", { class: "result", "data-kind": it.kind }, icon(SIGNS[it.kind], "result-icon"), words);
}

function facts(phrases, it) {
  const eid = it.kind !== "e-tjanst" || it.external ? "" : it.login ? phrases.eid : phrases.no_eid;
  const signers = it.signers === 2 ? phrases.two_signers : it.signers > 2 ? say(phrases.many_signers, { n: it.signers }) : "";
  const elsewhere = it.external ? say(phrases.handled_by, { name: it.external }) : "";
  return [phrases[`one_${it.kind}`], it.category, eid, signers, elsewhere].filter(Boolean);
}

// Which word a synonym stands for: dagis → förskola.
function ledBy({ phrases, query }, why, words) {
  const word = why.find(({ how }) => how === "synonym")?.word;
  const typed = query.toLowerCase().split(/\s+/);
  const other = [...words.querySelectorAll("mark")].map((it) => it.textContent.toLowerCase()).find((it) => !typed.some((own) => it.includes(own) || own.includes(it)));
  if (!word || !other) return [];
  const arrow = [element("span", { "aria-hidden": "true" }, " → "), element("span", { class: "hush" }, ` ${phrases.stands_for} `)];
  return [element("span", { class: "result-why" }, word, ...arrow, other)];
}

function marks({ search, query }, text) {
  return marked(search, text, query).map(({ text: part, hit }) => (hit ? element("mark", {}, part) : part));
}

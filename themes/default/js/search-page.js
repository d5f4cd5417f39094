// The results page: reads ?q=, shows what answers it, and leaves the page as it was when nothing is asked.
import { load } from "./search-index.js";
import { answer } from "./search-answer.js";
import { marked } from "./search-mark.js";
import { missed } from "./search-missing.js";
import { icon, meta } from "./search-parts.js";

const STEP = 10;
const KINDS = [["", "Allt"], ["e-tjanst", "E-tjänster"], ["blankett", "Blanketter"]];

export async function start(place) {
  const wanted = new URLSearchParams(location.search);
  const query = (wanted.get("q") ?? "").trim();
  if (!query) return;
  document.querySelector("#q").value = query;
  const fallback = document.querySelector("[data-fallback]");
  // Out of sight at once, so that nothing jumps when the results come.
  fallback.hidden = true;
  const search = await whole(place.dataset.index, query).catch((error) => {
    fallback.hidden = false;
    throw error;
  });
  const found = answer(search, query).hits;
  if (found.length === 0) missed(search, query);
  fallback.hidden = found.length > 0;
  head(query, found.length);
  if (found.length === 0) return place.replaceChildren(nothing(place));
  const kind = KINDS.some(([it]) => it === wanted.get("typ")) ? wanted.get("typ") : "";
  const shown = kind ? found.filter(({ document: it }) => it.kind === kind) : found;
  await search.told(shown.slice(0, STEP));
  const list = element("ul", "results");
  list.setAttribute("role", "list");
  const heading = element("h2", "hush", "Träffar");
  place.replaceChildren(filter(query, kind, found), heading, list, help(place));
  more(list, shown, (it) => result(search, it, query), search.told);
}

// The search with all that the query needs.
async function whole(url, query) {
  const search = await load(url);
  await search.ready(query);
  await search.whole;
  await search.ready(query);
  return search;
}

function head(query, count) {
  const heading = document.querySelector("[data-heading]");
  const words = count === 0 ? "Inga träffar på " : count === 1 ? "1 träff på " : `${count} träffar på `;
  heading.replaceChildren(words, element("q", "", query));
  document.title = `${heading.textContent} – ${document.title.split(" – ").at(-1)}`;
}

function filter(query, kind, found) {
  const nav = element("nav", "");
  nav.setAttribute("aria-label", "Visa");
  const list = element("ul", "filter");
  list.setAttribute("role", "list");
  for (const [it, name] of KINDS) {
    const count = it ? found.filter(({ document: one }) => one.kind === it).length : found.length;
    if (count === 0) continue;
    const link = element("a", "filter-link", `${name} `);
    link.href = `?${new URLSearchParams(it ? { q: query, typ: it } : { q: query })}`;
    if (it === kind) link.setAttribute("aria-current", "true");
    link.append(element("span", "soft", String(count)));
    const item = element("li", "");
    item.append(link);
    list.append(item);
  }
  nav.append(list);
  return nav;
}

// A few at a time; focus goes to the first new one, so that nobody loses their place.
function more(list, rows, make, told) {
  const next = rows.splice(0, STEP).map(({ document: it }) => make(it));
  list.append(...next);
  list.nextElementSibling?.matches(".actions") && list.nextElementSibling.remove();
  if (rows.length === 0) return next[0];
  const row = element("div", "actions");
  const button = element("button", "button", `Visa ${Math.min(STEP, rows.length)} till`);
  button.dataset.kind = "second";
  button.type = "button";
  button.addEventListener("click", () => told(rows.slice(0, STEP)).then(() => more(list, rows, make, told).querySelector("a").focus()));
  row.append(button);
  list.after(row);
  return next[0];
}

function result(search, it, query) {
  const item = element("li", "result");
  item.dataset.kind = it.kind;
  const title = element("h3", "result-title");
  const link = element("a", "");
  link.href = it.url;
  if (it.verb) {
    const verb = element("span", "verb");
    verb.append(...marks(search, it.verb, query));
    link.append(verb, " ");
  }
  link.append(...marks(search, it.title.slice(it.verb.length).trim(), query));
  title.append(link);
  const text = element("p", "result-text");
  text.append(...marks(search, it.summary, query));
  const facts = element("p", "result-meta");
  facts.append(...meta(it).map((words) => element("span", "", words)));
  const body = element("div", "");
  body.append(title, text, facts);
  item.append(icon(it.kind, "result-icon"), body);
  return item;
}

function marks(search, text, query) {
  return marked(search, text, query).map(({ text: part, hit }) => (hit ? element("mark", "", part) : part));
}

function nothing(place) {
  const box = element("div", "contact measure");
  box.append(element("p", "", "Prova ett annat ord, välj ett område här nedanför, eller fråga oss."), call(place));
  return box;
}

function help(place) {
  const box = element("section", "section measure");
  const contact = element("div", "contact");
  contact.append(element("h2", "contact-title", "Hittar du inte rätt?"), call(place));
  box.append(contact);
  return box;
}

function call({ dataset }) {
  const line = element("p", "", "Ring växeln på ");
  const phone = element("a", "", dataset.phone);
  phone.href = dataset.phoneUrl;
  const areas = element("a", "", "alla områden");
  areas.href = "/#omraden";
  line.append(phone, " eller bläddra bland ", areas, ".");
  return line;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

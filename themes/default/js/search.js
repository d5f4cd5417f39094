// Suggestions while typing: an ARIA combobox. Without it, the form leads to the search page all the same.
import { load } from "./search-index.js";
import { answer } from "./search-answer.js";
import { icon, where } from "./search-parts.js";

const MOST = 6;
const SHORTEST = 2;

export function start(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("[data-list]");
  const status = form.querySelector("[role=status]");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  const options = () => [...list.children];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(step) {
    const all = options();
    const now = all.indexOf(chosen());
    // One place before the first is the input itself: what was typed.
    const next = (now + 1 + step + all.length + 1) % (all.length + 1) - 1;
    all.forEach((it, at) => it.setAttribute("aria-selected", String(at === next)));
    if (next < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", all[next].id);
    all[next]?.scrollIntoView({ block: "nearest" });
  }

  async function show() {
    const query = input.value.trim();
    if (query.length < SHORTEST) {
      status.textContent = "";
      return close();
    }
    const search = await load(form.dataset.index);
    await search.ready(query);
    if (query !== input.value.trim()) return;
    offer(answer(search, query).hits.slice(0, MOST));
    // Synonyms may still be on their way, and the long texts: better hits are shown when they come.
    for (const [files, more] of [[2, search.learned], [3, search.whole]]) {
      if (search.files >= files) continue;
      await more;
      await search.ready(query);
      if (query !== input.value.trim() || chosen()) return;
      offer(answer(search, query).hits.slice(0, MOST));
    }
  }

  function offer(found) {
    list.replaceChildren(...found.map(({ document: it }, at) => option(it, at)));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
    status.textContent = found.length ? `${found.length} förslag. Välj med piltangenterna.` : "Inga förslag.";
  }

  // Fetched when the person turns to the box, so that the first letter already finds something.
  input.addEventListener("focus", () => load(form.dataset.index).catch(() => {}), { once: true });
  input.addEventListener("input", () => show().catch(close));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && !list.hidden) {
      event.preventDefault();
      choose(steps[event.key]);
    }
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
    if (event.key === "Enter" && !list.hidden && chosen()) {
      event.preventDefault();
      location.href = chosen().dataset.url;
    }
  });
  // Before the blur, which would close the list under the pointer.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const url = event.target.closest("[data-url]")?.dataset.url;
    if (url) location.href = url;
  });
  close();
}

function option(it, at) {
  const item = document.createElement("li");
  item.className = "search-option";
  item.id = `q-forslag-${at}`;
  item.dataset.url = it.url;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const title = document.createElement("span");
  title.textContent = it.title;
  const place = document.createElement("span");
  place.className = "search-where";
  place.textContent = where(it).join(", ");
  item.append(icon(it.kind, "icon"), title, place);
  return item;
}

// Suggestions while typing: an ARIA combobox. Without it, the form leads to the search page all the same.
import { load } from "./search-index.js";
import { SIGNS, address, element, icon, say } from "./search-parts.js";
import { focusOnSlash } from "./search-slash.js";

const MOST = 6;
const SHORTEST = 2;
// What is seen changes with each key; what is read out waits for a pause.
const PAUSE = 600;

export function start(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[role=status]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  const typed = () => input.value.trim();
  let timer;

  function open(groups) {
    list.replaceChildren(...groups);
    list.hidden = groups.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(undefined);
  }

  function tell(words) {
    clearTimeout(timer);
    timer = setTimeout(() => { status.textContent = words; }, PAUSE);
  }

  function close() {
    open([]);
    tell("");
  }

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  // One place before the first is the input itself: what was typed.
  function step(by) {
    const all = [undefined, ...options()];
    choose(all[(all.indexOf(chosen() ?? undefined) + by + all.length) % all.length]);
  }

  function follow(option) {
    if (option.dataset.url) location.href = option.dataset.url;
    else form.requestSubmit();
  }

  async function show() {
    const query = typed();
    if (query.length < SHORTEST) return close();
    const { search, phrases, answer } = await load(form.dataset.index);
    // Synonyms may still be on their way, and the long texts: better hits are shown when they come.
    for (const more of [search, search.learned, search.whole]) {
      await more;
      const found = await answer(query);
      if (query !== typed() || document.activeElement !== input || chosen()) return;
      offer(found, phrases);
      if (search.files === 3) return;
    }
  }

  function offer({ good, signpost }, phrases) {
    const offered = good.slice(0, MOST);
    const groups = offers(offered, good.length === 0 ? signpost : null, phrases);
    if (good.length > offered.length) groups.push(all(say(phrases.all, { n: good.length })));
    open(groups);
    options().forEach((it, at) => (it.id = `q-forslag-${at}`));
    const count = options().length;
    tell(count === 0 ? phrases.none : say(count === 1 ? phrases.one : phrases.many, { n: count }));
  }

  const keys = {
    ArrowDown: () => (list.hidden ? show().catch(close) : step(1)),
    ArrowUp: () => list.hidden || step(-1),
    Home: () => chosen() && choose(options()[0]),
    End: () => chosen() && choose(options().at(-1)),
    Enter: () => chosen() && follow(chosen()),
    // Shut first, empty then.
    Escape: () => (list.hidden ? (input.value = "") : close()),
  };
  input.addEventListener("keydown", (event) => {
    // Who moves within the text is back in the text.
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") choose(undefined);
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    const alone = ["Home", "End", "Enter"].includes(event.key) && !chosen();
    if (alone || event.shiftKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  // Fetched when the person turns to the box, so that the first letter already finds something.
  input.addEventListener("focus", () => load(form.dataset.index).catch(() => {}));
  input.addEventListener("input", () => {
    choose(undefined);
    show().catch(close);
  });
  input.addEventListener("blur", close);
  // Before the blur, which would close the list under the pointer.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) follow(option);
  });
  form.addEventListener("submit", (event) => {
    close();
    if (event.defaultPrevented || !typed()) return;
    event.preventDefault();
    location.href = address({ q: typed() });
  });
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-keyshortcuts", "/"]]) input.setAttribute(name, value);
  close();
  focusOnSlash(input);
}

// Suggestions by kind, the kind of the best first; what others do before them.
function offers(hits, signpost, phrases) {
  const groups = new Map();
  const add = (kind, made) => groups.set(kind, [...(groups.get(kind) ?? []), made]);
  if (signpost) add("annan", option("annan", signpost.rubrik, `${signpost.text} ${signpost.lank.text}`, signpost.lank.url));
  for (const { document: it } of hits) {
    add(it.kind, option(it.kind, it.title, it.external ? say(phrases.handled_by, { name: it.external }) : it.category, it.url));
  }
  return [...groups].map(([kind, made], at) => {
    const name = element("div", { class: "search-group", id: `q-grupp-${at}`, role: "presentation" }, phrases[kind]);
    return element("div", { role: "group", "aria-labelledby": name.id }, name, ...made);
  });
}

function option(kind, title, where, url) {
  const words = [element("span", {}, title), element("span", { class: "search-where" }, where)];
  return element("div", { class: "search-option", role: "option", "aria-selected": "false", "data-url": url }, icon(SIGNS[kind], "icon"), ...words);
}

function all(words) {
  return element("div", { class: "search-option", role: "option", "aria-selected": "false" }, icon("search", "icon"), element("span", {}, words));
}

// The results page: what the address asks for is answered in place, so that another question,
// a filter or the way back needs no new page, and no request says what somebody looks for.
import { filters } from "./search-filter.js";
import { missed } from "./search-missing.js";
import { listed, meantInstead, signpostBox, weakest } from "./search-result.js";
import { address, element, load, say } from "./search.js";

// What is folded away is told of too, as far as it is shown.
const SHOWN_WEAK = 20;

export function start(place) {
  const phrases = JSON.parse(place.dataset.phrases);
  const input = document.querySelector("#q");
  const heading = document.querySelector("h1");
  const status = input.form.querySelector("[role=status]");
  const fallback = document.querySelector("[data-fallback]");
  const [untitled, unasked] = [document.title, heading.textContent];
  // What comes after the results have come can only be scrolled to then.
  history.scrollRestoration = "manual";

  function title(words) {
    heading.replaceChildren(...words);
    document.title = words.length ? `${heading.textContent} – ${untitled.split(" – ").at(-1)}` : untitled;
    if (words.length === 0) heading.textContent = unasked;
  }

  // Whoever is led to the results hears of them from there, and is not told twice.
  async function show({ led = false } = {}) {
    const wanted = asked();
    input.value = wanted.q;
    fallback.hidden = wanted.q !== "";
    if (wanted.q === "") {
      title([]);
      return place.replaceChildren();
    }
    const found = await answered(wanted.q).catch(() => null);
    if (asked().q !== wanted.q) return;
    if (!found) {
      fallback.hidden = false;
      return place.replaceChildren(element("p", { class: "measure" }, phrases.broken));
    }
    fill(wanted, found);
    status.textContent = led ? "" : heading.textContent;
    scrollTo(0, history.state?.y ?? 0);
  }

  async function answered(query) {
    const { search, answer } = await load(place.dataset.index);
    // Without the long texts it answers too, only not as well.
    await search.whole.catch(() => {});
    const found = await answer(query);
    if (found.good.length + found.weak.length === 0) missed(search, query);
    // Filters and groups need to know what all are called.
    await search.told([...found.good, ...found.weak.slice(0, SHOWN_WEAK)]);
    return { search, query, phrases, ...found };
  }

  function fill(wanted, found) {
    const { good, weak, signpost } = found;
    fallback.hidden = good.length > 0;
    const none = weak.length > 0 ? "poor" : "none";
    const phrase = phrases[good.length === 0 ? none : good.length === 1 ? "one" : "many"];
    const [before, after] = phrase.replace("{n}", good.length).split("{query}");
    title([before, element("q", {}, found.query), after]);
    const list = element("div", {});
    const filled = (chosen) => list.replaceChildren(...listed(found, chosen, history.state?.open ?? []));
    const form = filters(good, wanted, phrases, (chosen, count) => {
      history.replaceState(null, "", address(spare({ q: wanted.q, ...chosen }), "?"));
      filled(chosen);
      status.textContent = say(phrases.shown, { n: count });
    });
    filled(wanted);
    const box = signpost && signpostBox(signpost, phrases);
    const parts = [meantInstead(found), good.length === 0 && box, good.length > 1 && form, list, good.length > 0 && box, weakest(found), help(found)];
    place.replaceChildren(...parts.filter(Boolean));
  }

  function help({ good, signpost }) {
    const copy = place.nextElementSibling.content.cloneNode(true);
    copy.querySelector("[data-empty]").hidden = good.length > 0 || signpost !== null;
    return copy;
  }

  // Where somebody was is kept with the address that they leave.
  function keep(sign) {
    const open = [...place.querySelectorAll("details[open]")].map((it) => it.dataset.name);
    history.replaceState({ y: scrollY, open }, "", address(spare(asked()), sign));
  }

  // Before the box's own way, which leads here from other pages.
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep("?");
    history.pushState(null, "", address(spare({ q: input.value.trim() }), "?"));
    show({ led: true }).then(() => place.focus({ preventScroll: true }));
  }, { capture: true });
  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!link.dataset.query) return keep("#");
    event.preventDefault();
    input.value = link.dataset.query;
    input.form.requestSubmit();
  });
  addEventListener("popstate", () => show());
  addEventListener("pageshow", shown);

  // What stands after # was not sent; after ? it is easier to share.
  function shown() {
    if (asked().q) history.replaceState(history.state, "", address(spare(asked()), "?"));
  }
  shown();
  return show();
}

function asked() {
  const values = new URLSearchParams(location.search || location.hash.slice(1));
  const [q, typ, omrade] = ["q", "typ", "omrade"].map((name) => (values.get(name) ?? "").trim());
  return { q, typ, omrade };
}

function spare(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

// Filters of the results: by kind and by category, each with how many there are.
import { element } from "./search.js";

const KINDS = ["", "e-tjanst", "blankett", "sida"];

/** The form; `changed({ typ, omrade }, count)` is told each choice. */
export function filters(hits, wanted, phrases, changed) {
  const chosen = { typ: KINDS.includes(wanted.typ) ? wanted.typ : "", omrade: wanted.omrade };
  const kinds = KINDS.filter((it) => hits.some((hit) => passes(hit, { typ: it })));
  const categories = [...new Set(hits.map(({ document: it }) => it.category))].filter(Boolean).sort((a, b) => a.localeCompare(b, "sv"));
  const radios = kinds.map((it) => radio(it, it === chosen.typ, phrases[it || "all"]));
  const options = ["", ...categories].map((it) => element("option", { value: it }));
  const select = element("select", { class: "input", id: "sok-omrade", name: "omrade" }, ...options);
  select.value = categories.includes(chosen.omrade) ? chosen.omrade : "";
  chosen.omrade = select.value;

  function count() {
    for (const it of radios) it.lastChild.textContent = amount(hits, { ...chosen, typ: it.firstChild.value });
    for (const it of options) it.textContent = `${it.value || phrases.all_categories} (${amount(hits, { ...chosen, omrade: it.value })})`;
  }

  const legend = element("legend", { class: "hush" }, phrases.kind);
  const label = element("label", { for: select.id }, phrases.category);
  const form = element("form", { class: "filter", "aria-label": phrases.filter }, element("fieldset", { class: "filter-kinds" }, legend, ...radios));
  if (categories.length > 1) form.append(element("div", { class: "filter-category" }, label, select));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    chosen[target.name] = target.value;
    count();
    changed({ ...chosen }, amount(hits, chosen));
  });
  count();
  return form;
}

/** Whether a hit is of a kind and a category, where they are chosen. */
export function passes({ document: it }, { typ, omrade }) {
  return (!typ || it.kind === typ) && (!omrade || it.category === omrade);
}

function amount(hits, chosen) {
  return hits.filter((it) => passes(it, chosen)).length;
}

function radio(value, checked, name) {
  const input = element("input", { class: "hush", type: "radio", name: "typ", value });
  input.checked = checked;
  return element("label", { class: "filter-link" }, input, `${name} `, element("span", { class: "soft" }));
}

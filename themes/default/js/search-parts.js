// Pieces that suggestions and results share.
const ICONS = new URL("../static/icons.svg", import.meta.url).pathname;
const SVG = "http://www.w3.org/2000/svg";

/** The signs of the kinds. */
export const SIGNS = { "e-tjanst": "open", blankett: "paper", sida: "info", annan: "arrow" };

/** An element with its attributes and what it holds. */
export function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/** A sign of the theme. */
export function icon(name, className) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

/** A phrase with its values: `{n}` is replaced. */
export function say(phrase, values) {
  return phrase.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Where a search is asked: what follows # stays in the browser, what follows ? is sent. */
export function address(values, sign = "#") {
  return `/sok/${sign}${new URLSearchParams(values)}`;
}

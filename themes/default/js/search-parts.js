// Pieces that suggestions and results share.
const ICONS = new URL("../static/icons.svg", import.meta.url).pathname;
const SIGNS = { "e-tjanst": "open", blankett: "paper", sida: "info" };
const KINDS = { "e-tjanst": "E-tjänst", blankett: "Blankett", sida: "Information" };
const SVG = "http://www.w3.org/2000/svg";

/** The sign of a kind. */
export function icon(kind, className) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${ICONS}#${SIGNS[kind]}`);
  svg.append(use);
  return svg;
}

/** Kind and category in words. */
export function where(it) {
  return [KINDS[it.kind], it.category].filter(Boolean);
}

/** What to know before opening a result. */
export function meta(it) {
  const signers = it.signers === 2 ? "Två skriver under" : it.signers > 2 ? `${it.signers} skriver under` : "";
  return [...where(it), it.login ? "E-legitimation" : "", signers, it.external ?? ""].filter(Boolean);
}

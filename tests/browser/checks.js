// What must hold on every page, in words that say what is wrong and where.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
// What the first round trip of a new connection carries.
const MOST_BYTES = 14 * 1024;

// What axe finds, one line for each kind of fault.
export async function accessibility(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => globalThis.axe.run({ runOnly: rules }), RULES);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((it) => it.target.join(" ")).join(", ")}`);
}

// What sticks out to the right, so that the page scrolls sideways.
export function sideways(page) {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((it) => it.getBoundingClientRect().right > clientWidth);
    return wide.slice(-3).map((it) => `${it.tagName} .${it.getAttribute("class")} is wider than ${clientWidth} px`);
  });
}

// Bytes of a page and its style, compressed. `read` gives the bytes of a style by its address.
export async function weight(html, read) {
  const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)];
  if (styles.length === 0) throw new Error("a page without style");
  const bytes = await Promise.all(styles.map(([, address]) => compressed(address, read)));
  return bytes.reduce((sum, one) => sum + one, gzipSync(html).length);
}

export function tooHeavy(bytes) {
  return bytes > MOST_BYTES;
}

const known = new Map();
async function compressed(address, read) {
  if (!known.has(address)) known.set(address, gzipSync(await read(address)).length);
  return known.get(address);
}

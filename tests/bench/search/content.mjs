// What there is to find, as peers are given it: read from the headers and texts of services and blanketter.
import { readFileSync, readdirSync } from "node:fs";

const value = (head, name) => JSON.parse(new RegExp(`^${name} = (.*)$`, "m").exec(head)?.[1] ?? '""');

/** `[{ id, url, title, keywords, summary, body }]` */
export function documents(content) {
  return ["e-tjanster", "blanketter"].flatMap((kind) => readdirSync(`${content}/${kind}`).map((id) => {
    const [, head, body] = readFileSync(`${content}/${kind}/${id}/index.md`, "utf8").split(/^\+\+\+$/m);
    const keywords = /^keywords = \[([^\]]*)\]/m.exec(head)?.[1] ?? "";
    return { id, url: `/${kind}/${id}/`, title: value(head, "title"), keywords: keywords.replace(/[",\n]+/g, " ").trim(), summary: value(head, "summary"), body: body.trim() };
  }));
}

/** Copies of an entry are told from it by a number: to be found, each is as good as the other. */
export function original(id, known) {
  const without = id.replace(/-\d+$/, "");
  return known.has(id) ? id : without;
}

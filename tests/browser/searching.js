// What stories about the search share: the box, what a screen reader is told of it, and what is asked of the network.
import assert from "node:assert/strict";
import { accessibility, sideways } from "./checks.js";

// Wide, between, narrow, the narrowest, and 1280 × 1024 at 400 %.
const SIZES = [[1280, 900], [800, 600], [360, 740], [320, 640], [320, 256]];

export const box = (page) => page.getByRole("combobox", { name: /./ }).first();
export const options = (page) => page.getByRole("option");

// Somebody types, and waits until something is offered.
export async function type(page, words) {
  await box(page).focus();
  await page.keyboard.type(words);
  await options(page).first().waitFor();
  await settled(page);
}

// Until the long texts have come, better suggestions may still take the place of the first.
export function settled(page) {
  return page.waitForLoadState("networkidle");
}

// The option that is chosen, as the browser's accessibility tree has it: what a screen reader says.
export async function told(page) {
  await box(page).waitFor();
  const nodes = await tree(page);
  const input = nodes.find((it) => it.role === "combobox");
  const active = nodes.find((it) => it.dom !== undefined && it.dom === input.activedescendant);
  return {
    name: input.name,
    focused: input.focused === true,
    expanded: input.expanded === true,
    popup: input.hasPopup,
    active: active?.name ?? null,
    selected: active?.selected === true,
    groups: nodes.filter((it) => it.role === "group" && it.parent?.role === "listbox").map((it) => it.name),
    options: nodes.filter((it) => it.role === "option").map((it) => it.name),
  };
}

// In the order that it is read, not level by level as the browser gives it.
async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const known = new Map(nodes.map((it) => [it.nodeId, it]));
  const read = (node, parent) => {
    const made = { ...plain(node), parent };
    const below = node.childIds.flatMap((id) => (known.has(id) ? read(known.get(id), node.ignored ? parent : made) : []));
    return node.ignored ? below : [made, ...below];
  };
  return read(nodes[0], undefined);
}

function plain({ role, name, properties = [], backendDOMNodeId }) {
  const values = properties.map(({ name: key, value }) => [key, value.value ?? value.relatedNodes?.[0]?.backendDOMNodeId]);
  return { role: role?.value, name: name?.value, dom: backendDOMNodeId, ...Object.fromEntries(values) };
}

// Everything that the page asks for, from now on: address, body and headers in one text each.
export function requests(page) {
  const all = [];
  page.on("request", async (request) => {
    const at = all.push(request.url()) - 1;
    const headers = await request.allHeaders().catch(() => ({}));
    all[at] = [request.url(), request.postData() ?? "", ...Object.entries(headers).flat()].join(" ");
  });
  return all;
}

// A page as it stands, in every size, light and dark: accessible, and nothing sticks out.
export async function fits(page, more = () => []) {
  for (const [width, height] of SIZES) {
    for (const colorScheme of ["dark", "light"]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      const faults = [...(await accessibility(page)), ...(await sideways(page)), ...(await more(page))];
      assert.deepEqual(faults, [], `${page.url()} ${width} × ${height} ${colorScheme}`);
    }
  }
}

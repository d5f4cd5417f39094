import assert from "node:assert/strict";
import { test } from "node:test";
import * as parking from "../parking.js";
import { box, fits, options, requests, settled, told, type } from "../searching.js";
import { visitor } from "../visitor.js";
import { heading } from "../walk.js";

const PAGES = ["/", "/sok/", "/a-o/", "/kategorier/trafik-och-resor/", parking.service, "/om/", "/finns-inte/", "/mina-sidor/"];

// The page about protected identity has none, see its own story.
test("every page has one box, and it leads to the results without script too", async (t) => {
  const page = await visitor(t, { script: false });
  for (const path of PAGES) {
    await page.goto(path);
    await page.getByRole("search").getByRole("searchbox").fill("bygglov");
    await page.getByRole("search").getByRole("button", { name: "Sök" }).click();
    await page.waitForURL("**/sok/?q=bygglov");
    await heading(page, "Sök e-tjänst eller blankett");
    await page.locator("noscript p").filter({ hasText: "Sökningen behöver JavaScript" }).waitFor();
    await page.getByRole("link", { name: "Barn och utbildning" }).waitFor();
    await page.getByRole("link", { name: "Allt från A till Ö" }).waitFor();
    await page.getByRole("heading", { name: "Mest använda" }).waitFor();
  }
});

test("the arrows, Home, End, Enter, Escape and Tab do what they do in a combobox", async (t) => {
  const page = await visitor(t);
  const press = (key) => page.keyboard.press(key);
  const active = async () => (await told(page)).active;
  await page.goto("/om/");
  await type(page, "dagis");
  const all = (await told(page)).options;

  await press("ArrowDown");
  assert.equal(await active(), all[0]);
  await press("ArrowDown");
  assert.equal(await active(), all[1]);
  await press("End");
  assert.equal(await active(), all.at(-1));
  await press("ArrowDown");
  assert.equal(await active(), null, "one place before the first is the input");
  await press("ArrowUp");
  assert.equal(await active(), all.at(-1));
  await press("Home");
  assert.equal(await active(), all[0]);
  await press("Escape");
  assert.equal((await told(page)).expanded, false, "shut first");
  assert.equal(await box(page).inputValue(), "dagis");
  await press("ArrowDown");
  await options(page).first().waitFor();
  await press("Escape");
  await press("Escape");
  assert.equal(await box(page).inputValue(), "", "empty then");

  await type(page, "dagis");
  await press("ArrowDown");
  await press("Tab");
  assert.equal((await told(page)).expanded, false);
  assert.equal(await page.getByRole("button", { name: "Sök" }).evaluate((it) => it === document.activeElement), true);
  assert.equal(await box(page).inputValue(), "dagis", "leaving chooses nothing");

  await box(page).focus();
  await press("ArrowDown");
  await options(page).first().waitFor();
  await press("ArrowDown");
  await press("Enter");
  await heading(page, /förskola/);
});

test("Enter without a choice leads to all results, and so does the last suggestion", async (t) => {
  const page = await visitor(t);
  await page.goto("/a-o/");
  await type(page, "dagis");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/sok/?q=dagis");
  await heading(page, /träffar på dagis/);

  await page.goto("/om/");
  await type(page, "dagis");
  await options(page).filter({ hasText: /^Visa alla \d+ träffar$/ }).click();
  await page.waitForURL("**/sok/?q=dagis");
  await heading(page, /träffar på dagis/);
});

test("a screen reader is told what it is, how many there are, which is chosen and of which kind", async (t) => {
  const page = await visitor(t);
  await page.goto("/");
  const closed = await told(page);
  assert.equal(closed.name, "Vad gäller ditt ärende?");
  assert.deepEqual([closed.expanded, closed.popup, closed.active, closed.options], [false, "listbox", null, []]);

  await type(page, "dagis");
  await page.keyboard.press("ArrowDown");

  const open = await told(page);
  assert.deepEqual([open.focused, open.expanded, open.selected], [true, true, true], "the focus stays in the input");
  assert.deepEqual(open.groups, ["E-tjänster", "Blanketter"]);
  assert.match(open.active, /plats i förskola.*Barn och utbildning/);
  assert.match(open.options.at(-1), /^Visa alla \d+ träffar$/);
  const live = page.getByRole("search").getByRole("status");
  await live.filter({ hasText: `${open.options.length} förslag. Välj med piltangenterna.` }).waitFor();
  assert.equal(await live.evaluate((it) => it.getAttribute("aria-live") ?? "polite"), "polite");

  await box(page).fill("xyzzy");
  await live.filter({ hasText: "Inga förslag." }).waitFor();
  assert.equal((await told(page)).expanded, false);

  await box(page).fill("");
  await type(page, "förnya pass");
  const elsewhere = await told(page);
  assert.equal(elsewhere.groups[0], "Sköts av någon annan");
  assert.match(elsewhere.options[0], /^Pass .*Polisen/);
});

test("the key / goes to the box, not while somebody writes, not with Ctrl, and it can be turned off", async (t) => {
  const page = await visitor(t);
  const focused = () => box(page).evaluate((it) => it === document.activeElement);
  await page.goto(parking.service);
  await settled(page);
  await page.keyboard.press("Control+/");
  assert.equal(await focused(), false);
  await page.keyboard.press("/");
  assert.equal(await focused(), true);
  assert.equal(await box(page).inputValue(), "", "the key itself is not written");
  await page.keyboard.type("2/3");
  assert.equal(await box(page).inputValue(), "2/3");

  await page.goto("/sok/");
  const choice = page.getByLabel("Tangenten / flyttar dig till sökrutan");
  await choice.uncheck();
  await page.goto("/om/");
  await settled(page);
  await page.keyboard.press("/");
  assert.equal(await focused(), false);
  await page.goto("/sok/");
  await choice.check();
  assert.deepEqual((await page.context().storageState()).origins, [], "nothing is kept when it is on");
});

test("no search leaves the browser, on no way to what is found", async (t) => {
  const page = await visitor(t);
  await page.goto("/om/");
  await settled(page);
  const asked = requests(page);

  await type(page, "skuldsanering");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/sok/?q=skuldsanering");
  await settled(page);
  await box(page).fill("orosanmälan");
  await page.keyboard.press("Enter");
  await heading(page, /orosanmälan/);
  await page.getByRole("main").getByRole("heading", { level: 3 }).getByRole("link").first().click();
  await settled(page);
  await page.goBack();
  await heading(page, /orosanmälan/);
  await settled(page);

  assert.ok(asked.some((it) => it.includes("/_search/index.")) && asked.length > 8, "the requests were seen");
  const told = asked.map(decodeURIComponent).filter((it) => /skuldsanering|orosanm[^/]*$|[?&]q=/i.test(it.replaceAll(/\/e-tjanster\/\S*|\/blanketter\/\S*/g, "")));
  assert.deepEqual(told, []);
});

test("once loaded, the box and the results answer without a network", async (t) => {
  const page = await visitor(t);
  await page.goto("/sok/?q=bygglov");
  await heading(page, /träffar på bygglov/);
  await settled(page);
  await page.context().setOffline(true);

  await box(page).fill("");
  await type(page, "dagis");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");

  await heading(page, /träffar på dagis/);
  await page.context().setOffline(false);
});

test("the open list is accessible and fits in every size", async (t) => {
  const page = await visitor(t);
  for (const path of ["/", "/om/"]) {
    await page.goto(path);
    await type(page, "dagis");
    await page.keyboard.press("ArrowDown");
    await fits(page, outside);
  }
});

test("in forced colours a line shows what is chosen, where the ground no longer does", async (t) => {
  const page = await visitor(t);
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/om/");
  await type(page, "dagis");
  await page.keyboard.press("ArrowDown");

  const outline = (state) => page.locator(`[aria-selected=${state}]`).first().evaluate((it) => getComputedStyle(it).outlineStyle);
  assert.deepEqual([await outline(true), await outline(false)], ["solid", "none"]);
});

// A list that begins to the left of the window does not make it scroll, and is not seen.
function outside(page) {
  return page.getByRole("listbox").evaluate((it) => {
    const { left, right } = it.getBoundingClientRect();
    return left < 0 || right > document.documentElement.clientWidth ? [`the list is from ${left} to ${right}`] : [];
  });
}

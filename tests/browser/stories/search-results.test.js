import assert from "node:assert/strict";
import { test } from "node:test";
import { box, fits, settled } from "../searching.js";
import { visitor } from "../visitor.js";
import { heading } from "../walk.js";

const results = (page) => page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
const status = (page) => page.getByRole("search").getByRole("status");

async function search(t, query, options) {
  const page = await visitor(t, options);
  await page.goto(`/sok/?q=${encodeURIComponent(query)}`);
  await heading(page, query);
  await settled(page);
  return page;
}

test("a result says what it is, where it belongs, whether e-ID is needed, and why it is there", async (t) => {
  const page = await search(t, "dagis");
  const first = results(page).first();

  await first.getByRole("link", { name: /plats i förskola/ }).waitFor();
  for (const words of ["E-tjänst", "Barn och utbildning", "E-legitimation behövs", "Två skriver under"]) await first.getByText(words, { exact: true }).waitFor();
  assert.deepEqual(await first.locator("mark").allTextContents(), ["förskola", "förskola"]);
  assert.match(await first.locator(".result-why").textContent(), /^dagis → .*förskola$/);
  assert.match(await page.title(), /^\d+ träffar på dagis – /);

  await page.goto("/sok/?q=skjuts");
  await heading(page, /skjuts/);
  const compound = results(page).filter({ hasText: "skolskjuts" }).first();
  assert.ok((await compound.locator("mark").allTextContents()).includes("skjuts"), "only the part that was typed");

  await page.goto("/sok/?q=bygglov");
  await results(page).first().getByText("Sköts av Bräcke kommun").waitFor();
});

test("results are filtered by kind and category with the keyboard, with counts that hold", async (t) => {
  const page = await search(t, "dagis");
  const count = async (name) => Number((await page.locator("label", { has: page.getByRole("radio", { name }) }).textContent()).match(/\d+/)[0]);
  const [all, services, blanketter] = [await count(/^Allt/), await count(/^E-tjänster/), await count(/^Blanketter/)];
  assert.ok(all > blanketter && blanketter > 0 && all >= services + blanketter);

  await page.getByRole("radio", { name: /^Allt/ }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await status(page).filter({ hasText: `${blanketter} träffar visas.` }).waitFor();
  assert.equal(await results(page).count(), blanketter);
  assert.equal(await results(page).filter({ hasNotText: "Blankett" }).count(), 0);
  assert.ok(page.url().endsWith("/sok/?q=dagis&typ=blankett"), page.url());

  const area = page.getByLabel("Område");
  const option = await area.getByRole("option", { name: /^Barn och utbildning/ }).textContent();
  await area.focus();
  await page.keyboard.type("Barn");
  const left = Number(option.match(/\((\d+)\)/)[1]);
  await status(page).filter({ hasText: new RegExp(`^${left} träff`) }).waitFor();
  assert.equal(await results(page).count(), left);

  await page.reload();
  await heading(page, /dagis/);
  await results(page).first().waitFor();
  assert.equal(await results(page).count(), left, "the address holds the filter");
  assert.equal(await page.getByRole("radio", { name: /^Blanketter/ }).isChecked(), true);
});

test("many results: the best first, the others by category, opened with the keyboard", async (t) => {
  const page = await search(t, "dagis");
  assert.equal(await results(page).count(), 10);

  const group = page.locator("details").filter({ hasText: /^Barn och utbildning/ });
  const count = Number((await group.locator("summary").textContent()).match(/\d+/)[0]);
  await group.locator("summary").focus();
  await page.keyboard.press("Enter");

  await results(page).nth(10).waitFor();
  assert.equal(await results(page).count(), 10 + count);
});

test("back and forward restore the query, the filter, what was open and the place", async (t) => {
  const page = await search(t, "bygglov");
  await box(page).fill("dagis");
  await page.keyboard.press("Enter");
  await heading(page, /dagis/);
  const group = page.locator("details").filter({ hasText: /^Barn och utbildning/ });
  await group.locator("summary").click();
  const link = group.getByRole("link").last();
  await link.scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => scrollY);
  assert.ok(place > 0);
  await link.click();
  await page.waitForURL((it) => !it.pathname.startsWith("/sok/"));

  await page.goBack();
  await heading(page, /dagis/);
  await group.getByRole("link").first().waitFor();
  assert.ok(page.url().endsWith("/sok/?q=dagis"), page.url());
  assert.equal(await box(page).inputValue(), "dagis");
  await page.waitForFunction((wanted) => Math.abs(scrollY - wanted) < 5, place);

  await page.goBack();
  await heading(page, /bygglov/);
  assert.equal(await box(page).inputValue(), "bygglov");
  await page.goForward();
  await heading(page, /dagis/);

  await page.locator("label", { hasText: /^Blanketter/ }).click();
  await results(page).first().getByRole("link").click();
  await page.waitForURL((it) => !it.pathname.startsWith("/sok/"));
  await page.goBack();
  await heading(page, /dagis/);
  assert.equal(await page.getByRole("radio", { name: /^Blanketter/ }).isChecked(), true);
});

test("what others handle stands in a box of its own before weak hits", async (t) => {
  const page = await search(t, "pass");
  const signpost = page.getByRole("region", { name: "Pass", exact: true });

  await heading(page, "Inga bra träffar på pass");
  await signpost.getByText("Det här sköter någon annan").waitFor();
  assert.equal(await signpost.getByRole("link").getAttribute("href"), "https://polisen.se");
  const weak = page.locator("details").filter({ hasText: "Träffar som passar sämre" });
  const [above, below] = [await signpost.boundingBox(), await weak.boundingBox()];
  assert.ok(above.y + above.height <= below.y);
  assert.equal(await results(page).count(), 0, "weak hits are folded away");
  await weak.locator("summary").click();
  assert.ok((await results(page).count()) > 0);
});

test("a query that nothing answers is met with other ways, and a misspelt one with a correction", async (t) => {
  const page = await search(t, "xyzzy");
  const main = page.getByRole("main");
  await heading(page, /^Inga träffar på xyzzy/);
  await main.getByText("Prova ett annat ord").waitFor();
  await main.getByRole("link", { name: "0690-25 01 00", exact: true }).waitFor();
  await main.getByText("Måndag–torsdag kl. 8.00–16.30").waitFor();
  await main.getByRole("link", { name: "Barn och utbildning" }).waitFor();
  assert.equal(await results(page).count(), 0);

  await page.goto("/sok/?q=bygglåv");
  await page.getByText("Menade du bygglov?").waitFor();
  await page.getByRole("link", { name: "bygglov", exact: true }).click();
  await heading(page, /träffar på bygglov/);
  assert.ok(page.url().endsWith("/sok/?q=bygglov"), page.url());
  assert.equal(await page.getByText("Menade du").count(), 0);
});

test("the focus follows an answer that comes without a new page", async (t) => {
  const page = await search(t, "bygglov");
  await box(page).fill("dagis");
  await page.keyboard.press("Enter");
  await heading(page, /dagis/);

  const named = () => document.getElementById(document.activeElement.getAttribute("aria-labelledby") ?? "")?.textContent;
  await page.waitForFunction((read) => eval(`(${read})()`)?.includes("dagis"), named.toString()).catch(() => {});
  assert.match((await page.evaluate(named)) ?? "", /träffar på dagis/);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.type), "radio", "the next stop is the filter");
});

test("results, groups, signposts, corrections and empty answers are accessible and fit in every size", async (t) => {
  const page = await visitor(t);
  for (const query of ["bygglov", "pass", "bygglåv", "xyzzy"]) {
    await page.goto(`/sok/?q=${query}`);
    await heading(page, query);
    for (const it of await page.locator("details").all()) await it.locator("summary").click();
    await fits(page);
  }
});

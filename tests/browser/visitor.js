// A visitor: a browser of their own that remembers nothing, with an eye on everything that must never happen.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { app, artefacts, clock, messages, portal, telia, units } from "./world.js";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Nothing but this machine can be reached, even by mistake.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];
const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const OURS = [portal, app, telia, messages, units, clock].filter(Boolean).map((address) => new URL(address).origin);

// The pages of visitors who have switched JavaScript off.
export const scriptless = new WeakSet();

let browser;
after(() => browser?.close());

// A page in a new context. When the story `t` ends, it fails if the page complained about anything.
export async function visitor(t, { script = true, width = 1280, height = 900 } = {}) {
  browser ??= await chromium.launch({ executablePath: PLACES.find((it) => it && existsSync(it)), args: FLAGS });
  const context = await browser.newContext({
    baseURL: portal,
    javaScriptEnabled: script,
    viewport: { width, height },
    locale: "sv-SE",
    timezoneId: "Europe/Stockholm",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(20_000);
  const complaints = watch(context);
  const page = await context.newPage();
  if (!script) scriptless.add(page);
  t.after(async () => {
    if (t.error) await tell(t, page);
    await context.close();
    assert.deepEqual(complaints, [], "the browser complained");
  });
  return page;
}

// How it looked when the story went wrong.
async function tell(t, page) {
  const picture = `${artefacts}failed-${t.name.replaceAll(/\W+/g, "-")}.png`;
  await page.screenshot({ path: picture, fullPage: true });
  t.diagnostic(`at ${page.url()}, see ${picture}`);
}

function watch(context) {
  const complaints = [];
  context.on("console", (message) => {
    // A page that is itself a 404 or a refusal is also told about here; what a page needs is checked below.
    if (message.type() !== "error" || message.text().startsWith("Failed to load resource")) return;
    complaints.push(`${message.location().url}: ${message.text()}`);
  });
  context.on("weberror", (error) => complaints.push(`script: ${error.error().stack}`));
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && !OURS.includes(origin)) complaints.push(`asked a stranger: ${request.url()}`);
  });
  context.on("response", (response) => {
    if (response.status() < 400 || response.request().isNavigationRequest()) return;
    complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
}

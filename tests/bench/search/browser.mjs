// Bytes before the first result and the time to it, in headless Chromium: a small server on loopback gives every
// file compressed and counts them; each cold run has a browser of its own making.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { chromium } from "playwright-core";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm" };
const WHOLE_EFFORT = 4_000_000;
const QUERY = "bygglov";
const FURTHER = ["parkering", "avgift hemtjänst", "förskola", "serveringstillstånd", "ansökan om färdtjänst", "avfall"];
const middle = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Serves some files, then those of folders: `{ url, log, close }`, where `log` has `[path, bytes]` of each answer. */
export async function served(files, folders) {
  const packed = new Map();
  const log = [];
  const found = (path) => files.get(path) ?? folders.map((it) => `${it}${path.endsWith("/") ? `${path}index.html` : path}`).filter((it) => existsSync(it) && statSync(it).isFile()).map((it) => readFileSync(it))[0];
  const answer = (path) => {
    if (!packed.has(path)) packed.set(path, pack(path, found(path)));
    return packed.get(path);
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url.split("?")[0]);
    const it = answer(path);
    if (!it) return response.writeHead(404).end();
    log.push([path, it.body.length]);
    const type = TYPES[extname(path)] ?? (path.endsWith("/") ? TYPES[".html"] : "application/octet-stream");
    response.writeHead(200, { "content-type": type, "content-length": it.body.length, "cache-control": "no-store", ...it.headers }).end(it.body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}`, log, close: () => server.close() };
}

// Pagefind's own pieces are compressed already.
function pack(path, body) {
  if (!body || /\.(pf_\w+|pagefind)$/.test(path)) return body && { body, headers: {} };
  const quality = body.length > WHOLE_EFFORT ? 9 : 11;
  const small = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
  return small.length < body.length ? { body: small, headers: { "content-encoding": "br" } } : { body, headers: {} };
}

export function launched() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"] });
}

/** `{ bytes, requests, cold, slow, key }`: kilobytes; milliseconds, `slow` with a processor of a quarter of the speed. */
export async function measured(browser, server, name, runs) {
  const how = name === "ours" ? { path: "/", counts: (path, came) => /^\/_search\/|\/js\/search/.test(path) && came.includes(path), run: typed } : { path: `/peers/${name}.html`, counts: () => true, run: called };
  const got = { cold: [], slow: [], key: [] };
  for (const [kind, rate] of [["cold", 1], ["slow", 4]]) {
    // The first time, files are compressed: it does not count.
    for (let at = 0; at <= runs; at++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      if (rate > 1) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate });
      server.log.length = 0;
      await page.goto(`${server.url}${how.path}`);
      await page.waitForFunction(name === "ours" ? "document.querySelector('input[type=search][role=combobox]')" : "window.there");
      const { time, came } = await how.run(page, QUERY);
      const counted = server.log.filter(([path]) => how.counts(path, came));
      if (kind === "cold" && at === 1) Object.assign(got, { bytes: counted.reduce((sum, [, it]) => sum + it, 0) / 1000, requests: counted.length, files: counted });
      if (at > 0) got[kind].push(time);
      if (kind === "cold" && at > 0) for (const query of FURTHER) got.key.push((await how.run(page, query)).time);
      await context.close();
    }
  }
  return { ...got, cold: middle(got.cold), slow: middle(got.slow), key: middle(got.key) };
}

// A peer fetches nothing but what it needs.
async function called(page, query) {
  return { time: await page.evaluate((it) => run(it), query) };
}

// As a person does: turns to the box, and the query stands there. Done when the list shows what answers it; what has
// come by then the page says itself, for the rest is on its way.
function typed(page, query) {
  return page.evaluate(async (text) => {
    const input = document.querySelector("input[type=search][role=combobox]");
    const list = document.getElementById(input.getAttribute("aria-controls"));
    const before = list.firstElementChild;
    const start = performance.now();
    const shown = new Promise((done) => {
      const watch = new MutationObserver(() => {
        if (list.hidden || list.children.length === 0 || list.firstElementChild === before) return;
        watch.disconnect();
        done();
      });
      watch.observe(list.parentElement, { childList: true, subtree: true, attributes: true });
    });
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await shown;
    void document.body.offsetHeight;
    const time = performance.now() - start;
    return { time, came: performance.getEntriesByType("resource").map(({ name }) => decodeURIComponent(new URL(name).pathname)) };
  }, query);
}

/** A peer's answers to queries, in its page. */
export async function asked(browser, server, name, queries, most) {
  const page = await browser.newPage();
  await page.goto(`${server.url}/peers/${name}.html`);
  await page.waitForFunction("window.there");
  const made = [];
  for (const query of queries) {
    const found = await page.evaluate(([it, count]) => answer(it, count), [query, most]);
    made.push({ query, results: found.map(([id]) => id) });
  }
  await page.close();
  return made;
}

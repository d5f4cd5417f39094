import assert from "node:assert/strict";
import { once } from "node:events";
import { get as getPlain } from "node:http";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { caddy, get, installation, nginx } from "../deployment.js";

for (const [name, webServer] of [["nginx", nginx], ["Caddy", caddy]]) {
  test(`${name} serves the site and lets the server answer for the rest, as in deploy/`, async (t) => {
    const it = await installation(t);
    await webServer(t, it);

    await t.test("the start page", () => startPage(it));
    await t.test("a page that does not exist", () => missingPage(it));
    await t.test("files that are not for citizens", () => hidden(it));
    await t.test("a file with a fingerprint is kept for ever, and compressed", () => fingerprinted(it));
    await t.test("the login page", () => loginPage(it));
    await t.test("the units' API", () => unitsApi(it));
    await t.test("BankID is told the citizen's address, and nobody can make one up", () => citizensAddress(it));
    if (webServer === nginx) await t.test("plain HTTP leads to HTTPS", () => plain(it));
  });
}

async function startPage(it) {
  const page = await get(it, "/");

  assert.equal(page.status, 200);
  assert.match(page.headers["content-type"], /^text\/html; charset=utf-8$/i);
  assert.equal(page.headers["cache-control"], "no-cache");
  assert.match(page.headers["content-security-policy"], /^default-src 'none'/);
  assert.equal(page.headers["set-cookie"], undefined);
  assert.match(page.body, /Vad gäller ditt ärende\?/);
}

async function missingPage(it) {
  const page = await get(it, "/finns-inte/");

  assert.equal(page.status, 404);
  assert.match(page.headers["content-security-policy"], /^default-src 'none'/);
  assert.match(page.body, /Den här luckan är stängd/);
}

async function hidden(it) {
  for (const path of ["/_site/site.json", "/.gitignore"]) {
    assert.equal((await get(it, path)).status, 404, path);
  }
}

async function fingerprinted(it) {
  const [path] = (await get(it, "/")).body.match(/\/_theme\/[^"]*\/css\/site\.css/);
  const file = await get(it, path, { headers: { "accept-encoding": "gzip" } });

  assert.equal(file.status, 200);
  assert.equal(file.headers["cache-control"], "public, max-age=31536000, immutable");
  assert.equal(file.headers["content-encoding"], "gzip");
}

async function loginPage(it) {
  const short = await get(it, "/mina-sidor");
  const overview = await get(it, "/mina-sidor/");
  const page = await get(it, "/mina-sidor/logga-in");

  assert.equal(short.status, 301);
  assert.equal(overview.status, 303);
  assert.match(overview.headers.location, /^\/mina-sidor\/logga-in\?/);
  assert.equal(page.status, 200);
  assert.equal(page.headers["cache-control"], "no-store");
  assert.equal(page.headers["content-security-policy"].match(/default-src/g).length, 1, "said once, by the server");
  assert.match(page.headers["strict-transport-security"], /max-age=31536000/);
  assert.equal(page.headers["set-cookie"], undefined, "nothing has been begun yet");
  assert.equal((await get(it, "/halsa")).status, 200);
}

async function unitsApi(it) {
  const document = await get(it, "/api/v1/openapi.json");
  const refused = await get(it, "/api/v1/cases", { headers: { authorization: "Bearer lucka_0" } });
  const deleted = await get(it, "/api/v1/cases/2026-000001", { method: "DELETE" });

  assert.equal(document.status, 200);
  assert.equal(JSON.parse(document.body).openapi, "3.1.0");
  assert.equal(refused.status, 401);
  assert.match(refused.headers["www-authenticate"], /^Bearer .*invalid_token/, "the web server passes the key on");
  assert.equal(refused.headers["content-type"], "application/problem+json");
  assert.equal(refused.headers["cache-control"], "no-store");
  assert.equal(deleted.status, 405);
  assert.equal(deleted.headers.allow, "GET, HEAD");
  assert.equal(JSON.parse(deleted.body).code, "method_not_allowed");
}

async function citizensAddress(it) {
  // Another address of this machine: the one that the web server sees.
  const citizen = { localAddress: "127.0.0.2" };
  const forged = { "x-forwarded-for": "192.0.2.66", forwarded: "for=192.0.2.66" };
  const answer = await get(it, "/mina-sidor/logga-in/bankid", {
    ...citizen,
    method: "POST",
    headers: { ...forged, origin: `https://localhost:${it.port}`, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ device: "other" }).toString(),
  });

  assert.equal(answer.status, 303, answer.body);
  assert.match(answer.headers["set-cookie"][0], /^__Host-/);
  while (it.asked.length === 0) await pause(20);
  assert.deepEqual(it.asked, ["127.0.0.2"]);
}

async function plain(it) {
  const [answer] = await once(getPlain({ host: "127.0.0.1", port: it.plainPort, path: "/sok/?q=dagis" }), "response");
  answer.resume();

  assert.equal(answer.statusCode, 301);
  assert.equal(answer.headers.location, `https://localhost:${it.port}/sok/?q=dagis`);
}

// Starts the demonstration once, tells the stories to a real browser, and ends it again.
//
//   node tests/browser/run.js                     every story
//   node tests/browser/run.js stories/anonymous.test.js
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";

const here = new URL(".", import.meta.url).pathname;
const root = new URL("../../", import.meta.url).pathname;
// A story that takes longer than this has got stuck.
const STORY_MS = 240_000;

async function demonstration() {
  const demo = spawn(`${root}target/debug/demo`, ["--json"], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const line = once(createInterface(demo.stdout), "line").then(([text]) => text);
  const early = once(demo, "exit").then(([code]) => {
    throw new Error(`the demonstration ended with ${code} before it had begun`);
  });
  const world = await Promise.race([line, early]);
  // From here on an end is expected.
  early.catch(() => {});
  return { demo, world };
}

const asked = process.argv.slice(2);
const stories = asked.length ? asked : readdirSync(`${here}stories`).map((name) => `stories/${name}`);
// The whole workspace at once: one package alone would have its dependencies built anew, with other features.
const built = spawnSync("cargo", ["build", "--quiet", "--workspace", "--bins"], { cwd: root, stdio: "inherit" });
if (built.status !== 0) process.exit(1);
rmSync(`${root}tests/artefacts`, { recursive: true, force: true });
const { demo, world } = await demonstration();
const tests = spawn(process.execPath, ["--test", "--test-concurrency=2", `--test-timeout=${STORY_MS}`, ...stories], {
  cwd: here,
  env: { ...process.env, LUCKA_WORLD: world },
  stdio: "inherit",
});
const [code] = await once(tests, "exit");
const ended = demo.exitCode === null ? once(demo, "exit") : [demo.exitCode];
demo.stdin.end();
const [demoCode] = await ended;
if (demoCode !== 0) console.error(`the demonstration ended with ${demoCode}`);
process.exitCode = code || demoCode || 0;

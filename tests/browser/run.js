// Starts the demonstration once, tells the stories to a real browser, and ends it again.
//
//   node tests/browser/run.js                     every story
//   node tests/browser/run.js stories/anonymous.test.js
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { demonstration, root } from "./demonstration.js";

const here = new URL(".", import.meta.url).pathname;
// A story that takes longer than this has got stuck.
const STORY_MS = 240_000;

const asked = process.argv.slice(2);
const stories = asked.length ? asked : readdirSync(`${here}stories`).map((name) => `stories/${name}`);
// The whole workspace at once: one package alone would have its dependencies built anew, with other features.
const built = spawnSync("cargo", ["build", "--quiet", "--workspace", "--bins"], { cwd: root, stdio: "inherit" });
if (built.status !== 0) process.exit(1);
rmSync(`${root}tests/artefacts`, { recursive: true, force: true });
const { world, end } = await demonstration();
const tests = spawn(process.execPath, ["--test", "--test-concurrency=2", `--test-timeout=${STORY_MS}`, ...stories], {
  cwd: here,
  env: { ...process.env, LUCKA_WORLD: world },
  stdio: "inherit",
});
const [code] = await once(tests, "exit");
const demoCode = await end();
if (demoCode !== 0) console.error(`the demonstration ended with ${demoCode}`);
process.exitCode = code || demoCode || 0;

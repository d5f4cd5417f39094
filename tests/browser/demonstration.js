// The demonstration as a program: started, asked where everything is, and ended.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export const root = new URL("../../", import.meta.url).pathname;

// `world` is the line that it prints; `end` takes it down and gives its exit code.
export async function demonstration() {
  const demo = spawn(`${root}target/debug/demo`, ["--json"], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const line = once(createInterface(demo.stdout), "line").then(([text]) => text);
  const early = once(demo, "exit").then(([code]) => {
    throw new Error(`the demonstration ended with ${code} before it had begun`);
  });
  const world = await Promise.race([line, early]);
  // From here on an end is expected.
  early.catch(() => {});
  return { world, end: () => ended(demo) };
}

async function ended(demo) {
  const exit = demo.exitCode === null ? once(demo, "exit") : [demo.exitCode];
  demo.stdin.end();
  const [code] = await exit;
  return code;
}

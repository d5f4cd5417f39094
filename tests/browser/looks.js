// A page looked at in every way: wide and narrow, light and dark, very narrow, magnified, and weighed.
import assert from "node:assert/strict";
import { accessibility, sideways, tooHeavy, weight } from "./checks.js";
import { artefacts } from "./world.js";

// 360 and 1280 are looked at closely; 320 is the narrowest, and 320 × 256 is 1280 × 1024 at 400 %.
const CLOSE = [[1280, 900], [360, 740]];
const NARROW = [[320, 640], [320, 256]];

// The pages whose pictures are kept.
const KEPT = [
  "start", "search", "category", "service", "login", "step", "review", "sign", "receipt", "mina-sidor",
];

export async function look(page, name) {
  const faults = [];
  for (const [width, height] of CLOSE) {
    for (const colorScheme of ["dark", "light"]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      const found = [...(await accessibility(page)), ...(await sideways(page))];
      faults.push(...found.map((it) => `${width} px, ${colorScheme}: ${it}`));
      if (!KEPT.includes(name)) continue;
      await page.screenshot({ path: `${artefacts}${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  for (const [width, height] of NARROW) {
    await page.setViewportSize({ width, height });
    faults.push(...(await sideways(page)).map((it) => `${width} × ${height}: ${it}`));
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  const bytes = await weight(await page.content(), async (address) => (await page.request.get(address)).body());
  if (tooHeavy(bytes)) faults.push(`${bytes} B compressed, with its style`);
  assert.deepEqual(faults, [], `${name}, ${page.url()}`);
}

// The script's conditions, tried on the cases that the server's are tried on too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { holds } from "../../default/js/condition-rules.js";

const cases = JSON.parse(readFileSync(new URL("condition-cases.json", import.meta.url), "utf8"));

for (const { name, condition, answers, holds: expected } of cases) {
  test(name, () => assert.equal(holds(condition, answers), expected));
}

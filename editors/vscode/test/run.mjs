// Runs the tests, or those whose name is given: `host`, `drive`.
import { stripVTControlCharacters } from "node:util";
import { drive } from "./drive.mjs";
import { host } from "./host.mjs";

const all = { host, drive };
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in all));
if (unknown.length) throw new Error(`no tests are called ${unknown.join(", ")}`);
let failed = false;
for (const [name, run] of Object.entries(all)) {
  if (wanted.length && !wanted.includes(name)) continue;
  const start = Date.now();
  try {
    await run();
    console.log(`${name}: all passed in ${Math.round((Date.now() - start) / 1000)} s`);
  } catch (error) {
    failed = true;
    console.log(`${name}: FAILED: ${stripVTControlCharacters(error.stack).slice(0, 2000)}`);
  }
}
process.exit(failed ? 1 : 0);

// Bundles the extension into out/extension.js; with --tests also the tests that run inside VS Code.
import { build } from "esbuild";

const shared = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  logLevel: "warning",
};
await build({
  ...shared,
  entryPoints: ["src/extension.ts"],
  outfile: "out/extension.js",
  external: ["vscode"],
  minify: true,
});
if (process.argv.includes("--tests")) {
  await build({
    ...shared,
    entryPoints: ["test/host/index.ts"],
    outfile: "out/test/index.js",
    external: ["vscode", "mocha"],
  });
}

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  DiagnosticSeverity,
  Range,
  commands,
  extensions,
  workspace,
  type CodeLens,
  type InlayHint,
} from "vscode";
import { WORK, code, file, findings, has, opened, server, set, until, write } from "./window";

const SAMPLE = ["ACR101", "ACR201", "ACR301", "ACR302"];
const [ONE, TWO] = [file("one/cleanup.py"), file("two/cleanup.py")];

interface Contributes {
  readonly commands: readonly { readonly command: string }[];
}

describe("settings", () => {
  before(async () => {
    await opened(ONE);
    await has(ONE, ...SAMPLE);
    await has(TWO, ...SAMPLE);
  });

  it("severity is each folder's own", async () => {
    const bad = (uri: typeof ONE): DiagnosticSeverity | undefined =>
      findings(uri).find((each) => code(each) === "ACR302")?.severity;
    await set("severity", { ACR3: "error" }, ONE);
    await until(() => bad(ONE) === DiagnosticSeverity.Error, "an error in one");
    assert.equal(bad(TWO), DiagnosticSeverity.Warning);
    await set("severity", undefined, ONE);
    await until(() => bad(ONE) === DiagnosticSeverity.Warning, "a warning in one");
  });

  it("enable turns one folder off", async () => {
    await set("enable", false, TWO);
    await has(TWO);
    await has(ONE, ...SAMPLE);
    await set("enable", undefined, TWO);
    await has(TWO, ...SAMPLE);
  });

  it("enable turns everything off, and on again", async () => {
    const { pid } = await server();
    await set("enable", false);
    await has(ONE);
    await until(() => !existsSync(`/proc/${pid}`), "the end of the server");
    await set("enable", undefined);
    await has(ONE, ...SAMPLE);
  });

  it("select, extendSelect and ignore choose the rules", async () => {
    await set("select", ["ACR101"], ONE);
    await has(ONE, "ACR101");
    await set("extendSelect", ["ACR201"], ONE);
    await has(ONE, "ACR101", "ACR201");
    await set("ignore", ["anonymous-write"], ONE);
    await has(ONE, "ACR201");
    for (const name of ["select", "extendSelect", "ignore"]) await set(name, undefined, ONE);
    await has(ONE, ...SAMPLE);
  });

  it("codeLenses and inlayHints turn notes on", async () => {
    const lenses = (): Thenable<CodeLens[]> =>
      commands.executeCommand("vscode.executeCodeLensProvider", ONE);
    const hints = (): Thenable<InlayHint[]> =>
      commands.executeCommand("vscode.executeInlayHintProvider", ONE, new Range(0, 0, 30, 0));
    assert.deepEqual([await lenses(), await hints()], [[], []]);
    await set("codeLenses", true, ONE);
    await set("inlayHints", true, ONE);
    let found: [number, number] = [0, 0];
    await until(() => {
      void Promise.all([lenses(), hints()]).then(([one, two]) => (found = [one.length, two.length]));
      return found[0] > 0 && found[1] > 0;
    }, "lenses and hints");
    await set("codeLenses", undefined, ONE);
    await set("inlayHints", undefined, ONE);
  });

  it("configuration is a file, or is written there itself", async () => {
    write("one/strict.toml", 'select = ["ACR302"]\n');
    await set("configuration", "strict.toml", ONE);
    await has(ONE, "ACR302");
    await set("configuration", { ignore: ["ACR3"] }, ONE);
    await has(ONE, "ACR101", "ACR201");
    await set("configuration", undefined, ONE);
    await has(ONE, ...SAMPLE);
    await workspace.fs.delete(file("one/strict.toml"));
  });

  it("diagnosticMode leaves files alone that are not open, until they are asked for", async () => {
    await set("diagnosticMode", "openFilesOnly");
    await has(TWO);
    await has(ONE, ...SAMPLE);
    await commands.executeCommand("acr-lint.checkWorkspace");
    await has(TWO, ...SAMPLE);
    await opened(TWO);
    await has(TWO, ...SAMPLE);
    await commands.executeCommand("workbench.action.closeActiveEditor");
    await set("diagnosticMode", undefined);
    await has(TWO, ...SAMPLE);
  });

  it("args are those of the server, trace.server is what it is told to trace", async () => {
    const log = join(WORK, "server.log");
    const said = (): string => (existsSync(log) ? readFileSync(log, "utf8") : "");
    await set("args", [`--log-file=${log}`, "--log-level=debug"]);
    await until(() => said().includes("initialized"), "a log");
    assert.doesNotMatch(said(), /verbose/);
    await set("trace.server", "verbose");
    await until(() => /setTrace.*verbose/s.test(said()), "a trace");
    await set("trace.server", undefined);
    await set("args", undefined);
    await server((command) => !command.includes("--log-file"));
    await has(ONE, ...SAMPLE);
  });
});

describe("commands", () => {
  it("are all there that package.json names", async () => {
    const { contributes } = extensions.getExtension("acr-lint.acr-lint")?.packageJSON as {
      contributes: Contributes;
    };
    const known = new Set(await commands.getCommands());
    const missing = contributes.commands.filter(({ command }) => !known.has(command));
    assert.deepEqual(missing, []);
    assert.ok(contributes.commands.length > 5);
  });
});

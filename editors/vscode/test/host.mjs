// Runs test/host/*.test.ts inside the extension host of a real VS Code that has the packaged
// extension, on two folders, with a Python extension that is made up.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXTENSION, Workbench, temporary } from "./workbench.mjs";

const SAMPLE = join(EXTENSION, "..", "..", "tests", "sample", "cleanup.py");

export async function host() {
  const work = temporary("host");
  const workbench = new Workbench();
  try {
    for (const folder of ["one", "two"]) {
      mkdirSync(join(work.path, folder, ".git"), { recursive: true });
      cpSync(SAMPLE, join(work.path, folder, "cleanup.py"));
    }
    const file = join(work.path, "both.code-workspace");
    writeFileSync(file, JSON.stringify({ folders: [{ path: "one" }, { path: "two" }], settings: {} }));
    environmentWithAcrLint(join(work.path, "environment"));
    workbench.install(join(EXTENSION, "acr-lint.vsix"));
    await workbench.start({
      flags: ["--disable-workspace-trust", "--enable-smoke-test-driver"],
      variables: { ACR_LINT_TEST_WORK: work.path },
    });
    await runInside(workbench, file);
  } finally {
    await workbench.stop();
    work.remove();
  }
}

/** A virtual environment that has acr-lint, from what the extension carries. */
function environmentWithAcrLint(path) {
  const { status, stderr } = spawnSync("python3", ["-m", "venv", "--without-pip", path], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  const [version] = readdirSync(join(path, "lib"));
  const libs = join(EXTENSION, "bundled", "libs");
  writeFileSync(join(path, "lib", version, "site-packages", "acr-lint.pth"), `${libs}\n`);
  const script = `#!${path}/bin/python\nimport sys\nfrom acr_lint.__main__ import main\nsys.exit(main())\n`;
  writeFileSync(join(path, "bin", "acr-lint"), script, { mode: 0o755 });
}

/** Runs the tests; throws where one fails. */
async function runInside(workbench, file) {
  const remote = (path) => `vscode-remote://${new URL(workbench.url).host}${path}`;
  const payload = [
    ["extensionDevelopmentPath", remote(join(EXTENSION, "test", "python"))],
    ["extensionTestsPath", remote(join(EXTENSION, "out", "test", "index"))],
  ];
  const said = [];
  let ended;
  const end = new Promise((resolve) => (ended = resolve));
  await workbench.open(
    { workspace: file, payload: JSON.stringify(payload) },
    {
      prepare: async (page) => {
        await page.exposeFunction("codeAutomationLog", (kind, words) => {
          said.push(words.join(" "));
          if (/^(passed|FAILED):/.test(words[0])) console.log(...words);
        });
        await page.exposeFunction("codeAutomationExit", ended);
      },
    },
  );
  const late = setTimeout(() => ended("nothing: it took too long"), 240_000);
  const code = await end;
  clearTimeout(late);
  if (code === 0) return;
  console.log(`the last that the window said:\n${said.slice(-40).join("\n")}`);
  throw new Error(`the tests in the extension host ended with ${code}`);
}

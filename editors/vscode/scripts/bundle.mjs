// Fills bundled/libs with acr-lint, from this repository, and the packages that its server imports:
// all of them pure Python, so that one .vsix runs on every platform and every Python since 3.10.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const extension = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const libs = join(extension, "bundled", "libs");
const work = mkdtempSync(join(tmpdir(), "acr-lint-bundle-"));

function run(program, ...args) {
  const { status, error } = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args[0]} … ended with ${status}`);
}

function firstPython() {
  const names = [process.env.PYTHON, "python3", "python"].filter(Boolean);
  const found = names.find(
    (name) => spawnSync(name, ["-c", "import sys, venv; sys.exit(sys.version_info < (3, 10))"]).status === 0,
  );
  if (!found) throw new Error(`no Python 3.10 or newer with venv among ${names.join(", ")}; set PYTHON`);
  return found;
}

try {
  run(firstPython(), "-m", "venv", join(work, "venv"));
  const python = join(work, "venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"];
  run(...pip, "wheel", "--no-deps", "--wheel-dir", work, resolve(extension, "..", ".."));
  const wheel = readdirSync(work).find((name) => name.endsWith("-none-any.whl"));
  if (!wheel) throw new Error("the wheel of acr-lint isn't pure");
  const distribution = `${wheel.split("-").slice(0, 2).join("-")}.dist-info`;
  rmSync(libs, { recursive: true, force: true });
  run(
    ...pip, "install", "--no-deps", "--no-compile", "--only-binary=:all:", "--implementation", "py",
    "--abi", "none", "--platform", "any", "--python-version", "3.10", "--target", libs,
    "--requirement", join(extension, "bundled", "requirements.txt"), join(work, wheel),
  );
  for (const extra of ["bin", `${distribution}/direct_url.json`]) {
    rmSync(join(libs, extra), { recursive: true, force: true });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

import assert from "node:assert/strict";
import { homedir } from "node:os";
import { workspace } from "vscode";
import { onPath, places, pythonNames } from "../../src/programs";
import { expanded } from "../../src/settings";

describe("programs", () => {
  it("are looked for in the folders of the PATH, and in no other", () => {
    assert.deepEqual(places("python3", "/usr/bin::.:bin:/opt/a b", "linux"), [
      "/usr/bin/python3",
      "/opt/a b/python3",
    ]);
    assert.match(onPath("python3") ?? "", /^\/.*\/python3$/);
    assert.equal(onPath("no-such-program"), undefined);
  });

  it("have drives, quotes and an ending on Windows", () => {
    const path = 'C:\\Windows;"D:\\Program Files\\Python";.;bin;\\\\server\\share\\bin;';
    assert.deepEqual(places("python", path, "win32"), [
      "C:\\Windows\\python.exe",
      "D:\\Program Files\\Python\\python.exe",
      "\\\\server\\share\\bin\\python.exe",
    ]);
  });

  it("are Pythons by the names of each system", () => {
    assert.deepEqual(pythonNames("win32").at(-1), ["py", "-3"]);
    assert.deepEqual(pythonNames("linux"), [["python3"], ["python"]]);
  });

  it("are named in settings with variables, in paths of both kinds", () => {
    const folder = workspace.workspaceFolders?.[0];
    assert.equal(expanded("~\\venv\\python.exe"), `${homedir()}\\venv\\python.exe`);
    assert.equal(expanded("~/venv"), `${homedir()}/venv`);
    assert.equal(expanded("~user/venv"), "~user/venv");
    assert.equal(
      expanded("${workspaceFolder}\\.venv\\Scripts\\python.exe"),
      `${folder?.uri.fsPath ?? ""}\\.venv\\Scripts\\python.exe`,
    );
    assert.equal(expanded("${workspaceFolder:none}/a ${env:NONE_SUCH}|"), "${workspaceFolder:none}/a |");
    assert.equal(expanded("C:\\${unknown}"), "C:\\${unknown}");
  });
});

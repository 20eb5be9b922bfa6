import assert from "node:assert/strict";
import { join } from "node:path";
import {
  EventEmitter,
  FileType,
  Uri,
  WorkspaceEdit,
  commands,
  extensions,
  Position,
  tasks,
  workspace,
  type FileSystemProvider,
} from "vscode";
import { ENVIRONMENT, file, has, installed, opened, server, set, until, write } from "./window";

const SAMPLE = ["ACR101", "ACR201", "ACR301", "ACR302"];
const [ONE, TWO] = [file("one/cleanup.py"), file("two/cleanup.py")];
const PYTHON = join(ENVIRONMENT, "bin", "python");

interface PythonExtension {
  choose(path: string): void;
}

async function worksStill(): Promise<void> {
  const document = await opened(ONE);
  const edit = new WorkspaceEdit();
  edit.insert(ONE, new Position(document.lineCount, 0), "\n# acr-lint: ignore[ACR101]\n");
  await workspace.applyEdit(edit);
  await has(ONE, ...SAMPLE, "ACR901");
  await commands.executeCommand("undo");
  await has(ONE, ...SAMPLE);
}

describe("the server", () => {
  it("comes back when it is killed, with all findings", async () => {
    const { pid } = await server();
    process.kill(pid, "SIGKILL");
    await server((_, other) => other !== pid);
    await worksStill();
    await has(TWO, ...SAMPLE);
  });

  it("is started again by the command", async () => {
    const { pid } = await server();
    await commands.executeCommand("acr-lint.restart");
    await server((_, other) => other !== pid);
    await worksStill();
  });

  it("is the bundled one where the interpreter has none", async () => {
    const { command } = await server();
    assert.ok(command.includes(`${join(installed(), "bundled", "start.py")} bundled server`), command);
  });

  it("is that of the environment which the Python extension has chosen", async () => {
    const python = extensions.getExtension<PythonExtension>("ms-python.python")?.exports;
    assert.ok(python);
    python.choose(PYTHON);
    await server((command) => command.startsWith(PYTHON) && command.includes(" environment server"));
    await worksStill();
    await set("importStrategy", "useBundled");
    await server((command) => command.startsWith(PYTHON) && command.includes(" bundled server"));
    await set("importStrategy", undefined);
    await server((command) => command.includes(" environment server"));
    python.choose("");
    await server((command) => !command.includes(ENVIRONMENT));
    await worksStill();
  });

  it("is run by the interpreter of the settings", async () => {
    await set("interpreter", [PYTHON, "-X", "utf8"]);
    await server((command) => command.startsWith(`${PYTHON} -X utf8`));
    await worksStill();
    await set("interpreter", undefined);
    await server((command) => !command.includes(ENVIRONMENT));
  });

  it("is the program of the settings, the first that exists", async () => {
    const program = join(ENVIRONMENT, "bin", "acr-lint");
    await set("path", ["${workspaceFolder}/no-such-program", program]);
    await server((command) => command.includes(`${program} server`));
    await worksStill();
    await set("path", undefined);
    await server((command) => !command.includes(ENVIRONMENT));
    await worksStill();
  });
});

describe("the task", () => {
  it("checks a folder and shows what it finds in files that are closed", async () => {
    await set("diagnosticMode", "openFilesOnly");
    const closed = write("two/closed.py", (await opened(ONE)).getText());
    await has(closed);
    const offered = await tasks.fetchTasks({ type: "acr-lint" });
    const task = offered.find(({ scope }) => typeof scope === "object" && scope.name === "two");
    assert.ok(task, `none for two among ${offered.length}`);
    assert.deepEqual(task.problemMatchers, ["$acr-lint"]);
    const ended = new Promise<number | undefined>((resolve) => {
      const listening = tasks.onDidEndTaskProcess(({ exitCode }) => {
        listening.dispose();
        resolve(exitCode);
      });
    });
    await tasks.executeTask(task);
    assert.equal(await ended, 1);
    await has(closed, ...SAMPLE);
    await workspace.fs.delete(closed);
    await set("diagnosticMode", undefined);
  });
});

describe("a virtual workspace", () => {
  it("has its open files checked", async () => {
    const text = (await opened(ONE)).getText();
    const registered = workspace.registerFileSystemProvider("memory", new Memory(text));
    const folders = workspace.workspaceFolders ?? [];
    const [root, other] = [Uri.parse("memory:/folder"), Uri.parse("memory:/folder/cleanup.py")];
    workspace.updateWorkspaceFolders(folders.length, 0, { uri: root, name: "memory" });
    await until(() => workspace.workspaceFolders?.length === folders.length + 1, "a third folder");
    await opened(other);
    await has(other, ...SAMPLE);
    await commands.executeCommand("workbench.action.closeActiveEditor");
    workspace.updateWorkspaceFolders(folders.length, 1);
    await until(() => workspace.workspaceFolders?.length === folders.length, "two folders");
    registered.dispose();
    await worksStill();
  });
});

/** A folder with one file, in memory. */
class Memory implements FileSystemProvider {
  readonly onDidChangeFile = new EventEmitter<never[]>().event;
  readonly #content: Uint8Array;

  constructor(text: string) {
    this.#content = Buffer.from(text);
  }

  watch(): { dispose(): void } {
    return { dispose: () => undefined };
  }

  stat(uri: Uri): { type: FileType; ctime: number; mtime: number; size: number } {
    const type = uri.path.endsWith(".py") ? FileType.File : FileType.Directory;
    if (type === FileType.File && !uri.path.endsWith("cleanup.py")) throw new Error("no such file");
    return { type, ctime: 0, mtime: 0, size: this.#content.length };
  }

  readDirectory(): [string, FileType][] {
    return [["cleanup.py", FileType.File]];
  }

  readFile(): Uint8Array {
    return this.#content;
  }

  createDirectory(): void {
    throw new Error("read only");
  }

  writeFile(): void {
    throw new Error("read only");
  }

  delete(): void {
    throw new Error("read only");
  }

  rename(): void {
    throw new Error("read only");
  }
}

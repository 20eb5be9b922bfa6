// Tasks that check a folder with the command line; their output is read by $acr-lint.
import {
  ProcessExecution,
  Task,
  TaskGroup,
  TaskScope,
  tasks,
  workspace,
  type Disposable,
  type TaskDefinition,
  type WorkspaceFolder,
} from "vscode";
import type { Server } from "./server";

const TYPE = "acr-lint";

interface Definition extends TaskDefinition {
  readonly paths?: readonly string[];
  readonly args?: readonly string[];
}

/** Offers a task for each folder, and completes those of tasks.json. */
export function taskProvider(server: Server): Disposable {
  return tasks.registerTaskProvider(TYPE, {
    provideTasks: async () => {
      const folders = (workspace.workspaceFolders ?? []).filter(onDisk);
      return Promise.all(folders.map((folder) => task(server, { type: TYPE }, folder)));
    },
    resolveTask: async ({ definition, scope }) => {
      const folder = scope === undefined || typeof scope === "number" ? undefined : scope;
      return task(server, definition as Definition, folder ?? workspace.workspaceFolders?.find(onDisk));
    },
  });
}

async function task(
  server: Server,
  definition: Definition,
  folder: WorkspaceFolder | undefined,
): Promise<Task> {
  const { command } = await server.find();
  const [program = "", ...rest] = command;
  const check = [
    ...["check", "--output-format", "concise", ...(definition.args ?? [])],
    ...["--", ...(definition.paths ?? ["."])],
  ];
  const made = new Task(
    definition,
    folder ?? TaskScope.Workspace,
    "check",
    TYPE,
    new ProcessExecution(program, [...rest, ...check], folder ? { cwd: folder.uri.fsPath } : {}),
    "$acr-lint",
  );
  made.group = TaskGroup.Test;
  made.detail = "Check all Python files of the folder";
  return made;
}

function onDisk(folder: WorkspaceFolder): boolean {
  return folder.uri.scheme === "file";
}

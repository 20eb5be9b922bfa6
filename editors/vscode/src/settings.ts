// The settings that the extension itself reads; those of findings go to the server as they are.
import { homedir } from "node:os";
import { workspace, type ConfigurationChangeEvent, type Uri } from "vscode";

export const SECTION = "acr-lint";

export type Origin = "environment" | "bundled";

/** What decides which server runs, and how. A change of it needs a new server. */
export interface ServerSettings {
  readonly wanted: Origin;
  readonly interpreter: readonly string[];
  readonly path: readonly string[];
  readonly args: readonly string[];
  readonly wholeWorkspace: boolean;
}

const DECIDING = ["importStrategy", "interpreter", "path", "args", "diagnosticMode"];

/** The settings of the server of this window: where folders differ, those of the first one count. */
export function serverSettings(): ServerSettings {
  const settings = workspace.getConfiguration(SECTION, firstFolder());
  const words = (name: string): string[] =>
    settings.get<string[]>(name, []).filter((word) => typeof word === "string").map(expanded);
  const strategy = settings.get<string>("importStrategy");
  return {
    wanted: strategy === "useBundled" || !workspace.isTrusted ? "bundled" : "environment",
    interpreter: words("interpreter"),
    path: words("path"),
    args: words("args"),
    wholeWorkspace: settings.get<string>("diagnosticMode") !== "openFilesOnly",
  };
}

/** Whether a change of settings needs a new server. */
export function decides(change: ConfigurationChangeEvent): boolean {
  return DECIDING.some((name) => change.affectsConfiguration(`${SECTION}.${name}`));
}

/** Whether acr-lint is on for any folder of this window. */
export function isOn(): boolean {
  const scopes: (Uri | undefined)[] = workspace.workspaceFolders?.map((folder) => folder.uri) ?? [];
  return (scopes.length ? scopes : [undefined]).some((scope) =>
    workspace.getConfiguration(SECTION, scope).get<boolean>("enable", true),
  );
}

export type Trace = "off" | "messages" | "verbose";

/** How much of the talk with the server is logged. */
export function traced(): Trace {
  return workspace.getConfiguration(SECTION).get<Trace>("trace.server", "off");
}

/** The first folder of the window. */
export function firstFolder(): Uri | undefined {
  return workspace.workspaceFolders?.[0]?.uri;
}

/** A setting's text with its variables replaced; those that are not known stay. */
export function expanded(text: string): string {
  return text
    .replace(/^~(?=[\\/]|$)/, () => homedir())
    .replace(/\$\{(\w+)(?::([^}]*))?\}/g, (whole, name: string, argument?: string) => {
      switch (name) {
        case "workspaceFolder": {
          const folders = workspace.workspaceFolders ?? [];
          const found = argument ? folders.find((folder) => folder.name === argument) : folders[0];
          return found?.uri.fsPath ?? whole;
        }
        case "userHome":
          return homedir();
        case "env":
          return process.env[argument ?? ""] ?? "";
        default:
          return whole;
      }
    });
}

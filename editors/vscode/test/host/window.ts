// What the tests ask of the window that they run in.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CodeActionKind,
  ConfigurationTarget,
  commands,
  extensions,
  languages,
  Uri,
  window,
  workspace,
  type CodeAction,
  type Diagnostic,
  type TextDocument,
} from "vscode";
import { servers } from "../servers.cjs";

export const WORK = process.env.ACR_LINT_TEST_WORK ?? "";
export const ENVIRONMENT = join(WORK, "environment");

/** The folder in which the extension is installed. */
export function installed(): string {
  return extensions.getExtension("acr-lint.acr-lint")?.extensionPath ?? "";
}

/** A file of the workspace. */
export function file(name: string): Uri {
  return Uri.file(join(WORK, name));
}

/** Opens a file in an editor. */
export async function opened(uri: Uri): Promise<TextDocument> {
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document);
  return document;
}

/** Waits until `holds` gives something, which is the result. */
export async function until<T>(holds: () => T | undefined | false, what: string): Promise<T> {
  const end = Date.now() + 25_000;
  for (;;) {
    const found = holds();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((again) => setTimeout(again, 50));
  }
}

/** The findings of acr-lint in a file. */
export function findings(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source === "acr-lint");
}

/** The code of a finding, which is also a link. */
export function code(finding: Diagnostic): string {
  return typeof finding.code === "object" ? String(finding.code.value) : String(finding.code);
}

/** Waits until a file has findings of exactly these rules. */
export async function has(uri: Uri, ...expected: string[]): Promise<Diagnostic[]> {
  const wanted = [...expected].sort().join(" ");
  const codes = (): string => findings(uri).map(code).sort().join(" ");
  return until(
    () => codes() === wanted && [true],
    `${wanted || "nothing"} in ${uri.path}`,
  ).then(
    () => findings(uri),
    (error: Error) => {
      throw new Error(`${error.message}; it has ${codes() || "nothing"}`);
    },
  );
}

/** The code actions of a kind at a finding. */
export async function actions(
  uri: Uri,
  finding: Diagnostic,
  kind: CodeActionKind = CodeActionKind.QuickFix,
): Promise<CodeAction[]> {
  return commands.executeCommand(
    "vscode.executeCodeActionProvider",
    uri,
    finding.range,
    kind.value,
    20,
  );
}

/** Changes a setting for the whole window, or for the folder of a resource. */
export async function set(name: string, value: unknown, resource?: Uri): Promise<void> {
  await workspace
    .getConfiguration("acr-lint", resource)
    .update(
      name,
      value,
      resource ? ConfigurationTarget.WorkspaceFolder : ConfigurationTarget.Workspace,
    );
}

/** The command line and process id of the server that runs once `fits`. */
export function server(
  fits: (command: string, pid: number) => boolean = () => true,
): Promise<{ pid: number; command: string }> {
  return until(() => {
    const running = [...servers(installed()), ...servers(ENVIRONMENT)]
      .map(({ pid, command }) => ({ pid, command: command.join(" ") }))
      .filter(({ command, pid }) => fits(command, pid));
    return running[0];
  }, "a server");
}

/** Writes a file of the workspace. */
export function write(name: string, text: string): Uri {
  writeFileSync(join(WORK, name), text);
  return file(name);
}

// What the command palette offers.
import {
  ConfigurationTarget,
  ProgressLocation,
  commands,
  env,
  languages,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type Diagnostic,
  type Disposable,
  type QuickPickItem,
} from "vscode";
import {
  CancellationTokenSource,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageclient/node";
import type { Client } from "./client";
import { onPath } from "./programs";
import { knownPythons } from "./pythonExtension";
import type { Server } from "./server";
import { SECTION, firstFolder, serverSettings } from "./settings";

const GUIDE =
  "https://github.com/Azure/azure-sdk-for-python/blob/main/sdk/containerregistry/azure-containerregistry/TROUBLESHOOTING.md";

/** A rule, as the server lists them. */
interface Rule {
  readonly code: string;
  readonly name: string;
  readonly severity: string;
  readonly summary: string;
  readonly default: boolean;
}

/** Registers all commands. */
export function registerCommands(server: Server): Disposable[] {
  const elsewhere = new Elsewhere();
  const all: Record<string, () => unknown> = {
    "acr-lint.restart": () => server.restart(true),
    "acr-lint.showLogs": () => server.log.show(),
    "acr-lint.checkWorkspace": () => withClient(server, (client) => check(client, elsewhere)),
    "acr-lint.guide": () => env.openExternal(Uri.parse(GUIDE)),
    "acr-lint.explainLine": () => withClient(server, explainLine),
    "acr-lint.rulePage": () => withClient(server, rulePage),
    "acr-lint.fixAll": () =>
      commands.executeCommand("editor.action.codeAction", {
        kind: "source.fixAll.acr-lint",
        apply: "first",
      }),
    "acr-lint.choosePython": choosePython,
    "acr-lint.useBundled": () => useBundled(server),
    "acr-lint.debug": () => withClient(server, debug),
  };
  const registered = Object.entries(all).map(([name, run]) => commands.registerCommand(name, run));
  return [...registered, elsewhere];
}

/** Runs what needs a server; says so where none runs. */
async function withClient(
  server: Server,
  run: (client: Client) => Promise<unknown>,
): Promise<unknown> {
  const { client, standing } = server;
  if (client !== undefined) return run(client);
  if (standing.kind !== "failed") {
    const state = standing.kind === "off" ? "off: see acr-lint.enable" : "just starting";
    return window.showInformationMessage(`acr-lint is ${state}.`);
  }
  const { message, remedy } = standing.trouble;
  const button = await window.showErrorMessage(message, remedy.title);
  return button && commands.executeCommand(remedy.command);
}

/** Asks the server to run one of its commands. */
function ask<Result>(client: Client, command: string, ...args: unknown[]): Promise<Result> {
  return client.sendRequest<Result>("workspace/executeCommand", { command, arguments: args });
}

/** The findings of files that nobody pulls diagnostics for, as of the last check. */
class Elsewhere implements Disposable {
  readonly #found = languages.createDiagnosticCollection("acr-lint check");
  readonly #listening = workspace.onDidOpenTextDocument(({ uri }) => this.#found.delete(uri));

  show(found: readonly [Uri, Diagnostic[]][]): void {
    const open = new Set(workspace.textDocuments.map(({ uri }) => uri.toString()));
    this.#found.clear();
    this.#found.set(found.filter(([uri]) => !open.has(uri.toString())));
  }

  dispose(): void {
    this.#listening.dispose();
    this.#found.dispose();
  }
}

async function check(client: Client, elsewhere: Elsewhere): Promise<void> {
  const found = await window.withProgress(
    { location: ProgressLocation.Window, title: "acr-lint checks the workspace", cancellable: true },
    (_, token) => reports(client, token),
  );
  const full = found.filter((report) => report.kind === "full");
  const convert = client.protocol2CodeConverter;
  if (!serverSettings().wholeWorkspace) {
    elsewhere.show(
      await Promise.all(
        full.map(async ({ uri, items }): Promise<[Uri, Diagnostic[]]> => [
          convert.asUri(uri),
          await convert.asDiagnostics(items),
        ]),
      ),
    );
  }
  const count = full.reduce((sum, { items }) => sum + items.length, 0);
  const files = full.filter(({ items }) => items.length).length;
  const plural = (number: number, word: string): string =>
    `${number} ${word}${number === 1 ? "" : "s"}`;
  if (count === 0) {
    void window.showInformationMessage("acr-lint found nothing in the workspace.");
    return;
  }
  await commands.executeCommand("workbench.actions.view.problems");
  window.setStatusBarMessage(
    `acr-lint: ${plural(count, "finding")} in ${plural(files, "file")}`,
    10_000,
  );
}

async function reports(
  client: Client,
  token: CancellationToken,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const source = new CancellationTokenSource();
  token.onCancellationRequested(() => source.cancel());
  const parameters = { previousResultIds: [] };
  const answer = await client.sendRequest(WorkspaceDiagnosticRequest.type, parameters, source.token);
  return answer.items;
}

async function explainLine(client: Client): Promise<unknown> {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== "python") {
    return window.showInformationMessage("Put the cursor on a line of a Python file first.");
  }
  const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
  return ask(client, "acr-lint.explain", uri, editor.selection.active.line);
}

async function rulePage(client: Client): Promise<unknown> {
  const rules = await ask<Rule[]>(client, "acr-lint.listRules");
  const items = rules.map((rule) => ({
    label: `${rule.code} ${rule.name}`,
    description: rule.default ? rule.severity : `${rule.severity}, off by default`,
    detail: rule.summary,
    code: rule.code,
  }));
  const chosen = await window.showQuickPick(items, {
    title: "acr-lint: Show a Rule",
    matchOnDetail: true,
  });
  return chosen && ask(client, "acr-lint.showRule", chosen.code);
}

/** Lets the user choose the Python that runs acr-lint, and keeps it in the settings. */
async function choosePython(): Promise<void> {
  const browse: QuickPickItem = { label: "$(folder) Browse…" };
  const onPaths = ["python3", "python"].flatMap((name) => onPath(name) ?? []);
  const known = [...new Set([...(await knownPythons()), ...onPaths])];
  const chosen = await window.showQuickPick([...known.map((label) => ({ label })), browse], {
    title: "acr-lint: the Python that runs acr-lint (3.10 or newer)",
  });
  if (chosen === undefined) return;
  let path = chosen.label;
  if (chosen === browse) {
    const files = await window.showOpenDialog({ title: "A Python, 3.10 or newer" });
    if (files?.[0] === undefined) return;
    path = files[0].fsPath;
  }
  await update("interpreter", [path]);
}

/** Takes back the settings that name another acr-lint than the bundled one. */
async function useBundled(server: Server): Promise<void> {
  await update("path", undefined);
  if (serverSettings().path.length) {
    await commands.executeCommand("workbench.action.openSettings", "acr-lint.path");
  } else {
    await server.restart(true);
  }
}

/** Sets a setting where it is set now; in the user's settings where it isn't. */
async function update(name: string, value: unknown): Promise<void> {
  const settings = workspace.getConfiguration(SECTION, firstFolder());
  const set = settings.inspect(name);
  const target =
    set?.workspaceFolderValue !== undefined
      ? ConfigurationTarget.WorkspaceFolder
      : set?.workspaceValue !== undefined
        ? ConfigurationTarget.Workspace
        : ConfigurationTarget.Global;
  await settings.update(name, value, target);
}

async function debug(client: Client): Promise<void> {
  const known = await ask<object>(client, "acr-lint.debugInformation");
  const content = JSON.stringify(known, undefined, 2);
  await window.showTextDocument(await workspace.openTextDocument({ language: "json", content }));
}

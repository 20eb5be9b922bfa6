// The language client: what of the workspace it shows the server, and what it does with the answers.
import { commands, window, workspace, type LogOutputChannel, Uri } from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  type LanguageClientOptions,
  type Middleware,
} from "vscode-languageclient/node";
import { SECTION, type ServerSettings } from "./settings";

/** Says whether a server that is gone is started again. */
export type WhenGone = () => boolean;

/** A client that leaves it to the extension to tell the user what went wrong. */
export class Client extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** The documents that are checked. */
export function selector(): { scheme: string; language: string }[] {
  const schemes = ["file", "untitled", "vscode-notebook-cell"];
  for (const folder of workspace.workspaceFolders ?? []) {
    if (!schemes.includes(folder.uri.scheme)) schemes.push(folder.uri.scheme);
  }
  return schemes.map((scheme) => ({ scheme, language: "python" }));
}

/** A client of the server that a command starts. */
export function client(
  command: readonly string[],
  settings: ServerSettings,
  log: LogOutputChannel,
  trace: LogOutputChannel,
  whenGone: WhenGone,
): Client {
  const [program = "", ...rest] = command;
  const options: LanguageClientOptions = {
    documentSelector: selector(),
    outputChannel: log,
    traceOutputChannel: trace,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => workspace.getConfiguration(SECTION),
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({
        action: whenGone() ? CloseAction.Restart : CloseAction.DoNotRestart,
        handled: true,
      }),
    },
    middleware: middleware(settings),
  };
  const cwd = workspace.workspaceFolders?.find((folder) => folder.uri.scheme === "file");
  return new Client(
    SECTION,
    "acr-lint",
    {
      command: program,
      args: [...rest, "server", ...settings.args],
      options: cwd === undefined ? {} : { cwd: cwd.uri.fsPath },
    },
    options,
  );
}

function middleware(settings: ServerSettings): Middleware {
  return {
    provideWorkspaceDiagnostics: (known, token, report, next) =>
      settings.wholeWorkspace ? next(known, token, report) : { items: [] },
    window: {
      showDocument: async (parameters, token, next) => {
        if (parameters.external || !parameters.uri.endsWith(".md")) return next(parameters, token);
        try {
          await showPage(parameters.uri);
          return { success: true };
        } catch {
          return next(parameters, token);
        }
      },
    },
  };
}

/** Shows a page in Markdown as it is meant to look, beside the text that it is about. */
async function showPage(uri: string): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri));
  await commands.executeCommand(
    window.activeTextEditor ? "markdown.showPreviewToSide" : "markdown.showPreview",
    document.uri,
  );
}

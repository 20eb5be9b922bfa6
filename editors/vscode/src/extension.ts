// The extension: made of its parts when VS Code first sees a Python file.
import { window, type ExtensionContext } from "vscode";
import { registerCommands } from "./commands";
import { Server } from "./server";
import { statusItem } from "./status";
import { taskProvider } from "./tasks";

let server: Server | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("acr-lint", { log: true });
  server = new Server(context, log);
  context.subscriptions.push(
    log,
    statusItem(server),
    taskProvider(server),
    ...registerCommands(server),
  );
  void server.restart();
}

export async function deactivate(): Promise<void> {
  await server?.dispose();
}

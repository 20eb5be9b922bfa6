// The language status item: whether acr-lint runs, and which one.
import { LanguageStatusSeverity, languages, type Disposable } from "vscode";
import { selector } from "./client";
import type { Server, Standing } from "./server";

/** Shows how the server stands beside the language of a Python file. */
export function statusItem(server: Server): Disposable {
  const item = languages.createLanguageStatusItem("acr-lint", selector());
  item.name = "acr-lint";
  const show = (standing: Standing): void => {
    item.busy = standing.kind === "starting";
    item.severity =
      standing.kind === "failed" ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    item.command = { title: "Show Log", command: "acr-lint.showLogs" };
    switch (standing.kind) {
      case "starting":
        item.text = "acr-lint starts";
        item.detail = "";
        break;
      case "running":
        item.text = `acr-lint ${standing.found.version}`;
        item.detail = standing.found.about;
        break;
      case "off":
        item.text = "acr-lint is off";
        item.detail = "acr-lint.enable";
        break;
      case "failed":
        item.text = "acr-lint doesn't run";
        item.detail = standing.trouble.message;
        item.command = standing.trouble.remedy;
        break;
    }
  };
  show(server.standing);
  const listening = server.onDidChange(show);
  return { dispose: () => [item, listening].forEach((each) => each.dispose()) };
}

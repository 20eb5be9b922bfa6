// Stands for the Python extension: the part of its API that acr-lint uses, and `choose` for tests.
const vscode = require("vscode");

const changes = new vscode.EventEmitter();
let path = "";

exports.activate = () => ({
  environments: {
    getActiveEnvironmentPath: () => ({ path }),
    resolveEnvironment: async (environment) =>
      environment.path ? { executable: { uri: vscode.Uri.file(environment.path) } } : undefined,
    onDidChangeActiveEnvironmentPath: changes.event,
    known: [],
  },
  choose: (chosen) => {
    path = chosen;
    changes.fire({ path });
  },
});

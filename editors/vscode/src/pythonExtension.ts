// The Python extension, where it is installed: only what is used of its API.
import { extensions, workspace, type Disposable, type Event, type Uri } from "vscode";

const ID = "ms-python.python";
const PATIENCE = 10_000;

interface Environment {
  readonly executable: { readonly uri: Uri | undefined };
}

interface Api {
  readonly environments: {
    getActiveEnvironmentPath(resource?: Uri): { readonly path: string };
    resolveEnvironment(environment: { path: string }): Promise<Environment | undefined>;
    readonly onDidChangeActiveEnvironmentPath: Event<unknown>;
    readonly known: readonly Environment[];
  };
}

/** The interpreter that the Python extension has chosen for a folder, if it says so in time.
 *
 * A folder that isn't trusted is not asked about: its interpreter may lie in it.
 */
export function chosenPython(folder: Uri | undefined): Promise<string | undefined> {
  return Promise.race([
    chosen(folder).catch(() => undefined),
    new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE, undefined)),
  ]);
}

async function chosen(folder: Uri | undefined): Promise<string | undefined> {
  const environments = (await api())?.environments;
  if (environments === undefined || !workspace.isTrusted) return undefined;
  const path = environments.getActiveEnvironmentPath(folder);
  const environment = await environments.resolveEnvironment(path);
  return environment?.executable.uri?.fsPath;
}

/** The interpreters that the Python extension knows. */
export async function knownPythons(): Promise<string[]> {
  const known = (await api())?.environments.known ?? [];
  return known.flatMap((environment) => environment.executable.uri?.fsPath ?? []);
}

/** Calls `changed` whenever another interpreter is chosen. */
export async function whenChosen(changed: () => void): Promise<Disposable | undefined> {
  return (await api())?.environments.onDidChangeActiveEnvironmentPath(changed);
}

async function api(): Promise<Api | undefined> {
  try {
    const exported = await extensions.getExtension<Partial<Api>>(ID)?.activate();
    return exported?.environments === undefined ? undefined : (exported as Api);
  } catch {
    return undefined;
  }
}

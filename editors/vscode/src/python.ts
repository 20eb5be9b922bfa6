// Finds the Python that runs acr-lint, and the acr-lint that it runs.
//
// A *command* is a program with its first arguments.
import { execFile } from "node:child_process";
import type { LogOutputChannel } from "vscode";
import { isProgram, onPath, pythonNames } from "./programs";
import type { Origin, ServerSettings } from "./settings";
import { CHOOSE, Trouble, UNSET_PATH } from "./trouble";

const OLDEST: readonly [number, number] = [3, 10];
const PATIENCE = 20_000;

/** A command of acr-lint that works. */
export interface Found {
  readonly command: readonly string[];
  readonly version: string;
  /** Which one it is, for people. */
  readonly about: string;
}

/** What start.py says of the Python that runs it. */
interface Probed {
  readonly python: readonly [number, number, number];
  readonly executable: string;
  readonly origin?: Origin;
  readonly version?: string;
}

/** The acr-lint that the settings ask for; throws Trouble where there is none that works.
 *
 * `start` is the path of start.py, `chosen` gives the interpreter that the Python extension has
 * chosen, where there is one.
 */
export async function find(
  settings: ServerSettings,
  start: string,
  chosen: () => Promise<string | undefined>,
  log: LogOutputChannel,
): Promise<Found> {
  if (settings.path.length) return ofPath(settings.path);
  if (settings.interpreter.length) {
    return withPython(settings.interpreter, start, settings.wanted, "of the settings");
  }
  let first: Trouble | undefined;
  for await (const [command, from] of candidates(chosen)) {
    try {
      return await withPython(command, start, settings.wanted, from);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      log.warn(error.message);
      first ??= error;
    }
  }
  throw first ?? new Trouble("acr-lint needs Python 3.10 or newer, and found none.", CHOOSE);
}

/** The Pythons that may do, the best first, and where each is from. */
async function* candidates(
  chosen: () => Promise<string | undefined>,
): AsyncGenerator<[string[], string]> {
  const interpreter = await chosen();
  if (interpreter !== undefined) yield [[interpreter], "of the Python extension"];
  for (const [name, ...rest] of pythonNames()) {
    const program = onPath(name);
    if (program !== undefined) yield [[program, ...rest], "on the PATH"];
  }
}

async function ofPath(paths: readonly string[]): Promise<Found> {
  const program = paths.find(isProgram);
  if (program === undefined) {
    const named = paths.join(", ");
    throw new Trouble(`acr-lint.path names no program that exists: ${named}`, UNSET_PATH);
  }
  try {
    const said = await output([program, "version"]);
    const version = /^acr-lint (\S+)/.exec(said)?.[1];
    if (version === undefined) throw new Error("it isn't acr-lint");
    return { command: [program], version, about: `${program} (acr-lint.path)` };
  } catch (error) {
    throw new Trouble(`acr-lint.path, ${program}, doesn't work: ${reason(error)}`, UNSET_PATH);
  }
}

async function withPython(
  command: readonly string[],
  start: string,
  wanted: Origin,
  from: string,
): Promise<Found> {
  const shown = command.join(" ");
  const probed = await probe(command, start, wanted).catch((error: unknown) => {
    throw new Trouble(`The Python ${from}, ${shown}, doesn't work: ${reason(error)}`, CHOOSE);
  });
  const [major, minor] = probed.python;
  const version = probed.python.join(".");
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    const needed = OLDEST.join(".");
    throw new Trouble(
      `acr-lint needs Python ${needed} or newer; the one ${from}, ${shown}, is ${version}.`,
      CHOOSE,
    );
  }
  if (probed.origin === undefined || probed.version === undefined) {
    throw new Trouble(`The Python ${from}, ${shown}, has no acr-lint that it can run.`, CHOOSE);
  }
  const where = probed.origin === "bundled" ? "bundled, run by" : "of";
  return {
    command: [...command, start, probed.origin],
    version: probed.version,
    about: `${where} Python ${version} ${from}: ${probed.executable}`,
  };
}

async function probe(
  command: readonly string[],
  start: string,
  wanted: Origin,
): Promise<Probed> {
  return JSON.parse(await output([...command, start, "probe", wanted])) as Probed;
}

/** What a command prints; throws what it says when it fails. */
function output(command: readonly string[]): Promise<string> {
  const [program = "", ...rest] = command;
  return new Promise((resolve, reject) => {
    execFile(program, rest, { timeout: PATIENCE, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === "ENOENT") reject(new Error("there is no such program"));
      else reject(new Error(stderr.trim().split("\n").at(-1) || error.message));
    });
  });
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

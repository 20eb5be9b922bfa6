// Where programs lie, on the machine that runs the extension or, for the tests, on another kind.
//
// They are looked up on the PATH, never in the current folder, so that a workspace can't bring a
// program that is run by its name.
import { accessSync, constants, statSync } from "node:fs";
import { posix, win32 } from "node:path";

/** The commands that may be a Python, the likeliest first. */
export function pythonNames(platform: string = process.platform): [string, ...string[]][] {
  const names: [string, ...string[]][] = [["python3"], ["python"]];
  return platform === "win32" ? [...names, ["py", "-3"]] : names;
}

/** The program of a name in the folders of the PATH. */
export function onPath(name: string): string | undefined {
  return places(name, process.env.PATH ?? "", process.platform).find(isProgram);
}

/** Where the program of a name may lie, in the order of a PATH.
 *
 * On Windows that is an `.exe`: a `.bat` or `.cmd` can't be run without a shell, which would read
 * its arguments anew.
 */
export function places(name: string, path: string, platform: string): string[] {
  const { delimiter, isAbsolute, join } = platform === "win32" ? win32 : posix;
  const file = platform === "win32" ? `${name}.exe` : name;
  return path
    .split(delimiter)
    .map((folder) => (platform === "win32" ? folder.replace(/^"(.*)"$/, "$1") : folder))
    .filter(isAbsolute)
    .map((folder) => join(folder, file));
}

/** Whether a path is that of a file that can be run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

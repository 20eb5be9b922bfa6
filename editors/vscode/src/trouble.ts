// What can be wrong with a server, each with what mends it.

/** What mends a trouble: the title of a button, and the command that it runs. */
export interface Remedy {
  readonly title: string;
  readonly command: string;
}

export const CHOOSE: Remedy = { title: "Choose a Python…", command: "acr-lint.choosePython" };
export const UNSET_PATH: Remedy = {
  title: "Use the Bundled acr-lint",
  command: "acr-lint.useBundled",
};
export const RESTART: Remedy = { title: "Restart", command: "acr-lint.restart" };

/** Why no server runs, in a sentence for the user. */
export class Trouble extends Error {
  constructor(
    message: string,
    readonly remedy: Remedy,
  ) {
    super(message);
  }
}

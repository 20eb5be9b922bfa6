// The one server of a window: found, started, watched and ended.
import {
  EventEmitter,
  commands,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
} from "vscode";
import { State } from "vscode-languageclient/node";
import { client, selector, type Client } from "./client";
import { find, type Found } from "./python";
import { chosenPython, whenChosen } from "./pythonExtension";
import { decides, firstFolder, isOn, serverSettings, traced, SECTION } from "./settings";
import { tracing } from "./trace";
import { RESTART, Trouble } from "./trouble";

/** How the server stands. */
export type Standing =
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly found: Found }
  | { readonly kind: "off" }
  | { readonly kind: "failed"; readonly trouble: Trouble };

const MOST_DEATHS = 4;
const DEATHS_COUNT_FOR = 3 * 60_000;

export class Server implements Disposable {
  readonly #changes = new EventEmitter<Standing>();
  readonly onDidChange = this.#changes.event;
  readonly #start: string;
  readonly #trace: ReturnType<typeof tracing>;
  readonly #disposables: Disposable[] = [];
  #standing: Standing = { kind: "off" };
  #client: Client | undefined;
  #work: Promise<void> = Promise.resolve();
  #deaths: number[] = [];
  #told = "";

  constructor(
    context: ExtensionContext,
    readonly log: LogOutputChannel,
  ) {
    this.#start = context.asAbsolutePath("bundled/start.py");
    this.#trace = tracing(log);
    this.#disposables.push(
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${SECTION}.trace`)) this.#trace.changed();
        if (decides(change) || isOn() === (this.#standing.kind === "off")) void this.restart();
      }),
      workspace.onDidGrantWorkspaceTrust(() => void this.restart()),
      workspace.onDidChangeWorkspaceFolders(() => {
        if (this.#selected !== JSON.stringify(selector())) void this.restart();
      }),
    );
    void whenChosen(() => this.#pythonChanged()).then((listening) => {
      if (listening) this.#disposables.push(listening);
    });
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** The client, where the server runs. */
  get client(): Client | undefined {
    return this.#standing.kind === "running" ? this.#client : undefined;
  }

  /** The acr-lint that the settings ask for; throws Trouble where there is none. */
  find(): Promise<Found> {
    return find(serverSettings(), this.#start, () => chosenPython(firstFolder()), this.log);
  }

  /** Starts the server as the settings are now, in the place of the one that runs. */
  restart(byHand = false): Promise<void> {
    this.#work = this.#work.then(async () => {
      if (byHand) [this.#told, this.#deaths] = ["", []];
      await this.#end();
      if (isOn()) await this.#begin();
      else this.#stands({ kind: "off" });
    });
    return this.#work;
  }

  async dispose(): Promise<void> {
    for (const disposable of this.#disposables) disposable.dispose();
    await this.#work;
    await this.#end();
  }

  #selected = "";

  async #begin(): Promise<void> {
    this.#stands({ kind: "starting" });
    try {
      const settings = serverSettings();
      const found = await this.find();
      this.log.info(`acr-lint ${found.version}, ${found.about}`);
      this.#selected = JSON.stringify(selector());
      const started = client(found.command, settings, this.log, this.#trace.channel, () =>
        this.#startsAgain(),
      );
      this.#client = started;
      this.#disposables.push(
        started.onDidChangeState(({ newState }) => {
          if (this.#client !== started) return;
          if (newState === State.Running) this.#stands({ kind: "running", found });
          else if (newState === State.Starting) this.#stands({ kind: "starting" });
          else if (newState === State.StartFailed) this.#failed(notStarted(found));
        }),
      );
      await started.start().catch(() => this.#failed(notStarted(found)));
      if (traced() !== "off") this.#trace.changed();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      this.#failed(error);
    }
  }

  async #end(): Promise<void> {
    const ended = this.#client;
    this.#client = undefined;
    if (ended === undefined) return;
    try {
      await ended.dispose();
    } catch (error) {
      this.log.warn(`The server didn't end well: ${String(error)}`);
    }
  }

  /** Whether a server that is gone is started again: one that ran is, unless that is a habit. */
  #startsAgain(): boolean {
    if (this.#standing.kind !== "running") return false;
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((death) => now - death < DEATHS_COUNT_FOR), now];
    if (this.#deaths.length < MOST_DEATHS) return true;
    const times = this.#deaths.length;
    this.#failed(new Trouble(`acr-lint's server ended ${times} times in a few minutes.`, RESTART));
    return false;
  }

  #pythonChanged(): void {
    const { interpreter, path } = serverSettings();
    if (!interpreter.length && !path.length) void this.restart();
  }

  #stands(standing: Standing): void {
    if (standing.kind === "running") this.#told = "";
    this.#standing = standing;
    this.#changes.fire(standing);
  }

  /** Tells the user of a trouble, once until it is over. */
  #failed(trouble: Trouble): void {
    this.#stands({ kind: "failed", trouble });
    if (this.#told === trouble.message) return;
    this.#told = trouble.message;
    this.log.error(trouble.message);
    const logs = "Show Log";
    void window
      .showErrorMessage(trouble.message, trouble.remedy.title, logs)
      .then((button) => {
        if (button === logs) this.log.show();
        else if (button) void commands.executeCommand(trouble.remedy.command);
      });
  }
}

function notStarted(found: Found): Trouble {
  return new Trouble(`acr-lint's server ends as it starts (${found.about}).`, RESTART);
}

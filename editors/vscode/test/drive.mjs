// Uses the packaged extension as a user would, in a browser, without a Python extension. Each step
// that shows something leaves a screenshot in out/shots.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXTENSION, Workbench, temporary, until } from "./workbench.mjs";
import servers from "./servers.cjs";

const SAMPLE = join(EXTENSION, "..", "..", "tests", "sample", "cleanup.py");
const SHOTS = join(EXTENSION, "out", "shots");
const EDITOR = { x: 353, y: 92, width: 922, height: 660 };
const GUIDE = /TROUBLESHOOTING\.md#(general-troubleshooting|anonymous-access-issues|enable-client-logging)$/;

export async function drive() {
  rmSync(SHOTS, { recursive: true, force: true });
  mkdirSync(SHOTS, { recursive: true });
  const work = temporary("drive");
  const workbench = new Workbench({
    "security.workspace.trust.banner": "never",
    "security.workspace.trust.startupPrompt": "never",
  });
  let user;
  try {
    const folder = join(work.path, "registry-tools");
    mkdirSync(join(folder, ".git"), { recursive: true });
    cpSync(SAMPLE, join(folder, "cleanup.py"));
    workbench.install(join(EXTENSION, "acr-lint.vsix"));
    await workbench.start();
    user = new User(workbench, folder);
    await user.arrive();
    for (const [name, step] of Object.entries(STEPS)) {
      await step(user).catch((error) => {
        throw new Error(`${name}: ${error.message}`, { cause: error });
      });
      console.log(`passed: ${name}`);
    }
  } catch (error) {
    await user?.page?.screenshot({ path: join(SHOTS, "failed.png") });
    throw error;
  } finally {
    await workbench.stop();
    work.remove();
  }
}

const STEPS = {
  "a folder that isn't trusted is checked, but names no program": async (user) => {
    user.set({ "acr-lint.path": ["/no/such/program"] });
    await user.open("cleanup.py");
    await user.sees(".squiggly-error", 1);
    const [{ command }] = user.servers();
    assert.match(command.join(" "), /bundled\/start\.py bundled server/);
    user.set({});
    await user.command("Workspaces: Manage Workspace Trust");
    await user.page.getByRole("button", { name: "Trust", exact: true }).first().click();
    await until(() => user.servers().some(({ pid }) => pid !== user.pid), "another server");
    await user.open("cleanup.py");
  },

  "a finding is underlined": async (user) => {
    await user.sees(".squiggly-error", 1);
    await user.sees(".squiggly-warning", 2);
    await user.sees(".squiggly-info", 1);
    await user.shot("finding");
  },

  "the problems are listed, and link to the guide": async (user) => {
    await user.command("acr-lint: Check Workspace");
    const rows = user.page.locator(".markers-panel .monaco-list-row");
    await until(async () => (await rows.count()) >= 5, "five rows of problems");
    const links = await user.page
      .locator(".markers-panel a[href]")
      .evaluateAll((all) => all.map((link) => [link.textContent, link.getAttribute("href")]));
    const codes = links.filter(([, address]) => GUIDE.test(address)).map(([text]) => text.trim());
    assert.deepEqual([...new Set(codes)].sort(), ["ACR101", "ACR201", "ACR301", "ACR302"]);
    await user.shot("problems");
    await user.command("View: Toggle Panel Visibility").catch(() => {});
  },

  "a hover explains it": async (user) => {
    await user.page.locator(".squiggly-error").first().hover({ force: true });
    const hover = user.page.locator(".monaco-hover:visible", { hasText: "anonymous-write" });
    await hover.waitFor();
    assert.match(await hover.innerText(), /always fails here/);
    await user.page.waitForTimeout(500);
    await user.shot("hover");
    await user.page.keyboard.press("Escape");
  },

  "a quick fix mends it, and the saved file is right": async (user) => {
    const before = readFileSync(user.file("cleanup.py"), "utf8");
    await user.page.locator(".view-line", { hasText: "client.delete_tag" }).first().click();
    await user.page.keyboard.press("Control+.");
    const actions = user.page.locator(".action-widget .monaco-list-row.action");
    const fix = actions.filter({ hasText: "DefaultAzureCredential" }).first();
    await fix.waitFor();
    await user.page.waitForTimeout(300);
    await user.page.mouse.move(1200, 700);
    await user.shot("quick-fix");
    await fix.click();
    await user.sees(".squiggly-error", 0);
    await user.page.keyboard.press("Control+s");
    const mended = before
      .replace(
        "exceptions import HttpResponseError\n",
        "exceptions import HttpResponseError\nfrom azure.identity import DefaultAzureCredential\n",
      )
      .replace("Client(endpoint)", "Client(endpoint, DefaultAzureCredential())");
    await until(() => readFileSync(user.file("cleanup.py"), "utf8") !== before, "the saved file");
    assert.equal(readFileSync(user.file("cleanup.py"), "utf8"), mended);
    await user.shot("fixed");
  },

  "the guide is opened": async (user) => {
    await user.command("acr-lint: Open the Troubleshooting Guide");
    const asked = user.page.locator(".monaco-dialog-box", { hasText: "TROUBLESHOOTING.md" });
    await asked.waitFor();
    await user.shot("guide");
    await asked.getByRole("button", { name: "Cancel" }).click();
  },

  "a rule is shown": async (user) => {
    await user.command("acr-lint: Show a Rule");
    const rows = user.page.locator(".quick-input-list .monaco-list-row");
    await rows.filter({ hasText: "ACR101" }).waitFor();
    await user.page.keyboard.type("ACR302");
    await rows.locator("visible=true").and(user.page.locator(".focused", { hasText: "ACR302" })).waitFor();
    await user.page.keyboard.press("Enter");
    await user.tab("ACR302-lazy-result-outside-try.md");
    await user.preview("lazy-result-outside-try (ACR302, warning)");
    await user.shot("rule");
    await user.command("View: Close All Editors in Group");
  },

  "a line is explained": async (user) => {
    await user.open("cleanup.py");
    await user.page.locator(".view-line", { hasText: "for tag in tags" }).first().click();
    await user.command("acr-lint: Explain This Line");
    await user.tab("cleanup.py-line-");
    await user.preview("list_tag_properties");
    await user.shot("explained");
    await user.command("View: Close All Editors in Group");
  },

  "a setting changes what is shown": async (user) => {
    await user.open("cleanup.py");
    await user.sees(".squiggly-error", 0);
    user.set({ "acr-lint.severity": { ACR302: "error" } });
    await user.sees(".squiggly-error", 1);
    user.set({});
    await user.sees(".squiggly-error", 0);
  },

  "a server that is killed comes back": async (user) => {
    const [{ pid }] = user.servers();
    process.kill(pid, "SIGKILL");
    await until(() => user.servers().some((other) => other.pid !== pid), "another server");
    await user.page.locator(".view-line", { hasText: "REPOSITORY = " }).first().click();
    await user.page.keyboard.press("Home");
    await user.page.keyboard.type("from azure.containerregistry import ContainerRegistryClint");
    await user.page.keyboard.press("Enter");
    await user.sees(".squiggly-error", 1);
    await user.command("File: Revert File");
    await user.sees(".squiggly-error", 0);
    assert.equal(await user.messages().count(), 0);
  },

  "an interpreter that is missing is told once, and mended by a button": async (user) => {
    user.set({ "acr-lint.interpreter": ["/no/such/python"] });
    const message = user.messages().filter({ hasText: "/no/such/python" });
    await message.waitFor();
    await user.page.waitForTimeout(3000);
    assert.equal(await user.messages().count(), 1);
    assert.equal(user.servers().length, 0);
    await user.shot("no-python");
    await message.getByRole("button", { name: "Choose a Python…" }).click();
    await user.page.locator(".quick-input-list .monaco-list-row", { hasText: "python3" }).first().click();
    await until(() => user.servers().length === 1, "a server");
    await user.sees(".squiggly-warning", 2);
    const settings = JSON.parse(readFileSync(user.file(".vscode/settings.json"), "utf8"));
    assert.match(settings["acr-lint.interpreter"][0], /python3$/);
    user.set({});
  },

  "an interpreter that is too old is told once": async (user) => {
    const old = user.file("old-python");
    const said = '{"python": [3, 8, 10], "executable": "old-python"}';
    writeFileSync(old, `#!/bin/sh\necho '${said}'\n`, { mode: 0o755 });
    user.set({ "acr-lint.interpreter": [old] });
    await user.messages().filter({ hasText: "needs Python 3.10 or newer" }).waitFor();
    assert.equal(await user.messages().count(), 1);
    user.set({});
    await until(() => user.servers().length === 1, "a server");
    await user.command("Notifications: Clear All Notifications");
  },

  "a server that always ends is not started for ever": async (user) => {
    await user.command("acr-lint: Restart Server");
    await user.sees(".squiggly-warning", 0);
    for (let death = 0; death < 4; death += 1) {
      await user.sees(".squiggly-warning", 2);
      const [{ pid }] = user.servers();
      process.kill(pid, "SIGKILL");
      await user.sees(".squiggly-warning", 0);
    }
    await user.messages().filter({ hasText: "ended 4 times" }).waitFor();
    assert.equal(await user.messages().count(), 1);
    assert.equal(user.servers().length, 0);
    await user.messages().getByRole("button", { name: "Restart" }).click();
    await until(() => user.servers().length === 1, "a server");
    await user.sees(".squiggly-warning", 2);
  },
};

/** Somebody in front of a window on a folder. */
class User {
  #workbench;
  #folder;
  page;
  pid;

  constructor(workbench, folder) {
    this.#workbench = workbench;
    this.#folder = folder;
  }

  /** Opens the folder, which isn't trusted yet. */
  async arrive() {
    this.page = await this.#workbench.open({ folder: this.#folder });
    this.page.setDefaultTimeout(30_000);
    await this.page.getByText("Restricted Mode").first().waitFor({ timeout: 60_000 });
  }

  file(name) {
    return join(this.#folder, name);
  }

  /** Opens a file from the explorer. */
  async open(name) {
    await this.page.getByRole("treeitem", { name }).first().dblclick();
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
    await this.page.locator(".editor-instance .view-line").first().waitFor();
  }

  /** Waits until so many things are seen. */
  async sees(selector, count) {
    const found = this.page.locator(selector);
    await until(async () => (await found.count()) === count, `${count} of ${selector}`);
    this.pid = this.servers()[0]?.pid;
  }

  /** Runs a command of the palette. */
  async command(title) {
    await this.page.keyboard.press("F1");
    await this.page.locator(".quick-input-widget:visible input").waitFor();
    await this.page.keyboard.type(title);
    const row = this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title });
    await row.first().waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** Sets the settings of the folder. */
  set(settings) {
    mkdirSync(this.file(".vscode"), { recursive: true });
    writeFileSync(this.file(".vscode/settings.json"), JSON.stringify(settings));
  }

  /** The messages that are shown. */
  messages() {
    return this.page.locator(".notifications-toasts .notification-list-item", { hasText: "acr-lint" });
  }

  async tab(title) {
    await this.page.locator(".tab", { hasText: title }).first().waitFor();
  }

  /** Waits until a page in Markdown shows a text. */
  async preview(text) {
    await until(async () => {
      for (const frame of this.page.frames()) {
        const said = await frame.locator("body").innerText().catch(() => "");
        if (frame !== this.page.mainFrame() && said.includes(text)) return true;
      }
      return false;
    }, `a page with ${text}`);
  }

  /** The servers that run for this window. */
  servers() {
    return servers.servers(this.#workbench.data);
  }

  /** Takes a picture of the window, and one of its editor, which may go into README.md. */
  async shot(name) {
    await this.page.screenshot({ path: join(SHOTS, `${name}.png`) });
    await this.page.screenshot({ path: join(SHOTS, `${name}-editor.png`), clip: EDITOR });
  }
}

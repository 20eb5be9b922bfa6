// The processes of acr-lint's server.
const { readdirSync, readFileSync } = require("node:fs");

/** The process ids and command lines of the servers whose command line has `mark`. */
exports.servers = (mark) =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
        const isServer = command.includes("server") && command.join(" ").includes(mark);
        return isServer ? [{ pid: Number(name), command }] : [];
      } catch {
        return [];
      }
    });

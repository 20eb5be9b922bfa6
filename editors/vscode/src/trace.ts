// The talk with the server in the log, as the setting trace.server says: the client library would
// ask for it by the log's level alone, and then write it where only that level shows it.
import { EventEmitter, LogLevel, type LogOutputChannel } from "vscode";
import { traced } from "./settings";

/** A log like `log` to which the client writes its talk, and how to tell it that the setting
 * changed. */
export function tracing(log: LogOutputChannel): { channel: LogOutputChannel; changed: () => void } {
  const levels = new EventEmitter<LogLevel>();
  const level = (): LogLevel => (traced() === "off" ? LogLevel.Info : LogLevel.Trace);
  const channel = new Proxy(log, {
    get(target, name) {
      if (name === "logLevel") return level();
      if (name === "onDidChangeLogLevel") return levels.event;
      if (name === "trace") return target.info.bind(target);
      if (name === "dispose") return () => undefined;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  return { channel, changed: () => levels.fire(level()) };
}

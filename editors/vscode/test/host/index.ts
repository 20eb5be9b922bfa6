// Runs all tests inside the extension host, or those whose names match ACR_LINT_TEST_ONLY; VS Code
// calls `run`.
import Mocha from "mocha";

export function run(): Promise<void> {
  const mocha = new Mocha({ timeout: 40_000, reporter: "dot", color: false });
  if (process.env.ACR_LINT_TEST_ONLY) mocha.grep(process.env.ACR_LINT_TEST_ONLY);
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  require("./findings.test");
  require("./settings.test");
  require("./server.test");
  require("./programs.test");
  return new Promise((resolve, reject) => {
    mocha
      .run((failures) => (failures ? reject(new Error(`${failures} failed`)) : resolve()))
      .on("pass", (test) => console.log(`passed: ${test.fullTitle()} (${test.duration ?? 0} ms)`))
      .on("fail", (test, error: Error) => console.log(`FAILED: ${test.fullTitle()}: ${error.stack}`));
  });
}

import assert from "node:assert/strict";
import {
  CodeActionKind,
  DiagnosticSeverity,
  Position,
  Range,
  WorkspaceEdit,
  commands,
  extensions,
  languages,
  workspace,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  window,
  type Hover,
  type MarkdownString,
} from "vscode";
import { actions, code, file, findings, has, opened, until, write } from "./window";

const SAMPLE = ["ACR101", "ACR201", "ACR301", "ACR302"];

describe("the extension", () => {
  it("is activated by a Python file", async () => {
    await opened(file("one/cleanup.py"));
    const extension = extensions.getExtension("acr-lint.acr-lint");
    assert.ok(extension);
    await extension.activate();
  });
});

describe("findings", () => {
  it("are shown in files that are open, with a link to the guide", async () => {
    await opened(file("one/cleanup.py"));
    const found = await has(file("one/cleanup.py"), ...SAMPLE);
    const write = found.find((each) => code(each) === "ACR101");
    assert.equal(write?.severity, DiagnosticSeverity.Error);
    assert.ok(typeof write.code === "object");
    assert.match(write.code.target.toString(), /TROUBLESHOOTING\.md#anonymous-access-issues$/);
    const later = found.find((each) => code(each) === "ACR302");
    assert.ok(later?.relatedInformation?.some(({ message }) => /sends nothing yet/.test(message)));
  });

  it("are shown in files that are not open, of every folder", async () => {
    assert.ok(!workspace.textDocuments.some(({ uri }) => uri.path.endsWith("two/cleanup.py")));
    await has(file("two/cleanup.py"), ...SAMPLE);
  });

  it("are explained by a hover", async () => {
    const uri = file("one/cleanup.py");
    const [write] = (await has(uri, ...SAMPLE)).filter((each) => code(each) === "ACR101");
    const hovers = await commands.executeCommand<Hover[]>(
      "vscode.executeHoverProvider",
      uri,
      write?.range.start,
    );
    const said = hovers.flatMap(({ contents }) => contents as MarkdownString[]);
    assert.match(said.map(({ value }) => value).join(), /anonymous-write \(ACR101, error\)/);
  });

  it("are mended by a quick fix", async () => {
    const uri = file("one/cleanup.py");
    const document = await opened(uri);
    const before = document.getText();
    const [write] = (await has(uri, ...SAMPLE)).filter((each) => code(each) === "ACR101");
    assert.ok(write);
    const offered = await actions(uri, write);
    const fix = offered.find(({ isPreferred, edit }) => isPreferred && edit);
    assert.ok(fix?.edit, `no fix among ${offered.map(({ title }) => title).join("; ")}`);
    await workspace.applyEdit(fix.edit);
    const mended = before
      .replace(
        "exceptions import HttpResponseError\n",
        "exceptions import HttpResponseError\nfrom azure.identity import DefaultAzureCredential\n",
      )
      .replace("Client(endpoint)", "Client(endpoint, DefaultAzureCredential())");
    assert.equal(document.getText(), mended);
    await has(uri, "ACR201", "ACR301", "ACR302");
    await commands.executeCommand("undo");
    assert.equal(document.getText(), before);
    await has(uri, ...SAMPLE);
  });

  it("are mended all at once where that is safe, and only when that is asked for", async () => {
    const uri = file("one/cleanup.py");
    const document = await opened(uri);
    const before = document.getText();
    const [first] = await has(uri, ...SAMPLE);
    assert.ok(first);
    assert.deepEqual(await actions(uri, first, CodeActionKind.SourceFixAll), []);
    const edit = new WorkspaceEdit();
    edit.insert(uri, document.positionAt(0), "import re  # acr-lint: ignore[ACR101] not needed\n");
    await workspace.applyEdit(edit);
    const [unused] = await has(uri, ...SAMPLE, "ACR901");
    assert.ok(unused);
    const kinds = (await actions(uri, unused, CodeActionKind.SourceFixAll)).map(({ kind }) => kind);
    assert.deepEqual(
      kinds.map((kind) => kind?.value),
      ["source.fixAll.acr-lint"],
    );
    await commands.executeCommand("acr-lint.fixAll");
    await has(uri, ...SAMPLE);
    assert.equal(document.getText(), `import re\n${before}`);
    await commands.executeCommand("workbench.action.files.revert");
    await has(uri, ...SAMPLE);
  });

  it("follow what is typed, before it is saved", async () => {
    const uri = file("one/cleanup.py");
    const document = await opened(uri);
    await has(uri, ...SAMPLE);
    const edit = new WorkspaceEdit();
    const start = document.getText().indexOf("for tag in tags");
    edit.delete(uri, new Range(document.positionAt(start), new Position(22, 0)));
    await workspace.applyEdit(edit);
    await until(() => !findings(uri).some((each) => code(each) === "ACR302"), "no ACR302");
    await commands.executeCommand("workbench.action.files.revert");
    await has(uri, ...SAMPLE);
  });

  it("are shown in a text that is no file", async () => {
    const content = (await workspace.openTextDocument(file("one/cleanup.py"))).getText();
    const document = await workspace.openTextDocument({ language: "python", content });
    await window.showTextDocument(document);
    await has(document.uri, ...SAMPLE);
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("are shown in the cells of a notebook", async () => {
    const cell = (text: string): NotebookCellData =>
      new NotebookCellData(NotebookCellKind.Code, text, "python");
    const notebook = await workspace.openNotebookDocument(
      "jupyter-notebook",
      new NotebookData([
        cell("from azure.containerregistry import ContainerRegistryClient\nclient = ContainerRegistryClient(url)"),
        cell('client.delete_tag("hello-world", "v1")'),
      ]),
    );
    await window.showNotebookDocument(notebook);
    const [first, second] = notebook.getCells();
    assert.ok(first && second);
    await has(first.document.uri, "ACR201");
    await has(second.document.uri, "ACR101", "ACR301");
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("come back when a file on the disk changes", async () => {
    const uri = write("two/late.py", "print(1)\n");
    assert.equal(languages.getDiagnostics(uri).length, 0);
    const sample = await workspace.openTextDocument(file("one/cleanup.py"));
    write("two/late.py", sample.getText());
    await has(uri, ...SAMPLE);
    await workspace.fs.delete(uri);
    await has(uri);
  });
});

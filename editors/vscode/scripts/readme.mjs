// Writes out/README.md for the .vsix. VS Code shows it without this folder around it, and only
// pictures of the web: the pictures are left out, and links to files beside it become plain text.
import { readFileSync, writeFileSync } from "node:fs";

const text = readFileSync("README.md", "utf8")
  .replace(/!\[[^\]]*\]\((?!https:)[^)]+\)\n\n/g, "")
  .replace(/\[([^\]]*)\]\((?!https:)[^)]+\)/g, "$1");
writeFileSync("out/README.md", text);

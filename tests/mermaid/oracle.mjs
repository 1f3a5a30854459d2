// What the real mermaid.js makes of flowcharts: one JSON string a line in, one JSON object a line out.
// usage: node oracle.mjs FOLDER, where FOLDER has mermaid and jsdom in its node_modules.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.argv[2]}/package.json`));
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("");

// Mermaid and DOMPurify look for a browser when they are imported, so it has to be there before.
for (const name of ["window", "document", "Element", "Node", "NodeFilter", "DOMParser"]) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}
for (const level of ["log", "info", "debug", "warn", "error"]) {
  console[level] = () => {};
}

const entry = require.resolve("mermaid").replace(/mermaid\.core\.mjs$|mermaid\.esm.*$/, "mermaid.core.mjs");
const { default: mermaid } = await import(pathToFileURL(entry).href);
mermaid.initialize({ startOnLoad: false, securityLevel: "strict", maxEdges: 1e6, maxTextSize: 1e8 });
const api = mermaid.mermaidAPI;

// As Mermaid draws them, entities are decoded; while parsing they are kept in these marks.
const decoded = (text) =>
  String(text ?? "").replace(/ﬂ°°/g, "&#").replace(/ﬂ°/g, "&").replace(/¶ß/g, ";");

async function read(source) {
  api.reset();
  if (/^\s*---|%%\{/.test(source)) {
    await api.parse(source); // applies the configuration that the source has
  }
  const start = performance.now();
  const { db, type } = await api.getDiagramFromText(source);
  const milliseconds = performance.now() - start;
  if (!/^flowchart|^swimlane/.test(type)) {
    throw new Error(`not a flowchart: ${type}`);
  }
  const edges = db.getEdges();
  return {
    ok: true,
    milliseconds,
    direction: db.getDirection(),
    nodes: [...db.getVertices().values()].map((node) => [
      node.id, decoded(node.text), node.type ?? null, node.classes, node.styles,
    ]),
    edges: edges.map((edge) => [
      edge.start, edge.end, decoded(edge.text), edge.type, edge.stroke, edge.length,
      edge.isUserDefinedId ? edge.id : null, edge.classes, edge.style ?? null,
    ]),
    subgraphs: db.getSubGraphs().map((subgraph) => [
      subgraph.id, decoded(subgraph.title), subgraph.nodes, subgraph.dir ?? null, subgraph.classes,
    ]),
    defaultStyle: edges.defaultStyle ?? null,
    classes: Object.fromEntries([...db.getClasses()].map(([name, { styles }]) => [name, styles])),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await read(JSON.parse(line));
  } catch (error) {
    answer = { ok: false, error: String(error?.message ?? error).slice(0, 300) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

// Typesets displayed formulas by the KaTeX that mermaid.js brings along: a line of JSON in, one out.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const katex = createRequire(`${process.argv[2]}/package.json`)("katex");

for await (const line of createInterface({ input: process.stdin })) {
    try {
        katex.renderToString(JSON.parse(line), { displayMode: true, strict: "ignore" });
        console.log("null");
    } catch (error) {
        console.log(JSON.stringify(error.message));
    }
}

// `node serve.mjs [--port N]`: serves dist/ until interrupted.

import { parseArgs } from "node:util";

import { serve } from "./static.mjs";

const { values } = parseArgs({ options: { port: { type: "string", default: "8080" } } });
const { url } = await serve({ port: Number(values.port) });
console.log(`Wasmscope is at ${url} (Ctrl+C ends it)`);

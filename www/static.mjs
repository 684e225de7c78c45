// A static server for dist/, used by `cargo xtask serve` and the end-to-end
// tests alike. It listens on 127.0.0.1 only.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";

/** The site that the builds leave. */
export const dist = fileURLToPath(new URL("../dist/", import.meta.url));

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ts": "text/plain; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".wat": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/**
 * Serves a folder under a path that begins and ends with a slash. Port 0 takes
 * any free one; `asked` is told the path of each request. Resolves, once it listens, to the
 * address and a way to stop.
 */
export async function serve({ folder = dist, under = "/", port = 0, asked = () => {} } = {}) {
  const server = createServer((request, response) => {
    asked(request.url);
    answer(request, response, folder, under).catch((error) => {
      // A browser that goes away in the middle is no fault of ours.
      if (!response.headersSent) response.writeHead(500).end(String(error));
      else response.destroy();
    });
  });
  await new Promise((listening, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", listening);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}${under}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(request, response, folder, under) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const { pathname } = new URL(request.url, "http://127.0.0.1");
  const file = await find(pathname, folder, under);
  if (file === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    return;
  }
  response.writeHead(200, {
    "content-type": types[extname(file.path)] ?? "application/octet-stream",
    "content-length": file.size,
    // Whoever builds again sees the new page at once.
    "cache-control": "no-cache",
  });
  if (request.method === "HEAD") response.end();
  else await pipeline(createReadStream(file.path), response);
}

/** The file behind a path of an address, if there is one inside the folder. */
async function find(pathname, folder, under) {
  if (!pathname.startsWith(under)) return undefined;
  let name;
  try {
    name = decodeURIComponent(pathname.slice(under.length));
  } catch {
    return undefined;
  }
  const path = join(folder, normalize(`/${name}`), name === "" || name.endsWith("/") ? "index.html" : "");
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { path, size: found.size } : undefined;
}

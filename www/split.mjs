// Divides the page's machine in two: what the first sight and a step need, and what is
// loaded later, when somebody begins to use the page. Trunk runs it at the end of a release
// build, on the files that it is about to put into dist/.
//
// `wasm-split` of Binaryen moves the functions. Calls of those that are not there go to
// placeholders, which load them (www/src/later.js).

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** Paths of Rust: everything below them is loaded later. */
const later = [
  "anyhow",
  "gimli",
  "miniz_oxide",
  "serde_json::de",
  "termcolor",
  "wasmparser::arity",
  "wasmprinter",
  "wasmscope::exec::num::vector",
  "wasmscope::exec::edit",
  "wasmscope::exec::object",
  "wasmscope::exec::vector",
  "wasmscope::explain::array",
  "wasmscope::explain::exception",
  "wasmscope::explain::float",
  "wasmscope::explain::object",
  "wasmscope::explain::reference",
  "wasmscope::explain::rule_heap",
  "wasmscope::explain::vector",
  "wasmscope::link",
  "wasmscope::load::diagnose",
  "wasmscope::load::dwarf",
  "wasmscope::load::print",
  "wasmscope::load::suggest",
  "wasmscope::observe::condition",
  "wasmscope::observe::heap",
  "wasmscope::observe::profile",
  "wasmscope::observe::trace",
  "wasmscope::runtime::sparse",
  "wasmscope::syntax::origin",
  "wasmscope::time::ask",
  "wasmscope::time::branches",
  "wasmscope::time::compare",
  "wasmscope::time::divergence",
  "wasmscope::time::likeness",
  "wasmscope::time::lines::fork",
  "wasmscope::time::prelude",
  "wasmscope::time::replay",
  "wasmscope::time::stopping",
  "wasmscope::time::words",
  "wasmscope::view::heap",
  "wasmscope::view::listing",
  "wasmscope::view::trap_objects",
  "wasmscope_web::api::branches",
  "wasmscope_web::api::breakpoints",
  "wasmscope_web::api::heat",
  "wasmscope_web::api::history",
  "wasmscope_web::api::load",
  "wasmscope_web::api::observe",
  "wasmscope_web::api::overview",
  "wasmscope_web::api::share",
  "wasmscope_web::api::trace",
  "wasmscope_web::model::edit",
  "wasmscope_web::model::file",
  "wasmscope_web::model::former",
  "wasmscope_web::model::heat",
  "wasmscope_web::model::history",
  "wasmscope_web::model::looking",
  "wasmscope_web::model::trace",
  "wasmscope_web::model::program::Program::list",
  "wasmscope_web::model::viewer",
  "wasmscope_web::model::vigil",
  "wasmscope_web::page::answers",
  "wasmscope_web::page::arguments",
  "wasmscope_web::page::former",
  "wasmscope_web::page::history",
  "wasmscope_web::page::news",
  "wasmscope_web::page::open",
  "wasmscope_web::page::replay",
  "wasmscope_web::page::trace",
];

/** Methods that are loaded later, of types whose other ones are not. */
const laterMethods = [
  "begin_link",
  "damaged",
  "go_to_pass",
  "open_binary_link",
  "set_imported_byte",
  "set_imported_element",
  "set_imported_global",
  "show_console",
  "take_offer",
  "toggle_breakpoint",
  "speak_branch",
  "type_of",
  "zoom_to_function",
  "zoom_to_loop",
  "add_breakpoint_of",
  "address",
  "change_bytes",
  "compare",
  "compare_branches",
  "count_heat",
  "draw_heat",
  "edit",
  "exchange_consoles",
  "finish_link",
  "found",
  "instantiation",
  "leap_to_branch",
  "open_link",
  "remove_branch",
  "rename_branch",
  "search_span",
  "switch_branch",
  "visit_prelude",
];

/** But not these, which a first sight needs. */
const atOnce = ["wasmscope::load::diagnose::tokens"];

const folder = process.env.TRUNK_STAGING_DIR;
if (process.env.TRUNK_PROFILE === "debug" || !folder) process.exit(0);

const file = readdirSync(folder).find((name) => name.endsWith("_bg.wasm"));
const whole = join(folder, file);
const first = join(folder, "first.wasm");
const rest = join(folder, file.replace("_bg.wasm", "_later.wasm"));
const list = join(folder, "later.txt");

/** Reads a binary module. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 8;
  }

  number() {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  text() {
    const length = this.number();
    return this.bytes.toString("utf8", this.at, (this.at += length));
  }

  /** The sections, by id and end; what is read of each is up to the caller. */
  *sections() {
    while (this.at < this.bytes.length) {
      const id = this.bytes[this.at++];
      const end = this.number() + this.at;
      yield [id, end];
      this.at = end;
    }
  }
}

/** The names of all functions, by the name section. */
function* names(bytes) {
  const reader = new Reader(bytes);
  for (const [section, end] of reader.sections()) {
    if (section !== 0 || reader.text() !== "name") continue;
    while (reader.at < end) {
      const kind = bytes[reader.at++];
      const next = reader.number() + reader.at;
      if (kind === 1) {
        for (let left = reader.number(); left > 0; left -= 1) {
          reader.number();
          yield reader.text();
        }
      }
      reader.at = next;
    }
  }
}

/** The exported tables: where the index of each stands in the bytes. */
function tables(bytes) {
  const reader = new Reader(bytes);
  const found = new Map();
  for (const [section] of reader.sections()) {
    if (section !== 7) continue;
    for (let left = reader.number(); left > 0; left -= 1) {
      const name = reader.text();
      const kind = bytes[reader.at++];
      if (kind === 1) found.set(name, reader.at);
      reader.number();
    }
  }
  return found;
}

/** Some releases of Binaryen export the first table in the place of every other one. */
function exportTablesOf(original, file) {
  const bytes = readFileSync(file);
  const places = tables(bytes);
  for (const [name, place] of tables(original)) bytes[places.get(name)] = original[place];
  writeFileSync(file, bytes);
}

/** A path as it stands in mangled names: of a function itself, or of a type in an `impl`. */
function mangled(path) {
  const parts = path.split("::");
  const own = parts.map((part) => part.length + part).join("");
  return [`_ZN${own}`, `$${parts.join("..")}..`];
}

const isIn = (paths) => (name) =>
  paths.some(([own, type]) => name.startsWith(own) || (/^_ZN\d+_\$LT\$/.test(name) && name.includes(type)));
const [isBelow, isExcepted] = [later, atOnce].map((paths) => isIn(paths.map(mangled)));
/** What puts the calls of scripts into their places, but not the calls themselves. */
const addsCalls = /^_ZN13wasmscope_web3api\w+3add17h/;
/** What is written for programmers, such as the whole of an instruction for its name. */
const isDebug = /^_ZN\d+_\$LT\$.*\$u20\$as\$u20\$core\.\.fmt\.\.Debug\$GT\$3fmt17h/;
/** One of those methods, or a closure in it. */
const method = laterMethods.map((name) => name.length + name).join("|");
const isMethod = new RegExp(`^_ZN13wasmscope_web.*\\.\\.(Page|Debugger)\\$GT\\$(${method})(17h|\\d+_\\$)`);
const isLater = (name) =>
  isDebug.test(name) ||
  isMethod.test(name) ||
  (isBelow(name) && !isExcepted(name) && !addsCalls.test(name));
const bytes = readFileSync(whole);
const moved = [...names(bytes)].filter(isLater);
if (moved.length === 0) throw new Error("no function of the page's machine has a name");
writeFileSync(list, moved.join("\n"));
const split = ["--all-features", "--split", `--split-funcs=@${list}`, "--export-prefix=%"];
try {
  execFileSync("wasm-split", [...split, "-o1", first, "-o2", rest, whole], { stdio: ["ignore", "ignore", "inherit"] });
} catch (error) {
  if (error.code !== "ENOENT") throw error;
  // The page works undivided; only its first load is larger than it may be.
  console.warn("The page is not divided: install Binaryen (binaryen in most systems' packages)");
  rmSync(list);
  process.exit(0);
}
exportTablesOf(bytes, first);
renameSync(first, whole);
rmSync(list);

// The generated JavaScript is given the placeholders beside its own functions.
const script = join(folder, file.replace("_bg.wasm", ".js"));
const code = readFileSync(script, "utf8");
const imports = /"\.\/[^"]*_bg\.js": import0,/;
const finish = "wasm = instance.exports;";
if (!imports.test(code) || !code.includes(finish)) throw new Error("wasm-bindgen's output is another");
const patched = code
  .replace(imports, (own) => `${own}\n        placeholder: globalThis.wasmscopeLater.placeholders,`)
  .replace(finish, `${finish}\n    globalThis.wasmscopeLater.begin(instance.exports, new URL("${basename(rest)}", import.meta.url));`);
writeFileSync(script, patched);
console.log(`${moved.length} functions are loaded later`);

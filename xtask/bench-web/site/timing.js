// What www/bench-web.mjs calls in the browser: `timing(source, argument)` times one program.

const TURNS = 9;
const WARMING = 3;
const SLICE = 1_000_000;

/** An engine of which each instance is compiled anew: no two have the same bytes. */
async function engine(name) {
  const bytes = new Uint8Array(await (await fetch(`${name}/engine_bg.wasm`)).arrayBuffer());
  const text = await (await fetch(`${name}/engine.js`)).text();
  const glue = new Blob([text], { type: "text/javascript" });
  let number = 0;
  return async () => {
    number += 1;
    // A custom section named after the number.
    const label = new TextEncoder().encode(`${performance.timeOrigin} ${number}`);
    const section = [0, label.length + 1, label.length, ...label];
    const own = new Uint8Array(bytes.length + section.length);
    own.set(bytes);
    own.set(section, bytes.length);
    const address = URL.createObjectURL(glue);
    const instance = await import(address);
    URL.revokeObjectURL(address);
    await instance.default({ module_or_path: await WebAssembly.compile(own) });
    return instance;
  };
}

const timed = (work) => {
  const start = performance.now();
  const result = work();
  return [performance.now() - start, result];
};

/** The least is what the others would be if nothing else ran. */
const least = (times) => Math.min(...times);

const [makePage, makeFast] = await Promise.all([engine("page"), engine("fast")]);
const [page, fast] = [await makePage(), await makeFast()];

/** A call by ours, entered before it is timed. */
function ours({ Call }, bytes, argument) {
  const call = new Call(bytes, argument);
  const [time] = timed(() => {
    while (!call.run(SLICE));
  });
  const done = [time, call.result(), call.steps()];
  call.free();
  return done;
}

function wasmi({ Other }, bytes, argument) {
  const other = new Other(bytes);
  const done = timed(() => other.run(argument));
  other.free();
  return done;
}

window.timing = async (source, argument) => {
  const bytes = fast.assembled(source);
  const own = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const engines = {
    page: () => ours(page, bytes, argument),
    fast: () => ours(fast, bytes, argument),
    wasmi: () => wasmi(fast, bytes, argument),
    own: () => timed(() => own.exports.run(argument)),
  };
  // The browser's own instance is called again and again, and a program that keeps something in
  // memory gives the same at its first call only.
  const expected = wasmi(fast, bytes, argument)[1];
  const times = { page: [], fast: [], wasmi: [], own: [] };
  let steps = 0;
  for (let turn = -WARMING; turn < TURNS; turn += 1) {
    for (const [name, run] of Object.entries(engines)) {
      const [time, result, count] = run();
      if (name !== "own" && result !== expected) throw new Error(`${name} gives ${result}`);
      steps = count ?? steps;
      if (turn >= 0) times[name].push(time);
    }
    // Compilers in the background have a turn, too.
    await new Promise((done) => setTimeout(done, 20));
  }
  const warm = Object.fromEntries(
    Object.entries(times).map(([name, times]) => [name, least(times)]),
  );
  const first = async (make, run) => {
    const colds = [];
    for (let turn = 0; turn < 3; turn += 1) colds.push(run(await make())[0]);
    return least(colds);
  };
  return {
    steps,
    ...warm,
    coldPage: await first(makePage, (engine) => ours(engine, bytes, argument)),
    coldFast: await first(makeFast, (engine) => ours(engine, bytes, argument)),
    coldWasmi: await first(makeFast, (engine) => wasmi(engine, bytes, argument)),
  };
};

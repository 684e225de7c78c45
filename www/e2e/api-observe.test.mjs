// INTERFACES.md, section 4: `observe`, its events, and the DOM events.

import assert from "node:assert/strict";
import { test } from "node:test";

import { scripted } from "./api.mjs";
import { press, show, step } from "./machine.mjs";

const everything = `(module
  (import "env" "give" (func $give (param i32) (result i32)))
  (memory 1) (table 2 funcref) (elem declare func $callee)
  (global $g (mut i32) (i32.const 1))
  (func $callee (param $p i32) (result i32)
    local.get $p)
  (func (export "main")
    (local $l i32)
    (local.set $l (i32.const 5))
    (global.set $g (local.get $l))
    (i32.store (i32.const 64) (i32.const 42))
    (drop (i32.load (i32.const 64)))
    (table.set (i32.const 1) (ref.func $callee))
    (drop (call $callee (i32.const 3)))
    (drop (call $give (i32.const 6)))
    (block $b (br $b))
    unreachable))`;

test("events have the members of a trace record", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    wasmscope.load(source, { imports: { env: { give: (n) => n + 1 } } });
    wasmscope.start("main");
    const all = {};
    const counts = { wrong: 0 };
    wasmscope.observe((event) => {
      const { state, ...members } = event;
      if (event.step !== event.n || event.state.step !== event.n + 1) counts.wrong += 1;
      all[`${event.op} ${event.depth}`] ??= { ...members, event: null };
    });
    for (const on of ["call", "return", "branch", "memory", "global", "table", "host", "trap", "throw"]) {
      counts[on] = 0;
      wasmscope.observe(({ kind }) => (counts[kind] += 1), { on: [on] });
    }
    await wasmscope.run();
    return { all, counts };
  }, everything);
  const { all, counts } = seen;
  assert.deepEqual(counts, {
    wrong: 0, call: 2, return: 1, branch: 1, memory: 2, global: 1, table: 1, host: 1, trap: 1, throw: 0,
  });
  const members = (op, ...names) => {
    assert.ok(all[op], `${op} was told`);
    return names.map((name) => all[op][name]);
  };
  const first = { ...all["i32.const 0"] };
  assert.ok(first.offset > 8);
  delete first.offset;
  assert.deepEqual(first, {
    kind: "step", direction: 1, step: 0, n: 0, func: 2, name: "main", depth: 0, pc: 0,
    line: 9, column: 20, op: "i32.const", imm: ["5"], pop: [], push: ["i32:5"], event: null,
  });
  assert.deepEqual(members("local.set 0", "pop", "push", "imm"), [["i32:5"], [], ["0"]]);
  const variable = { index: 0, old: "i32:0", new: "i32:5" };
  assert.deepEqual(members("local.set 0", "local"), [{ ...variable, name: "l" }]);
  assert.deepEqual(members("global.set 0", "global"), [{ ...variable, name: "g", old: "i32:1" }]);
  assert.deepEqual(members("i32.store 0", "mem", "pop"), [
    [{ mem: 0, addr: 64, old: "00000000", new: "2a000000" }], ["i32:64", "i32:42"],
  ]);
  assert.deepEqual(members("i32.load 0", "mem", "push"), [
    [{ mem: 0, addr: 64, read: "2a000000" }], ["i32:42"],
  ]);
  assert.equal(members("table.set 0", "table")[0][0].index, 1);
  const [call] = members("call 0", "call");
  assert.deepEqual([call.func, call.name, call.args], [1, "callee", ["i32:3"]]);
  assert.deepEqual(members("call 0", "pop", "push"), [["i32:3"], []], "a call pushes nothing");
  assert.deepEqual(members("local.get 1", "push", "name"), [["i32:3"], "callee"]);
  const [returned] = members("end 1", "return");
  assert.deepEqual(returned.results, ["i32:3"]);
  assert.deepEqual(members("end 1", "pop", "push"), [["i32:3"], ["i32:3"]]);
  assert.deepEqual(members("br 0", "branch")[0].label, 0);
  const [trap] = members("unreachable 0", "trap");
  assert.equal(trap.message, "unreachable");
});

test("a host call is one instruction, with its answer", async (t) => {
  const page = await scripted(t);
  const hosts = await page.evaluate(async (source) => {
    const hosts = [];
    wasmscope.observe(({ kind, op, host, pop, push }) => hosts.push({ kind, op, host, pop, push }), { on: ["host"] });
    for (const give of [(n) => n + 1, async (n) => n + 2]) {
      wasmscope.load(source, { imports: { env: { give } } });
      wasmscope.start("main");
      await wasmscope.run();
    }
    return hosts;
  }, everything);
  const host = (result) => ({
    kind: "host", op: "call", pop: ["i32:6"], push: [result],
    host: { module: "env", name: "give", args: ["i32:6"], results: [result] },
  });
  assert.deepEqual(hosts, [host("i32:7"), host("i32:8")]);
});

test("on, func and every choose what is told; the returned function ends it", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    wasmscope.load(source, { imports: { env: { give: (n) => n } } });
    wasmscope.start("main");
    const counts = {};
    const observe = (name, options) => {
      counts[name] = 0;
      return wasmscope.observe(() => (counts[name] += 1), options);
    };
    const offs = [
      observe("all"), observe("none", { on: [] }), observe("both", { on: ["step", "memory"] }),
      observe("name", { func: "callee" }), observe("dollar", { func: "$callee" }), observe("index", { func: 1 }),
      observe("third", { every: 3 }), observe("stop", { on: ["stop", "seek"] }),
    ];
    const { step } = await wasmscope.run();
    for (const off of offs) off();
    offs[0]();
    wasmscope.seek(3);
    wasmscope.step(2);
    const wrong = [
      { on: ["steps"] }, { on: "step" }, { on: [5] }, { func: "nobody" }, { func: 99 }, { func: -1 },
      { func: true }, { func: null }, { every: 0 }, { every: -1 }, { every: 1.5 }, { every: "2" }, 5,
    ];
    const kinds = wrong.map((options) => kindOf(() => wasmscope.observe(() => {}, options)));
    for (const observer of [undefined, 5, {}]) kinds.push(kindOf(() => wasmscope.observe(observer)));
    return { counts, step, kinds };
  }, everything);
  const { counts, step: steps } = seen;
  const third = Math.floor(steps / 3);
  assert.deepEqual(counts, {
    all: steps, none: 0, both: steps + 2, name: 2, dollar: 2, index: 2, third, stop: 1,
  });
  assert.deepEqual(seen.kinds, Array(16).fill("argument"));
});

test("jumps tell one seek and no replay; running through known history tells each", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    wasmscope.load(source, { imports: { env: { give: (n) => n } } });
    wasmscope.start("main");
    const { step: end } = await wasmscope.run();
    let told = [];
    wasmscope.observe((event) => {
      const { kind, direction, step, from, to, state } = event;
      told.push(kind === "seek" ? [kind, from, to, state.step] : [kind, direction, step, state.step]);
    }, { on: ["step", "seek", "stop"] });
    const take = () => told.splice(0).filter(([kind]) => kind !== "stop");
    const seen = { end };
    wasmscope.stepBack();
    seen.back = take();
    wasmscope.seek(4);
    seen.seek = take();
    wasmscope.stepBack(2);
    seen.back2 = take();
    wasmscope.step(3);
    seen.forward = take();
    await wasmscope.runBack();
    seen.runBack = take();
    await wasmscope.run();
    seen.run = take().length;
    return seen;
  }, everything);
  const { end } = seen;
  assert.deepEqual(seen.back, [["step", -1, end - 1, end - 1]]);
  assert.deepEqual(seen.seek, [["seek", end - 1, 4, 4]]);
  assert.deepEqual(seen.back2, [["seek", 4, 2, 2]]);
  assert.deepEqual(seen.forward, [["step", 1, 2, 3], ["step", 1, 3, 4], ["step", 1, 4, 5]]);
  assert.deepEqual(seen.runBack, [["seek", 5, 0, 0]]);
  assert.equal(seen.run, end);
});

test("a run tells stop while it goes on and at its end", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async () => {
    wasmscope.load(`(module (func (export "main") (loop $for_ever (br $for_ever))))`);
    wasmscope.start("main");
    const stops = [];
    wasmscope.observe(({ state }) => stops.push(state.status), { on: ["stop"] });
    const run = wasmscope.run();
    while (stops.length < 3) await new Promise((later) => setTimeout(later, 10));
    wasmscope.pause();
    await run;
    return [stops.slice(0, 3), stops.at(-1)];
  });
  assert.deepEqual(seen, [["running", "running", "running"], "paused"]);
});

test("state belongs to the callback; state and memory may be read there, movements not", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    const inside = [];
    const kinds = [];
    const look = async () => {
      const { load, start, step, stepBack, seek, answer, state, memory } = wasmscope;
      inside.push([state().step, memory(64, 1).length]);
      for (const call of [() => load("(module)"), start, step, stepBack, () => seek(0), () => answer([1])]) {
        kinds.push(kindOf(call));
      }
      const { goTo, stepOver, stepOut, stepOverBack, stepOutBack, run, runBack } = wasmscope;
      for (const call of [() => goTo(0), stepOver, stepOut, stepOverBack, stepOutBack, run, runBack]) {
        kindOfLater(call).then((kind) => kinds.push(kind));
      }
    };
    const give = (n) => {
      look();
      return n;
    };
    wasmscope.load(source, { imports: { env: { give } } });
    wasmscope.start("main");
    const off = wasmscope.observe(look);
    let kept;
    let read;
    const offKeep = wasmscope.observe((event) => (kept = event));
    const offRead = wasmscope.observe((event) => (read = event.state.step), { every: 2 });
    wasmscope.step(2);
    off();
    offKeep();
    offRead();
    await wasmscope.run();
    await new Promise((later) => setTimeout(later));
    return { inside, kinds, kept: kept.state.step, read };
  }, everything);
  assert.deepEqual(seen.inside.slice(0, 2), [[1, 1], [2, 1]]);
  assert.equal(seen.inside.length, 3, "and once inside the imported function");
  assert.deepEqual(seen.kinds, Array(3 * 13).fill("busy"));
  assert.deepEqual([seen.kept, seen.read], [2, 2]);
});

test("an event that is looked at too late says so", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(() => {
    const events = [];
    wasmscope.observe((event) => events.push(event));
    wasmscope.step(2);
    return events.map((event) => [event.step, kindOf(() => event.state)]);
  });
  assert.deepEqual(seen, [[0, "argument"], [1, "argument"]]);
});

test("an observer that throws now and then stays, three times in a row it goes", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(() => {
    let [often, always, other] = [0, 0, 0];
    wasmscope.load(`(module (func (export "main") nop nop nop nop nop nop nop))`);
    wasmscope.start();
    wasmscope.observe(() => {
      often += 1;
      if (often % 3 !== 0) throw new Error("now and then");
    });
    wasmscope.observe(() => {
      always += 1;
      throw new Error("always");
    });
    wasmscope.observe(() => (other += 1));
    wasmscope.observe(() => { throw new Error("at the stop"); }, { on: ["stop"] });
    const { status } = wasmscope.step(99);
    return { often, always, other, status };
  });
  assert.deepEqual(seen, { often: 8, always: 3, other: 8, status: "returned" });
  const pane = await show(page, "Console");
  await pane.getByText("An observer threw: at the stop").waitFor();
  await pane.getByText("three times in a row").waitFor();
});

test("DOM events come for steps by hand, seeks and stops, on the page and from scripts", async (t) => {
  const page = await scripted(t);
  await page.evaluate(() => {
    globalThis.seen = [];
    globalThis.take = () => seen.splice(0).join(" ");
    document.addEventListener("wasmscope:step", (event) => {
      const { kind, op, state } = event.detail;
      if (!(event instanceof CustomEvent)) throw new Error("it is no CustomEvent");
      if (kindOf(() => wasmscope.step()) !== "busy") throw new Error("it could be moved");
      seen.push(`${kind}${kind === "step" ? `:${op}` : ""}@${state.step}`);
    });
  });
  const take = () => page.evaluate(() => take());
  await step(page, 2);
  assert.equal(await take(), "step:i32.const@1 stop@1 step:i32.const@2 stop@2");
  await press(page, "Step over");
  assert.equal(await take(), "step:i32.add@3 stop@3");
  await press(page, "Step back");
  await page.waitForFunction(() => wasmscope.state().step === 2);
  assert.equal(await take(), "step:i32.add@2 stop@2");
  const told = await page.evaluate(async (source) => {
    const told = [];
    wasmscope.load(source, { imports: { env: { give: (n) => n } } });
    wasmscope.start("main");
    const moves = [
      () => wasmscope.step(2), () => wasmscope.stepOver(), () => wasmscope.stepBack(), () => wasmscope.seek(20),
      () => wasmscope.goTo(14), () => wasmscope.stepOver(), () => wasmscope.run({ fuel: 1 }),
      () => wasmscope.stepOverBack(), () => wasmscope.runBack(), () => wasmscope.run(),
    ];
    for (const move of moves) {
      await move();
      told.push(take());
    }
    wasmscope.events = true;
    wasmscope.seek(14);
    take();
    await wasmscope.run({ fuel: 3 });
    told.push(take(), wasmscope.events);
    wasmscope.events = false;
    return told;
  }, everything);
  assert.deepEqual(told, [
    "step:i32.const@1 step:local.set@2 stop@2", "step:local.get@3 stop@3", "step:local.get@2 stop@2",
    "seek@20 stop@20", "seek@14 stop@14", "stop@17", "stop@18",
    "seek@17 stop@17", "seek@0 stop@0", "stop@24",
    "step:call@15 step:local.get@16 step:end@17 stop@17", true,
  ]);
});

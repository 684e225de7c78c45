// The types of `window.wasmscope`, the Wasmscope page as an object.
//
//   wasmscope.load("(module (func (export \"main\") (result i32) i32.const 7))");
//   wasmscope.start("main");
//   wasmscope.observe((event) => console.log(event.step, event.op));
//   wasmscope.step();

/** A value for a program. Integers take safe integers of the signed and the unsigned range,
 * bigints and strings such as "0xff"; floats take "inf", "nan" and "nan:0x…" as well; null
 * is the null reference. NaN is the canonical one, positive. */
export type Argument = number | bigint | string | null;

export interface Wasmscope {
  readonly version: string;
  /** Assembles or decodes a module. A failure leaves everything as it was. */
  load(source: string | Uint8Array, options?: LoadOptions): ModuleInfo;
  /** Allocates and initialises; runs no instruction. */
  start(exportName?: string, args?: Argument[]): MachineState;
  /** Executes instructions at once: at most ten million. */
  step(count?: number): MachineState;
  /** Takes instructions back at once; at the first step it stays there. */
  stepBack(count?: number): MachineState;
  /** Goes to a step at once, executing at most ten million instructions on the way;
   * beyond the end it goes to the end. */
  seek(step: number): MachineState;
  /** As `seek`, in slices that leave the page free to answer. */
  goTo(step: number): Promise<MachineState>;
  stepOver(): Promise<MachineState>;
  stepOut(): Promise<MachineState>;
  /** One instruction back; the whole call if one has just returned into this frame. */
  stepOverBack(): Promise<MachineState>;
  /** To before the call that made this frame, or to the first step of the function. */
  stepOutBack(): Promise<MachineState>;
  /**
   * Runs in slices until the end, a stop, a breakpoint, the fuel's end or a pause. A place
   * or line that it begins at is the next time it comes there. Resolves to the state where
   * it ended, also when another movement has paused it; is refused with kind `host` when an
   * imported function of a script fails.
   */
  run(options?: { until?: Stop; fuel?: number }): Promise<MachineState>;
  /** To the last stop or breakpoint before this step; where there is none, to step 0, for
   * the reason `end`. */
  runBack(options?: { until?: Stop }): Promise<MachineState>;
  pause(): void;
  /** Completes a host call that waits: one step, after which nothing runs on. */
  answer(values: Argument[]): MachineState;
  /** Gives standard input of a program on WASI more, or ends it with `null`. A call that waits
   * for it goes on. */
  input(text: string | null): MachineState;
  /** Never throws. */
  state(): MachineState;
  lastStop(): LastStop;
  /** What happened in the steps that are known, in at most so many columns (400 when it is not
   * told), by executing them again without moving the machine or asking the host. Of a range
   * the first four million steps are looked at one by one. */
  overview(options?: { from?: number; to?: number; columns?: number }): Promise<Overview>;
  /** A copy of bytes, all of which have to be in the memory. */
  memory(address: number | bigint, length: number, index?: number): Uint8Array;
  /** What the state shows on the canvas; null before a picture was presented. */
  picture(): Picture | null;
  /** What runs, `stepOver`, `stepOut` and `runBack` stop at: before instructions, after what
   * happens to data. docs/breakpoints.md says what stops where. */
  breakpoints: {
    /** The first instruction of a line, unless told otherwise. What waits for the same stays,
     * with what is asked for now. What is wrong with a condition or message throws kind
     * `argument` and says where. */
    add(breakpoint: Breakpoint): number;
    /** Changes what is asked of one; `null` takes a condition or message away. */
    set(id: number, changes: BreakpointOptions): void;
    remove(id: number): void;
    /** Those on instructions in the order of the program. They move along with edits. */
    list(): {
      id: number;
      /** "instruction", or the `on` that it was added with. */
      on: string;
      /** Of what, as the page's form takes it. */
      of: string;
      /** The instruction's name, or what is waited for in words. */
      op: string;
      func?: number;
      pc?: number;
      /** The function's name. */
      name?: string;
      line?: number;
      column?: number;
      condition?: string;
      hits?: number;
      log?: string;
      once?: boolean;
      enabled: boolean;
    }[];
  };
  /** Changes the state by hand. In the past that makes a branch, and the run as it was stays;
   * at the last known step the run goes on with the change. Throws kind `argument` when the
   * value does not fit, and changes nothing then. */
  edit(place: Edit): MachineState;
  branches: {
    /** In the order of their making; the run as it began has id 0. */
    list(): Branch[];
    /** Looks at another branch, at the step where it was left. */
    switch(id: number): Promise<MachineState>;
    rename(id: number, name: string): void;
    /** Not the one looked at. Those that were made from it stay. */
    remove(id: number): void;
  };
  /** Executes two branches again, or with `"before"` the run before the last start and this
   * one, and says where they begin to differ. Another comparison ends it with kind `busy`. */
  compare(left: number, right: number): Promise<Comparison>;
  compare(left: "before"): Promise<Comparison>;
  /** The first answer of the host that is not the one of the run before, if that was of the same
   * program with the same arguments, first values and limits; null when there is none. */
  divergence(): Divergence | null;
  /** The steps below 0, done again: what each does, and the state before it. */
  instantiation(): { step: number; text: string; error?: string; state: MachineState }[];
  /** Calls the observer after instructions; returns what ends that. Inside it `state` and
   * `memory` can be read; movements throw kind `busy`. */
  observe(observer: (event: StepEvent) => void, options?: ObserveOptions): () => void;
  /** Whether every instruction of a run is also a `CustomEvent("wasmscope:step")` on the
   * document, as steps by hand, seeks and stops always are. Of a
   * `step(count)` those are the last thousand. */
  events: boolean;
  /** Who wrote a place of this state last. The machine stays where it is, here and below. */
  lastWriter(location: Location): Promise<Writer>;
  /** What becomes next of what a place holds, as far as the run is known. */
  nextReader(location: Location): Promise<Reader>;
  /** Where what a place holds comes from: at most about so many nodes, 200 when not told;
   * with `sides`, also the addresses and conditions that decided where and whether. */
  origin(location: Location, options?: { nodes?: number; sides?: boolean }): Promise<Origin>;
  /** All states known so far in which a condition holds. */
  find(condition: string): Promise<Hits>;
  /** How far the innermost loop is, and whether it can end; null when there is none. */
  loop(): Promise<LoopInfo | null>;
  /** What the run that is known has spent its instructions on, as
   * `wasmscope profile --format json` writes it. Counted in slices; the machine stays where
   * it is. */
  profile(): Promise<Profile>;
  /** The run that is known, from its first to its last step or from one instruction to
   * another one, both included: JSON Lines version 1 as `wasmscope trace --format jsonl`
   * writes them, or text for people. Made in slices; the machine stays where it is. */
  trace(options?: { from?: number; to?: number; format?: "jsonl" | "text" }): Promise<string>;
  /** The call of the run that has ended again, on the browser's own engine (docs/javascript.md). */
  checkWithBrowser(options?: { timeout?: number }): Promise<BrowserCheck>;
  /** What every instruction does, or the one of a name; no such name: kind `argument`. */
  instructions(): Promise<Instruction[]>;
  explain(name: string): Promise<Instruction>;
  /** What the page says of the state that is looked at; nothing while a trace is. */
  explanation(): Explanation;
  /** Calls exports of a text one after the other, on a machine of its own, with at most `fuel`
   * instructions in all, a million when not told. A call that does not return is the last. */
  tryOut(source: string, calls: [name: string, ...args: Given[]][], fuel?: number): Trial;
  /** The absolute address of a link, with the step unless `step` is false. */
  share(options?: { step?: boolean }): string;
}

/** What was done, what comes next or how it has ended; what decides of a branch that comes next, and of a trap. */
export interface Explanation { done?: Sentence; next?: Sentence; branch?: BranchPreview; trap?: Autopsy }
export interface Sentence { text: string; spec: string; rule: string; ruleName: string; condition?: string; flight?: Flight }
/** The label that it goes to, or would; how many labels are gone then, and operands are dropped. */
export interface BranchPreview { taken: boolean; because: string; label: number; kind: string; popped: number;
  carried: Value[]; dropped: number; target: number; leaves: boolean }
/** What an instruction took, what that was held against, and the innermost of `depth` calls. */
export interface Autopsy { message: string; detail: string; bound: Bound; instruction?: string; depth: number;
  operands: { role: string; decides: boolean; index: number; value: Value }[];
  calls: { depth: number; func: number; name: string; pc: number; line?: number; column?: number }[] }
/** By its kind: `unreachable`, `null`, `range`, `division`, `integer`, `type`, `room`. */
export type Bound = { kind: string; of?: string; unit?: string; start?: number; offset?: number; count?: number;
  size?: number; dividend?: string; divisor?: string; value?: string; least?: string; most?: string | number;
  what?: string; found?: string; wanted?: string; used?: number; more?: number };
/** Handlers as they are looked at; `passed` counts frames without any. */
export interface Flight { tag: string; caught: boolean; passed: number; frames: { passed: number; depth: number;
  func: number; name: string; pc: number; line?: number; handlers: FlightHandler[] }[] }
export interface FlightHandler { pc: number; line?: number; catches: boolean; clauses: { text: string; target: number;
  line?: number; leaves: boolean; why: { kind: "same-tag" | "catches-all" | "other-tag"; tag?: string } }[] }
/** What comes of the same call on the browser's engine. */
export interface BrowserCheck {
  verdict: "agrees" | "differs" | "unknown";
  /** They differ, and the run has executed relaxed SIMD, or a `grow` that an engine may refuse. */
  allowed?: true;
  /** In a sentence; why, where they cannot be compared. */
  text: string;
  compared: string[]; differences: string[];
  /** Such as bits of NaN that an engine may choose. */
  notes: string[];
}

type Given = number | bigint | string | null;

/** What has come of calls: `results` as `i32:5`, `why` one has not returned, the numbers in
 * `detail`, at most `depth` calls at once (1 is the export alone); all instructions executed. */
export interface Trial {
  calls: { status: "returned" | "trapped" | "thrown" | "fuel" | "limit" | "host"; results: string[];
    why: string | null; detail: string | null; steps: number; depth: number; printed: string }[];
  ops: string[];
}

/** A place and what it is to hold. */
export type Edit =
  | { /** By index or name. */ local: number | string; /** 0 the innermost. */ frame?: number; value: Given }
  | { /** Of the innermost frame, the lowest 0. */ operand: number; value: Given }
  | { global: number | string; value: Given }
  | { /** `null`, a function by name or index, or as the page shows it. */ table: number; index: number; value: Given }
  | { address: number | bigint; bytes: Uint8Array | number[]; /** Which memory; 0. */ memory?: number }
  | { /** At step 0 only. */ arguments: Given[] };

export interface Branch {
  id: number;
  name: string;
  /** The branch that it was made from, unless that was removed. */
  parent?: number;
  /** The step where it was made. */
  from: number;
  /** What was changed there, in words. */
  why: string;
  /** The last step that it has come to. */
  known: number;
  current: boolean;
}

/** The step of a call, the function of the host as `module.name`, what it said in the run before, as `i32:5`,
 * what it says in this one, and all of it in a sentence. */
export interface Divergence { step: number; call: string; was: string[]; now: string[]; text: string }

export interface Comparison {
  /** What was found, in a sentence or two. */
  text: string;
  /** How many steps were compared. */
  steps: number;
  /** The first instruction that gives other values, by its step in both runs. */
  values?: { left: number; right: number; text: string };
  /** Where they go on with different instructions, or one ends. */
  control?: { left: number; right: number; text: string };
}

/** Rows with the largest counts come first; what was not executed has none. */
export interface Profile {
  /** Instructions executed. */
  instructions: number;
  /** Calls of functions of modules and of the host. */
  calls: number;
  /** Most frames at once. */
  deepest: number;
  /** Pages at the beginning and at the end; bytes of the blocks of 4 KiB that were written. */
  memories: { pages: number; grown: number; written: number }[];
  /** `own`: instructions in the function itself; `total`: and in what it called. */
  functions: { name: string; func: number; inst?: number; calls: number; own: number; total: number }[];
  opcodes: { op: string; count: number }[];
  loops: { name: string; pc: number; offset: number; line?: number; passes: number; count: number }[];
  lines: { line: number; count: number }[];
}

export interface Overview {
  from: number;
  /** The step after the last one. */
  to: number;
  columns: {
    from: number;
    /** The step after its last one. */
    to: number;
    /** Whether every step of it was looked at. If not, `depth` and `height` are of a few. */
    exact: boolean;
    /** Calls of the host. */
    hosts: number;
    /** The fewest and the most frames. */
    depth?: [number, number];
    /** The most slots of the stack: locals and operands of all frames. */
    height?: number;
    /** Whether memory was written. */
    wrote: boolean;
    /** Instructions that wrote memory; where it is exact. */
    writes?: number;
    /** The bytes that they wrote. */
    written?: number;
  }[];
  /** How the run has ended at the last step known, if it has. */
  ending?: "returned" | "trapped" | "thrown" | "exited";
}

export interface ModuleInfo {
  kind: "text" | "binary";
  bytes: Uint8Array;
  text: string;
  exports: { name: string; kind: string; params?: string[]; results?: string[] }[];
  imports: { module: string; name: string; kind: string; type: string }[];
}

export interface LoadOptions {
  /** By module and name: functions `(...args) => value | Promise`, which return an array for
   * several results; and first values of globals. What is not given the page makes, and
   * asks the person. */
  imports?: Record<string, Record<string, unknown>>;
  /** Modules, as text or bytes, whose exports satisfy imports of their names. */
  modules?: Record<string, string | Uint8Array>;
  limits?: Partial<Limits>;
  wasi?: WasiOptions;
}

/** What a program is given that imports WASI preview 1. */
export interface WasiOptions {
  /** Words for `_start`, without the program's own name; the box `Arguments` shows them. */
  args?: string[];
  env?: Record<string, string>;
  /** All of standard input; when there is none, the person or `input` gives it. */
  stdin?: string;
  /** Files by their paths from `/` on. */
  files?: Record<string, string | Uint8Array>;
  /** What random numbers follow from (0). */
  seed?: number;
}

/** What a program may use; each has a default that suits a browser tab. */
export interface Limits {
  /** Pages of 64 KiB that one memory may have. */
  memoryPages: number;
  /** Elements that one table may have. */
  tableElements: number;
  /** Frames on the call stack. */
  frames: number;
  /** Slots of 8 bytes on the value stack, locals included. */
  slots: number;
  /** Objects of the heap and their fields, one unit each, that may be alive at once. */
  heap: number;
}

export type Stop =
  | { step: number }
  /** `module` is the name of one of `modules`, where it is not the main one. */
  | { module?: string; func: number | string; pc?: number }
  | { module?: string; line: number }
  | { breakpoint: true };

export type Breakpoint = BreakpointOptions &
  (
    | { func: number | string; pc?: number }
    | { line: number; column?: number }
    | { on: "entry" | "exit"; func: number | string }
    /** Every instruction of this name. */
    | { on: "opcode"; op: string }
    /** Calls of imported functions: all, a module's, or one. */
    | { on: "host"; module?: string; name?: string }
    | { on: "trap" }
    /** One byte of memory 0 unless told otherwise; it need not exist yet. */
    | {
        on: "read" | "write" | "access";
        address: number | bigint;
        length?: number;
        memory?: number;
      }
    | { on: "local"; func: number | string; local: number | string }
    | { on: "global"; global: number | string }
    /** One element of table 0 unless told otherwise. */
    | { on: "table"; index: number; length?: number; table?: number }
  );

export interface BreakpointOptions {
  /** The module that it is in, if not the main one; of `on: "host"`, where it is from. */
  module?: string;
  /** Such as "$i > 5 && mem32[0x40] == 7". */
  condition?: string | null;
  /** Stops from this hit on. */
  hits?: number;
  /** Written to the console in place of stopping: "i is {$i}". */
  log?: string | null;
  /** Removed when a movement stops at it. */
  once?: boolean;
  enabled?: boolean;
}

/** A place in the state that is shown; `frame` counts from the innermost one, 0. */
export type Location =
  | { local: number | string; frame?: number }
  /** From the bottom, 0. */
  | { operand: number; frame?: number }
  | { global: number | string }
  /** An address; one byte and memory 0 unless told otherwise. */
  | { memory: number | bigint; length?: number; index?: number }
  | { table: number; index: number }
  /** The object by the number that references to it show. */
  | { object: number; field: number }
  | { result: number };

/** The step that wrote it; `start` when nobody has, since that step; `edited` by hand. */
export type Writer =
  | { kind: "step"; step: number; record: TraceRecord }
  | { kind: "start" | "edited"; step: number };

/** The step that reads it, writes over all of it, or ends its frame, whichever comes first;
 * `unread` when none does up to the last known step. */
export type Reader =
  | { kind: "step" | "overwritten" | "gone"; step: number; record: TraceRecord }
  | { kind: "unread"; step: number };

/** The members of a record, as an observer is given them. */
export type TraceRecord = Omit<StepEvent, "kind" | "direction" | "step" | "from" | "to" | "state">;

export interface Origin {
  /** The first one is the place asked about. A step is one node however often it is used. */
  nodes: OriginNode[];
  /** False when there is more: what decided where and whether, and what is beyond `nodes`. */
  complete: boolean;
}

export interface OriginNode {
  kind:
    | "asked"
    | "constant"
    | "argument"
    | "zero"
    | "initial"
    | "edited"
    | "segment"
    | "host"
    | "operation"
    | "load"
    | "store";
  /** Absent for what was there when the run began. */
  step?: number;
  func?: number;
  pc?: number;
  op?: string;
  /** The instruction as it is written, and its line. */
  text?: string;
  line?: number;
  value?: TypedText;
  /** Hexadecimal, of what no instruction made. */
  bytes?: string;
  inputs: {
    role: "value" | "address" | "condition";
    /** Its place in `nodes`; absent when it was not looked for. */
    node?: number;
    /** The last steps that only moved it, sixteen at most, the last one first. */
    through: number[];
    /** How many there are. */
    moved: number;
  }[];
}

export interface Hits {
  /** The first and the last state of each stretch without a break; the first 10,000. */
  stretches: [number, number][];
  /** How many stretches there are, and how many states. */
  count: number;
  states: number;
}

export interface LoopInfo {
  /** From 1; 0 before its first instruction. At least so often when not `exact`. */
  iteration: number;
  exact: boolean;
  /** What the page says. */
  text: string;
  func: number;
  /** Of the `loop` instruction. */
  pc: number;
  /** The local that decides whether it goes on, where that can be told. */
  counter?: { local: number; now: string; bound: string };
  /** Two steps with the same state, nothing from outside in between: it never ends. */
  endless?: { first: number; again: number };
}

export interface LastStop {
  reason:
    | "step"
    | "breakpoint"
    | "watch"
    | "until"
    | "pause"
    | "fuel"
    | "limit"
    | "end"
    | "budget";
  /** The breakpoint, if that or "watch" is the reason. */
  breakpoint?: number;
  /** What there was no memory for, if that is the reason: "memory", "table" or "stack". */
  limit?: string;
}

export type EventKind =
  | "step"
  | "call"
  | "return"
  | "branch"
  | "memory"
  | "global"
  | "table"
  | "host"
  | "trap"
  | "throw"
  | "seek"
  | "stop";

export interface ObserveOptions {
  /** `["step"]` when absent. */
  on?: EventKind[];
  /** Only instructions of this function, by name or index. */
  func?: string | number;
  /** Only each n-th event. */
  every?: number;
}

/** A value as `type:text`, such as `i32:5`. */
export type TypedText = string;

export interface Variable {
  index: number;
  name?: string;
  read?: TypedText;
  old?: TypedText;
  new?: TypedText;
}

/** What an observer is told. The members of a record are there for instructions. */
export interface StepEvent {
  readonly kind: EventKind;
  readonly direction: 1 | -1;
  /** The number of the instruction. `state.step` is one more; the same, when the
   * instruction was taken back (`direction` −1). */
  readonly step: number;
  /** Of a `seek`: from which step to which. */
  readonly from?: number;
  readonly to?: number;
  /** The machine after the instruction. It is made when it is first read, which has to be
   * during the callback. */
  readonly state: MachineState;
  readonly n?: number;
  readonly func?: number;
  readonly name?: string;
  readonly depth?: number;
  readonly pc?: number;
  readonly offset?: number;
  readonly line?: number;
  readonly column?: number;
  readonly op?: string;
  readonly imm?: string[];
  readonly pop?: TypedText[];
  readonly push?: TypedText[];
  readonly inst?: number;
  readonly local?: Variable;
  readonly global?: Variable;
  readonly mem?: (
    | { mem: number; addr: number; read: string; len?: number }
    | { mem: number; addr: number; old: string; new: string; len?: number }
    | { mem: number; pages: { old: number; new: number } }
  )[];
  readonly table?: (
    | { table: number; index: number; read: TypedText[]; len?: number }
    | { table: number; index: number; old: TypedText[]; new: TypedText[]; len?: number }
    | { table: number; size: { old: number; new: number } }
  )[];
  readonly branch?: { label: number; target: number };
  /** With `tail`, the function's frame takes the place of the caller's. */
  readonly call?: {
    func: number;
    name: string;
    inst?: number;
    args: TypedText[];
    tail?: true;
  };
  readonly return?: { to?: string; results: TypedText[] };
  readonly host?: { module: string; name: string; args: TypedText[]; results: TypedText[] };
  /** What happened to objects of the heap; `field` is the first field or element touched, and
   * packed ones have no sign. */
  readonly heap?: (
    | { object: string; field: number; name?: string; read: TypedText[]; len?: number }
    | {
        object: string;
        field: number;
        name?: string;
        old: TypedText[];
        new: TypedText[];
        len?: number;
      }
    | { object: string; type: string; made: TypedText[]; len?: number }
  )[];
  /** Without `caught`, nobody has caught the exception, and the program has ended. */
  readonly throw?: {
    tag: string;
    args: TypedText[];
    caught?: { func: number; name: string; inst?: number; depth: number; pc: number };
  };
  readonly trap?: { message: string; detail: string };
}

/** A picture that a program has presented. */
export interface Picture {
  width: number;
  height: number;
  /** How many pictures were presented up to this one. */
  number: number;
  /** The step that presented it. */
  step: number;
  /** Red, green, blue and opacity of each pixel, rows from the top. */
  pixels: Uint8Array;
}

export interface MachineState {
  step: number;
  status:
    | "ready"
    | "paused"
    | "running"
    | "waiting"
    | "returned"
    | "trapped"
    | "thrown"
    | "exited";
  at: null | {
    /** The name of the module, when it is not the main one. */
    module?: string;
    func: number;
    name: string;
    pc: number;
    offset: number;
    line?: number;
    column?: number;
    op: string;
    text: string;
  };
  /** The innermost frame's operands, bottom first. */
  stack: Value[];
  /** Innermost first. */
  frames: Frame[];
  globals: (Value & { index: number; name?: string; mutable: boolean })[];
  memories: { index: number; name?: string; pages: number; max?: number; is64: boolean }[];
  tables: { index: number; name?: string; size: number; type: string }[];
  results?: Value[];
  trap?: { message: string; detail: string };
  /** The exception that ended the program; `object` is what references to it say. */
  exception?: { tag?: string; args: Value[]; object: string };
  exitCode?: number;
}

export interface Frame {
  instance: number;
  /** The name of the module, when it is not the main one. */
  module?: string;
  func: number;
  name: string;
  /** 0 is the entry. */
  depth: number;
  pc: number;
  offset: number;
  line?: number;
  column?: number;
  locals: (Value & { index: number; name?: string })[];
  stack: Value[];
  /** Innermost first. */
  labels: {
    index: number;
    kind: "func" | "block" | "loop" | "if" | "else" | "try_table";
    name?: string;
    arity: number;
    target: number;
    height: number;
  }[];
}

export interface Value {
  type: string;
  text: string;
  bits: string;
}

/** What the interface throws. */
export interface WasmscopeError extends Error {
  name: "WasmscopeError";
  kind:
    | "syntax"
    | "malformed"
    | "invalid"
    | "unlinkable"
    | "argument"
    | "host"
    | "busy"
    | "empty";
  line?: number;
  column?: number;
  offset?: number;
}

declare global {
  interface Window {
    wasmscope: Wasmscope;
  }

  const wasmscope: Wasmscope;

  interface DocumentEventMap {
    "wasmscope:step": CustomEvent<StepEvent>;
  }
}

/** An instruction in the manual. `example` is a module whose export `main` executes it; operands,
 * results, what is said before and after, the reduction rule with its name and the side condition,
 * where one decides, are those there. */
export interface Instruction
  extends Record<"name" | "group" | "signature" | "meaning" | "example", string>,
    Record<"before" | "after" | "rule" | "ruleName" | "spec", string>,
    Record<"see" | "pop" | "push", string[]> {
  condition?: string;
}

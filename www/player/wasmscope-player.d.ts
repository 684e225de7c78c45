// The types of <wasmscope-player>. `MachineState` is in wasmscope.d.ts beside it.

import type { Argument, MachineState } from "./wasmscope.js";

export type Command =
  | "load" | "start" | "step" | "stepBack" | "seek" | "run" | "runBack" | "pause" | "state";

/** All that a page may ask. */
export const COMMANDS: Command[];

/** What `step` and `stop` events tell. */
export interface PlayerEvent {
  /** The step that the machine is at. */
  step: number;
  status: MachineState["status"];
  /** Why it moved: "step", "seek" or "stop". */
  kind: string;
  line?: number;
  op?: string;
}

export class WasmscopePlayer extends HTMLElement {
  /** The address of the playground. */
  readonly site: URL;
  /** The program: the attribute `source`, else the text inside of the element. */
  readonly source: string;
  /** Whether the playground has been asked for. */
  readonly isActive: boolean;
  /** Loads the playground; resolves to its first state when it can be talked to. */
  activate(): Promise<MachineState>;
  /** Another program, started as it says. */
  load(
    source: string,
    options?: { export?: string; arguments?: Argument[]; step?: number },
  ): Promise<MachineState>;
  start(name?: string, args?: Argument[]): Promise<MachineState>;
  step(count?: number): Promise<MachineState>;
  stepBack(count?: number): Promise<MachineState>;
  seek(step: number): Promise<MachineState>;
  /** Resolves when the run stops. */
  run(): Promise<MachineState>;
  runBack(): Promise<MachineState>;
  pause(): Promise<MachineState>;
  state(): Promise<MachineState>;
}

/** A link of version 1 that holds a program, as the fragment of an address. */
export function linkOf(program: {
  source: string;
  entry?: string | null;
  args?: string[];
  step?: number;
  title?: string;
}): string;

declare global {
  interface HTMLElementTagNameMap {
    "wasmscope-player": WasmscopePlayer;
  }
}

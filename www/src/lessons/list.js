// The lessons there are. Each text is a part of its own, which is loaded when it is opened; a
// test compares what stands here with the texts.

/** A lesson: its title and what it is about, and how its text is loaded. */
const lesson = (title, about, load) => ({ title, about, load });

export const LESSONS = [
  lesson(
    "What a virtual machine is",
    "Virtual machines, instruction sets, abstract machines, and a stack that computes.",
    () => import("../../lessons/01-machines.md"),
  ),
  lesson(
    "Values and types",
    "Four number types, two ways to read an integer, and conversions that say what they do.",
    () => import("../../lessons/02-values.md"),
  ),
  lesson(
    "Locals and parameters",
    "Names for values that are needed more than once.",
    () => import("../../lessons/03-locals.md"),
  ),
  lesson(
    "Functions and frames",
    "What a call does to the stack, and where a function waits.",
    () => import("../../lessons/04-frames.md"),
  ),
  lesson(
    "Blocks and labels",
    "Decisions without goto: where a branch may go, and what it takes along.",
    () => import("../../lessons/05-blocks.md"),
  ),
  lesson(
    "Loops and branch tables",
    "Going round with a branch, and choosing one of many ways in one step.",
    () => import("../../lessons/06-loops.md"),
  ),
  lesson(
    "Linear memory",
    "An array of bytes, addresses, loads and stores.",
    () => import("../../lessons/07-memory.md"),
  ),
  lesson(
    "Validation: the type stack",
    "Why no program that runs can find the wrong type on its stack.",
    () => import("../../lessons/08-validation.md"),
  ),
  lesson(
    "Modules, imports, tables",
    "What a module takes and gives, and calls of functions that are chosen while it runs.",
    () => import("../../lessons/09-modules.md"),
  ),
  lesson(
    "Traps and exceptions",
    "What cannot be caught, and what can.",
    () => import("../../lessons/10-traps.md"),
  ),
  lesson(
    "References, objects, tail calls",
    "Structures on a heap that is collected, and calls that leave no frame.",
    () => import("../../lessons/11-objects.md"),
  ),
  lesson(
    "Vectors, several memories, compiled modules",
    "Four numbers at once, a second array of bytes, and reading what a compiler wrote.",
    () => import("../../lessons/12-vectors.md"),
  ),
];

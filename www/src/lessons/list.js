// The lessons there are. Each text is a part of its own, which is loaded when it is opened; a
// test compares what stands here with the texts.

import * as says from "../../locales/en/lessons/list.ftl";

/** A lesson: its title and what it is about, and how its text is loaded. */
const lesson = (title, about, load) => ({ title, about, load });

export const LESSONS = [
  lesson(says.machines, says.machinesAbout, () => import("../../lessons/01-machines.md")),
  lesson(says.values, says.valuesAbout, () => import("../../lessons/02-values.md")),
  lesson(says.locals, says.localsAbout, () => import("../../lessons/03-locals.md")),
  lesson(says.frames, says.framesAbout, () => import("../../lessons/04-frames.md")),
  lesson(says.blocks, says.blocksAbout, () => import("../../lessons/05-blocks.md")),
  lesson(says.loops, says.loopsAbout, () => import("../../lessons/06-loops.md")),
  lesson(says.memory, says.memoryAbout, () => import("../../lessons/07-memory.md")),
  lesson(says.validation, says.validationAbout, () => import("../../lessons/08-validation.md")),
  lesson(says.modules, says.modulesAbout, () => import("../../lessons/09-modules.md")),
  lesson(says.traps, says.trapsAbout, () => import("../../lessons/10-traps.md")),
  lesson(says.objects, says.objectsAbout, () => import("../../lessons/11-objects.md")),
  lesson(says.vectors, says.vectorsAbout, () => import("../../lessons/12-vectors.md")),
];

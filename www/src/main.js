// What the page needs of JavaScript, on one global object that the WebAssembly
// module finds when it starts: the editor, files, the scripts' interface, and ways
// to give way to the browser.

import { create } from "./editor.js";
import { draw } from "./canvas.js";
import { loadExamples, walkCards } from "./examples.js";
import { acceptFiles, save, saveParts } from "./files.js";
import { compareWithBefore, forgetAnswers, showLoop, toggleHistory } from "./history.js";
import {
  checkWithBrowser, eventOver, publish, stepEvent, togglePrediction, wasmscopeError,
} from "./interface.js";
import "./later.js";
import { toggleLessons } from "./lessons.js";
import { copy, onLink, replaceAddress } from "./link.js";
import { keepOffline } from "./offline.js";
import { wordAtCursor } from "./manual/hover.js";
import { tellNamed } from "./manual/named.js";
import { showOperandTypes } from "./operand-types.js";
import { nextFrame, nextTask, wait } from "./tasks.js";

globalThis.wasmscopePage = {
  acceptFiles,
  checkWithBrowser,
  compareWithBefore,
  copy,
  createEditor: create,
  draw,
  eventOver,
  forgetAnswers,
  loadExamples,
  nextFrame,
  nextTask,
  onLink,
  openReference: () => import("./manual/dialog.js").then((part) => part.openReference(wordAtCursor())),
  publish(version, calls) {
    publish(version, calls);
    keepOffline();
  },
  replaceAddress,
  save,
  saveParts,
  showOperandTypes,
  stepEvent,
  showLoop,
  toggleHistory,
  togglePrediction,
  toggleLessons,
  wait,
  walkCards,
  wasmscopeError,
};

tellNamed();

// Chooses its own widths.
import { test } from "node:test";

import { nothingWrong, panes } from "./states.mjs";

test("nothing that axe can find is wrong in any pane at 320 pixels", (t) =>
  nothingWrong(t, { width: 320, height: 568 }, panes));

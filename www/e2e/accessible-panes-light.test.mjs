import { test } from "node:test";

import { nothingWrong, panes } from "./states.mjs";

test("nothing that axe can find is wrong in any pane (light)", (t) => nothingWrong(t, { colorScheme: "light" }, panes));

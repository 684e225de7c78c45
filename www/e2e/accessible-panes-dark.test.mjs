import { test } from "node:test";

import { nothingWrong, panes } from "./states.mjs";

test("nothing that axe can find is wrong in any pane (dark)", (t) => nothingWrong(t, { colorScheme: "dark" }, panes));

import { test } from "node:test";

import { nothingWrong } from "./states.mjs";

test("nothing that axe can find is wrong in any state (dark)", (t) => nothingWrong(t, { colorScheme: "dark" }));

import { test } from "node:test";

import { nothingWrong } from "./states.mjs";

test("nothing that axe can find is wrong in any state (light)", (t) => nothingWrong(t, { colorScheme: "light" }));

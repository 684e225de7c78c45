check-trace-no-module-could = A trace has no module that could run.
check-elements-imported-table-were = Elements of an imported table were chosen, which only this machine has.
check-imports-modules-other-tabs = It imports from modules in other tabs, which only this machine links.

check-page-is-trace = A trace has no module that could run.
check-page-chosen-elements = Elements of an imported table were chosen, which only this machine has.
check-page-other-modules = It imports from modules in other tabs, which only this machine links.

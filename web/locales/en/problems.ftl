problems-all-valid = None. All modules are valid.
problems-valid = None. The module is valid.
problems-module = Module
problems-nothing = {" "}nothing
problems-wrong = , which does not fit
problems-expected = expected{" "}
problems-found = found{" "}
problems-found-below = {"found "}{ $below }{" "}

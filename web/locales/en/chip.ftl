chip-back = Back to step{" "}

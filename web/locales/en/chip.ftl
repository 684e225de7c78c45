chip-back-step = Back to step{" "}

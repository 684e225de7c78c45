source-no-problems = There are no problems.

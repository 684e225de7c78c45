source-there-no-problems = There are no problems.

looking-never-ends = This program can never end: at step { $again } everything is exactly as it was at step { $first }, and nothing from outside comes in between.
looking-in-loop = In a loop: { $text }.
looking-none-again = {" "}No state has come again.

# A segment that does not fit traps before the first instruction.
run segment.wat

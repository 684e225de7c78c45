waits-entry = Entry of function
waits-exit = Exit of function
waits-opcode = Every instruction named
waits-host = Host call
waits-host-of = module.name, or nothing for all
waits-trap = Trap
waits-write = Bytes written
waits-read = Bytes read
waits-access = Bytes read or written
waits-local = Local changed
waits-local-of = function and local: $f $i
waits-global = Global changed
waits-table = Table changed
waits-table-of = index, elements, table: 3, 1
waits-function-and-local = a function and a local are wanted, such as `$f $i`
waits-name-or-index = $name or index
waits-bytes-of = address, bytes, memory: 0x40, 4
waits-no-instruction = function { $func } has no instruction { $pc }
waits-no-opcode = no instruction of this program is `{ $of }`
waits-no-memory = there is no memory { $index }: the module has { $n ->
    [one] 1 memory
   *[other] { $n } memories
}
waits-no-table = there is no table { $index }: the module has { $n ->
    [one] 1 table
   *[other] { $n } tables
}
waits-a-local = local
waits-a-global = global
waits-a-function = function
waits-takes = on takes { $words }
waits-not-imported = nothing is imported as `{ $of }`
waits-three-numbers = three numbers at most are wanted
waits-at-least-one = at least 1 has to be watched
waits-no-number = `{ $text }` is no number, such as `64` or `0x40`
waits-no-index = there is no { $what } { $index }: { $n ->
    [one] there is one
   *[other] there are { $n }
}
waits-no-name = there is no { $what } `{ $text }`
waits-imported = function { $func } is imported; wait for its host call

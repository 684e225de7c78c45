tables-not-in-trace = a trace does not hold them
tables-change-element = Change element { $index } of { $name }
tables-element-table = Element { $index } of table { $table }
tables-nobody-provides = Imported, and nobody provides it: null, or a function by name or index
tables-tables = Tables
tables-unnamed = table { $index }
tables-more = and { $count } more
tables-elements = { $n ->
    [one] , one element
   *[other] , { $count } elements
}

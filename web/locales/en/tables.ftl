tables-none-module = none in this module
tables-trace-does-not-hold = a trace does not hold them
tables-change-element = Change element { $index } of { $name }
tables-element-table = Element { $index } of table { $table }
tables-imported-nobody-provides-null = Imported, and nobody provides it: null, or a function by name or index

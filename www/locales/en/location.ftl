# What is wrong with a place of a value that a script names.
nothing-called = there is no { $kind } "{ $name }"
location = a location is { "{" }local{ "}" }, { "{" }operand{ "}" }, { "{" }global{ "}" }, { "{" }memory{ "}" }, { "{" }table, index{ "}" }, { "{" }object, field{ "}" } or { "{" }result{ "}" }

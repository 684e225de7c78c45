# Why a module cannot be given its imports.
not-null = { $module }.{ $name } would have to be given a reference that is not null.

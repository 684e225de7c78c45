modules-module-added = Module { $name } was added.
modules-module-removed-text-kept = Module { $name } was removed. Its text is kept under Previous work.

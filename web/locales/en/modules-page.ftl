modules-added = Module { $name } was added.
modules-removed = Module { $name } was removed. Its text is kept under Previous work.

# What scripts are told that use `window.wasmscope` otherwise than it can be used.
callback-only = event.state can be read during the callback only; later there is wasmscope.state()
options = options have to be an object, not { $type }
no-instruction = no instruction is called { $name }

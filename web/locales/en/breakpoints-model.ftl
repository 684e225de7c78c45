breakpoints-model-wrong-condition = condition: { $error }
breakpoints-model-wrong-message = message: { $error }
breakpoints-model-no-such = there is no breakpoint { $id }
breakpoints-model-one = a breakpoint

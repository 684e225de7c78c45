prelude-fails = ; it fails: { $error }

prelude-about = How memory, tables and globals got what they hold
prelude-before-step-0 = Before step 0
prelude-instantiation = Instantiation
prelude-next = Before step 0, about to do
prelude-step-instantiation = Step of the instantiation
prelude-earlier = Earlier
prelude-later = Later
prelude-back-step-0 = Back to step 0

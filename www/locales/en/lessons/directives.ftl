# What is wrong with a directive of an exercise.
several-equals = there is more than one =
no-function = it names no function
whole-number = it takes a whole number
step-and-text = it takes a step and a text
meant = there is no such word, { $word } is probably meant
unknown = there is no such word, there are { $words }; struct and view
own-line = it has to stand on a line of its own
wrong = ;;@ { $directive }: { $why }.

# What is wrong with a directive of an exercise.
several-equals = there is more than one =
no-function = it names no function
whole-number = it takes a whole number
step-and-text = it takes a step and a text
wrong = ;;@ { $directive }: { $why }.

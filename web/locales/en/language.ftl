# What the language calls itself: the choice in the settings names it so.
language-name = English
language-choice = Language
language-what-stays = Explanations, problems, traps and the reference of instructions come from the machine, in the specification's words: they are English in every language.

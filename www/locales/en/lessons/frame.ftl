# The frame of the pane of the lessons.
name = Lessons
all = All lessons
text = Lesson text
close = Close lessons
back = Back
next = Next

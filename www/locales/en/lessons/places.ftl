# Lessons, and places in a program, as several parts of the pane name them.
lesson = Lesson { $number }: { $title }
go-to-line = Go to line { $line }
on-line = Line { $line }: { $problem }

zoom-zoom-function = Zoom to function
zoom-function = Function
zoom-zoom-loop = Zoom to loop
zoom-loop = Loop
zoom-zoom = Zoom in
zoom-zoom-out = Zoom out
zoom-whole-run = Whole run
zoom-whole = Whole
zoom-shown = The steps that the lanes show
zoom-far = {" "}so far
zoom-not-now = , not in it now
zoom-previous-iteration = Previous iteration
zoom-next-iteration = Next iteration
zoom-iteration = Iteration{" "}
zoom-iteration-box = Iteration
zoom-now = , now at { $about }{ $pass }
zoom-passes = { $n ->
    [one] { $place }: one iteration{ $open }{ $now }
   *[other] { $place }: × { $passes } iterations{ $open }{ $now }
}

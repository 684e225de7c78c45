frames-count = { $n ->
    [one] 1 frame
   *[other] { $count } frames
}
frames-none = No function is running.
frames-show = Show this frame's locals and labels

canvas-no-longer-kept-run = {" "}It is no longer kept: run again to see it.
canvas-picture-presented-step = Picture { $number }, { $size }, presented at step { $step }.{ $lost }
canvas-earlier-pictures-no-longer = Earlier pictures are no longer kept.
canvas-nothing-presented-yet = Nothing presented yet.
canvas-note = picture { $number } · step { $step }
canvas-pixels = { $width } × { $height } pixels
canvas-nothing-yet-size = Nothing presented yet. A picture has { $size }.

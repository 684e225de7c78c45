canvas-model-lost = {" "}It is no longer kept: run again to see it.
canvas-model-picture = Picture { $number }, { $size }, presented at step { $step }.{ $lost }
canvas-model-earlier-lost = Earlier pictures are no longer kept.
canvas-nothing-presented-yet = Nothing presented yet.
canvas-note = picture { $number } · step { $step }
canvas-pixels = { $width } × { $height } pixels
canvas-model-none-yet = Nothing presented yet. A picture has { $size }.

toolbar-controls = Controls
toolbar-speed = Speed
toolbar-more = More

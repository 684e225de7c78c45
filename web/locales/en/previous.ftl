previous-previous-work = Previous work

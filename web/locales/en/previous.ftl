previous-work = Previous work

notice-differs = See what differs
notice-two-steps = See the two steps
notice-previous = Previous work
notice-notice = Notice
notice-dismiss = Dismiss
notice-cancel = Cancel
notice-doing = { $doing } { $name }
notice-still = { $name } …

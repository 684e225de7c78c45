title-from-link = From a link

share-link = From a link
share-previous-work = Previous work
share-trace-does-not-fit = A trace does not fit into a link: send its file.
share-link-clipboard-characters = The link is on the clipboard: { $length } characters.
share-clipboard-closed-page-link = The clipboard is closed to this page. The link is now the address of this page.
share-your-text-not-kept = Your text is not kept for the next visit: this browser's storage is full or closed to this page. Export saves it as a file, Share makes a link.

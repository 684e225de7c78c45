share-is-trace = A trace does not fit into a link: send its file.
share-copied = The link is on the clipboard: { $length } characters.
share-in-address = The clipboard is closed to this page. The link is now the address of this page.
share-storage-full = Your text is not kept for the next visit: this browser's storage is full or closed to this page. Export saves it as a file, Share makes a link.

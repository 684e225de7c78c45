// What the page needs from JavaScript: the editor.

// Texts that are not to be seen as a whole.

/** What is cut off without a way to scroll to it, or lies beyond the right edge of the window. */
export const cutTexts = (page) => page.evaluate(cutInPage);

function cutInPage() {
  const found = [];
  const beyond = (inner, outer, room = 2) => inner.right > outer.right + room || inner.left < outer.left - room;
  /** What cuts a text off; null if nothing does. */
  const cutter = (element, text) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(box);
      const area = box.getBoundingClientRect();
      // Words for a screen reader alone.
      if (area.width < 2) return null;
      const scrolls = [overflowX, overflowY].some((way) => way === "auto" || way === "scroll");
      if (scrolls) return null;
      const named = textOverflow === "ellipsis" && box.closest("[title]");
      if (overflowX === "hidden" && beyond(text, area) && !named) return box;
      if (overflowY === "hidden" && (text.bottom > area.bottom + 3 || text.top < area.top - 3)) return box;
    }
    return beyond(text, { left: 0, right: innerWidth }) ? document.body : null;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement: element } = texts.currentNode;
    const isSeen = element.checkVisibility({ visibilityProperty: true });
    if (data.trim() === "" || !isSeen || element.closest("option, script, style, .skip, .cm-editor")) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const box = cutter(element, range.getBoundingClientRect());
    if (box) found.push(`${data.trim().slice(0, 40)} (by ${box.id || box.className || box.tagName})`);
  }
  return found;
}

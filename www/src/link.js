// Links: the clipboard and the address of the page.

/** Puts a text on the clipboard; resolves to whether that was allowed. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Gives the page another address without opening it; "" is its own without a link. */
export function replaceAddress(address) {
  const { pathname, search } = location;
  history.replaceState(null, "", address === "" ? pathname + search : address);
}

/** Calls back whenever the fragment of the address becomes another. */
export function onLink(callback) {
  addEventListener("hashchange", () => callback());
}

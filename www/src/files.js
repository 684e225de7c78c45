// Files of the person's computer.

/** Saves bytes under a name. */
export const save = (name, type, bytes) => saveParts(name, type, [bytes]);

/** Saves bytes that come in parts. */
export function saveParts(name, type, parts) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by the next task.
  setTimeout(() => URL.revokeObjectURL(address));
}

/**
 * Takes files that are dropped anywhere on the page, before the editor would take them as
 * text.
 *
 * @param {(over: boolean) => void} onOver called when a file comes over the page or leaves it
 * @param {(file: File) => void} onFile called with a file that was dropped
 */
export function acceptFiles(onOver, onFile) {
  let over = false;
  const tell = (now) => {
    if (now !== over) onOver((over = now));
  };
  const listen = (kind, act) => {
    const listener = (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      act(event);
    };
    addEventListener(kind, listener, { capture: true });
  };
  listen("dragenter", () => tell(true));
  listen("dragover", (event) => {
    event.dataTransfer.dropEffect = "copy";
    tell(true);
  });
  // Without an element that is entered instead, the page is left.
  listen("dragleave", (event) => {
    if (event.relatedTarget === null) tell(false);
  });
  listen("drop", (event) => {
    tell(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  });
}

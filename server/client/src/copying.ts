// Copies texts, and says so. <button data-copies="id"> copies the text of the element that it names.

export function offerCopies(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-copies]")) {
    const source = document.getElementById(button.dataset.copies ?? "");
    button.hidden = source === null;
    if (source) button.addEventListener("click", () => void copy(button, source, button.dataset.done));
  }
}

// Copies the text that *source* shows, or all of it where that is longer. Where the browser lets nobody write to the clipboard, the text is selected, and the button
// says by which keys it is copied.
export async function copy(button: HTMLButtonElement, source: HTMLElement, done = "✓", text = textIn(source)): Promise<void> {
  const isCopied = await written(text) || (select(source), byCommand());
  button.dataset.label ??= button.textContent;
  button.textContent = isCopied ? done : navigator.platform.includes("Mac") ? "⌘C" : "Ctrl+C";
  setTimeout(() => (button.textContent = button.dataset.label ?? ""), isCopied ? 1500 : 5000);
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // Over plain HTTP there is no clipboard, and elsewhere it may be forbidden.
  }
}

// The way of before, which works over plain HTTP too; a browser that has left it off says so.
function byCommand(): boolean {
  return typeof document.execCommand === "function" && document.execCommand("copy");
}

const isField = (source: HTMLElement): source is HTMLInputElement | HTMLTextAreaElement => source instanceof HTMLTextAreaElement || source instanceof HTMLInputElement;

function textIn(source: HTMLElement): string {
  return (isField(source) ? source.value : (source.textContent ?? "")).trim();
}

function select(source: HTMLElement): void {
  if (isField(source)) source.select();
  else getSelection()?.selectAllChildren(source);
}

// Words of the text: what is selected, as code points from the start of the article, by mouse or word by word.

const text = () => document.getElementById("text");
const points = (string) => Array.from(string).length;

/** Return the offset of a place in the text, which its piece tells; null outside of it. */
function offset(node, at) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-begin]");
  if (!piece || !text().contains(piece)) return null;
  const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, at) : at ? piece.textContent : "";
  return Number(piece.dataset.begin) + points(before);
}

/** Return the node and index of the code point `wanted`. */
function place(wanted) {
  const pieces = [...text().querySelectorAll("[data-begin]")];
  const piece = pieces.findLast((each) => Number(each.dataset.begin) <= wanted) ?? pieces[0];
  const node = piece.firstChild;
  const inside = Array.from(node.data).slice(0, wanted - Number(piece.dataset.begin)).join("");
  return [node, inside.length];
}

/** Return the selected words as {begin, end, words}; null when none of the text are selected. */
export function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const begin = offset(range.startContainer, range.startOffset);
  const end = offset(range.endContainer, range.endOffset);
  if (begin === null || end === null || begin >= end) return null;
  return { begin, end, words: Array.from(text().textContent).slice(begin, end).join("") };
}

/** Select from one code point to another and bring the end into view. */
export function select(begin, end) {
  document.getSelection().setBaseAndExtent(...place(begin), ...place(end));
  place(end)[0].parentElement.scrollIntoView({ block: "nearest" });
}

/** Return [begin, end] of each word of the text. */
function words() {
  const whole = text().textContent;
  const found = [];
  let at = 0;
  for (const { segment, isWordLike } of new Intl.Segmenter(text().lang, { granularity: "word" }).segment(whole)) {
    const length = points(segment);
    if (isWordLike) found.push([at, at + length]);
    at += length;
  }
  return found;
}

/** Select the word at or after a place. */
export function begin(at) {
  const found = words();
  const word = found.find(([, end]) => end > at) ?? found.at(-1);
  if (word) select(...word);
}

/** Move the selection one word back (-1) or on (1), or let its end grow or shrink by one. */
export function step(by, grows) {
  const found = words();
  const now = selected();
  if (!now) return begin(0);
  const first = Math.max(0, found.findIndex(([, end]) => end > now.begin));
  const last = Math.max(first, found.findLastIndex(([start]) => start < now.end));
  if (grows) {
    const to = Math.min(Math.max(last + by, first), found.length - 1);
    return select(Math.min(now.begin, found[first][0]), found[to][1]);
  }
  const to = by > 0 ? Math.min(last + 1, found.length - 1) : Math.max(first - 1, 0);
  return select(...found[to]);
}

/** Move the start or the end of the selection by one character. */
export function nudge(start, end) {
  const now = selected();
  const length = points(text().textContent);
  if (!now) return;
  const from = Math.max(0, now.begin + start);
  const to = Math.min(length, now.end + end);
  if (from < to) select(from, to);
}

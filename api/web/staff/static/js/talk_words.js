// The words of an utterance: plain text, with the seconds at which they begin beside it. Which word lies under
// the pointer is asked of the browser, and the one that is spoken is painted by it, without an element for each.

const spoken = globalThis.Highlight ? new Highlight() : null;
if (spoken) CSS.highlights.set("talk-now", spoken);

const textOf = (row) => row?.querySelector("[data-words]");
const startsOf = (text) => text.dataset.words.split(" ").map(Number);

// When the word under a point begins; undefined where there is no text.
export function timeUnder(row, x, y) {
  const text = textOf(row);
  const at = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
  const node = at?.offsetNode ?? at?.startContainer;
  if (!text?.contains(node)) return undefined;
  const before = new Range();
  before.setStart(text, 0);
  before.setEnd(node, at.offset ?? at.startOffset);
  return startsOf(text)[before.toString().split(" ").length - 1];
}

// Paints the word that is spoken at a time; gives its number.
export function paint(row, time) {
  const text = textOf(row);
  if (!text) return clear();
  const word = startsOf(text).findLastIndex((start) => start <= time + 0.05);
  if (!spoken || word < 0) return clear();
  const words = text.textContent.split(" ");
  const start = words.slice(0, word).join(" ").length + (word ? 1 : 0);
  const range = new Range();
  range.setStart(...placed(text, start, true));
  range.setEnd(...placed(text, start + words[word].length, false));
  spoken.clear();
  spoken.add(range);
  return word;
}

export function clear() {
  spoken?.clear();
  return -1;
}

// The node and the place in it where a character stands; at a border, the node behind it or before it.
function placed(text, offset, behind) {
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let node = walk.nextNode();
  while (node.length < offset || (behind && node.length === offset)) {
    offset -= node.length;
    node = walk.nextNode();
  }
  return [node, offset];
}

// Two people wrote the same text: both are shown, and the one who is here chooses.
import { filled, texts } from "./texts.js";

const dialog = document.getElementById("review-conflict");
const t = texts("review");

// `theirs`: {text, author}, the author null for a machine. Resolves to "mine", "theirs", "both", or null for later.
export function chosen({ mine, theirs }) {
  const who = theirs.author ?? t.machine;
  dialog.querySelector("[data-who]").textContent = filled(t.conflict_who, { who });
  dialog.querySelector("[data-their-title]").textContent = filled(t.conflict_their_title, { who });
  dialog.querySelector('[value="theirs"]').textContent = filled(t.conflict_theirs, { who });
  const [start, mineEnd, theirsEnd] = differing(mine, theirs.text);
  marked(dialog.querySelector("[data-mine]"), mine, start, mineEnd);
  marked(dialog.querySelector("[data-theirs]"), theirs.text, start, theirsEnd);
  dialog.returnValue = "";
  dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector("h2").focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue || null), { once: true });
  });
}

// From where to where the two differ, in whole words.
function differing(a, b) {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  while (start > 0 && !/\s/.test(a[start - 1])) start -= 1;
  let back = 0;
  while (back < Math.min(a.length, b.length) - start && a.at(-1 - back) === b.at(-1 - back)) back += 1;
  while (back > 0 && !/\s/.test(a.at(-back))) back -= 1;
  return [start, a.length - back, b.length - back];
}

function marked(place, text, start, end) {
  const mark = document.createElement("mark");
  mark.textContent = text.slice(start, end);
  place.replaceChildren(text.slice(0, start), mark, text.slice(end));
}

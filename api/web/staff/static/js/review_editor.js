// The text, read with its marks or written in a plain field, in the same place and the same letters.
import { texts } from "./texts.js";
import { say } from "./dialogs.js";
import { item, shown } from "./review_item.js";
import { flush, onReplaced, overtaken, recovered, unsaved, written } from "./review_saving.js";

const editor = document.getElementById("review-editor");
const field = document.getElementById("text");
const evidence = document.getElementById("evidence");
const reading = () => document.getElementById("review-reading");

export const isEditing = () => !editor.hidden;
export const mayEdit = () => reading().dataset.mayEdit === "yes";

export function edit(caret) {
  if (!mayEdit()) return;
  if (!isEditing()) {
    field.value = unsaved() ?? item.text;
    open(true);
  }
  field.focus({ preventScroll: true });
  intoView();
  const at = caret ?? field.value.length;
  field.setSelectionRange(at, at);
  showEvidence();
}

// Back to reading; what is written is saved first. Where that fails, it stays open.
export async function done({ silently } = {}) {
  if (!isEditing()) return true;
  const hadFocus = editor.contains(document.activeElement);
  if (!(await flush())) return false;
  await shown();
  open(false);
  if (hadFocus) document.getElementById("act-edit")?.focus({ preventScroll: true });
  if (!silently) say(texts("review").all_saved);
  return true;
}

// A text from elsewhere takes the field's place while it is open.
export function put(text) {
  if (!isEditing() || field.value === text) return;
  const caret = Math.min(field.selectionStart, text.length);
  field.value = text;
  field.setSelectionRange(caret, caret);
  fit();
}

function open(yes) {
  editor.hidden = !yes;
  reading().hidden = yes;
  document.getElementById("act-edit")?.toggleAttribute("hidden", yes);
  if (yes) fit();
}

function fit() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 4}px`;
}

// The whole field where there is room, its beginning else; the foot of the page covers nothing of it.
function intoView() {
  const room = innerHeight - document.querySelector(".review-foot").offsetHeight;
  const { top, bottom } = editor.getBoundingClientRect();
  if (top >= 0 && bottom <= room) return;
  scrollBy({ top: Math.min(top - 80, bottom > room ? Math.max(0, bottom - room) : top - 80) });
}

// The marks of the sentence that the caret stands in.
function showEvidence() {
  const at = savedOffset();
  const sentences = [...reading().querySelectorAll(".sentence")];
  const here = sentences.findLast((one) => Number(one.dataset.offset) <= at);
  const marks = here?.querySelector(".marks")?.cloneNode(true);
  evidence.replaceChildren(...(marks ? [marks] : [texts("review").no_evidence]));
}

// The caret's place in the text that the marks belong to: before or after what was changed since.
function savedOffset() {
  const [now, then, caret] = [field.value, item.text, field.selectionStart];
  let same = 0;
  while (same < Math.min(now.length, then.length) && now[same] === then[same]) same += 1;
  return caret <= same ? caret : Math.max(same, caret - (now.length - then.length));
}

function caretAt(event) {
  const found = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const run = found?.offsetNode.parentElement?.closest("[data-offset]");
  return run && !run.classList.contains("sentence") ? Number(run.dataset.offset) + found.offset : undefined;
}

field.addEventListener("input", () => { fit(); written(field.value); showEvidence(); });
field.addEventListener("keyup", showEvidence);
field.addEventListener("click", showEvidence);
field.addEventListener("blur", () => { if (unsaved() !== null) flush(); });
addEventListener("resize", () => { if (isEditing()) fit(); });
document.addEventListener("click", (event) => {
  if (!event.target.closest("#review-reading") || event.target.closest("a:not(.doubt), button")) return;
  const byKey = event.detail === 0; // Enter on a doubt leads to what is said about it
  if (byKey || !mayEdit() || !getSelection().isCollapsed) return;
  event.preventDefault();
  edit(caretAt(event));
});
document.addEventListener("referent:item-shown", () => {
  if (isEditing() && !mayEdit()) open(false);
  if (isEditing()) open(true);
  if (overtaken()) put(item.text);
});
onReplaced(put);

const left = await recovered();
if (left !== null) edit(left.length);

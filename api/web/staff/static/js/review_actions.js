// What one does to an item beside writing: approve, reopen, answer for a concern, undo, say what was decided.
import { confirmed, say } from "./dialogs.js";
import { filled, texts } from "./texts.js";
import { item, refresh, write } from "./review_item.js";
import { done, edit } from "./review_editor.js";
import { flush } from "./review_saving.js";

const t = texts("review");
const byId = (id) => document.getElementById(id);

// Does something to the saved item and shows what came of it; a refusal is said, and the page brought up to date.
export async function act(method, what, json) {
  if (!(await flush())) return false;
  try {
    await write(method, what, typeof json === "function" ? json() : json);
    await refresh();
    return true;
  } catch (problem) {
    say(problem.status === 412 ? t.changed_meanwhile : problem.message);
    await refresh();
    return false;
  }
}

async function approve() {
  if (!(await done({ silently: true }))) return;
  if (nextNote({ blocking: true })) {
    say(t.answer_first);
    return;
  }
  if (await act("POST", "/approve", () => ({ text_version: item.text_version }))) {
    say(t.approved);
    (byId("go-next") ?? byId("go-last")).focus();
  }
}

async function reopen() {
  const text = item.adopted ? t.reopen_adopted : t.reopen_text;
  const given = await confirmed({ title: t.reopen_title, text, yes: t.reopen_yes, reason: t.reason });
  if (given && (await act("POST", "/reopen", given))) {
    say(t.reopened);
    byId("act-edit")?.focus();
  }
}

async function acknowledge({ concern, label, detail }) {
  if (!(await done({ silently: true }))) return;
  const given = await confirmed({
    title: t.acknowledge_title, text: `${label} ${detail}`.trim(), yes: t.acknowledge_yes, reason: t.reason,
  });
  if (!given) {
    byId(`staa-${concern}`)?.focus();
  } else if (await act("POST", "/acknowledge", { concern, ...given })) {
    say(t.acknowledged);
    if (!nextNote({ blocking: true })) byId("act-approve")?.focus();
  }
}

// Undoing again goes further back; a version that was restored from the history gives way to what it replaced.
const undoings = new Set();

async function undo() {
  if (!(await done({ silently: true }))) return;
  const to = undoings.has(item.text_version) ? item.undo : (item.replaced ?? item.undo);
  if (!to) say(t.nothing_to_undo);
  else if (await act("POST", `/versions/${to}/restore`)) {
    undoings.add(item.text_version);
    say(t.undone);
    (byId("act-undo") ?? byId("act-edit"))?.focus();
  }
}

async function decide(outcome) {
  if (await act("PUT", "/text", () => ({ text: item.text, outcome }))) say(t.outcome_saved);
}

// The next thing to check after the one that has the focus, then from the top. Whether there was one.
export function nextNote({ blocking } = {}) {
  const notes = [...document.querySelectorAll(blocking ? ".note.severe" : "#review-notes > .note-list > .note")];
  const here = notes.findIndex((one) => one.contains(document.activeElement));
  const next = notes[(here + 1) % notes.length];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
  return Boolean(next);
}

export const ACTIONS = {
  approve, reopen, acknowledge, undo, edit: () => edit(), done,
  "next-note": () => nextNote() || say(t.nothing_to_check),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) ACTIONS[button.dataset.act]?.(button.dataset, button);
});
document.addEventListener("change", (event) => {
  if (event.target.id === "outcome") decide(event.target.value);
});

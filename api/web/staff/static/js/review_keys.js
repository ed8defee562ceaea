// The keys that the table under `?` lists: single ones outside of fields, where they are not switched off;
// the others everywhere. Playing is done by the talk side.
import { ACTIONS } from "./review_actions.js";

const SOUND = ["play", "back", "forward", "slower", "faster"];
const OFF = "referent:single-keys-off";
const table = document.getElementById("review-keys");
const single = document.getElementById("single-keys");
const acts = { one: new Map(), always: new Map() };

for (const row of table.querySelectorAll("[data-key-act]")) {
  for (const kind of ["one", "always"]) if (row.dataset[kind]) acts[kind].set(row.dataset[kind], row.dataset.keyAct);
}

single.checked = localStorage.getItem(OFF) === null;
single.addEventListener("change", () => {
  if (single.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "yes");
});

function pressed(event) {
  const held = [event.ctrlKey || event.metaKey ? "Ctrl+" : "", event.altKey ? "Alt+" : ""].join("");
  return held + event.key;
}

const isField = (element) => element.matches?.("input, textarea, select, [contenteditable]");

function actOf(event) {
  if (document.querySelector("dialog[open]") || event.isComposing) return undefined;
  const key = pressed(event);
  const always = acts.always.get(key);
  if (always && !(key === "Escape" && event.target.id !== "text")) return always;
  return single.checked && !isField(event.target) ? acts.one.get(key) : undefined;
}

function go(id) {
  document.getElementById(id)?.click();
}

document.addEventListener("keydown", (event) => {
  const act = actOf(event);
  if (!act) return;
  event.preventDefault();
  if (SOUND.includes(act)) document.dispatchEvent(new CustomEvent("referent:key", { detail: { act } }));
  else if (act === "next-item") go("go-next");
  else if (act === "previous-item") go("go-previous");
  else if (act === "approve") go("act-approve");
  else if (act === "undo") go("act-undo");
  else ACTIONS[act]({});
});

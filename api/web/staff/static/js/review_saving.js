// Saves what is written: a moment after the last key, when the field is left, when the page is, and again
// when the network is back. The server's answer decides; until then the text stays in this browser.
import { ask } from "./server.js";
import { filled, texts } from "./texts.js";
import { item, refresh, take } from "./review_item.js";
import { forget, keep, kept } from "./review_kept.js";
import { chosen } from "./review_conflict.js";

const QUIET_MS = 1500;
const LONGEST_MS = 10_000;
const RETRY_MS = [3000, 6000, 15_000, 30_000];
const LONGEST_ONWARD = 15_000; // characters that browsers go on sending when the page is left
const t = texts("review");
const state = document.getElementById("save-state");
const problem = document.getElementById("save-problem");

let pending = null; // a text that the server does not have
let base = item.text; // the server's text that it was written from
let since = 0;
let timer;
let running = null;
let failures = 0;
let safe = true;
let postponed = false;
let replaced = () => {};

export const unsaved = () => pending;

// `put` is called with a text that takes the place of the one being written.
export function onReplaced(put) {
  replaced = put;
}

export function written(text) {
  if (pending === null) since = Date.now();
  pending = text;
  safe = keep(text, base);
  show(t.unsaved);
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(0, Math.min(QUIET_MS, since + LONGEST_MS - Date.now())));
}

// Saves now. Resolves to whether the server has all that is written.
export async function flush() {
  postponed = false;
  await save();
  return pending === null;
}

// Whether the server has another text by now than the one from here, while nothing is waiting here.
export function overtaken() {
  const foreign = pending === null && item.text !== base;
  if (foreign) base = item.text;
  return foreign;
}

function save() {
  clearTimeout(timer);
  running ??= sent().finally(() => { running = null; });
  return running;
}

async function sent() {
  while (pending !== null && !postponed) {
    const text = pending;
    show(t.saving);
    try {
      const { body, version } = await put(text);
      take(body, version);
      arrived(text);
    } catch (refused) {
      const next = refused.status === 412 ? await settled(refused.document.current, text) : "failed";
      if (next === "again") continue;
      if (next === "failed") failed(refused);
      return;
    }
  }
}

function put(text) {
  const keepalive = text.length < LONGEST_ONWARD;
  return ask("PUT", `${item.api}/text`, { json: { text }, version: item.version, keepalive });
}

function arrived(text) {
  base = item.text;
  failures = 0;
  since = Date.now();
  if (pending === text) {
    pending = null;
    forget();
    show(filled(t.saved, { time: now() }));
  } else {
    keep(pending, base);
  }
  problem.hidden = true;
  refresh();
}

// Somebody changed the item: "again" to go on saving, "failed" to say so, "stop" when all is said.
async function settled(current, text) {
  const theirs = current.text?.text ?? "";
  if (current.state === "approved") return "failed";
  if (theirs === base || theirs === text) {
    take(current);
    return "again";
  }
  return resolved(current, text);
}

async function resolved(current, text) {
  const choice = await chosen({ mine: text, theirs: current.text });
  postponed = choice === null;
  if (postponed) return "failed";
  take(current);
  base = item.text;
  if (choice === "mine") return "again";
  pending = choice === "theirs" ? null : `${text}\n\n${base}`;
  replaced(pending ?? base);
  problem.hidden = true;
  show(pending === null ? "" : t.merge_first);
  if (pending === null) forget();
  else keep(pending, base);
  refresh();
  return "stop";
}

function failed(refused) {
  const again = refused.status === 0 || refused.status === 429 || refused.status >= 500;
  show("");
  const why = postponed ? t.conflict_waits : refused.status === 0 ? t.no_answer : refused.message;
  problem.replaceChildren(filled(t.not_saved, { why }));
  if (postponed) problem.append(" ", choosing());
  else if (again) {
    problem.append(` ${safe ? t.kept_here : t.not_kept}`);
    timer = setTimeout(save, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
    failures += 1;
  }
  problem.hidden = false;
}

function choosing() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-unstyled as-link";
  button.textContent = t.choose_text;
  button.addEventListener("click", flush);
  return button;
}

// What was left here unsaved: a text to go on with, or null. The server may have another one by now.
export async function recovered() {
  const found = kept();
  if (!found || item.approved || found.text === item.text) {
    if (found && !item.approved) forget();
    return null;
  }
  base = found.base;
  pending = found.text;
  if (found.base === item.text) {
    show(t.recovered);
    save();
    return found.text;
  }
  const { body } = await ask("GET", item.api);
  const next = await resolved(body, found.text);
  if (next === "again") save();
  if (next === "failed") failed({ status: 412, message: "" });
  return pending;
}

function show(text) {
  state.textContent = text;
}

function now() {
  const at = new Date();
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

addEventListener("online", () => { if (pending !== null) save(); });
document.addEventListener("visibilitychange", () => { if (document.hidden && pending !== null) save(); });
addEventListener("pagehide", () => {
  if (pending !== null && running === null) put(pending).catch(() => {}); // it stays in this browser
});
addEventListener("beforeunload", (event) => { if (pending !== null && !safe) event.preventDefault(); });

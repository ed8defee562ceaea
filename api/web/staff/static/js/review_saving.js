// Saves what is written: a moment after the last key, when the field is left, when the page is, and again
// when the network is back. The server's answer decides; until then the text stays in this browser.
import { ask } from "./server.js";
import { filled, texts, two } from "./texts.js";
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
  let next = "again";
  while (next === "again" && pending !== null && !postponed) {
    if (pending === item.text) saved(pending);
    // The server's text is another one than what is being written began from: a person chooses.
    else if (item.text !== base) next = await resolved(told(), pending);
    else next = await tried(pending);
  }
}

async function tried(text) {
  show(t.saving);
  try {
    const { body, version } = await put(text);
    take(body, version);
    saved(text);
    refresh();
    return "again";
  } catch (refused) {
    if (refused.status === 412) return settled(refused.document.current);
    failed(refused);
    return "stop";
  }
}

function put(text) {
  const keepalive = text.length < LONGEST_ONWARD;
  return ask("PUT", `${item.api}/text`, { json: { text }, version: item.version, keepalive });
}

// The server has this text.
function saved(text) {
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
}

// Somebody changed the item: "again" to go on saving, "stop" when a person has to do something first.
function settled(current) {
  take(current);
  if (!item.approved) return "again";
  failed({ message: t.approved_meanwhile });
  return "stop";
}

async function resolved(current, text) {
  const choice = await chosen({ mine: text, theirs: current });
  postponed = choice === null;
  if (postponed) {
    failed({ message: t.conflict_waits });
    return "stop";
  }
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

const told = () => ({ text: item.text, author: item.author });

function failed(refused) {
  const again = refused.status === 0 || refused.status === 429 || refused.status >= 500;
  show("");
  problem.replaceChildren(filled(t.not_saved, { why: refused.status === 0 ? t.no_answer : refused.message }));
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
  if (!found || item.approved) return null;
  if (found.text === item.text || (found.base !== item.text && (await arrived(found.text)))) {
    forget();
    return null;
  }
  ({ text: pending, base } = found);
  show(t.recovered);
  save();
  return pending;
}

// Whether a text that was sent as its page was left is among the versions: nobody was there for the answer.
async function arrived(text) {
  const bare = (one) => one.split(/\s+/).join(" ").trim();
  try {
    const { body } = await ask("GET", `${item.api}/versions`);
    return body.items.some((one) => bare(one.text) === bare(text));
  } catch {
    return false; // then the person is asked
  }
}

function show(text) {
  state.textContent = text;
}

function now() {
  const at = new Date();
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

addEventListener("online", () => { if (pending !== null) save(); });
document.addEventListener("visibilitychange", () => { if (document.hidden && pending !== null) save(); });
addEventListener("pagehide", () => {
  const undisputed = item.text === base && !postponed;
  if (pending !== null && running === null && undisputed) put(pending).catch(() => {}); // it stays here
});
addEventListener("beforeunload", (event) => { if (pending !== null && !safe) event.preventDefault(); });

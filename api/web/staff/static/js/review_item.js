// The item under review as the server last told of it, and the pieces of the page that show it.
import { ask, fragment } from "./server.js";

const review = document.getElementById("review");

export const item = { page: review.dataset.page, api: review.dataset.api };

export function read() {
  const facts = JSON.parse(document.getElementById("review-facts").dataset.facts);
  if (item.version === undefined || facts.version >= item.version) Object.assign(item, facts);
}

// After a write, before the page shows it: `body` is the item as the API answers.
export function take(body, version) {
  Object.assign(item, {
    version: version ?? body.row_version,
    text_version: body.text_version,
    text: body.text?.text ?? "",
    author: body.text?.author_kind === "person" ? body.text.author : null,
    approved: body.state === "approved",
  });
}

// A write of this item. Gives the item as it is now.
export async function write(method, what, json) {
  const { body, version } = await ask(method, item.api + what, { json, version: item.version });
  take(body, version);
  return body;
}

let running = null;
let again = false;

// Fetches what changes when the item does, and puts it in place; what has the focus keeps it.
export function refresh() {
  again = running !== null;
  running ??= fetched().finally(() => {
    running = null;
    if (again) refresh();
  });
  return running;
}

// When what is being fetched is in place.
export const shown = () => running ?? Promise.resolve();

async function fetched() {
  const pieces = await fragment(`${item.page}/tekst`).catch(() => null);
  if (!pieces) return;
  const told = JSON.parse(pieces.getElementById("review-facts").dataset.facts);
  if (told.version < item.version) return;
  const focused = document.activeElement?.id;
  const opened = [...review.querySelectorAll("details[id][open]")].map((one) => one.id);
  const scrolled = document.getElementById("review-items").scrollTop;
  for (const piece of [...pieces.children]) document.getElementById(piece.id).replaceWith(piece);
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  document.getElementById("review-items").scrollTop = scrolled;
  if (focused && document.activeElement?.id !== focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
  read();
  document.dispatchEvent(new CustomEvent("referent:item-shown"));
}

read();

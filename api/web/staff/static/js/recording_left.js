// What a former visit left: a recording that was made here and has not come to the server whole.
import { confirmed } from "./dialogs.js";
import { isHeld } from "./recording_hold.js";
import { bytesFrom, forgetRecording, recordingsHere } from "./recording_store.js";
import { meetingId } from "./recordings.js";
import { filled, texts, two } from "./texts.js";

const t = texts("recording");
const EVERY_PIECE = 2 ** 31;

// This meeting's, the oldest first; what holds no sound goes.
export async function left() {
  const found = [];
  for (const one of await recordingsHere()) {
    if (one.meeting !== meetingId || (await isHeld(one.id))) continue;
    if (one.bytes) found.push(one);
    else await forgetRecording(one);
  }
  return found;
}

export async function offerLeft() {
  const [first] = await left();
  document.getElementById("unsent").hidden = !first;
  if (!first) return;
  const size = (first.bytes / 1e6).toFixed(1).replace(".", ",");
  document.getElementById("unsent-what").textContent = filled(t.left, { ...moment(first.begun), size });
}

export async function saveLeft() {
  const [first] = await left();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await bytesFrom(first, 0, EVERY_PIECE));
  link.download = first.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export async function throwLeft() {
  const [first] = await left();
  if (!(await confirmed({ title: t.throw_title, text: t.throw_text, yes: t.throw_yes }))) return;
  await forgetRecording(first);
  await offerLeft();
}

// A day and an hour as they stand in a file's name.
export function moment(at) {
  const local = new Date(at);
  return {
    day: `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`,
    hour: `${two(local.getHours())}.${two(local.getMinutes())}`,
  };
}

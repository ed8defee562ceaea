// The list of meetings: one click to the demo meeting, how many were found said aloud, and what a flat battery left.
import { say } from "./dialogs.js";
import { isHeld } from "./recording_hold.js";
import { recordingsHere } from "./recording_store.js";
import { ask } from "./server.js";
import { texts } from "./texts.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-demo]");
  if (!button) return;
  button.disabled = true;
  say(texts("meetings").making_demo);
  try {
    const { body } = await ask("POST", "/moeder/demo");
    location.assign(body.address);
  } catch (problem) {
    button.disabled = false;
    say(problem.message);
  }
});

document.addEventListener("htmx:after:swap", () => {
  const count = document.getElementById("count")?.firstChild?.textContent.trim();
  if (count && count !== say.last) say(count);
  say.last = count;
});

const told = document.getElementById("unsent");
for (const one of told ? await recordingsHere() : []) {
  if (!one.bytes || (await isHeld(one.id))) continue;
  told.querySelector("a").href = `/moeder/${one.meeting}#recorder`;
  told.querySelector("a").textContent = one.title;
  told.hidden = false;
  break;
}

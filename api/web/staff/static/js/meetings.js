// The list of meetings: one click to the demo meeting, and how many were found said aloud.
import { say } from "./dialogs.js";
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

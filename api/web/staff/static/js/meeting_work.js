// Follows the machine's work by events; when it has ended, the page is fetched again.
import { say } from "./dialogs.js";
import { api } from "./recordings.js";
import { timeLeft } from "./time_left.js";

const bar = document.getElementById("work-bar");
const left = document.getElementById("work-left");
const stages = document.getElementById("stages");
let stage = null;

const events = new EventSource(`${api}/progress`);
events.addEventListener("progress", (event) => {
  const told = JSON.parse(event.data);
  if (!["wanted", "running"].includes(told.job)) {
    events.close();
    location.reload();
    return;
  }
  const running = told.job === "running";
  stages.hidden = !running;
  document.getElementById("work-queued").hidden = running;
  if (running) show(told);
});

function show(told) {
  bar.value = Math.round(100 * told.fraction);
  left.textContent = `${bar.value} %, ${timeLeft(told.seconds_left)}`;
  if (told.stage === stage) return;
  stage = told.stage;
  let done = true;
  for (const one of stages.children) {
    const now = one.dataset.stage === stage;
    if (now) {
      done = false;
      one.setAttribute("aria-current", "step");
      say(one.textContent.trim());
    } else {
      one.removeAttribute("aria-current");
    }
    one.classList.toggle("stage-done", done);
  }
}

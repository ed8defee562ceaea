// On a meeting whose work has begun: a recording that never came to the server can be saved here, or deleted.
import { say } from "./dialogs.js";
import { offerLeft, saveLeft, throwLeft } from "./recording_left.js";

const acts = { save: saveLeft, throw: throwLeft };
document.getElementById("unsent").addEventListener("click", (event) => {
  const act = event.target.closest("[data-record]")?.dataset.record;
  if (act) acts[act]().catch((problem) => say(problem.message));
});
await offerLeft();

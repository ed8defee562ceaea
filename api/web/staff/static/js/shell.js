// What every page does.
import { ask } from "./server.js";
import { say } from "./dialogs.js";

document.getElementById("sign-out")?.addEventListener("click", async () => {
  try {
    await ask("DELETE", "/api/v1/session");
    location.assign("/log-ind");
  } catch (problem) {
    say(problem.message);
  }
});

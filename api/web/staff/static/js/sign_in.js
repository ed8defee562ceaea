// Signs in with a local account and goes on to where the person came from.
import { ask } from "./server.js";

const form = document.getElementById("sign-in");
const wrong = document.getElementById("wrong");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const json = { email: form.querySelector("#email").value, password: form.querySelector("#password").value };
  try {
    await ask("POST", "/api/v1/session", { json, staysHere: true });
    location.assign(form.dataset.onward);
  } catch (problem) {
    wrong.textContent = problem.message;
    wrong.hidden = false;
    wrong.focus();
  }
});

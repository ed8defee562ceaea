// Takes the one-time token from the address and chooses a password with it.
import { ask } from "./server.js";
import { filled, texts } from "./texts.js";

const form = document.getElementById("welcome");
const message = document.getElementById("message");

function tell(text, done) {
  message.textContent = text;
  message.className = done ? "done" : "wrong";
  form.hidden = done;
  document.getElementById("onward").hidden = !done;
  message.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const password = form.querySelector("#password").value;
  if (password !== form.querySelector("#again").value) {
    tell(texts("sign_in").different, false);
    return;
  }
  try {
    const json = { token: location.hash.slice(1), password };
    const { body } = await ask("POST", "/api/v1/session/link", { json, staysHere: true });
    history.replaceState(null, "", location.pathname);
    tell(filled(texts("sign_in").chosen, body), true);
  } catch (problem) {
    tell(problem.message, false);
  }
});

// Says something in passing, and asks once before something that cannot be undone.
import { texts } from "./texts.js";

export function say(text) {
  const place = document.getElementById("say");
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = text; });
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { place.textContent = ""; }, 6000);
}

// Resolves to null when the person thinks better of it, else to {reason}: "" unless a reason is asked for.
export function confirmed({ title, text, yes, reason }) {
  const dialog = document.getElementById("ask");
  dialog.replaceChildren(built({ title, text, yes, reason }));
  dialog.showModal();
  return new Promise((resolve) => {
    const form = dialog.querySelector("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      dialog.returnValue = "yes";
      dialog.close("yes");
    });
    dialog.querySelector("[data-no]").addEventListener("click", () => dialog.close("no"));
    dialog.addEventListener("close", () => {
      const given = form.querySelector("textarea")?.value.trim() ?? "";
      resolve(dialog.returnValue === "yes" ? { reason: given } : null);
      dialog.returnValue = "";
    }, { once: true });
  });
}

function built({ title, text, yes, reason }) {
  const form = document.createElement("form");
  form.innerHTML = `<h2 id="ask-title"></h2><p></p><div class="form-group" hidden>
    <label class="form-label" for="ask-reason"></label><textarea class="form-input" id="ask-reason" rows="3"></textarea></div>
    <p class="ask-buttons"><button class="button button-primary" type="submit"></button>
    <button class="button button-secondary" type="button" data-no></button></p>`;
  form.querySelector("h2").textContent = title;
  form.querySelector("p").textContent = text;
  form.querySelector("[type=submit]").textContent = yes ?? texts().yes;
  form.querySelector("[data-no]").textContent = texts().no;
  if (reason) {
    form.querySelector(".form-group").hidden = false;
    form.querySelector("label").textContent = reason;
    form.querySelector("textarea").required = true;
  }
  return form;
}

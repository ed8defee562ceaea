// A new meeting: the agenda is read and looked at, then the meeting is made with the same file.
import { inDenmark } from "./danish_time.js";
import { say } from "./dialogs.js";
import { takesFiles } from "./drop.js";
import { ask } from "./server.js";
import { filled, texts } from "./texts.js";

const t = texts("new_meeting");
const LAST_BASIS = "referent:legal-basis";
const form = document.getElementById("new-meeting");
const choose = document.getElementById("choose");
const rest = document.getElementById("rest");
const unread = document.getElementById("unread");
const input = document.getElementById("agenda");
let agenda = null;
let key = null;

takesFiles(document.getElementById("drop"), input, read);

async function read(files) {
  unread.hidden = true;
  if (files.length > 1) return refuse(unread, t.one_file);
  const body = new FormData();
  body.append("agenda", files[0]);
  input.disabled = true;
  say(t.reading);
  try {
    const { response } = await ask("POST", "/moeder/nyt/dagsorden", { body });
    show(files[0], await response.text());
  } catch (problem) {
    refuse(unread, problem.message);
  } finally {
    input.disabled = false;
  }
}

function show(file, html) {
  agenda = file;
  key = crypto.randomUUID();
  rest.innerHTML = html;
  choose.hidden = true;
  rest.querySelector("#basis").value = localStorage.getItem(LAST_BASIS) ?? "";
  rest.querySelector("[data-other]").addEventListener("click", () => {
    rest.replaceChildren();
    choose.hidden = false;
    input.focus();
  });
  rest.querySelector("#read-title").focus();
  say(filled(t.read, { count: rest.querySelector("[data-count]").dataset.count }));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!agenda || !complete()) return;
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  say(t.making);
  try {
    const { body } = await ask("POST", "/api/v1/meetings", { body: told(), headers: { "Idempotency-Key": key } });
    location.assign(`/moeder/${body.id}`);
  } catch (problem) {
    button.disabled = false;
    key = crypto.randomUUID();
    refuse(document.getElementById("wrong"), problem.message);
  }
});

function complete() {
  const missing = [...form.querySelectorAll("[required]")].find((field) => !field.checkValidity());
  for (const field of form.querySelectorAll("[required]")) field.toggleAttribute("aria-invalid", field === missing);
  if (!missing) return true;
  missing.setAttribute("aria-invalid", "true");
  const name = form.querySelector(`label[for=${missing.id}]`).textContent;
  document.getElementById("wrong").textContent = missing.type === "checkbox" ? t.informed : filled(t.missing, { name });
  document.getElementById("wrong").hidden = false;
  missing.focus();
  return false;
}

function told() {
  const basis = form.querySelector("#basis").value;
  localStorage.setItem(LAST_BASIS, basis);
  const body = new FormData();
  body.append("agenda", agenda);
  body.append("legal_basis", basis);
  body.append("participants_informed", "true");
  body.append("body", form.querySelector("#body").value);
  const day = form.querySelector("#day").value;
  if (day) body.append("starts_at", inDenmark(day, form.querySelector("#hour").value));
  return body;
}

function refuse(place, text) {
  place.textContent = text;
  place.hidden = false;
  place.focus();
}

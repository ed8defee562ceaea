// What can be done with a meeting. What cannot be undone is asked about once; then the page is fetched again.
import { confirmed, say } from "./dialogs.js";
import { api, refreshRecordings } from "./recordings.js";
import { ask } from "./server.js";
import { filled, texts } from "./texts.js";

const t = texts("meeting");

// Each gives the request to send, or null when the person thinks better of it.
const acts = {
  start: () => (stillRecording() ? say(stillRecording()) : ["POST", "/start"]),
  retry: () => ["POST", "/retry"],
  cancel: (button) => sure("cancel", button, ["POST", "/cancel"]),
  approve: (button) => sure("approve", button, ["POST", "/approve"]),
  publish: (button) => sure("publish", button, ["POST", "/publish"]),
  withdraw: (button) => reasoned("withdraw", button, (reason) => ["POST", "/withdraw", { reason }]),
  answer: (button) =>
    reasoned("answer", button, (reason) => [
      "POST", "/publication/answers", { finding: button.dataset.finding, reason },
    ]),
  delete: (button) => sure("delete", button, ["DELETE", ""]),
  remove: (button) => sure("remove", button, ["DELETE", `/recordings/${button.dataset.file}`]),
};

const afterwards = {
  delete: () => location.assign("/"),
  remove: async (button) => {
    await refreshRecordings();
    document.getElementById("recordings-title").focus();
    say(filled(t.removed, button.dataset));
  },
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  const act = button.dataset.act;
  const request = await acts[act](button);
  if (!request) return;
  const [method, path, json] = request;
  button.disabled = true;
  try {
    await ask(method, api + path, { json });
    await (afterwards[act] ?? (() => location.reload()))(button);
  } catch (problem) {
    button.disabled = false;
    say(problem.message);
  }
});

function stillRecording() {
  return document.getElementById("meeting").dataset.recording;
}

async function sure(act, button, request) {
  return (await confirmed(asked(act, button))) && request;
}

async function reasoned(act, button, request) {
  const given = await confirmed({ ...asked(act, button), reason: t[`${act}_reason`] });
  return given && request(given.reason);
}

function asked(act, button) {
  const known = { name: button.dataset.name ?? document.getElementById("meeting").dataset.name };
  return { title: filled(t[`${act}_title`], known), text: filled(t[`${act}_text`], known), yes: t[`${act}_yes`] };
}

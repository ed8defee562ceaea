// What opens over the page: history, two texts side by side, who took part, how it was voted, a new draft, keys.
import { say } from "./dialogs.js";
import { fragment } from "./server.js";
import { texts } from "./texts.js";
import { item, refresh, write } from "./review_item.js";
import { ACTIONS, act } from "./review_actions.js";
import { done } from "./review_editor.js";
import { look } from "./review_watch.js";

const t = texts("review");
const dialog = document.getElementById("review-dialog");
const redraft = document.getElementById("review-redraft");
const keys = document.getElementById("review-keys");
const chosenDraft = () => `referent:draft:${item.api}`;

// A piece of ours in the dialog; what is being written is saved first.
async function opened(what) {
  if (!(await done({ silently: true }))) return;
  const piece = await fragment(`${item.page}/${what}`).catch(() => null);
  if (!piece) {
    say(texts().offline);
    return;
  }
  dialog.replaceChildren(piece);
  dialog.showModal();
  dialog.scrollTop = 0;
  document.getElementById("review-dialog-title").focus();
}

async function restore({ version }) {
  dialog.close();
  if (await act("POST", `/versions/${version}/restore`)) say(t.restored);
}

function keepNew({ version }) {
  localStorage.setItem(chosenDraft(), version);
  dialog.close();
  hideChosen();
}

// The notice of a new draft goes when the person has chosen it.
function hideChosen() {
  const notice = document.getElementById("review-compare");
  if (notice && localStorage.getItem(chosenDraft()) === notice.dataset.chosen) notice.remove();
}

// Sends a form; a refusal is said in it, and nothing that was filled in is lost.
async function sent(form, method, what, json, told) {
  const wrong = form.querySelector("[data-wrong]");
  try {
    await write(method, what, json);
  } catch (problem) {
    if (problem.status === 412) await refresh();
    wrong.textContent = problem.status === 412 ? t.changed_meanwhile : problem.message;
    wrong.hidden = false;
    wrong.focus();
    return false;
  }
  wrong.hidden = true;
  form.closest("dialog").close();
  say(told);
  await refresh();
  return true;
}

const FORMS = {
  attendance(form) {
    const participants = [...form.querySelectorAll("select")].filter((one) => one.value).map((one) => ({
      name: one.dataset.name, presence: one.value, utterance_ids: JSON.parse(one.dataset.utterances),
    }));
    return sent(form, "PUT", "/attendance", { participants }, t.attendance_saved);
  },
  vote(form) {
    const side = (name) => ({
      count: Number(form.querySelector(`#count-${name}`).value || 0),
      names: form.querySelector(`#names-${name}`).value.split(",").map((one) => one.trim()).filter(Boolean),
    });
    const chosen = [...form.querySelectorAll('[name="utterance"]:checked')].map((one) => Number(one.value));
    const reason = form.querySelector("#vote-reason").value.trim() || null;
    const vote = { yes: side("yes"), no: side("no"), abstained: side("abstained"), utterance_ids: chosen, reason };
    return sent(form, "PUT", "/vote", vote, t.vote_saved);
  },
  async redraft(form) {
    const given = form.querySelector('[name="wish"]:checked') ?? form.querySelector("#wish");
    const asked = await sent(form, "POST", "/redraft", { instruction: given.value.trim() || null }, t.redraft_asked);
    if (asked) look();
  },
};

Object.assign(ACTIONS, {
  versions: () => opened("udgaver"),
  compare: ({ old, new: newer }) => opened(`sammenlign?old=${old}&new=${newer}`),
  attendance: () => opened("deltagelse"),
  vote: () => opened("afstemning"),
  restore,
  "keep-new": keepNew,
  "no-vote": () => sent(dialog.querySelector("form"), "PUT", "/vote", null, t.vote_removed),
  keys: () => keys.showModal(),
  async redraft() {
    if (await done({ silently: true })) redraft.showModal();
  },
  close: (_given, button) => button.closest("dialog").close(),
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-form]");
  if (!form) return;
  event.preventDefault();
  FORMS[form.dataset.form](form);
});
document.addEventListener("referent:item-shown", hideChosen);
hideChosen();

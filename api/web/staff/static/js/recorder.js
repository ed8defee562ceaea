// Records the meeting in the browser. Every two seconds a piece goes to the browser's own store and to the server.
import { confirmed, say } from "./dialogs.js";
import { hold } from "./recording_hold.js";
import { left, moment, offerLeft, saveLeft, throwLeft } from "./recording_left.js";
import { Level } from "./recording_level.js";
import { Sender } from "./recording_send.js";
import { addPiece, saveRecording } from "./recording_store.js";
import { meetingId, refreshRecordings } from "./recordings.js";
import { filled, texts, two } from "./texts.js";

const t = texts("recording");
const KINDS = [["audio/webm;codecs=opus", "webm"], ["audio/ogg;codecs=opus", "ogg"], ["audio/mp4", "m4a"]];
const PIECE_MS = 2000;
const BITS_PER_SECOND = 64_000;
const BEHIND_SECONDS = 6;
const HEARING = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: true };
const $ = (id) => document.getElementById(id);
const pageTitle = document.title;
const kind = globalThis.MediaRecorder && KINDS.find(([type]) => MediaRecorder.isTypeSupported(type));
let live = null;

const acts = { start: begin, pause, stop, send: sendLeft, save: saveLeft, throw: throwLeft };
$("recorder").addEventListener("click", (event) => {
  const act = event.target.closest("[data-record]")?.dataset.record;
  if (act) acts[act]().catch((problem) => wrong(problem.message));
});
window.addEventListener("beforeunload", (event) => {
  if (live) event.preventDefault();
});
if (!kind || !navigator.mediaDevices) {
  $("record-begin").hidden = true;
  $("record-impossible").hidden = false;
} else {
  await offerLeft();
}

async function begin() {
  wrong("");
  if (!(await confirmed({ title: t.notice_title, text: t.notice_text, yes: t.notice_yes }))) return;
  const stream = await microphone();
  if (!stream) return;
  const begun = Date.now();
  const recording = {
    id: crypto.randomUUID(), meeting: meetingId, begun, bytes: 0, ended: false, upload: null,
    title: document.querySelector("h1").textContent,
    name: `${filled(t.name, moment(begun))}.${kind[1]}`,
  };
  const letGo = await hold(recording.id);
  await saveRecording(recording);
  live = { recording, stream, before: 0, since: performance.now(), kept: Promise.resolve(), sending: true };
  live.level = new Level(stream, $("record-level"), (silent) => { $("record-silent").textContent = silent ? t.silent : ""; });
  live.recorder = new MediaRecorder(stream, { mimeType: kind[0], audioBitsPerSecond: BITS_PER_SECOND });
  live.recorder.addEventListener("dataavailable", (event) => keep(live, event.data));
  live.recorder.addEventListener("stop", () => ended(live));
  stream.getTracks()[0].addEventListener("ended", () => wrong(t.lost));
  live.clock = setInterval(tick, 500);
  live.recorder.start(PIECE_MS);
  navigator.wakeLock?.request("screen").catch(() => {}); // refused on a low battery: the screen may then go dark
  navigator.storage.persist?.();
  $("record-microphone").textContent = filled(t.microphone, { name: stream.getTracks()[0].label });
  show();
  say(t.begun);
  // What an earlier recording left goes first: the server joins them in the order in which they arrive.
  await sendLeft();
  await send(recording, letGo);
}

async function microphone() {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: HEARING });
  } catch (refusal) {
    wrong(refusal.name === "NotFoundError" ? t.no_microphone : t.refused);
    return null;
  }
}

function keep(one, blob) {
  if (!blob.size) return;
  one.kept = one.kept.then(() => addPiece(one.recording, blob)).then(() => one.sender?.poke()).catch(() => {
    wrong(t.full);
    if (one.recorder.state !== "inactive") one.recorder.stop();
  });
}

async function pause() {
  if (live.since === null) {
    live.recorder.resume();
    live.since = performance.now();
  } else {
    live.recorder.pause();
    live.before += performance.now() - live.since;
    live.since = null;
  }
  show();
}

async function stop() {
  const sure = await confirmed({ title: t.stop_title, text: t.stop_text, yes: t.stop_yes });
  if (sure && live?.recorder.state !== "inactive") live?.recorder.stop();
}

// Its last piece has come before this.
async function ended(one) {
  live = null;
  clearInterval(one.clock);
  one.level.close();
  one.stream.getTracks().forEach((track) => track.stop());
  show();
  $("recorder-title").focus();
  await one.kept;
  one.recording.ended = true;
  await saveRecording(one.recording);
  if (one.sending) one.sender?.poke();
  else await offerLeft();
}

async function sendLeft() {
  for (const recording of await left()) {
    const letGo = await hold(recording.id);
    $("unsent").hidden = true;
    recording.ended = true;
    await send(recording, letGo);
  }
}

async function send(recording, letGo) {
  const sender = new Sender(recording, (told) => progress(recording, told));
  const one = live?.recording === recording ? live : null;
  if (one) one.sender = sender;
  try {
    await sender.run();
    $("record-sent").textContent = "";
    say(t.arrived);
    await refreshRecordings();
  } catch (problem) {
    $("record-sent").textContent = "";
    if (one) one.sending = false;
    wrong(filled(live === one && one ? t.kept_here : t.refused_here, { reason: problem.message }));
  }
  letGo();
  if (!live) await offerLeft();
}

function progress(recording, { sent, offline }) {
  const seconds = Math.max(0, Math.round(((recording.bytes - sent) * 8) / BITS_PER_SECOND));
  const text = offline ? t.offline : recording.ended ? t.finishing : seconds > BEHIND_SECONDS ? t.behind : t.all_sent;
  $("record-sent").textContent = filled(text, { seconds });
}

function tick() {
  const seconds = Math.floor((live.before + (live.since === null ? 0 : performance.now() - live.since)) / 1000);
  $("record-time").textContent = `${Math.floor(seconds / 3600)}.${two(Math.floor(seconds / 60) % 60)}.${two(seconds % 60)}`;
}

function show() {
  const runs = live !== null && live.since !== null;
  $("record-begin").hidden = live !== null;
  $("record-live").hidden = live === null;
  $("record-live").classList.toggle("record-paused", !runs);
  $("meeting").dataset.recording = live ? t.running_here : "";
  document.title = live ? filled(runs ? t.title : t.title_paused, { title: pageTitle }) : pageTitle;
  $("record-state").textContent = runs ? t.running : t.paused;
  $("record-silent").textContent = "";
  document.querySelector("[data-record=pause]").textContent = runs ? t.pause : t.resume;
  if (live) tick();
}

function wrong(text) {
  $("record-wrong").textContent = text;
  $("record-wrong").hidden = !text;
}

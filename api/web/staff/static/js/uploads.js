// Sends recordings in parts, one file after the other. A cut line, a closed lid or a reload costs seconds.
import { say } from "./dialogs.js";
import { takesFiles } from "./drop.js";
import { api, isHere, refreshRecordings } from "./recordings.js";
import { ask, mayPass } from "./server.js";
import { filled, texts } from "./texts.js";
import { Pace, timeLeft } from "./time_left.js";

const t = texts("meeting");
const { tus } = window;
const PART_BYTES = 16 * 2 ** 20;
const AGAIN_MS = 15_000;
const endpoint = `${api}/uploads`;
const waiting = [];
let sending = null;

takesFiles(document.getElementById("drop"), document.getElementById("sound"), (files) => {
  files.sort((one, other) => one.name.localeCompare(other.name, "da", { numeric: true }));
  waiting.push(...files.map((file) => new Row(file)));
  goOn();
});

takesFiles(document.querySelector(".drop-small"), document.getElementById("transcript"), async ([file]) => {
  const wrong = document.getElementById("transcript-wrong");
  wrong.hidden = true;
  say(t.taking_transcript);
  try {
    await ask("PUT", `${api}/transcript`, { body: file });
    location.reload();
  } catch (problem) {
    wrong.textContent = problem.message;
    wrong.hidden = false;
    wrong.focus();
  }
});

window.addEventListener("beforeunload", (event) => {
  if (sending || waiting.length) event.preventDefault();
});

async function goOn() {
  if (sending || !waiting.length) return;
  sending = waiting.shift();
  try {
    await sending.send();
    await refreshRecordings();
    if (!waiting.length) say(t.all_sent);
  } catch (problem) {
    say(problem.message);
  }
  sending = null;
  goOn();
}

class Row {
  constructor(file) {
    this.file = file;
    this.pace = new Pace();
    this.line = document.createElement("li");
    this.line.innerHTML = `<span class="file-name"></span> <progress max="100" value="0"></progress>
      <span class="upload-state"></span> <button type="button" class="button button-unstyled"></button>`;
    this.line.querySelector(".file-name").textContent = file.name;
    this.bar = this.line.querySelector("progress");
    this.bar.setAttribute("aria-label", file.name);
    this.button = this.line.querySelector("button");
    this.button.textContent = t.give_up;
    this.button.addEventListener("click", () => this.giveUp());
    this.tell(t.waiting);
    document.getElementById("uploads").append(this.line);
  }

  tell(text) {
    this.line.querySelector(".upload-state").textContent = text;
  }

  async send() {
    const ended = new Promise((resolve, reject) => { Object.assign(this, { resolve, reject }); });
    this.upload = new tus.Upload(this.file, {
      endpoint,
      chunkSize: PART_BYTES,
      headers: { "X-CSRF-Token": document.querySelector('meta[name="csrf-token"]').content },
      metadata: { filename: this.file.name, filetype: this.file.type },
      retryDelays: [500, 2000, 5000],
      removeFingerprintOnSuccess: true,
      onShouldRetry: passing,
      onProgress: (sent, total) => this.moved(sent, total),
      onAfterResponse: (_request, response) => { this.kept = response.getHeader("Referent-Recording") ?? this.kept; },
      onSuccess: () => this.arrived(),
      onError: (error) => this.failed(error),
    });
    const [before] = await this.upload.findPreviousUploads();
    if (before) this.upload.resumeFromPreviousUpload(before);
    this.upload.start();
    return ended;
  }

  moved(sent, total) {
    this.bar.value = (100 * sent) / total;
    this.tell(`${t.sending} ${Math.floor(this.bar.value)} %, ${timeLeft(this.pace.left(sent, total))}`);
  }

  arrived() {
    this.bar.value = 100;
    this.tell(isHere(this.kept) ? t.again_here : t.sent);
    if (isHere(this.kept)) this.button.remove();
    else this.line.remove();
    document.getElementById("unfinished").hidden = true;
    this.resolve();
  }

  // What may pass is tried for as long as the page is open; a real refusal is told.
  failed(error) {
    if (passing(error)) {
      this.tell(t.paused);
      const again = () => {
        clearTimeout(timer);
        window.removeEventListener("online", again);
        if (!this.over) this.upload.start();
      };
      const timer = setTimeout(again, AGAIN_MS);
      window.addEventListener("online", again);
      return;
    }
    this.forget();
    this.bar.remove();
    this.tell(filled(t.refused, { reason: told(error).detail }));
    this.line.classList.add("wrong");
    this.reject(new Error(filled(t.refused, { reason: told(error).detail })));
  }

  // It is not offered to be gone on with.
  async forget() {
    for (const one of await this.upload.findPreviousUploads()) {
      await tus.defaultOptions.urlStorage.removeUpload(one.urlStorageKey);
    }
  }

  async giveUp() {
    this.over = true;
    this.line.remove();
    if (waiting.includes(this)) waiting.splice(waiting.indexOf(this), 1);
    await this.upload?.abort(true).catch(() => {});
    if (sending === this) this.resolve();
  }
}

function passing(error) {
  return mayPass(error.originalResponse?.getStatus() ?? 0, told(error));
}

function told(error) {
  try {
    return JSON.parse(error.originalResponse.getBody());
  } catch {
    return { detail: texts().offline }; // no answer, or one of a machine in between
  }
}

// What a former visit left half way.
for (const left of await tus.defaultOptions.urlStorage.findAllUploads()) {
  if (!left.uploadUrl?.includes(endpoint)) continue;
  const told = document.getElementById("unfinished");
  told.textContent = filled(told.dataset.text, { name: left.metadata.filename });
  told.hidden = false;
}

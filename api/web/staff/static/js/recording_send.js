// Sends a recording while it grows (tus, its length said at the end). Whatever breaks, it goes on from what the
// server has; the browser's copy goes when the server has taken the whole.
import { api } from "./recordings.js";
import { bytesFrom, forgetRecording, saveRecording } from "./recording_store.js";
import { ask, mayPass } from "./server.js";

const MOST_PIECES = 200;
const AGAIN_MS = 4000;
const STREAM = "application/offset+octet-stream";

export class Sender {
  #wake = () => {};
  #offset = null;

  constructor(recording, told) {
    this.recording = recording;
    this.told = told; // called with {sent, offline} whenever it changes
  }

  // Something was added, or the recording has ended.
  poke() {
    this.#wake();
  }

  // Until the server has taken all of it. Throws a Problem when it will not.
  async run() {
    for (;;) {
      const more = new Promise((resolve) => { this.#wake = resolve; });
      try {
        if (await this.#step()) return;
        if (this.#offset >= this.recording.bytes && !this.recording.ended) await more;
      } catch (problem) {
        if (problem.status === 404 && this.recording.upload) {
          // The server holds it no longer, or took it just before the line broke.
          this.recording.upload = null;
        } else if (problem.status !== 429 && !mayPass(problem.status, problem.document)) {
          throw problem;
        }
        this.told({ sent: this.#offset ?? 0, offline: true });
        this.#offset = null;
        await Promise.race([slept(AGAIN_MS), new Promise((back) => addEventListener("online", back, { once: true }))]);
      }
    }
  }

  async #step() {
    const { recording } = this;
    if (!recording.upload) await this.#begin();
    if (this.#offset === null) this.#offset = await this.#asked();
    const ended = recording.ended; // what comes after this look is sent by the next step
    const body = await bytesFrom(recording, this.#offset, MOST_PIECES);
    const last = ended && this.#offset + body.size === recording.bytes;
    if (!body.size && !last) return false;
    const headers = { "Content-Type": STREAM, "Upload-Offset": String(this.#offset) };
    if (last) headers["Upload-Length"] = String(recording.bytes);
    await ask("PATCH", recording.upload, { body, headers, staysHere: true });
    this.#offset += body.size;
    this.told({ sent: this.#offset, offline: false });
    if (last) await forgetRecording(recording);
    return last;
  }

  async #begin() {
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(this.recording.name)));
    const headers = { "Upload-Defer-Length": "1", "Upload-Metadata": `filename ${name}` };
    const { response } = await ask("POST", `${api}/uploads`, { headers, staysHere: true });
    this.recording.upload = response.headers.get("Location");
    await saveRecording(this.recording);
    this.#offset = 0;
  }

  async #asked() {
    const { response } = await ask("HEAD", this.recording.upload, { staysHere: true });
    return Number(response.headers.get("Upload-Offset"));
  }
}

function slept(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

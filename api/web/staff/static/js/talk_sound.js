// The sound on one clock, that of the talk: seconds from the start of the first recording.
// WholeSound plays the recordings; ClipSound plays remark by remark, where the whole may or can not be heard.

class Sound {
  constructor({ changed, failed }) {
    this.audio = new Audio();
    this.audio.preload = "none";
    this.changed = changed;
    this.failed = failed;
    this.rate = 1;
    this.wanted = false;
    for (const kind of ["play", "pause", "seeked"]) this.audio.addEventListener(kind, () => changed());
  }

  get playing() {
    return this.wanted;
  }

  set speed(rate) {
    this.rate = rate;
    this.audio.playbackRate = rate;
  }

  play(from = this.time) {
    this.wanted = true;
    this.changed();
    return this.seek(from);
  }

  pause() {
    this.wanted = false;
    this.audio.pause();
    this.changed();
  }

  stop() {
    this.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  // Loads what is not loaded, goes to a place in it, and plays on if it is to play.
  async settle(address, seconds) {
    const turn = (this.turn = {});
    try {
      if (this.address !== address) {
        this.address = address;
        this.audio.src = address;
        this.audio.load();
        await event(this.audio, "loadedmetadata");
      }
      if (this.turn !== turn) return;
      if (Math.abs(this.audio.currentTime - seconds) > 0.01) {
        this.audio.currentTime = seconds;
        await event(this.audio, "seeked");
        if (this.turn !== turn) return;
        if (Math.abs(this.audio.currentTime - seconds) > 1) throw new Error("this file cannot be searched");
      }
      this.audio.playbackRate = this.rate;
      if (this.wanted) await this.audio.play();
    } catch (error) {
      if (this.turn !== turn || error.name === "AbortError") return;
      this.address = null;
      this.failed(error);
    }
  }
}

export class WholeSound extends Sound {
  constructor(meeting, recordings, told) {
    super(told);
    this.recordings = recordings.map((one) => ({
      ...one, address: `/api/v1/meetings/${meeting}/recordings/${one.id}/audio`,
    }));
    this.now = this.recordings[0];
    this.asked = 0;
    this.audio.addEventListener("ended", () => this.#next());
  }

  get time() {
    return this.moving ? this.asked : this.now.begins + this.audio.currentTime;
  }

  async seek(time) {
    this.asked = time;
    this.moving = true;
    this.now = this.recordings.findLast((one) => one.begins <= time) ?? this.recordings[0];
    await this.settle(this.now.address, Math.max(0, time - this.now.begins));
    this.moving = false;
    this.changed();
  }

  #next() {
    const after = this.recordings[this.recordings.indexOf(this.now) + 1];
    if (after && this.wanted) this.seek(after.begins);
    else this.pause();
  }
}

const MARGIN = 0.3; // the server's clip begins so much before the remark

export class ClipSound extends Sound {
  constructor(meeting, recordings, told, rows) {
    super(told);
    this.meeting = meeting;
    this.recordings = recordings;
    this.rows = rows;
    this.asked = 0;
    this.audio.addEventListener("ended", () => this.#next());
  }

  get time() {
    return this.moving || !this.row ? this.asked : this.begins + this.audio.currentTime;
  }

  async seek(time) {
    this.asked = time;
    this.moving = true;
    const row = await this.rows.at(time).catch(() => null);
    if (row) await this.#take(row, time);
    this.moving = false;
    this.changed();
  }

  async #take(row, time) {
    const start = Number(row.dataset.from);
    const file = this.recordings.findLast((one) => one.begins <= start) ?? this.recordings[0];
    this.row = row;
    this.begins = Math.max(file.begins, start - MARGIN);
    const within = Math.min(Math.max(0, time - this.begins), Number(row.dataset.to) - this.begins);
    await this.settle(`/api/v1/meetings/${this.meeting}/utterances/${row.dataset.u}/audio`, within);
  }

  async #next() {
    const row = this.wanted ? await this.rows.after(this.row).catch(() => null) : null;
    if (row) await this.#take(row, Number(row.dataset.from));
    else this.pause();
  }
}

function event(audio, kind) {
  return new Promise((resolve, reject) => {
    const done = (act) => (happened) => {
      audio.removeEventListener(kind, yes);
      audio.removeEventListener("error", no);
      act(happened);
    };
    const yes = done(resolve), no = done(() => reject(new Error("the sound does not come")));
    audio.addEventListener(kind, yes);
    audio.addEventListener("error", no);
  });
}

// The player beside the talk: plays, follows what is said, and tells the page what is heard.
import { say } from "./dialogs.js";
import { texts } from "./texts.js";
import { mayFollow } from "./talk_rows.js";
import { ClipSound, WholeSound } from "./talk_sound.js";
import { Controls } from "./talk_controls.js";
import { Stretches, drawn } from "./talk_wave.js";

const JUMP = 5;

export class Player {
  constructor(root, rows) {
    this.root = root;
    this.rows = rows;
    this.bar = root.querySelector("[data-player]");
    this.told = JSON.parse(root.dataset.sound);
    this.meeting = root.dataset.meeting;
    this.stretches = new Stretches(this.told.stretches.length ? this.told.stretches : [[0, this.told.duration]]);
    this.follows = true;
    this.frame = () => this.#tick();
    this.#open(this.told.hearing === "whole" ? WholeSound : ClipSound);
    this.controls = new Controls(this.bar, this);
    this.#watchScrolling();
    this.bar.hidden = false;
    this.#show(this.stretches.all[0][0]);
    this.#draw();
  }

  get time() {
    return this.sound.time || this.started;
  }

  stop() {
    this.gone = true;
    this.sound.stop();
    this.wave?.destroy();
  }

  // Plays a stretch and stops behind it; without an end, plays on.
  async hear({ start, end, utterance }) {
    this.until = end === undefined ? null : end + 0.3;
    this.follows = true;
    this.#showFollow();
    const row = utterance == null ? await this.rows.at(start) : await this.rows.of(utterance);
    if (row && mayFollow(this.rows, row)) this.rows.show(row);
    await this.#play(start);
  }

  does(act) {
    const acts = {
      play: () => (this.sound.playing ? this.sound.pause() : this.#play(this.#from())),
      back: () => this.go(this.time - JUMP),
      forward: () => this.go(this.time + JUMP),
      slower: () => this.controls.speed(-1),
      faster: () => this.controls.speed(1),
    };
    if (act !== "play") this.until = null;
    acts[act]?.();
  }

  // The person chose a place: what was to be heard is over.
  moves(time) {
    this.until = null;
    this.go(time);
  }

  async go(time) {
    const [first, last] = [0, this.told.duration];
    this.started = Math.min(Math.max(first, time), last);
    await this.sound.seek(this.started);
    this.#show(this.started);
  }

  #from() {
    this.until = null;
    const at = this.time ?? this.stretches.all[0][0];
    return at >= this.told.duration - 0.5 ? this.stretches.all[0][0] : at;
  }

  async #play(from) {
    this.started = from;
    await this.sound.play(from);
    this.#tick();
  }

  #open(Kind) {
    const told = { changed: () => this.#changed(), failed: () => this.#failed() };
    this.sound = new Kind(this.meeting, this.told.recordings, told, this.rows);
    this.started = this.started ?? this.stretches.all[0][0];
    this.sound.asked = this.started;
    this.sound.moving = true;
  }

  // A file that the browser cannot play or search is heard remark by remark.
  #failed() {
    const from = this.sound.asked, rate = this.sound.rate;
    if (this.sound instanceof ClipSound) {
      this.sound.pause();
      say(texts("talk").no_sound);
      return;
    }
    const wanted = this.sound.wanted;
    this.sound.stop();
    this.started = from;
    this.#open(ClipSound);
    this.sound.speed = rate;
    if (wanted) this.#play(from);
  }

  #watchScrolling() {
    const away = () => {
      if (!this.sound.playing) return;
      this.follows = false;
      this.#showFollow();
    };
    for (const kind of ["wheel", "touchmove"]) this.rows.list.addEventListener(kind, away, { passive: true });
  }

  #showFollow() {
    this.controls.follow.hidden = this.follows;
  }

  // Back to what is spoken, after the person scrolled away.
  followAgain() {
    this.follows = true;
    this.#showFollow();
    if (this.rows.marked) this.rows.show(this.rows.marked);
  }

  #changed() {
    if (this.gone) return;
    const playing = this.sound.playing;
    this.controls.playing(playing);
    if (!playing) this.#show(this.time);
  }

  #tick() {
    if (this.gone || !this.sound.playing) return;
    const time = this.sound.time;
    if (this.until && time >= this.until) {
      this.until = null;
      this.sound.pause();
      return;
    }
    if (!this.#leavesStretch(time)) this.#show(time);
    cancelAnimationFrame(this.next);
    this.next = requestAnimationFrame(this.frame);
  }

  // From the end of one part of the item's talk on to the next part, if it was playing that.
  #leavesStretch(time) {
    const inside = this.stretches.within(time);
    const before = this.inside;
    this.inside = inside;
    if (!before || inside || this.until) return false;
    const next = this.stretches.after(time);
    if (next) this.sound.seek(next[0]);
    else this.sound.pause();
    return true;
  }

  #show(time) {
    this.started = time;
    const into = this.stretches.into(time);
    this.controls.show(time, into);
    this.wave?.setTime(into);
    if (!this.sound.playing) return;
    const row = this.rows.there(time), before = this.rows.marked;
    if (row && this.rows.mark(row, time)) {
      if (this.follows && mayFollow(this.rows, before)) this.rows.show(row);
      document.dispatchEvent(
        new CustomEvent("referent:heard", { detail: { time, utterance: Number(row.dataset.u) } }));
    }
  }

  async #draw() {
    const place = this.bar.querySelector("[data-wave]");
    const { recordings } = this.told;
    try {
      this.wave = await drawn(place, this.meeting, recordings, this.stretches, (time) => {
        this.moves(time);
      });
    } catch {
      place.hidden = true; // the slider below does the same
    }
    if (this.gone) this.wave?.destroy();
    else this.#show(this.started);
  }
}

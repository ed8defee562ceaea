// The talk beside the text of an item, or as a whole: reads it in, and starts what belongs to it.
import { Rows, focusOn, mayFollow, piece } from "./talk_rows.js";
import { Player } from "./talk_player.js";
import { timeUnder } from "./talk_words.js";
import { Mending } from "./talk_mend.js";

let current = null;
let asked = null; // what to hear as soon as the talk is here

class Talk {
  constructor(root) {
    root.dataset.started = "";
    this.root = root;
    this.rows = new Rows(root);
    this.player = root.querySelector("[data-player]") ? new Player(root, this.rows) : null;
    this.mending = root.querySelector("[data-mend]") ? new Mending(this) : null;
    root.querySelector("[data-list]").addEventListener("click", (event) => this.#clicked(event));
    this.#more();
    this.fit = () => this.#fitted();
    for (const kind of ["scroll", "resize"]) addEventListener(kind, this.fit, { passive: true });
    this.fit();
    const named = /^#u(\d+)$/.exec(location.hash);
    if (named) this.goes({ utterance: Number(named[1]) });
  }

  stop() {
    for (const kind of ["scroll", "resize"]) removeEventListener(kind, this.fit);
    this.rows.stop();
    this.player?.stop();
  }

  // The talk as the server has it now, in the place of this one. Gives the new one.
  async again(address = this.root.dataset.address, keep = this.#top()) {
    const fresh = await piece(`${address}?omkring=${this.root.dataset.beside}`);
    return this.becomes(fresh, keep);
  }

  // What the text rests on: heard, and where there is no sound, shown.
  async hear({ start, end, utterance }) {
    if (this.player) {
      this.player.hear({ start, end, utterance });
      return;
    }
    const row = utterance == null ? await this.rows.at(start) : await this.rows.of(utterance);
    if (!row) return;
    this.rows.mark(row, start);
    if (mayFollow(this.rows, row)) this.rows.show(row);
  }

  // To a place, without playing.
  async goes({ time, utterance }) {
    const row = utterance == null ? await this.rows.at(time) : await this.rows.of(utterance);
    if (!row) return;
    this.player?.go(time ?? Number(row.dataset.from));
    this.rows.show(row);
    focusOn(row);
  }

  async becomes(fresh, keep = this.#top()) {
    const time = this.player?.time, mending = this.mending?.on;
    this.root.replaceWith(fresh.talk);
    if (fresh.overview) document.querySelector("[data-overview]").replaceWith(fresh.overview);
    look();
    if (keep !== null) {
      const row = await current.rows.of(keep);
      if (row) current.rows.show(row);
    }
    if (time) current.player?.go(time);
    if (mending) current.mending?.turn(true);
    return current;
  }

  #top() {
    for (const row of this.rows.list.querySelectorAll("[data-u]")) {
      if (row.getBoundingClientRect().bottom > innerHeight * 0.4) return Number(row.dataset.u);
    }
    return null;
  }

  // What scrolls beside the page ends where the window ends, also while the page's top pushes it down.
  #fitted() {
    const beside = this.root.closest(".review-talk, .talk-all");
    const sticks = beside && getComputedStyle(beside).position === "sticky";
    if (beside) beside.style.maxHeight = sticks ? `${innerHeight - Math.max(0, beside.getBoundingClientRect().top)}px` : "";
  }

  #clicked(event) {
    if (!this.player || !getSelection().isCollapsed) return;
    const row = event.target.closest("[data-u]");
    const told = event.target.closest("[data-play]") && row.dataset.from;
    const time = told ?? (event.target.closest(".u-text") ? timeUnder(row, event.clientX, event.clientY) : undefined);
    if (time !== undefined) this.player.hear({ start: Number(time), utterance: Number(row.dataset.u) });
  }

  #more() {
    const button = this.root.querySelector("[data-more]");
    if (!button) return;
    button.hidden = Number(this.root.dataset.beside) >= 100;
    button.addEventListener("click", () => {
      this.root.dataset.beside = Math.min(100, Number(this.root.dataset.beside) * 5);
      this.again();
    });
  }
}

function look() {
  if (current && !current.root.isConnected) {
    current.stop();
    current = null;
  }
  const found = document.querySelector("[data-talk]:not([data-started])");
  if (!found) return;
  current = new Talk(found);
  if (asked) current.hear(asked);
  asked = null;
}

document.addEventListener("referent:hear", (event) => {
  if (current) current.hear(event.detail);
  else asked = event.detail;
});
document.addEventListener("talk:go", (event) => current?.goes(event.detail));
document.addEventListener("referent:key", (event) => current?.player?.does(event.detail.act));
new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
look();

// Puts talk under other items: utterances are picked, what will come of it is said, and then it is done.
import { ask } from "./server.js";
import { confirmed, say } from "./dialogs.js";
import { texts, filled } from "./texts.js";
import { NameDialog, SpeakerDialog } from "./talk_names.js";
import { piece } from "./talk_rows.js";

export class Mending {
  constructor(talk) {
    this.talk = talk;
    this.root = talk.root;
    this.said = texts("talk");
    this.labels = JSON.parse(this.root.dataset.labels);
    this.tools = this.root.querySelector("[data-tools]");
    this.to = this.tools.querySelector("[data-to]");
    this.switch = this.root.querySelector("[data-mend]");
    this.switch.hidden = false;
    this.switch.addEventListener("click", () => this.turn(!this.on));
    this.root.addEventListener("change", () => this.#count());
    this.root.addEventListener("click", (event) => this.#range(event));
    const names = new NameDialog(this), speakers = new SpeakerDialog(this);
    const acts = {
      start: () => this.#start(), move: () => this.#move(),
      name: () => names.open(), speaker: () => speakers.open(),
    };
    for (const one of this.tools.querySelectorAll("[data-mend-do]")) {
      one.addEventListener("click", () => acts[one.dataset.mendDo]());
    }
  }

  get picked() {
    return [...this.root.querySelectorAll(".u-pick input:checked")].map((one) => Number(one.value));
  }

  row(id) {
    return this.root.querySelector(`[data-u="${id}"]`);
  }

  called(item) {
    return this.labels[item] ?? item;
  }

  // Sends a correction. Where only something else of the meeting was changed since, it is sent once more.
  async send(path, json) {
    const url = `/api/v1/meetings/${this.root.dataset.meeting}${path}`;
    try {
      return await this.#sent(url, json);
    } catch (problem) {
      if (problem.status !== 412) throw problem;
      const fresh = await piece(`${this.root.dataset.address}?omkring=${this.root.dataset.beside}`);
      if (fresh.talk.dataset.state !== this.root.dataset.state) {
        await this.talk.becomes(fresh);
        say(this.said.colleague);
        return null;
      }
      this.root.dataset.version = fresh.talk.dataset.version;
      return this.#sent(url, json);
    }
  }

  async #sent(url, json) {
    const { body } = await ask("POST", url, { json, version: Number(this.root.dataset.version) });
    return body;
  }

  // What the page shows afterwards, and word of it to the text beside.
  async done(told, detail = {}) {
    await this.talk.again();
    document.dispatchEvent(new CustomEvent("referent:talk-changed", { detail }));
    say(told);
  }

  get on() {
    return !this.tools.hidden;
  }

  turn(on) {
    this.tools.hidden = !on;
    this.root.classList.toggle("mending", on);
    this.switch.setAttribute("aria-pressed", String(on));
    this.#count();
  }

  #count() {
    const count = this.picked.length;
    const told = [this.said.picked_none, this.said.picked_one][count] ?? filled(this.said.picked, { count });
    this.tools.querySelector("[data-picked]").textContent = told;
  }

  #range(event) {
    const box = event.target.closest?.(".u-pick input");
    if (!box) return;
    if (event.shiftKey && this.last?.isConnected) {
      const all = [...this.root.querySelectorAll(".u-pick input")];
      const [a, b] = [all.indexOf(this.last), all.indexOf(box)].sort((x, y) => x - y);
      for (const one of all.slice(a, b + 1)) one.checked = box.checked;
      this.#count();
    }
    this.last = box;
  }

  async #start() {
    const item = this.root.dataset.item || this.to.value;
    if (this.picked.length !== 1) return say(this.said.pick_one);
    if (!item) return say(this.said.pick_item);
    const [id] = this.picked;
    const title = filled(this.said.start_title, { item: this.called(item), clock: this.#clock(id) });
    return this.#change("/boundaries", { utterance_id: id, item_id: item }, title);
  }

  async #move() {
    const { picked } = this;
    if (!picked.length) return say(this.said.pick_some);
    const item = this.to.value ? this.called(this.to.value) : this.said.unplaced;
    const text = picked.length === 1 ? this.said.move_title_one : this.said.move_title;
    const title = filled(text, { count: picked.length, item, clock: this.#clock(picked[0]) });
    return this.#change("/assignments", { utterance_ids: picked, item_id: this.to.value || null }, title);
  }

  #clock(id) {
    return this.row(id).querySelector(".u-time").textContent;
  }

  async #change(path, json, title) {
    try {
      const preview = await this.send(`${path}?preview=true`, json);
      if (!preview) return;
      if (!(await confirmed({ title, text: this.#outcome(preview), yes: this.said.yes_move }))) return;
      const done = await this.send(path, json);
      if (done) await this.done(this.said.moved, done);
    } catch (problem) {
      say(problem.message);
    }
  }

  #outcome(moved) {
    const told = ["redrafted", "kept", "approved"]
      .filter((kind) => moved[kind].length)
      .map((kind) => filled(this.said[kind], { items: moved[kind].map((one) => this.called(one)).join(", ") }));
    return told.join(" ") || this.said.untouched;
  }
}

// A name put right everywhere, looked at before it is done; and who speaks.
import { say } from "./dialogs.js";
import { texts, filled } from "./texts.js";

const MOST = 30; // lines of a preview

export class NameDialog {
  constructor(mending) {
    this.mending = mending;
    this.dialog = mending.root.querySelector("[data-names]");
    this.form = this.dialog.querySelector("form");
    this.preview = this.dialog.querySelector("[data-preview]");
    this.look = this.dialog.querySelector("[data-look]");
    this.doIt = this.dialog.querySelector("[data-do-it]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#looked();
    });
    this.form.addEventListener("input", () => this.#fresh());
    this.doIt.addEventListener("click", () => this.#done());
    this.dialog.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
  }

  open() {
    const chosen = getSelection().toString().trim();
    this.form.reset();
    if (chosen && chosen.length <= 60 && !chosen.includes("\n")) this.form.elements.old.value = chosen;
    this.#fresh();
    this.dialog.showModal();
  }

  #fresh() {
    this.preview.replaceChildren();
    this.doIt.hidden = true;
    this.look.hidden = false;
  }

  get #names() {
    return { old: this.form.elements.old.value, new: this.form.elements.new.value };
  }

  async #looked() {
    const said = texts("talk"), { mending } = this;
    try {
      const found = await mending.send("/names?preview=true", this.#names);
      if (!found) return this.dialog.close();
      const nothing = !found.utterances.length && !found.texts.length && !found.speakers.length;
      this.preview.replaceChildren(...(nothing ? [] : this.#listed(found)));
      if (nothing) this.preview.append(line("p", filled(said.names_none, this.#names)));
      if (found.approved.length) this.preview.append(line("p", filled(said.names_approved, { items: found.approved.map((one) => mending.called(one)).join(", ") })));
      this.look.hidden = !nothing;
      this.doIt.hidden = nothing;
      (nothing ? this.form.elements.old : this.doIt).focus();
    } catch (problem) {
      this.preview.replaceChildren(line("p", problem.message, "wrong"));
    }
    return undefined;
  }

  #listed(found) {
    const said = texts("talk");
    const counts = { utterances: found.utterances.length, texts: found.texts.length };
    const made = [line("p", filled(said.names_found, counts))];
    if (found.speakers.length) made.push(line("p", filled(said.names_speakers, { names: found.speakers.join(", ") })));
    const list = document.createElement("ul");
    for (const one of found.texts) {
      list.append(change(filled(said.names_text, { item: this.mending.called(one.item_id) }), one));
    }
    for (const one of found.utterances.slice(0, MOST)) list.append(change("", one));
    made.push(list);
    const more = found.utterances.length - MOST;
    if (more > 0) made.push(line("p", filled(said.names_more, { count: more })));
    return made;
  }

  async #done() {
    try {
      const done = await this.mending.send("/names", this.#names);
      this.dialog.close();
      if (done) await this.mending.done(texts("talk").names_done);
    } catch (problem) {
      this.preview.replaceChildren(line("p", problem.message, "wrong"));
    }
  }
}

export class SpeakerDialog {
  constructor(mending) {
    this.mending = mending;
    this.dialog = mending.root.querySelector("[data-speakers]");
    this.form = this.dialog.querySelector("form");
    this.wrong = this.dialog.querySelector("[data-wrong]");
    this.everywhere = this.dialog.querySelector("[data-everywhere]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#done();
    });
    this.dialog.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
  }

  open() {
    const { picked } = this.mending;
    const labels = new Set(picked.map((id) => this.mending.row(id).querySelector(".u-who")?.textContent ?? ""));
    this.picked = picked;
    this.old = labels.size === 1 ? [...labels][0] : "";
    this.form.reset();
    this.wrong.hidden = true;
    this.everywhere.hidden = !this.old;
    this.everywhere.querySelector("span").textContent = filled(this.everywhere.dataset.text, { old: this.old });
    if (!picked.length) return say(texts("talk").pick_some);
    return this.dialog.showModal();
  }

  async #done() {
    const said = texts("talk"), whole = this.form.elements.scope.value === "everywhere";
    const json = { new: this.form.elements.new.value.trim() || null };
    if (whole) json.old = this.old;
    else json.utterance_ids = this.picked;
    try {
      const done = await this.mending.send("/speakers", json);
      this.dialog.close();
      const count = done?.utterance_ids.length;
      if (done) await this.mending.done(count === 1 ? said.speaker_one : filled(said.speaker_done, { count }));
    } catch (problem) {
      this.wrong.textContent = problem.message;
      this.wrong.hidden = false;
    }
  }
}

function line(tag, text, kind = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = kind;
  return made;
}

// The two spellings of a text, with what differs between them marked.
function change(heading, { old, new: put }) {
  const made = document.createElement("li");
  if (heading) made.append(line("strong", heading));
  const before = old.split(/\s+/), after = put.split(/\s+/);
  let start = 0, end = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const from = Math.max(0, start - 6), to = (words) => Math.min(words.length, words.length - end + 6);
  const said = document.createElement("p");
  said.append(
    `${from ? "… " : ""}${before.slice(from, start).join(" ")} `, line("del", before.slice(start, before.length - end).join(" ")), " ",
    line("ins", after.slice(start, after.length - end).join(" ")),
    ` ${after.slice(after.length - end, to(after)).join(" ")}${to(after) < after.length ? " …" : ""}`,
  );
  made.append(said);
  return made;
}

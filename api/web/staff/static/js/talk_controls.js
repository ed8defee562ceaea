// The player's buttons, its slider and its clock.
import { say } from "./dialogs.js";
import { texts, filled } from "./texts.js";
import { clock } from "./talk_wave.js";

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

export class Controls {
  constructor(bar, player) {
    this.player = player;
    this.button = bar.querySelector('[data-do="play"]');
    this.select = bar.querySelector("[data-speed]");
    this.seek = bar.querySelector("[data-seek]");
    this.at = bar.querySelector("[data-at]");
    this.follow = bar.querySelector("[data-follow]");
    this.end = clock(player.stretches.all.at(-1)[1]);
    bar.querySelector("[data-all]").textContent = this.end;
    this.seek.max = player.stretches.seconds.toFixed(1);
    for (const one of bar.querySelectorAll("[data-do]")) one.addEventListener("click", () => player.does(one.dataset.do));
    this.select.addEventListener("change", () => { player.sound.speed = Number(this.select.value); });
    this.seek.addEventListener("input", () => player.moves(player.stretches.time(Number(this.seek.value))));
    this.follow.addEventListener("click", () => player.followAgain());
  }

  playing(on) {
    this.button.classList.toggle("playing", on);
    this.button.setAttribute("aria-label", on ? texts("talk").pause : texts("talk").play);
  }

  // The time in the recording, and how many seconds into the stretches that is.
  show(time, into) {
    this.at.textContent = clock(time);
    this.seek.value = into;
    this.seek.setAttribute("aria-valuetext", filled(texts("talk").place, { at: clock(time), all: this.end }));
  }

  speed(step) {
    const at = SPEEDS.indexOf(Number(this.select.value)) + step;
    if (!(at in SPEEDS)) return;
    this.select.value = String(SPEEDS[at]);
    this.player.sound.speed = SPEEDS[at];
    say(filled(texts("talk").speed, { rate: String(SPEEDS[at]).replace(".", ",") }));
  }
}

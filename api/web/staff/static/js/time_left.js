// How long something takes yet, in words; and a guess from how fast it went in the last seconds.
import { filled, texts } from "./texts.js";

const WINDOW_MS = 20_000;

export function timeLeft(seconds) {
  const t = texts("meeting");
  if (seconds === null || !Number.isFinite(seconds)) return t.speed_unknown;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return t.left_soon;
  if (minutes < 60) return filled(t.left_minutes, { minutes });
  return filled(t.left_hours, { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

export class Pace {
  #seen = [];

  // Seconds left when `done` of `total` is reached now; null until that can be told.
  left(done, total, now = performance.now()) {
    this.#seen.push([now, done]);
    while (this.#seen.length > 2 && now - this.#seen[1][0] > WINDOW_MS) this.#seen.shift();
    const [[then, before]] = this.#seen;
    return done > before ? ((total - done) * (now - then)) / (done - before) / 1000 : null;
  }
}

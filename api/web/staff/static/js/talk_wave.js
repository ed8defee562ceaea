// The shape of the sound over some stretches of the talk, drawn from peaks that the server keeps.
import { ask } from "./server.js";
import { two } from "./texts.js";

const POINTS = 600;
export const HEIGHT = 56; // the page's policy allows the drawing's style sheet for this height

// A place in the recording, as people read it.
export function clock(seconds) {
  const whole = Math.floor(seconds), minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

// The stretches one after the other: a place in them, 0 to 1, and the time that it stands for.
export class Stretches {
  constructor(stretches) {
    this.all = stretches;
    this.seconds = stretches.reduce((sum, [start, end]) => sum + end - start, 0);
  }

  within(time) {
    return this.all.find(([start, end]) => start <= time && time <= end);
  }

  after(time) {
    return this.all.find(([start]) => start > time);
  }

  // Seconds into the stretches.
  into(time) {
    return this.all.reduce((sum, [start, end]) => sum + Math.min(Math.max(time - start, 0), end - start), 0);
  }

  time(into) {
    for (const [start, end] of this.all) {
      if (into <= end - start) return start + into;
      into -= end - start;
    }
    return this.all.at(-1)?.[1] ?? 0;
  }
}

export async function drawn(place, meeting, recordings, stretches, chosen) {
  const peaks = await peaksOf(meeting, recordings, stretches);
  if (!peaks.length || !place.isConnected) return null;
  const { default: WaveSurfer } = await import("../vendor/wavesurfer/wavesurfer.esm.js");
  const style = getComputedStyle(place);
  const wave = WaveSurfer.create({
    container: place, height: HEIGHT, peaks: [peaks], duration: stretches.seconds, normalize: true,
    waveColor: style.getPropertyValue("--line"), progressColor: style.getPropertyValue("--brand"),
    cursorColor: style.getPropertyValue("--brand-dark"), cursorWidth: 2, barWidth: 2, barGap: 1,
  });
  wave.on("interaction", (seconds) => chosen(stretches.time(seconds)));
  await new Promise((ready) => { wave.once("ready", ready); });
  place.classList.add("drawn");
  return wave;
}

async function peaksOf(meeting, recordings, stretches) {
  const found = [];
  for (const [start, end] of stretches.all) {
    for (const one of recordings) {
      const from = Math.max(start, one.begins) - one.begins;
      const to = Math.min(end, one.begins + one.seconds) - one.begins;
      if (to <= from) continue;
      const points = Math.max(1, Math.round((POINTS * (to - from)) / stretches.seconds));
      const asked = new URLSearchParams({ start: from.toFixed(2), end: to.toFixed(2), points });
      const { body } = await ask("GET", `/api/v1/meetings/${meeting}/recordings/${one.id}/peaks?${asked}`);
      found.push(...body.peaks.map((peak) => peak / 100));
    }
  }
  return found;
}

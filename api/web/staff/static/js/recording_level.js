// How loud the microphone is, ten times a second; tells when nothing at all comes for a while, and when it does.
const EVERY_MS = 100;
const QUIET = 0.003;
const QUIET_MS = 6000;

export class Level {
  constructor(stream, meter, told) {
    this.context = new AudioContext();
    const analyser = this.context.createAnalyser();
    this.context.createMediaStreamSource(stream).connect(analyser);
    const heard = new Float32Array(analyser.fftSize);
    let loudAt = performance.now();
    let silent = false;
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(heard);
      const peak = heard.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
      meter.value = Math.sqrt(peak);
      const now = performance.now();
      // A hidden page looks too seldom to know.
      if (peak > QUIET || document.hidden) loudAt = now;
      if (silent === now - loudAt > QUIET_MS) return;
      silent = !silent;
      told(silent);
    }, EVERY_MS);
  }

  close() {
    clearInterval(this.timer);
    this.context.close();
  }
}

// The recording as a bar: above, what became of the sound; below, the items. The table beside it says the same.

function draw(place) {
  const { duration, sound, items } = JSON.parse(place.dataset.bar);
  place.dataset.drawn = "";
  const lanes = [lane(sound, duration, "talk-lane"), lane(items, duration, "talk-lane talk-lane-items")];
  place.replaceChildren(...lanes.filter((one) => one.childElementCount));
  place.addEventListener("click", (event) => {
    const { left, width } = place.getBoundingClientRect();
    const time = (duration * (event.clientX - left)) / width;
    document.dispatchEvent(new CustomEvent("talk:go", { detail: { time } }));
  });
}

function lane(parts, duration, kind) {
  const made = document.createElement("div");
  made.className = kind;
  for (const [from, to, what, label = "", title = ""] of parts) {
    const part = document.createElement("span");
    part.className = `talk-part ${what}`;
    part.style.left = `${(100 * from) / duration}%`;
    part.style.width = `${(100 * (to - from)) / duration}%`;
    part.textContent = label;
    part.title = title;
    made.append(part);
  }
  return made;
}

function look() {
  for (const place of document.querySelectorAll("[data-bar]:not([data-drawn])")) draw(place);
}

document.addEventListener("click", (event) => {
  const to = event.target.closest("[data-go]");
  if (!to) return;
  const detail = { utterance: Number(to.dataset.go), time: Number(to.dataset.at) };
  document.dispatchEvent(new CustomEvent("talk:go", { detail }));
});
new MutationObserver(look).observe(document.getElementById("main"), { childList: true, subtree: true });
look();

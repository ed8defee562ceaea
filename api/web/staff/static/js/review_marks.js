// Marks by which one hears what a sentence rests on, and the reason why words are doubted.
const why = document.createElement("p");
why.className = "why";
why.id = "why";
why.hidden = true;
document.getElementById("review").append(why);

// The talk side plays and shows the place.
function hear({ start, end, utterance }) {
  const detail = { start: Number(start), end: Number(end), utterance: utterance ? Number(utterance) : null };
  document.dispatchEvent(new CustomEvent("referent:hear", { detail }));
}

function explain(doubt) {
  const reason = document.getElementById(doubt.getAttribute("aria-describedby"));
  if (!reason) return;
  why.textContent = reason.textContent;
  why.hidden = false;
  const [line] = doubt.getClientRects();
  why.style.left = "0";
  why.style.left = `${Math.max(8, Math.min(line.left, document.documentElement.clientWidth - why.offsetWidth - 8))}px`;
  const above = line.top - why.offsetHeight;
  why.style.top = `${above > 0 ? above : doubt.getBoundingClientRect().bottom}px`;
}

const hide = () => { why.hidden = true; };

document.addEventListener("click", (event) => {
  const mark = event.target.closest("[data-hear]");
  if (mark) hear(mark.dataset);
});
// A section of the agenda may be folded away.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const target = link && document.getElementById(link.hash.slice(1));
  const folded = target?.closest("details");
  if (folded) folded.open = true;
});
document.addEventListener("focusin", (event) => { if (event.target.matches(".doubt")) explain(event.target); });
document.addEventListener("focusout", (event) => { if (event.target.matches(".doubt")) hide(); });
document.addEventListener("mouseover", (event) => {
  const doubt = event.target.closest(".doubt");
  if (doubt) explain(doubt);
});
// The pointer may go from the words to the reason.
document.addEventListener("mouseout", (event) => {
  const leaves = event.target === why || event.target.closest(".doubt");
  if (leaves && event.relatedTarget !== why) hide();
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
document.addEventListener("scroll", hide, { passive: true });
document.addEventListener("referent:heard", (event) => {
  const { time } = event.detail;
  for (const mark of document.querySelectorAll("[data-hear]")) {
    mark.classList.toggle("now", Number(mark.dataset.start) <= time && time < Number(mark.dataset.end));
  }
});

// Notices what others do to the item, and that a machine has drafted it anew.
import { say } from "./dialogs.js";
import { filled, texts } from "./texts.js";
import { item, refresh } from "./review_item.js";
import { unsaved } from "./review_saving.js";

const CALM_MS = 15_000;
const EAGER_MS = 1500;
const AWAY_MS = 15 * 60_000;
const t = texts("review");
let timer;
let touched = Date.now();

async function look() {
  clearTimeout(timer);
  // A desk that nobody sits at asks for nothing: its session may end.
  const present = !document.hidden && Date.now() - touched < AWAY_MS;
  if (present) await compare().catch(() => {}); // the network is gone: asked again in a moment
  timer = setTimeout(look, item.redrafting && !item.stuck ? EAGER_MS : CALM_MS);
}

async function compare() {
  const response = await fetch(`${item.page}/nyt`, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const news = await response.json();
  // What is being written meets the other text when it is saved.
  const same = news.version <= item.version && news.stuck === item.stuck;
  if (same || unsaved() !== null) return;
  const before = { ...item };
  await refresh();
  announce(before);
}

function announce(before) {
  if (item.stuck && !before.stuck) say(t.draft_stuck);
  else if (before.redrafting && !item.redrafting && item.text_version !== before.text_version) say(t.draft_came);
  else if (item.approved !== before.approved) say(item.approved ? t.approved_by_other : t.reopened_by_other);
  else if (item.text !== before.text) say(item.author ? filled(t.text_by_other, { name: item.author }) : t.draft_came);
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
document.addEventListener("referent:talk-changed", () => refresh());
for (const sign of ["keydown", "pointermove", "pointerdown"]) {
  document.addEventListener(sign, () => { touched = Date.now(); }, { passive: true });
}
document.addEventListener("referent:item-shown", () => {
  if (item.redrafting && !item.stuck) {
    clearTimeout(timer);
    timer = setTimeout(look, EAGER_MS);
  }
});
timer = setTimeout(look, EAGER_MS);
export { look };

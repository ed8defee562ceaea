// The utterances on the page: found by number or by time, fetched piece by piece, marked as they are heard.
import { fragment } from "./server.js";
import { clear, paint } from "./talk_words.js";

export class Rows {
  constructor(root) {
    this.list = root.querySelector("[data-list]");
    this.coming = new Map();
    this.marked = null;
    this.watcher = new IntersectionObserver((seen) => {
      for (const one of seen) if (one.isIntersecting) this.need(one.target);
    }, { rootMargin: "400px" });
    for (const part of this.list.querySelectorAll("[data-part]")) {
      part.style.minHeight = `${Number(part.dataset.size) * 5.6}rem`;
      part.querySelector("button").addEventListener("click", () => this.need(part));
      this.watcher.observe(part);
    }
  }

  stop() {
    this.watcher.disconnect();
    clear();
  }

  // Fetches a part that is not there yet; resolves when it is.
  need(part) {
    if (!part.dataset.part) return Promise.resolve(part);
    if (!this.coming.has(part)) this.coming.set(part, this.#fetched(part));
    return this.coming.get(part);
  }

  async #fetched(part) {
    this.watcher.unobserve(part);
    const fetched = await fragment(part.dataset.part).catch((problem) => {
      this.coming.delete(part);
      throw problem;
    });
    const here = part.contains(document.activeElement);
    const list = fetched.querySelector("ol");
    part.replaceWith(list);
    if (here) focusOn(list.querySelector("[data-u]"));
    return list;
  }

  #part(holds) {
    return [...this.list.children].find((part) => part.dataset.first && holds(part.dataset));
  }

  async of(id) {
    const part = this.#part((d) => Number(d.first) <= id && id <= Number(d.last));
    if (part) await this.need(part);
    return this.list.querySelector(`[data-u="${id}"]`);
  }

  // The utterance that is spoken at a time, or the last one before it, among those that are on the page.
  there(time) {
    const parts = [...this.list.children].filter((part) => part.dataset.first);
    const part = parts.findLast((one) => Number(one.dataset.from) <= time + 0.05);
    if (!part) return null;
    if (part.dataset.part) {
      this.need(part).catch(() => {});
      return null;
    }
    const said = part.querySelectorAll("[data-u]");
    let low = 0, high = said.length - 1, found = null;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (Number(said[middle].dataset.from) <= time + 0.05) {
        found = said[middle];
        low = middle + 1;
      } else high = middle - 1;
    }
    return found;
  }

  async at(time) {
    const part = [...this.list.children]
      .filter((one) => one.dataset.first).findLast((one) => Number(one.dataset.from) <= time + 0.05);
    if (part) await this.need(part);
    return this.there(time);
  }

  async after(row) {
    for (let next = row.nextElementSibling; next; next = next.nextElementSibling) {
      if (next.dataset.u) return next;
    }
    const part = row.parentElement.nextElementSibling;
    if (!part?.dataset.first) return null;
    return (await this.need(part)).querySelector("[data-u]");
  }

  // Gives true where another utterance than before is marked.
  mark(row, time) {
    const fresh = row !== this.marked;
    if (fresh) {
      this.marked?.classList.remove("speaking");
      row?.classList.add("speaking");
      this.marked = row;
    }
    paint(row, time);
    return fresh;
  }

  // Into the upper part of what scrolls, without moving anything else; where it is well in sight, nothing moves.
  show(row) {
    const scroller = scrollerOf(this.list);
    const { top, height } = scroller?.getBoundingClientRect() ?? { top: 0, height: innerHeight };
    const place = row.getBoundingClientRect();
    if (place.top > top + height * 0.3 && place.bottom < top + height * 0.85) return;
    (scroller ?? window).scrollBy(0, place.top - top - height * 0.4);
  }
}

// Where the whole page scrolls, only what is looked at is followed: who reads the text must not lose the place.
export function mayFollow(rows, before) {
  if (scrollerOf(rows.list)) return true;
  const place = before?.getBoundingClientRect();
  return Boolean(place) && place.bottom > 0 && place.top < innerHeight;
}

export function focusOn(row) {
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
}

export function scrollerOf(element) {
  for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight) return one;
  }
  return null;
}

// The talk as the server has it now, and what stands beside it on its own page.
export async function piece(address) {
  const fetched = await fragment(address);
  return { talk: fetched.querySelector("[data-talk]"), overview: fetched.querySelector("[data-overview]") };
}

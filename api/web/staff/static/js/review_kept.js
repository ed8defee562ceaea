// What is written and not yet saved, kept in this browser: a closed window or a dead network loses nothing.
// Each person's text has a place of its own, so nobody finds another's on a shared machine.
import { item } from "./review_item.js";

const place = () => `referent:text:${item.person}:${item.api}`;

// Whether it could be kept; some browsers refuse in a private window.
export function keep(text, base) {
  try {
    localStorage.setItem(place(), JSON.stringify({ text, base }));
    return true;
  } catch {
    return false;
  }
}

export function kept() {
  try {
    return JSON.parse(localStorage.getItem(place()));
  } catch {
    return null;
  }
}

export function forget() {
  try {
    localStorage.removeItem(place());
  } catch {
    // Where nothing can be kept, there is nothing to forget.
  }
}

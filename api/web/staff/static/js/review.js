// Gennemse: everything that the page of an item does.
import "./review_marks.js";
import "./review_editor.js";
import "./review_actions.js";
import "./review_watch.js";
import "./review_dialogs.js";
import "./review_keys.js";

// A long list starts where the current item stands.
const list = document.getElementById("review-items");
const current = list.querySelector("[aria-current]");
list.scrollTop = current.offsetTop - list.offsetTop - list.clientHeight / 3;

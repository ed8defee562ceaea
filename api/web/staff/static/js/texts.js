// The page's Danish, as the server put it there: texts("review").saving, say("review", "left", {n: 3}).
const found = new Map();

export function texts(section = "shell") {
  if (!found.has(section)) {
    const holder =
      section === "shell" ? document.getElementById("texts") : document.querySelector(`[data-texts="${section}"]`);
    found.set(section, JSON.parse(holder.textContent));
  }
  return found.get(section);
}

export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
}

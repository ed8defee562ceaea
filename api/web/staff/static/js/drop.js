// A place that takes files, dropped or chosen. A file dropped beside it does not replace the page.
export function takesFiles(place, input, take) {
  input.addEventListener("change", () => {
    if (input.files.length) take([...input.files]);
    input.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.add("drop-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    place.addEventListener(name, (event) => {
      if (name === "drop" || !place.contains(event.relatedTarget)) place.classList.remove("drop-over");
    });
  }
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const files = [...event.dataTransfer.files];
    if (files.length && !input.disabled) take(files);
  });
  for (const name of ["dragover", "drop"]) {
    window.addEventListener(name, (event) => event.preventDefault());
  }
}

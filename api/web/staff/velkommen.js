// Takes the one-time token from the address and chooses a password with it.
const form = document.getElementById("form");
const message = document.getElementById("message");

function say(text, done) {
  message.textContent = text;
  message.className = done ? "done" : "wrong";
  form.hidden = done;
  message.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const password = document.getElementById("password").value;
  if (password !== document.getElementById("again").value) {
    say("De to adgangskoder er ikke ens. Skriv dem igen.", false);
    return;
  }
  try {
    const answer = await fetch("/api/v1/session/link", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: location.hash.slice(1), password }),
    });
    const told = await answer.json();
    if (!answer.ok) {
      say(told.detail, false);
      return;
    }
    history.replaceState(null, "", location.pathname);
    say(`Du er logget ind som ${told.name}. Adgangskoden er valgt, og linket er brugt.`, true);
  } catch {
    say("Referent svarer ikke lige nu. Prøv igen om et øjeblik.", false);
  }
});

// A day and an hour in Denmark, wherever the browser stands, as a moment.
export function inDenmark(day, hour) {
  const wanted = Date.parse(`${day}T${hour || "00:00"}:00Z`);
  // The offset there may be another at the moment that the first guess gives, so it is asked for twice.
  return new Date(wanted - offset(wanted - offset(wanted))).toISOString();
}

function offset(moment) {
  const shown = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Copenhagen", dateStyle: "short", timeStyle: "medium",
  }).format(moment);
  return Date.parse(`${shown.replace(" ", "T")}Z`) - Math.floor(moment / 1000) * 1000;
}

// The list of recordings that are here, fetched again when one came or went.
import { ask } from "./server.js";

export const meetingId = document.getElementById("meeting").dataset.meeting;
export const api = `/api/v1/meetings/${meetingId}`;

export function isHere(file) {
  return document.querySelector(`#recordings [data-file="${file}"]`) !== null;
}

export async function refreshRecordings() {
  const { response } = await ask("GET", `/moeder/${meetingId}/optagelser`);
  document.getElementById("recordings").outerHTML = await response.text();
}

// Who has a recording in hand: the tab that makes or sends it. Another tab then leaves it alone.
const named = (id) => `referent-recording:${id}`;

// Resolves to the function that lets go of it.
export function hold(id) {
  return new Promise((resolve) => {
    navigator.locks.request(named(id), () => new Promise((letGo) => { resolve(letGo); }));
  });
}

export async function isHeld(id) {
  const { held } = await navigator.locks.query();
  return held.some((one) => one.name === named(id));
}

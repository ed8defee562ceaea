// Keeps recordings in the browser, piece by piece, until the server has all of them. A piece is found by the
// byte at which it starts, so sending can go on from whatever the server says that it has.
const DATABASE = "referent-recordings";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("recordings", { keyPath: "id" });
      asked.result.createObjectStore("pieces", { keyPath: ["recording", "start"] });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

const database = opened();

// Runs `work` on the stores; resolves when what it wrote is on the disk.
async function inside(mode, work) {
  const db = await database;
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(["recordings", "pieces"], mode, { durability: "strict" });
    const asked = work(transaction.objectStore("recordings"), transaction.objectStore("pieces"));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export function saveRecording(recording) {
  return inside("readwrite", (recordings) => recordings.put({ ...recording }));
}

// Keeps a piece; `recording.bytes` is how much of it is here, and grows with it.
export async function addPiece(recording, blob) {
  const bytes = await blob.arrayBuffer();
  const grown = { ...recording, bytes: recording.bytes + bytes.byteLength };
  await inside("readwrite", (recordings, pieces) => {
    pieces.put({ recording: recording.id, start: recording.bytes, bytes });
    return recordings.put(grown);
  });
  recording.bytes = grown.bytes;
}

// The recordings that are here, the oldest first.
export async function recordingsHere() {
  const all = await inside("readonly", (recordings) => recordings.getAll());
  return all.sort((one, other) => one.begun - other.begun);
}

// At most `most` pieces from byte `offset` on, as one blob. Empty where nothing more is here.
export async function bytesFrom(recording, offset, most) {
  if (offset >= recording.bytes) return new Blob([]);
  const upTo = IDBKeyRange.bound([recording.id, 0], [recording.id, offset]);
  const key = await firstKey(upTo);
  const rest = IDBKeyRange.bound(key, [recording.id, Infinity]);
  const found = await inside("readonly", (_recordings, pieces) => pieces.getAll(rest, most));
  return new Blob(found.map((one) => one.bytes)).slice(offset - key[1]);
}

async function firstKey(range) {
  let key;
  await inside("readonly", (_recordings, pieces) => {
    pieces.openKeyCursor(range, "prev").onsuccess = (event) => { key = event.target.result.primaryKey; };
  });
  return key;
}

export function forgetRecording(recording) {
  return inside("readwrite", (recordings, pieces) => {
    pieces.delete(IDBKeyRange.bound([recording.id, 0], [recording.id, Infinity]));
    return recordings.delete(recording.id);
  });
}

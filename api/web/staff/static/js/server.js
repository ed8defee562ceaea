// Asks the server. Every write goes through the routes that programs use; a refusal comes as a Problem.
import { texts } from "./texts.js";

export class Problem extends Error {
  constructor(document, status) {
    super(document.detail);
    this.document = document;
    this.status = status;
  }
}

// Whether the same request may succeed in a moment: the line is cut, the server rests, or somebody is at it now.
export function mayPass(status, document) {
  const busy = status === 409 && document?.type === "urn:referent:in_flight";
  return busy || [0, 412, 423, 500, 502, 503, 504].includes(status);
}

const csrf = document.querySelector('meta[name="csrf-token"]')?.content;

// `version`: the row version that the person saw (If-Match). `staysHere`: nobody is signed in yet, so a 401 is
// an answer like others and no reason to leave the page. Gives {body, version, response}.
export async function ask(method, url, { json, body, headers = {}, version, signal, keepalive, staysHere } = {}) {
  const sent = { ...headers };
  if (csrf) sent["X-CSRF-Token"] = csrf;
  if (version !== undefined) sent["If-Match"] = `"${version}"`;
  if (json !== undefined) sent["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(url, {
      method, headers: sent, body: json === undefined ? body : JSON.stringify(json), signal, keepalive,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ detail: texts().offline }, 0);
  }
  const hasBody = method !== "HEAD" && response.status !== 204;
  const isJson = hasBody && (response.headers.get("Content-Type") ?? "").includes("json");
  const told = isJson ? await response.json() : null;
  if (response.status === 401 && !staysHere) {
    location.assign(`/log-ind?til=${encodeURIComponent(location.pathname + location.search)}`);
  }
  if (!response.ok) throw new Problem(told ?? { detail: texts().offline }, response.status);
  const tag = response.headers.get("ETag");
  return { body: told, version: tag ? Number(tag.replaceAll('"', "")) : undefined, response };
}

// A piece of a page of ours, as nodes that stand nowhere yet.
export async function fragment(url) {
  const { response } = await ask("GET", url);
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  return holder.content;
}

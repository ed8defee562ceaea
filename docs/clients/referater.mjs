// Published minutes in a browser or in Node 18 and later: import { latest, search, fragment } from "./referater.mjs".
// In a browser, the page's origin must be in Referent's setting intranet_origins. `address` has no slash at the end.

async function ask(address, path, parameters = {}) {
  const url = new URL(address + path);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const answer = await fetch(url);
  if (!answer.ok) {
    const problem = await answer.json(); // application/problem+json: `detail` is a Danish sentence
    throw new Error(problem.detail);
  }
  return answer;
}

/** The latest minutes, of one body (its id in /v1/bodies) or of all. */
export async function latest(address, { body, take = 5 } = {}) {
  const filter = body === undefined ? undefined : `body:${body}`;
  const page = await (await ask(address, "/v1/minutes", { sort: "date:desc", take, filter })).json();
  return page.items.map(({ id, name, route, properties }) => ({
    id,
    name,
    url: address + route.path,
    body: properties.body.name,
    startsAt: properties.startsAt,
    items: properties.items.map(({ number, title }) => `${number}. ${title}`),
  }));
}

/** What a search finds. `title` and `snippet` are HTML in which only <mark> is not escaped. */
export async function search(address, words, { take = 10 } = {}) {
  const page = await (await ask(address, "/v1/search", { q: words, take })).json();
  return page.items.map(({ route, properties: { title, snippet } }) => ({ url: address + route.path, title, snippet }));
}

/** One referat as HTML to put into a page of your own. */
export async function fragment(address, id) {
  return (await ask(address, `/v1/minutes/${encodeURIComponent(id)}.html`)).text();
}

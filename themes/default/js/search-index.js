// Fetches the index once for the page: the first file answers, the others add to it as they come.
import { complete, learn, prepare } from "./search-file.js";

let loading;

/** The search, as soon as it can answer; its `whole` is done when everything has come. */
export function load(url) {
  loading ??= begun(url).catch((error) => {
    // A network that failed may come back: the next key tries again.
    loading = undefined;
    throw error;
  });
  return loading;
}

async function begun(url) {
  const search = prepare(await json(url));
  // Asked for when the first answer is shown, added in order: what people say instead, then the long texts.
  const answered = search.shards ? (await import("./search-shards.js")).cut(search, json) : Promise.resolve();
  const rest = answered.then(() => new Promise((done) => setTimeout(done))).then(() => {
    const texts = json(search.texts);
    texts.catch(() => {});
    return { words: json(search.words), texts };
  });
  search.learned = rest.then(({ words }) => words).then((it) => learn(search, it));
  search.whole = search.learned.then(() => rest).then(({ texts }) => texts).then((it) => complete(search, it));
  search.whole.catch(() => {});
  return search;
}

function json(url) {
  return fetch(url).then((answer) => {
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  });
}

// Fetches the index once for the page: the first file answers, the others add to it as they come.
import { complete, learn, prepare } from "./search-file.js";

let loading;

/** The search, as soon as it can answer; its `whole` is done when everything has come. */
export function load(url) {
  loading ??= json(url).then((file) => {
    const search = prepare(file);
    // Asked for at once, added in order: what people say instead, then the long texts.
    const [words, texts] = [json(search.words), json(search.texts)];
    texts.catch(() => {});
    search.learned = words.then((it) => learn(search, it));
    search.whole = search.learned.then(() => texts).then((it) => complete(search, it));
    search.whole.catch(() => {});
    return search;
  }).catch((error) => {
    // A network that failed may come back: the next key tries again.
    loading = undefined;
    throw error;
  });
  return loading;
}

function json(url) {
  return fetch(url).then((answer) => {
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  });
}

// Fetches the index once for the page; its address changes with its content.
import { prepare } from "./search-rank.js";

let loading;

export function load(url) {
  loading ??= fetch(url).then((answer) => {
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  }).then(prepare).catch((error) => {
    // A network that failed may come back: the next key tries again.
    loading = undefined;
    throw error;
  });
  return loading;
}

// Fetches what a search needs, once for the page: the first file answers, the others add to it as they come.

// Which index is the newest, and the box's phrases.
export const NEWEST = "/sok/index.json";

// The beginning of many words, and a word that may be misspelt.
const ALL_WAYS = "e eeeeee";
// A hit that answers less than this of what the best one does is weak.
const WEAK = 0.1;

let loading;

/** The search, as soon as it can answer; its `whole` is done when everything has come. */
export function load(url) {
  loading ??= fetched(url).catch((error) => {
    // A network that failed may come back: the next key tries again.
    loading = undefined;
    throw error;
  });
  return loading;
}

// All at once: what answers, and what it answers from.
async function fetched(url) {
  const newest = json(NEWEST);
  const fromNewest = () => newest.then((it) => json(it.index));
  // A page that has been open for long may name an index that is gone.
  const file = url ? json(url).catch(fromNewest) : fromNewest();
  const [engine, first, { phrases }] = await Promise.all([import("./search-engine.js"), file, newest]);
  const search = engine.prepare(first);
  // Asked for when the first answer is shown, added in order: what people say instead, then the long texts.
  const answered = search.shards ? (await import("./search-shards.js")).cut(search, json) : Promise.resolve();
  const rest = answered.then(() => new Promise((done) => setTimeout(done))).then(() => {
    const texts = json(search.texts);
    texts.catch(() => {});
    return { words: json(search.words), texts };
  });
  search.learned = rest.then(({ words }) => words).then((it) => engine.learn(search, it));
  search.whole = search.learned.then(() => rest).then(({ texts }) => texts).then((it) => engine.complete(search, it));
  // What is worked out only once is, before somebody waits for it.
  const warm = () => setTimeout(() => search.shards ?? engine.answer(search, ALL_WAYS));
  warm();
  search.whole.then(warm, () => {});
  const answer = async (query) => {
    await search.ready(query);
    return parted(engine.answer(search, query));
  };
  return { search, phrases, answer };
}

// Hits that are worth showing, and those that hardly answer anything.
function parted({ hits, noGoodHit, ...more }) {
  const good = noGoodHit ? [] : hits.filter(({ score }) => score >= WEAK * hits[0].score);
  return { ...more, good, weak: hits.slice(good.length) };
}

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

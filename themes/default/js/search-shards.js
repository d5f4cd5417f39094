// An index too large for one file: what a query needs of it is fetched when it is asked.
// All terms are in the first file, so that a query means the same as in a small index.
import { numbers, place, rank, read, show, summarize } from "./search-engine.js";

// How many of the hits are told what they are called with the query.
const SHOWN = 10;
// Who asks nothing for so long has all fetched meanwhile.
const IDLE_MS = 1000;

/**
 * Lets an index fetch its shards with `get`: before an answer, `ready(query)`; before more hits are shown, `told(hits)`.
 * What is returned is done when something was asked, and all for it fetched. */
export function cut(search, get) {
  const { folder, documents: size, short } = search.shards;
  const asked = new Map();
  const starts = { short: numbers(short) };

  function shard(name, add) {
    if (!asked.has(name)) {
      const coming = get(`${folder}${name}.json`).then(add);
      coming.catch(() => asked.delete(name));
      asked.set(name, coming);
    }
    return asked.get(name);
  }

  function placed(kind, term) {
    const after = starts[kind].findIndex((it) => it > term);
    const number = (after < 0 ? starts[kind].length : after) - 1;
    return shard(`${kind}-${number}`, (file) => {
      place(search[kind], starts[kind][number], file);
      // What was answered without it.
      search.memory.weighed = search.memory.units = undefined;
    });
  }

  search.told = (hits) => {
    const numbers = new Set(hits.map(({ id }) => Math.floor(id / size)));
    return Promise.all([...numbers].map((it) => shard(`documents-${it}`, (file) => {
      show(search, it * size, file.shown);
      summarize(search, it * size, file.summaries);
    })));
  };

  search.ready = async (query) => {
    let files;
    // Long texts may come while the shards are on their way; then there are more of them.
    while (files !== search.files) {
      files = search.files;
      if (search.shards.long) starts.long ??= numbers(search.shards.long);
      const kinds = Object.keys(starts);
      const terms = read(search, query).flatMap((unit) => unit.alternatives.flatMap(({ need }) => need.flatMap((it) => [...it.keys()])));
      await Promise.all([...new Set(terms)].flatMap((term) => kinds.filter((kind) => holds(search, kind, term)).map((kind) => placed(kind, term))));
      await search.told(rank(search, query).hits.slice(0, SHOWN));
    }
    answered();
  };
  let answered;
  return new Promise((done) => {
    answered = done;
    setTimeout(done, IDLE_MS);
  });
}

// Terms that only long texts have are after all others: no title has them.
function holds(search, kind, term) {
  return kind === "long" || term < search.shards.terms;
}

// Joined: the search itself, all that it takes to answer, as one file.
export { answer } from "./search-answer.js";
export { complete, learn, numbers, place, prepare, show, summarize } from "./search-file.js";
export { same } from "./search-near.js";
export { rank } from "./search-rank.js";
export { read } from "./search-read.js";
export { cut, fold, key } from "./search-words.js";

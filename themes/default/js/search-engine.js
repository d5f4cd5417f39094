// Joined: the search itself, all that it takes to answer, as one file.
export { answer } from "./search-answer.js";
export { complete, learn, prepare } from "./search-file.js";
export { same } from "./search-near.js";
export { read } from "./search-read.js";
export { fold, key } from "./search-words.js";

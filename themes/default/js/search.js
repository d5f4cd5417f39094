// Joined: the search box of every page, with what the results page shares with it, as one file.
export { start } from "./search-box.js";
export { load } from "./search-index.js";
export { SIGNS, address, element, icon, say } from "./search-parts.js";
export { isOff, turn } from "./search-slash.js";

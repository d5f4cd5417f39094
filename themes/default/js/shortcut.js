// The choice on the search page whether the key / goes to the search box.
import { isOff, turn } from "./search.js";

export function start(label) {
  const box = label.querySelector("input");
  box.checked = !isOff();
  box.addEventListener("change", () => turn(box.checked));
  label.hidden = false;
}

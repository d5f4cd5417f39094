// The key / goes to the search. A key without Ctrl may be pressed by mistake, by voice above all:
// WCAG 2.1.4 wants a way to turn it off, which is on the search page (shortcut.js).
const KEPT = "lucka-snabbtangent";

/** Moves the focus to an input when / is pressed, except where somebody writes. */
export function focusOnSlash(input) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog") || isOff()) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

/** Whether somebody has turned the key off. */
export function isOff() {
  try {
    return localStorage.getItem(KEPT) !== null;
  } catch {
    // A browser that keeps nothing leaves the key on.
    return false;
  }
}

/** Turns the key on or off. Nothing is kept until somebody turns it off. */
export function turn(on) {
  if (on) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, "av");
}

// Moves focus to the error summary when the page opens, so that it is read out first,
// and to the control itself when one of its links is followed.
export function start(summary) {
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const control = link && document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    // The whole question in view, not only the box under it.
    (control.closest(".field") ?? control).scrollIntoView();
    control.focus({ preventScroll: true });
  });
  summary.focus();
}

// Sends a form once, however many times the button is pressed. The server makes
// sure of it too; this spares the person the doubt.
// When nothing has happened for this long, the person may try again.
const PATIENCE = 30_000;

export function start(form) {
  let sent = false;
  const open = () => {
    sent = false;
    form.querySelectorAll("[aria-disabled]").forEach((it) => it.removeAttribute("aria-disabled"));
  };
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    // The button's own value must go with the form, so it is marked, not disabled.
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(open, PATIENCE);
  });
  // Back with the browser's button: the page is as it was left, so open it again.
  window.addEventListener("pageshow", open);
}

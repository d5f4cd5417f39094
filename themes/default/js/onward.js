// Sends the form that goes on to another e-ID, so that nobody has to press the
// button. Not again when the person comes back with the browser's own button.
export function start(form) {
  const [navigation] = performance.getEntriesByType("navigation");
  if (navigation?.type !== "back_forward") form.requestSubmit();
}

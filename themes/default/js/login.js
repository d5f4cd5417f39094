// Pages that are the same for everyone say "Mina sidor" to a person who is logged in.
// The cookie is a sign for this script only; it opens nothing.
export function start(link) {
  const signs = document.cookie.split("; ");
  if (signs.includes("lucka-inloggad=1")) {
    link.querySelector("span").textContent = link.dataset.label;
  }
}

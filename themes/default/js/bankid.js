// Follows a BankID order: new words, a new code each second, and on when it is done.
// Without it, the page reloads itself.
const ASK = 1500;
const DRAW = 1000;
// The server may be away for a moment (a train, a lift); then we ask again.
const MISSES = 20;

export function start(box) {
  if (box.dataset.stateNow === "complete") return finish(box);
  if (box.dataset.stateNow !== "pending") return;
  const scan = box.querySelector("[data-scan]");
  const drawing = scan && setInterval(() => draw(box), DRAW);
  let misses = 0;

  async function ask() {
    const answer = await fetch(box.dataset.statusUrl, {
      headers: { accept: "application/json" },
      redirect: "error",
    }).catch(() => null);
    if (!answer?.ok) {
      misses += 1;
      return misses < MISSES ? setTimeout(ask, ASK) : location.reload();
    }
    misses = 0;
    show(await answer.json());
  }

  function show({ state, text, qr }) {
    const words = box.querySelector("[data-text]");
    if (words.textContent !== text) words.textContent = text;
    if (scan && !qr) {
      clearInterval(drawing);
      scan.hidden = true;
    }
    if (state === "pending") return setTimeout(ask, ASK);
    clearInterval(drawing);
    box.querySelectorAll("[data-pending]").forEach((it) => { it.hidden = true; });
    if (state === "complete") return finish(box);
    box.dataset.state = "closed";
    box.querySelector(".waiting-mark").hidden = true;
    const again = box.querySelector("[data-again]");
    again.hidden = false;
    again.focus();
  }

  setTimeout(ask, ASK);
}

// The next code is there before the old one goes, so that there is never a gap.
function draw(box) {
  const code = box.querySelector("[data-qr]");
  const next = code.cloneNode();
  const [address] = code.getAttribute("src").split("?");
  next.src = `${address}?${Date.now()}`;
  next.decode().then(() => code.replaceWith(next), () => {});
}

function finish(box) {
  const form = box.querySelector("[data-done]");
  form.hidden = false;
  // The app came back here with a word that only this order has.
  const word = location.hash.match(/^#retur=([0-9a-f]+)$/);
  if (word) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "retur", value: word[1] }));
  form.requestSubmit();
}

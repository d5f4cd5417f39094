// Warns before the person is logged out, and lets them stay. The server decides;
// this only asks. Other tabs that do something count as well.
export function start(dialog) {
  const { url, csrf } = dialog.dataset;
  const warn = Number(dialog.dataset.warn);
  let extendable = "extendable" in dialog.dataset;
  let ends = Date.now() + Number(dialog.dataset.seconds) * 1000;
  let dismissed = false;
  const tabs = new BroadcastChannel("lucka-session");
  const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
  const left = dialog.querySelector("[data-left]");

  function renewed(seconds, mayExtend) {
    ends = Date.now() + seconds * 1000;
    extendable = mayExtend;
    dismissed = false;
    part("soon").hidden = false;
    part("ended").hidden = true;
    if (dialog.open) dialog.close();
  }

  async function extend() {
    const answer = await fetch(url, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ csrf }),
      redirect: "error",
    }).catch(() => null);
    if (!answer?.ok) return end();
    const { seconds, extendable: mayExtend } = await answer.json();
    renewed(seconds, mayExtend);
    tabs.postMessage({ seconds, extendable: mayExtend });
  }

  function end() {
    ends = 0;
    part("soon").hidden = true;
    part("ended").hidden = false;
    const again = dialog.querySelector("[data-again]");
    again.search = new URLSearchParams({ till: location.pathname }).toString();
    dialog.setAttribute("aria-labelledby", "sida-slut");
    if (!dialog.open) dialog.showModal();
    again.focus();
  }

  function look() {
    const seconds = Math.round((ends - Date.now()) / 1000);
    if (ends === 0) return;
    if (seconds <= 0) return end();
    if (seconds > warn || dismissed) return;
    dialog.querySelector("[data-extend]").hidden = !extendable;
    left.textContent = `${Math.floor(seconds / 60)}.${String(seconds % 60).padStart(2, "0")}`;
    if (!dialog.open) dialog.showModal();
  }

  dialog.querySelector("[data-extend]").addEventListener("click", extend);
  dialog.querySelectorAll("[data-close]").forEach((it) => it.addEventListener("click", () => dialog.close()));
  dialog.addEventListener("close", () => { dismissed = true; });
  tabs.addEventListener("message", ({ data }) => renewed(data.seconds, data.extendable));
  // This page was fetched just now, which renewed the session for all tabs.
  tabs.postMessage({ seconds: Number(dialog.dataset.seconds), extendable });
  setInterval(look, 1000);
}

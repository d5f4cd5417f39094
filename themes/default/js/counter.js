// Says how many characters are left. Without it, the page says how many there may be.
const PAUSE = 1000;

export function start(counter) {
  const { of, longest, left, over } = counter.dataset;
  const area = document.getElementById(of);
  // What is seen changes with each key; what is read out waits for a pause.
  const spoken = document.createElement("p");
  spoken.className = "hush";
  spoken.role = "status";
  counter.after(spoken);
  let timer;

  const words = () => {
    // Characters as the server counts them: code points, line ends as one.
    const rest = Number(longest) - [...area.value].length;
    counter.toggleAttribute("data-over", rest < 0);
    return (rest < 0 ? over : left).replace("{n}", String(Math.abs(rest)));
  };
  const update = () => { counter.textContent = words(); };
  area.addEventListener("input", () => {
    update();
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = words(); }, PAUSE);
  });
  update();
}

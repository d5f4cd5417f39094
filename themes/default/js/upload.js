// Tells at once that a file is too large, before it has been sent in vain.
const MB = 1024 * 1024;

export function start(input) {
  const { maxBytes, text } = input.dataset;
  const limit = Number(maxBytes);
  const warning = document.createElement("p");
  warning.className = "field-error";
  warning.role = "alert";
  input.after(warning);
  const megabytes = (bytes) => (bytes / MB).toLocaleString("sv-SE", { maximumFractionDigits: 1 });

  input.addEventListener("change", () => {
    const large = [...input.files].find((file) => file.size > limit);
    warning.textContent = "";
    if (!large) return;
    warning.textContent = text
      .replace("{size}", megabytes(large.size))
      .replace("{limit}", megabytes(limit))
      .replace("{name}", () => large.name);
    input.value = "";
  });
}

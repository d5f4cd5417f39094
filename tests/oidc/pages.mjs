// The pages of the stand-in for Telia e-legitimation: who are you, and do you sign.
const escaped = (text) =>
  text.replace(/[&<>"']/g, (it) => `&#${it.codePointAt(0)};`);

const STYLE = `
  body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
  button { font: inherit; display: block; width: 100%; text-align: left; padding: .75rem 1rem; margin: .5rem 0; border: 2px solid #5a2a82; border-radius: .5rem; background: #fff; color: inherit; cursor: pointer }
  button:hover, button:focus-visible { background: #f3ecf8 }
  pre { white-space: pre-wrap; border-left: .25rem solid #5a2a82; padding-left: 1rem; font: inherit }
  small { display: block; color: #4a4a4a }`;

/** A whole page. */
export function page(content) {
  return `<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Låtsad Telia e-legitimation</title><style>${STYLE}</style></head>
<body><main>${content}</main></body>
</html>`;
}

/** Everybody to choose from; `text` is what is signed. */
export function picker(persons, text) {
  const heading = text ? "Vem skriver under?" : "Vem legitimerar sig?";
  const what = text ? `<h2>Det här skrivs under</h2><pre>${escaped(text)}</pre>` : "";
  const buttons = persons.map(
    (it) =>
      `<button name="person" value="${escaped(it.number)}">${escaped(it.name)} <small>${escaped(it.number)} · ${escaped(it.about)}</small></button>`,
  );
  return `<h1>${heading}</h1>
<p>Det här står för Telia e-legitimation i demonstrationen. Personerna är påhittade.</p>
${what}
<form method="post">${buttons.join("\n")}<button name="person" value="">Avbryt</button></form>`;
}

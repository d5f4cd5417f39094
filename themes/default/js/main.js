// Starts every behaviour that the page asks for with data-start="name".
// One that fails must not take the others with it: the page works without any.
for (const element of document.querySelectorAll("[data-start]")) {
  import(`./${element.dataset.start}.js`)
    .then(({ start }) => start(element))
    .catch((error) => console.error(element.dataset.start, error));
}

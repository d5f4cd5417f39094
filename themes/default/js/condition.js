// Shows a question as soon as the answers call for it, and hides it otherwise.
// Without it, the question is always there and says itself when it applies;
// the server leaves out the answers to questions that were not asked.
import { holds } from "./condition-rules.js";

export function start(box) {
  const form = box.closest("form");
  const condition = JSON.parse(box.dataset.condition);
  const earlier = JSON.parse(form.dataset.answers || "{}");
  box.querySelectorAll("[data-condition-hint]").forEach((hint) => hint.remove());
  // Conditions look backwards only, and this runs for each box in the page's order,
  // so one that comes or goes is seen by those after it.
  const update = () => { box.hidden = !holds(condition, { ...earlier, ...given(form) }); };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
}

// What is filled in on this page, in questions that are shown.
export function given(form) {
  const answers = {};
  for (const it of form.elements) {
    if (!it.name || it.type === "file" || it.closest("[hidden]")) continue;
    if (it.type === "checkbox") {
      answers[it.name] ??= [];
      if (it.checked) answers[it.name].push(it.value);
    } else if (it.type === "radio") {
      answers[it.name] ??= "";
      if (it.checked) answers[it.name] = it.value;
    } else {
      answers[it.name] = it.value;
    }
  }
  return answers;
}

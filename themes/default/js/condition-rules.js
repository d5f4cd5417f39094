// Whether a condition holds: the same rules as form-model/src/condition.rs.
// Answers are { field: "text" } or { field: ["id", "id"] }; a field that is not shown has none.

export function holds(condition, answers) {
  return Object.entries(condition).every(([key, test]) => {
    if (key === "any") return test.some((it) => holds(it, answers));
    if (key === "all") return test.every((it) => holds(it, answers));
    if (key === "not") return !holds(test, answers);
    return passes(test, answers[key]);
  });
}

function passes(test, answer) {
  if (answer === undefined) return false;
  if (typeof test === "string") return chose(answer, test);
  if (Array.isArray(test)) return test.some((value) => chose(answer, value));
  return between(test, answer);
}

function chose(answer, value) {
  return Array.isArray(answer) ? answer.includes(value) : answer === value;
}

function between({ min, max }, answer) {
  const text = typeof answer === "string" ? answer.trim() : "";
  if (!/^[+-]?\d+$/.test(text)) return false;
  const number = Number(text);
  return (min === undefined || number >= min) && (max === undefined || number <= max);
}

// Answering questions as a person does: by their words.

export async function choose(page, question, answer) {
  const choice = page.getByRole("group", { name: question }).locator("label");
  await choice.filter({ has: page.getByText(answer, { exact: true }) }).click();
}

export async function write(page, question, answer) {
  await page.getByLabel(question).fill(answer);
}

export async function pick(page, question, answer) {
  await page.getByLabel(question).selectOption({ label: answer });
}

export async function date(page, question, day) {
  const group = page.getByRole("group", { name: question });
  await group.getByLabel("Dag").fill(String(day.getDate()));
  await group.getByLabel("Månad").fill(String(day.getMonth() + 1));
  await group.getByLabel("År").fill(String(day.getFullYear()));
}

export async function tick(page, sentence) {
  await page.getByLabel(sentence).check();
}

export async function attach(page, question, file) {
  await page.getByLabel(question).setInputFiles(file);
}

export async function goOn(page) {
  await page.getByRole("button", { name: "Spara och fortsätt" }).click();
}

export function daysFromNow(days) {
  const day = new Date();
  day.setDate(day.getDate() + days);
  return day;
}

// The smallest files that are what they say they are.
export const photo = {
  name: "foto.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
};
export const certificate = {
  name: "läkarintyg.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
};

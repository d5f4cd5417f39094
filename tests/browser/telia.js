// Identifying oneself and signing with the stand-in for Telia e-legitimation.

// From the portal's page of choices, there and back again.
export async function withTelia(page, person) {
  // A login goes on by itself. A signature is sent as a form, which somebody must press without script.
  const script = await page.evaluate(() => matchMedia("(scripting: enabled)").matches);
  await page.getByRole("button", { name: "med Telia e-legitimation" }).click();
  const onward = page.getByRole("button", { name: "Gå vidare till Telia e-legitimation" });
  const choice = page.getByRole("button", { name: person.name });
  if (!script) await onward.or(choice).first().waitFor();
  if (!script && (await onward.isVisible())) await onward.click();
  await choice.click();
  await page.waitForURL((url) => !url.pathname.includes("/oidc/") && !url.pathname.startsWith("/val/"));
}

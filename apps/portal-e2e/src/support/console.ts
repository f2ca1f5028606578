import type { Locator, Page } from 'playwright-core';
import type { System } from './system.ts';

const operator = 'operator';

/** Where the lanes of all capabilities are. */
const lanes = '/capabilities';

/** Signs in as the operator on call, through the console's own link, and lands where they wanted. */
export async function signInAsOperator(page: Page, system: System, path = lanes): Promise<void> {
  await page.goto(`${system.url('console')}${path}`);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signInHere(page, system, path);
}

/** The same on the sign-in page itself. */
export async function signInHere(page: Page, system: System, path = lanes): Promise<void> {
  await page.locator('#login').fill(operator);
  await page.locator('#password').fill(system.secrets.operatorPassword);
  await page.locator('#password').press('Enter');
  await page.waitForURL(`${system.url('console')}${path}`);
}

/** The lane of a capability. */
export function laneOf(page: Page, capability: string): Locator {
  return page.locator(`article[data-capability="${capability}"]`);
}

/** Presses a button of the lane, and gives the reason it asks for. The dialog stays when the decision is refused. */
export async function decide(lane: Locator, action: RegExp, reason: string): Promise<Locator> {
  await lane.getByRole('button', { name: action }).click();
  const dialog = lane.page().getByRole('dialog');
  await dialog.getByLabel('Reason', { exact: true }).fill(reason);
  await dialog.getByLabel('Reason', { exact: true }).press('Enter');
  return dialog;
}

/** Resolves when the lane's track says that the capability is at the stage. */
export async function atStage(lane: Locator, stage: string): Promise<void> {
  await lane.locator('[aria-current="step"]').getByText(stage, { exact: true }).waitFor();
}

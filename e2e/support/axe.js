// What a machine can find of what shuts people out.
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';

/**
 * Nothing to find on this screen, in light and in dark.
 * @param {import('@playwright/test').Page} page
 * @param {string} screen
 */
export async function accessible(page, screen) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.flatMap((v) => v.nodes.map((n) => `${v.id} (${v.impact}): ${n.target.join(' ')} — ${(n.failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 220)}`));
    expect.soft(found, `${screen}, ${colorScheme}`).toEqual([]);
  }
}

// What a machine can find of what shuts people out.
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';

/**
 * Nothing to find on this screen, in light and in dark. Only colours differ between the two, so only they are looked at twice.
 * @param {import('@playwright/test').Page} page
 * @param {string} screen
 */
export async function accessible(page, screen) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // preload would have axe write style elements into the page, which the page's own policy refuses
    const axe = new AxeBuilder({ page }).options({ preload: false });
    const { violations } = await (colorScheme === 'dark'
      ? axe.withRules(['color-contrast', 'link-in-text-block'])
      : axe
    ).analyze();
    const found = violations.flatMap((v) =>
      v.nodes.map(
        (n) =>
          `${v.id} (${v.impact}): ${n.target.join(' ')} — ${(n.failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 220)}`,
      ),
    );
    expect.soft(found, `${screen}, ${colorScheme}`).toEqual([]);
  }
}

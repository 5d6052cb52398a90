import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainText } from '../../static/console/plain-text.js';

test('a preview shows what a person reads, without marks', () => {
  const html =
    '<p>It is <strong>urgent</strong>: see <a href="https://x.test/" rel="nofollow">the log</a>.<br>\nThanks</p>';
  assert.equal(
    plainText({ text: 'It is **urgent**: see [the log](https://x.test/).\nThanks', html }),
    'It is urgent: see the log. Thanks',
  );
  assert.equal(plainText({ text: '- one\n- two', html: '<ul>\n<li>one</li><li>two</li>\n</ul>' }), 'one two');
  assert.equal(plainText({ text: '`a < b && c`', html: '<p><code>a &lt; b &amp;&amp; c</code></p>' }), 'a < b && c');
  assert.equal(plainText({ text: '&lt;', html: '<p>&amp;lt;</p>' }), '&lt;');
});

test('what has no text in it is shown as it was typed', () => {
  assert.equal(plainText({ text: '> ', html: '<blockquote>\n</blockquote>' }), '>');
  assert.equal(plainText({ text: 'not rendered *yet*', html: '' }), 'not rendered *yet*');
  assert.equal(plainText({}), '');
});

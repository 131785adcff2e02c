import assert from 'node:assert/strict';
import { helpText } from '../../../src/cli/help-text.ts';

describe('the text below the options of a command', () => {
  const text = `
Examples:
  quill dataset split .quill --with-an-option-that-is-longer-than-the-terminal-is-wide

Nothing is changed: a pair is split when it is written. Exit 1 when something
held out could be learnt.
With one line more.`;

  it('fits its paragraphs to the terminal, and leaves examples alone', () => {
    assert.equal(
      helpText(text, 50),
      `
Examples:
  quill dataset split .quill --with-an-option-that-is-longer-than-the-terminal-is-wide

Nothing is changed: a pair is split when it is
written. Exit 1 when something held out could be
learnt. With one line more.`,
    );
  });

  it('is never wider than is easily read', () => {
    const lines = helpText('word '.repeat(100).trim(), 400).split('\n');
    assert.ok(lines.length > 1 && lines.every(line => line.length <= 100));
  });
});

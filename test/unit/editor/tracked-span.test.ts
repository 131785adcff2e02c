import assert from 'node:assert/strict';
import fc from 'fast-check';
import { moveSpan, moveThrough, type TextChange } from '../../../src/editor/statements/tracked-span.ts';

const span = { start: 10, end: 20 };

describe('a tracked span', () => {
  it('moves with text before it', () => {
    assert.deepEqual(moveSpan(span, { offset: 0, length: 0, inserted: 5 }), { start: 15, end: 25 });
    assert.deepEqual(moveSpan(span, { offset: 2, length: 8, inserted: 0 }), { start: 2, end: 12 });
    assert.deepEqual(moveSpan(span, { offset: 10, length: 0, inserted: 3 }), { start: 13, end: 23 });
  });

  it('stays where text after it changes', () => {
    assert.deepEqual(moveSpan(span, { offset: 20, length: 0, inserted: 5 }), span);
    assert.deepEqual(moveSpan(span, { offset: 25, length: 3, inserted: 0 }), span);
  });

  it('covers what was typed into it', () => {
    assert.deepEqual(moveSpan(span, { offset: 12, length: 2, inserted: 5 }), { start: 10, end: 23 });
    assert.deepEqual(moveSpan(span, { offset: 5, length: 30, inserted: 4 }), { start: 5, end: 9 });
  });

  it('still covers its text after any edits outside it', () => {
    const change = (before: number, after: number) =>
      fc.record({
        outside: fc.integer({ min: 0, max: before + after }),
        length: fc.nat(5),
        text: fc.string({ maxLength: 5 }),
      });
    fc.assert(
      fc.property(
        fc.string({ maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        fc.array(change(20, 20)),
        (a, b, edits) => {
          const marked = '«SELECT»';
          let text = a.replaceAll(/[«»]/g, '') + marked + b.replaceAll(/[«»]/g, '');
          let tracked = { start: text.indexOf('«'), end: text.indexOf('»') + 1 };
          for (const { outside, length, text: typed } of edits) {
            const inserted = typed.replaceAll(/[«»]/g, '');
            const before = outside <= tracked.start;
            const offset = before ? outside : Math.min(text.length, tracked.end + outside);
            const room = before ? tracked.start - offset : text.length - offset;
            const cut = Math.min(length, room);
            text = text.slice(0, offset) + inserted + text.slice(offset + cut);
            tracked = moveSpan(tracked, { offset, length: cut, inserted: inserted.length });
            assert.equal(text.slice(tracked.start, tracked.end), marked);
          }
        },
      ),
    );
  });

  it('takes several changes of one edit whatever their order', () => {
    const changes: TextChange[] = [
      { offset: 0, length: 0, inserted: 4 },
      { offset: 5, length: 2, inserted: 0 },
      { offset: 22, length: 1, inserted: 9 },
    ];
    assert.deepEqual(moveThrough(span, changes), { start: 12, end: 22 });
    assert.deepEqual(moveThrough(span, [...changes].reverse()), { start: 12, end: 22 });
  });
});

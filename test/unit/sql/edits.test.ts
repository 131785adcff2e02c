import assert from 'node:assert/strict';
import fc from 'fast-check';
import { QuillError } from '../../../src/core/errors.ts';
import { applyEdits } from '../../../src/core/sql/edits.ts';

describe('applyEdits', function () {
  this.timeout(20_000);
  it('changes nothing outside the spans', () => {
    const cuts = fc.uniqueArray(fc.nat(40), { maxLength: 8 }).map(list => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(
        fc.string({ minLength: 41, maxLength: 60 }),
        cuts,
        fc.array(fc.string(), { minLength: 4, maxLength: 4 }),
        (source, offsets, texts) => {
          const edits = [];
          for (let index = 0; index + 1 < offsets.length; index += 2) {
            edits.push({
              span: { start: offsets[index]!, end: offsets[index + 1]! },
              text: texts[index / 2]!,
            });
          }
          const edited = applyEdits(source, [...edits].reverse());
          let at = 0;
          let before = 0;
          for (const { span, text } of edits) {
            const kept = source.slice(before, span.start);
            assert.equal(edited.slice(at, at + kept.length + text.length), kept + text);
            at += kept.length + text.length;
            before = span.end;
          }
          assert.equal(edited.slice(at), source.slice(before));
        },
      ),
    );
  });

  it('keeps the order of insertions, before a replacement that begins there', () => {
    const edits = [
      { span: { start: 1, end: 2 }, text: 'X' },
      { span: { start: 1, end: 1 }, text: '1' },
      { span: { start: 1, end: 1 }, text: '2' },
    ];
    assert.equal(applyEdits('abc', edits), 'a12Xc');
  });

  it('refuses overlapping spans and spans outside the text', () => {
    const refused = (start: number, end: number) =>
      assert.throws(
        () =>
          applyEdits('abcdef', [
            { span: { start: 1, end: 3 }, text: '' },
            { span: { start, end }, text: '' },
          ]),
        error => QuillError.is(error, 'internal'),
      );
    refused(2, 4);
    refused(4, 9);
    refused(5, 4);
  });
});

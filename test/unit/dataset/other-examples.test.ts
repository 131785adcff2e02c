import assert from 'node:assert/strict';
import { ExampleSelection, isUnchanged } from '../../../src/core/dataset/other-examples.ts';
import type { RejectedCandidate } from '../../../src/core/dataset/pair.ts';
import { madePair, madeRejected, madeRepair } from './made-pair.ts';

const unchanged = (slow: string, facts: Partial<RejectedCandidate> = {}): RejectedCandidate =>
  madeRejected({ kind: 'nothing-to-improve', slow, ...facts, candidate: null });

const [a, b, c] = ['a', 'b', 'c'].map(letter => letter.repeat(24)) as [string, string, string];

describe('examples beside the pairs', () => {
  it('are queries of which the search found nothing, and no others', () => {
    const selection = new ExampleSelection();
    const found = unchanged('q1');
    const undetermined = madeRejected({ slow: 'q3', kind: 'undetermined' });
    const all = [
      found,
      unchanged('q2'),
      unchanged('q3'),
      undetermined,
      { ...unchanged('q4'), candidate: 'SELECT 1' },
      unchanged('q6', { provenance: { ...madePair().provenance, optimizer: 'import' } }),
      madeRejected({ slow: 'q5' }),
    ];
    selection.notePair(madePair({ slow: 'q2' }));
    for (const one of all) selection.noteRejected(one);
    assert.deepEqual(
      all.filter(one => selection.takesUnchanged(one)),
      [found],
    );
  });

  it('are none of which nobody looked for something better, but those that were written to be good', () => {
    const { provenance } = madePair();
    const from = (antiPattern: string, facts: Partial<RejectedCandidate>): boolean =>
      isUnchanged(unchanged('q', { provenance: { ...provenance, antiPattern }, ...facts }));
    assert.equal(from('or-chain', { why: 'too-fast', reason: 'Whatever it says.' }), false);
    assert.equal(from('none', { why: 'too-fast' }), true);
    assert.equal(from('or-chain', { reason: 'No rule applies.' }), true);
    // As older versions wrote it.
    assert.equal(from('or-chain', { reason: 'The statement takes 0.012 ms on this data.' }), false);
  });

  it('are none whose schema the dataset never held', () => {
    const selection = new ExampleSelection(id => id !== 'lost');
    const all = [unchanged('q1'), unchanged('q2', { schema: 'lost' })];
    const repairs = [madeRepair(), madeRepair({ schema: 'lost' })];
    assert.deepEqual(
      all.map(one => selection.takesUnchanged(one)),
      [true, false],
    );
    assert.deepEqual(
      repairs.map(one => selection.takesRepair(one)),
      [true, false],
    );
  });

  it('stay away from templates of the other side, of pairs and of held-out examples', () => {
    const selection = new ExampleSelection();
    selection.notePair(madePair({ template: a, split: 'held-out', slow: 'h', fast: 'answer' }));
    selection.notePair(madePair({ template: b, slow: 't' }));
    const heldOut = unchanged('q1', { split: 'held-out', template: c });
    const all = [
      heldOut,
      unchanged('q2', { template: a }),
      unchanged('q3', { split: 'held-out', template: b }),
      unchanged('q4', { template: c }),
      unchanged('q5', { template: b }),
      // What a held-out pair is answered by.
      unchanged('answer', { template: 'd'.repeat(24) }),
    ];
    for (const one of all) selection.noteRejected(one);
    assert.deepEqual(
      all.filter(one => selection.takesUnchanged(one)).map(one => one.slow),
      ['q1', 'q5'],
    );
  });

  it('a repair counts with its own template and that of the query it was made for', () => {
    const selection = new ExampleSelection();
    selection.notePair(madePair({ template: a, split: 'held-out' }));
    const repairs = [
      madeRepair({ template: b }),
      madeRepair({ template: a }),
      madeRepair({ template: b, originalTemplate: a }),
      madeRepair({ template: c, split: 'held-out' }),
      madeRepair({ template: b, originalTemplate: c }),
    ];
    for (const repair of repairs) selection.noteRepair(repair);
    assert.deepEqual(
      repairs.map(repair => selection.takesRepair(repair)),
      [true, false, false, true, false],
    );
  });
});

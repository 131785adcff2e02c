import assert from 'node:assert/strict';
import { found, nothingFound, type SearchTally } from '../../../src/core/optimize/reason.ts';

const none: SearchTally = {
  rewrites: 0,
  indexes: 0,
  same: 0,
  refuted: 0,
  undetermined: 0,
  unjudged: 0,
  indexesWanted: true,
};

describe('the reason of an answer', () => {
  it('says that nothing applied', () => {
    assert.equal(nothingFound(none), 'No rule applies and no new index would be used.');
    assert.equal(nothingFound({ ...none, indexesWanted: false }), 'No rule applies.');
  });

  it('says what was tried and what came of it', () => {
    assert.equal(
      nothingFound({ ...none, rewrites: 1, same: 1 }),
      '1 rewrite was tried. Of the rewrites, 1 is what SQLite does by itself.',
    );
    assert.equal(
      nothingFound({ ...none, rewrites: 5, indexes: 2, refuted: 2 }),
      '5 rewrites and 2 indexes were tried. Of the rewrites, 3 were not 1.1× faster, 2 were refuted.' +
        ' No index made the statement 1.1× faster.',
    );
  });

  it('says what needs a newer SQLite', () => {
    assert.match(
      nothingFound({ ...none, tooNew: ['3.25', '3.25'] }),
      / 2 rewrites need SQLite 3\.25 or newer\.$/,
    );
    const tally = { ...none, rewrites: 3, indexes: 1, tooNew: ['3.35'] };
    assert.match(found(tally, 5.25, false), / 1 rewrite needs SQLite 3\.35 or newer\.$/);
    const several = { ...none, rewrites: 1, tooNew: ['3.25', '3.30', '3.35'] };
    assert.match(nothingFound(several), / 3 rewrites need SQLite 3\.25 to 3\.35 or newer\.$/);
  });

  it('names the gain, and whether it is a lower bound', () => {
    const tally = { ...none, rewrites: 3, indexes: 1, refuted: 1 };
    assert.equal(
      found(tally, 5.25, false),
      '5.2× faster: the best of 3 rewrites and 1 index tried, 1 rewrite refuted.',
    );
    assert.match(found(tally, 9.97, false), /^9\.9× faster/);
    assert.match(found(tally, 120.4, true), /^At least 120× faster/);
  });
});

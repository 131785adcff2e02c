import assert from 'node:assert/strict';
import { minutes } from '../../../src/cli/option-types.ts';
import { limitText } from '../../../src/core/pipeline/run-progress.ts';

describe('a time on the command line', () => {
  it('is in seconds, minutes or hours, and in minutes without a unit', () => {
    const given = ['90s', '10m', '10 min', '2h', '1.5', '.5H'];
    assert.deepEqual(given.map(minutes), [1.5, 10, 10, 120, 1.5, 30]);
  });

  it('is nothing else', () => {
    for (const text of ['', 's', '-1', '10ms', '1d', '1e3', '10m5s', 'soon'])
      assert.throws(() => minutes(text), /a time such as 90s, 10m or 2h/, text);
  });

  it('is not none at all', () => {
    for (const text of ['0', '0s', '0.0h']) assert.throws(() => minutes(text), /must be more than 0/, text);
  });

  it('reads back in the unit that suits it', () => {
    assert.deepEqual(
      ['90s', '10m', '2h', '90', '0.5'].map(text => limitText(minutes(text))),
      ['90 s', '10 min', '2 h', '90 min', '30 s'],
    );
  });
});

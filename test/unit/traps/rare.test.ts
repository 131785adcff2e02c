import assert from 'node:assert/strict';
import type { Verdict } from '../../../src/core/verify/verdict.ts';
import { judged } from '../judged.ts';
import { rightMistakenValues, wrongMistakenValues } from './mistaken-values.ts';
import { rightMoments, wrongMoments } from './moments.ts';
import { type RarePair, rareSchemas } from './rare-schemas.ts';
import { rightRecursion, wrongRecursion } from './recursion.ts';
import { rightRareValues } from './right-rare-values.ts';
import { wrongRareRows } from './wrong-rare-rows.ts';
import { wrongRareValues } from './wrong-rare-values.ts';

function verdictOn([schema, a, b]: RarePair): Promise<Verdict> {
  return judged(rareSchemas[schema], a, b, { ignoreNames: true });
}

describe('wrong rewrites that only rare values or rows tell apart', function () {
  this.timeout(10_000);
  for (const [family, pairs] of Object.entries({
    ...wrongRareValues,
    ...wrongRareRows,
    ...wrongMistakenValues,
    recursion: wrongRecursion,
    moments: wrongMoments,
  }))
    for (const pair of pairs)
      it(`${family}: ${pair[2]}`, async () => {
        const verdict = await verdictOn(pair);
        assert.equal(verdict.verdict, 'refuted', `${pair[1]}\n${pair[2]}`);
      });
});

describe('right rewrites of the same kinds', function () {
  this.timeout(10_000);
  for (const pair of [...rightRareValues, ...rightRecursion, ...rightMistakenValues, ...rightMoments])
    it(pair[2], async () => {
      const verdict = await verdictOn(pair);
      assert.equal(verdict.verdict, 'survived', 'explanation' in verdict ? verdict.explanation : pair[1]);
    });
});

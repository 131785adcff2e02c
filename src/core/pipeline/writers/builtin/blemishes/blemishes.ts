/** All spoilt conditions, and one drawn for a query. A new one: a file here, and a line in `blemishes`. */
import { isIndexed } from '../grammar/links.ts';
import { ref, type Scene, type Use } from '../grammar/scene.ts';
import type { Sql } from '../text/sql-text.ts';
import { arithmeticOnColumn } from './arithmetic-on-column.ts';
import type { Blemish } from './blemish.ts';
import { caseAsCondition } from './case-as-condition.ts';
import { functionOnDate } from './function-on-date.ts';
import { implicitCast } from './implicit-cast.ts';
import { orChain } from './or-chain.ts';
import { substringMatch } from './substring-match.ts';

export const blemishes: readonly Blemish[] = [
  functionOnDate,
  arithmeticOnColumn,
  implicitCast,
  orChain,
  substringMatch,
  caseAsCondition,
];

export interface Blemished {
  readonly sql: Sql;
  readonly says: string;
}

/** A spoilt condition of one of these kinds on one of the tables. */
export function blemishOn(
  scene: Scene,
  uses: readonly Use[],
  kinds: readonly Blemish[] = blemishes,
): Blemished | undefined {
  for (let attempt = 0; attempt < 6; attempt++) {
    const open = uses
      .filter(use => !use.padded)
      .flatMap(use =>
        use.entity.fields
          .filter(field => !scene.constrained.has(ref(use, field)))
          .flatMap(field => kinds.filter(kind => kind.fits(field)).map(kind => ({ use, field, kind }))),
      );
    const drawn = scene.random.weighted(open, ({ use, field }) => (isIndexed(use.entity, [field]) ? 4 : 1));
    const made = drawn?.kind.spoil(scene, drawn.use, drawn.field);
    if (!drawn || !made) continue;
    scene.constrained.add(ref(drawn.use, drawn.field));
    return made;
  }
  return undefined;
}

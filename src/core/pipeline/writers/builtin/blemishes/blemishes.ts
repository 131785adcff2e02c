/** All spoilt conditions, and one drawn for a query. */
import type { AntiPattern } from '../../../anti-patterns.ts';
import { ref, type Scene, type Use, weighted } from '../grammar/scene.ts';
import type { Sql } from '../text/sql-text.ts';
import { arithmeticOnColumn } from './arithmetic-on-column.ts';
import type { Blemish } from './blemish.ts';
import { caseAsCondition } from './case-as-condition.ts';
import { functionOnDate } from './function-on-date.ts';
import { implicitCast } from './implicit-cast.ts';
import { orChain } from './or-chain.ts';
import { substringMatch } from './substring-match.ts';

const blemishes: readonly Blemish[] = [
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
  /** The column's place. */
  readonly place: string;
}

/** A spoilt condition on one of the tables: of any kind, or of the one named. */
export function blemishOn(
  scene: Scene,
  uses: readonly Use[],
  antiPattern?: AntiPattern,
): Blemished | undefined {
  const kinds = blemishes.filter(kind => antiPattern === undefined || kind.antiPattern === antiPattern);
  for (let attempt = 0; attempt < 6; attempt++) {
    const open = uses
      .filter(use => !use.padded)
      .flatMap(use =>
        use.entity.fields.flatMap(field =>
          kinds.filter(kind => kind.fits(field)).map(kind => ({ use, field, kind })),
        ),
      );
    const drawn = weighted(scene.random, open, ({ field }) => (field.role === 'key' ? 0.5 : 1));
    const made = drawn?.kind.spoil(scene, drawn.use, drawn.field);
    if (drawn && made) return { ...made, place: ref(drawn.use, drawn.field) };
  }
  return undefined;
}

/** A condition on a column that is spoilt in itself. */
import type { Technique } from '../../../../optimize/techniques.ts';
import type { AntiPattern } from '../../../anti-patterns.ts';
import type { Scene, Use } from '../grammar/scene.ts';
import type { Field } from '../terrain/terrain.ts';
import type { Sql } from '../text/sql-text.ts';

export interface Blemish {
  readonly antiPattern: AntiPattern;
  /** The technique that the condition's choice is named by. */
  readonly undoneBy: Technique;
  fits(field: Field): boolean;
  /** The condition with a spoilt place in it; undefined where the values do not suit. */
  spoil(scene: Scene, use: Use, field: Field): { readonly sql: Sql; readonly says: string } | undefined;
}

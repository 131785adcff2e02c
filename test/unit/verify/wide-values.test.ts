import assert from 'node:assert/strict';
import type { PatternClass } from '../../../src/core/verify/instances/patterns/row-pattern.ts';
import { wideValues } from '../../../src/core/verify/instances/patterns/wide-values.ts';

describe('values far from those that matter', () => {
  it('are few for a very long text, each of which is as long', () => {
    const value = 'x'.repeat(1_000_000);
    const column: PatternClass = {
      kind: 'text',
      pool: [value],
      unique: false,
      nullable: true,
      sorted: false,
      computed: false,
      aggregated: false,
      accumulated: false,
      cells: 1,
      roots: [],
      shapes: [],
      joined: [],
      alike: [],
      listed: [],
      grouped: false,
      constrained: true,
    };
    const { all } = wideValues(column);
    let characters = 0;
    for (const cell of all) if (typeof cell === 'string') characters += cell.length;
    assert.ok(characters < 4 * value.length, `${characters} characters`);
    assert.ok(all.includes(value) && all.includes(value.slice(1)));
  });
});

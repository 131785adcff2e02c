/** Several figures of the same rows, each by a subquery; well: one pass. */
import { type Aggregate, aggregatesOver } from '../grammar/aggregates.ts';
import { conditionsOn } from '../grammar/conditions.ts';
import { outlineOf } from '../grammar/joins.ts';
import { drawEntity } from '../grammar/links.ts';
import { tablesFor } from '../grammar/list-query.ts';
import { OutputNames } from '../grammar/outputs.ts';
import { unnamed } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { enumeration, words } from '../terrain/wording.ts';
import { type Output, query } from '../text/query.ts';
import { joined, type Sql, sql } from '../text/sql-text.ts';

export const repeatedSubquery: Injector = {
  antiPattern: 'repeated-subquery',
  undoneBy: ['scalar-subqueries-merged'],
  weight: 1.2,
  inject(scene) {
    const { random, level } = scene;
    const root = drawEntity(scene, entity => entity.rows >= 20);
    if (!root) return undefined;
    const outline = outlineOf(scene, { root, tables: tablesFor(scene, 4) });
    const shared = conditionsOn(scene, outline.uses, random.int(3)).map(condition => condition.sql);
    const wanted = 3 + random.int(level + 3);
    const figures = aggregatesOver(scene, outline.root, wanted + 2)
      .filter(isPlain)
      .slice(0, wanted);
    if (figures.length < 2) return undefined;
    const names = new OutputNames();
    const parts = figures.map(figure => {
      const own = random.chance(0.65) ? conditionsOn(scene, outline.uses, 1) : [];
      return {
        figure,
        own,
        name: names.claim([figure.name, ...own.map(c => words(c.field.column.name))].join(' ')),
      };
    });
    const from = outline.from;
    const output = (text: Sql, name: string): Output => ({
      sql: text,
      name,
      aliased: true,
      kind: 'number',
      says: '',
    });
    const slow = query({
      outputs: parts.map(({ figure, own, name }) => {
        const inner = query({
          outputs: [unnamed(figure.sql)],
          from,
          where: [...shared, ...own.map(c => c.sql)],
        });
        return output(sql`${inner}`, name);
      }),
    });
    const good = query({
      outputs: parts.map(({ figure, own, name }) => {
        const condition =
          own.length > 0
            ? sql` FILTER (WHERE ${joined(
                own.map(c => c.sql),
                ' AND ',
              )})`
            : sql``;
        return output(joined([figure.sql, condition], ''), name);
      }),
      from,
      where: shared,
    });
    const asked = parts.map(({ figure, own }) =>
      [figure.says, ...(own.length > 0 ? [`where ${enumeration(own.map(c => `the ${c.says}`))}`] : [])].join(
        ' ',
      ),
    );
    return {
      slow,
      better: [{ query: good, techniques: ['scalar-subqueries-merged'] }],
      task: `Over all ${words(root.table.name)}, report ${enumeration(asked.slice(0, 4))}.`,
    };
  },
};

/** One call, to which a filter can be added. */
function isPlain({ sql: { pieces } }: Aggregate): boolean {
  const text = pieces.filter(piece => typeof piece === 'string').join('');
  return !/^ROUND|\) - /.test(text);
}

/** A CTE that SQLite merges into each of its readers, so that it is computed several times; well: kept as a table. */
import { aggregatesOver } from '../grammar/aggregates.ts';
import { finishFor } from '../grammar/finish.ts';
import { drawEntity, hasKey } from '../grammar/links.ts';
import { type ListQuery, listQuery, shownKey } from '../grammar/list-query.ts';
import type { Scene } from '../grammar/scene.ts';
import { sentence } from '../grammar/sentences.ts';
import { correlated, matchesOf, unnamed } from '../grammar/subqueries.ts';
import type { Injector } from '../injector.ts';
import { type Cte, type Output, type Query, query } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';

export const repeatedCte: Injector = {
  antiPattern: 'repeated-cte',
  undoneBy: ['cte-materialization'],
  inject(scene) {
    const { random, level } = scene;
    const root = drawEntity(scene, entity => hasKey(entity) && entity.rows >= 20);
    if (!root) return undefined;
    const list = listQuery(scene, {
      root,
      tables: 2 + random.int(level + 2),
      withKey: true,
      outputs: 3 + random.int(4),
      conditions: 1 + random.int(3),
      clean: true,
    });
    const inner = [...list.query.outputs, ...computed(scene, list)];
    const numbers = random.shuffle(inner.filter(output => output.kind === 'number'));
    if (numbers.length === 0) return undefined;
    const name = scene.aliases.fresh(
      random.pick(['base', 'selected', 'candidates', 'current_rows', 'facts', 'calc']),
    );
    const tests = testsOf(scene, numbers, name);
    const kept = inner.filter(output => numbers.slice(0, 2).includes(output) || random.chance(0.7));
    const shown = kept.map((output): Output => ({ ...output, sql: sql`${output.name}`, aliased: false }));
    const form = (hint?: Cte['hint']): Query =>
      query({
        ctes: [{ name, query: { ...list.query, outputs: inner }, ...(hint && { hint }) }],
        outputs: shown,
        from: [{ source: name, alias: '', on: [] }],
        where: tests,
      });
    const key = shownKey(list);
    const isKept = key?.every(column => kept.some(output => output.name === column));
    const finish = finishFor(scene, { outputs: shown, key: isKept ? key : undefined, mayEnclose: false });
    return {
      slow: finish(form()),
      better: [{ query: finish(form('MATERIALIZED')), techniques: ['cte-materialization'] }],
      task: sentence(
        scene,
        list.says,
        `compared with the average of the ${numbers[0]!.says.replace(/^the /, '')} over all of them`,
      ),
    };
  },
};

/** A figure of the rows below, which every mention would compute again. */
function computed(scene: Scene, list: ListQuery): Output[] {
  const { children, rows } = list.root.entity;
  const links = children.filter(link => link.child.rows * rows <= 1_000_000);
  if (links.length === 0 || scene.random.chance(0.65)) return [];
  const matches = matchesOf(scene, scene.random.pick(links));
  return aggregatesOver(scene, matches.child, 1)
    .filter(figure => figure.kind === 'number')
    .map(figure => ({
      sql: sql`${correlated(matches, list.root, figure.sql)}`,
      name: list.names.claim(figure.name),
      aliased: true,
      kind: figure.kind,
      says: figure.says,
    }));
}

/** Comparisons with figures of the whole CTE, each of which reads it again. */
function testsOf({ random }: Scene, numbers: readonly Output[], name: string): Sql[] {
  const whole = (text: Sql): Query =>
    query({ outputs: [unnamed(text)], from: [{ source: name, alias: '', on: [] }] });
  const forms: readonly ((column: string) => Sql)[] = [
    column => sql`${column} >= ${whole(sql`AVG(${column})`)}`,
    column => sql`${column} < ${whole(sql`MAX(${column})`)}`,
    column => sql`${column} <= 3 * ${whole(sql`AVG(${column})`)}`,
    column => sql`${column} > ${whole(sql`MIN(${column})`)}`,
    column => sql`${column} <> ${whole(sql`MAX(${column})`)}`,
    column => sql`${column} * 2 > ${whole(sql`AVG(${column})`)}`,
  ];
  const chosen = random.shuffle(forms).slice(0, 2 + random.int(2));
  return chosen.map((test, i) => test(numbers[i % numbers.length]!.name));
}

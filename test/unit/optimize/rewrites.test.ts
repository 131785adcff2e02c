import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import type { Proposal, Rule } from '../../../src/core/optimize/contract.ts';
import { RewriteSpace } from '../../../src/core/optimize/rewrites.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import type { BoundQuery } from '../../../src/core/sql/bound.ts';
import { testEngine } from '../engine.ts';
import { shopDdl } from './shop.ts';

/** Replaces the first occurrence of a text. */
function replacing(from: string, to: string, since?: string): Rule {
  return {
    technique: 'or-to-in',
    ...(since ? { since } : {}),
    *propose(query: BoundQuery): Iterable<Proposal> {
      const start = query.source.indexOf(from);
      if (start >= 0) yield { edits: [{ span: { start, end: start + from.length }, text: to }] };
    },
  };
}

describe('the space of rewrites', () => {
  let schema: Schema;
  before(async () => {
    schema = createSchema(await testEngine(), shopDdl);
  });

  const space = (sql: string, rules: Rule[], oldest?: string) =>
    new RewriteSpace(analyze(sql, schema), rules, oldest);
  const texts = (sql: string, rules: Rule[], oldest?: string) =>
    [...space(sql, rules, oldest).expand()].map(rewrite => rewrite.sql);

  it('rewrites rewrites, each text once', () => {
    const rules = [replacing('total', 'note'), replacing('status', 'id')];
    const all = space('SELECT total, status FROM orders', rules);
    const first = [...all.expand()];
    assert.deepEqual(
      first.map(r => r.sql),
      ['SELECT note, status FROM orders', 'SELECT total, id FROM orders'],
    );
    const second = first.flatMap(rewrite => [...all.expand(rewrite)]);
    assert.deepEqual(
      second.map(r => [r.sql, r.depth]),
      [['SELECT note, id FROM orders', 2]],
    );
  });

  it('ends at a depth of four', () => {
    const grow = space('SELECT 1 FROM orders', [replacing('SELECT 1', 'SELECT 1, 1')]);
    let [rewrite] = grow.expand();
    let depth = 1;
    for (; rewrite && depth < 10; depth++) [rewrite] = grow.expand(rewrite);
    assert.equal(depth, 5);
  });

  it('drops what does not parse or bind', () => {
    assert.deepEqual(texts('SELECT total FROM orders', [replacing('total', 'totl')]), []);
    assert.deepEqual(texts('SELECT total FROM orders', [replacing('total', '(')]), []);
  });

  it('keeps plain parameters as written, in their order', () => {
    const sql = 'SELECT id FROM orders WHERE total > ? AND status = ?';
    assert.deepEqual(texts(sql, [replacing('total >', '+total >')]), [
      'SELECT id FROM orders WHERE +total > ? AND status = ?',
    ]);
  });

  it('drops a rewrite that changes the order of plain parameters, or their number', () => {
    const sql = 'SELECT id FROM orders WHERE total > ? AND status = ?';
    const swap = replacing('total > ?1 AND status = ?2', 'status = ?2 AND total > ?1');
    const drop = replacing(' AND status = ?2', '');
    const double = replacing('total > ?1', 'total > ?1 AND id > ?1');
    assert.deepEqual(texts(sql, [swap, drop, double]), []);
  });

  it('lets named parameters move, but not vanish', () => {
    const sql = 'SELECT id FROM orders WHERE total > :t AND status = :s';
    const swap = replacing('total > :t AND status = :s', 'status = :s AND total > :t');
    assert.equal(texts(sql, [swap, replacing(' AND status = :s', '')]).length, 1);
  });

  it('offers nothing newer than the oldest version to support', () => {
    const rule = replacing('total', 'iif(id, total, 0)');
    assert.equal(texts('SELECT total FROM orders', [rule], '3.31').length, 0);
    assert.equal(texts('SELECT total FROM orders', [rule], '3.32').length, 1);
    assert.equal(texts('SELECT total FROM orders', [replacing('total', 'id', '3.25')], '3.24').length, 0);
  });

  it('counts what the oldest version leaves out', () => {
    const rules = [replacing('total', 'iif(id, total, 0)'), replacing('total', 'id', '3.25')];
    const all = space('SELECT total FROM orders', rules, '3.24');
    assert.deepEqual([[...all.expand()], all.tooNew], [[], ['3.25', '3.32']]);
    const newest = space('SELECT total FROM orders', rules);
    assert.deepEqual([[...newest.expand()].length, newest.tooNew], [2, []]);
  });

  it('drops a term that is there already', () => {
    const sql = "SELECT id FROM orders WHERE (total  > 5) AND status = 'x'";
    const again = replacing('status', 'total > 5 AND status');
    const other = replacing('status', 'total > 4 AND status');
    assert.deepEqual(texts(sql, [again, other]), [
      "SELECT id FROM orders WHERE (total  > 5) AND total > 4 AND status = 'x'",
    ]);
  });

  it('adopts candidates from elsewhere under the same conditions', () => {
    const all = space('SELECT id FROM orders WHERE status = ?', []);
    const adopt = (sql: string) => all.adopt({ sql, techniques: [] })?.sql;
    assert.equal(
      adopt('SELECT o.id FROM orders o WHERE o.status = ?'),
      'SELECT o.id FROM orders o WHERE o.status = ?',
    );
    assert.equal(adopt('SELECT o.id FROM orders o WHERE o.status = ?'), undefined, 'known');
    assert.equal(adopt("SELECT id FROM orders WHERE status = 'x'"), undefined, 'parameter lost');
    assert.equal(adopt('DELETE FROM orders'), undefined);
    assert.equal(adopt('SELECT nope FROM orders WHERE status = ?'), undefined);
  });
});

import assert from 'node:assert/strict';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import { createJudge } from '../../../src/core/verify/judge.ts';
import type { Verdict } from '../../../src/core/verify/verdict.ts';
import { testEngine } from '../engine.ts';

const ddl = `
CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c TEXT, d REAL, s TEXT COLLATE NOCASE, at TEXT, js TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, a INTEGER, e TEXT);
CREATE TABLE staff (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES staff (id), hired DATE NOT NULL, left_on DATE);`;

async function judged(a: string, b: string, seed = 1): Promise<Verdict> {
  const engine = await testEngine();
  const judge = createJudge(engine, createSchema(engine, ddl), a, {
    databases: 200,
    mutants: 0,
    budgetMs: 10_000,
    seed,
    ignoreNames: true,
  });
  try {
    return judge.judge(b);
  } finally {
    judge.close();
  }
}

/** Wrong rewrites that were taken for right ones once, by kind. */
const wrong: Readonly<Record<string, readonly [string, string]>> = {
  'the merged column of USING': [
    'SELECT a FROM t FULL JOIN u USING (a)',
    'SELECT t.a FROM t FULL JOIN u USING (a)',
  ],
  'the merged column of NATURAL': [
    'SELECT count(a) FROM (SELECT a FROM t) NATURAL RIGHT JOIN (SELECT a FROM u)',
    'SELECT count(x.a) FROM (SELECT a FROM t) x NATURAL RIGHT JOIN (SELECT a FROM u)',
  ],
  'LIMIT and OFFSET swapped': [
    'SELECT b FROM t ORDER BY b LIMIT ? OFFSET ?',
    'SELECT b FROM t ORDER BY b LIMIT ?, ?',
  ],
  'named LIMIT and OFFSET swapped': [
    'SELECT a FROM t ORDER BY a LIMIT :n OFFSET :o',
    'SELECT a FROM t ORDER BY a LIMIT :o OFFSET :n',
  ],
  'parameters swapped': [
    'SELECT id FROM t WHERE a > ?1 AND a < ?2',
    'SELECT id FROM t WHERE a > ?2 AND a < ?1',
  ],
  'OFFSET by a subquery': [
    'SELECT a FROM t ORDER BY a LIMIT 1 OFFSET (SELECT count(*) / 2 FROM t)',
    'SELECT a FROM t ORDER BY a LIMIT 1 OFFSET (SELECT (count(*) - 1) / 2 FROM t)',
  ],
};

describe('wrong rewrites of kinds that slipped once', () => {
  for (const [name, [a, b]] of Object.entries(wrong))
    it(name, async () => {
      const verdict = await judged(a, b);
      assert.equal(verdict.verdict, 'refuted', verdict.verdict);
    });
});

describe('right rewrites of kinds that were refuted once', () => {
  for (const [a, b] of [
    ['SELECT id, s FROM t ORDER BY +s', 'SELECT id, s FROM t ORDER BY s, id DESC'],
    ['SELECT id, s FROM t ORDER BY CAST(s AS TEXT)', 'SELECT id, s FROM t ORDER BY s, id DESC'],
  ] as const)
    it(a, async () => {
      assert.notEqual((await judged(a, b)).verdict, 'refuted');
    });
});

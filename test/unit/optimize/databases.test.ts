import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultOptions } from '../../../src/core/optimize/contract.ts';
import { optimize } from '../../../src/core/optimize/search.ts';
import type { Database, Engine } from '../../../src/core/ports.ts';
import { buildSample } from '../../../src/core/sample/sample.ts';
import { readSchema } from '../../../src/core/schema/read.ts';
import { testEngine } from '../engine.ts';

/** What is slow about a query, the query, and what must be in the suggestion. */
type Case = readonly [kind: string, sql: string, expected: 'rewrite' | 'index'];

const chinookCases: readonly Case[] = [
  [
    'a correlated aggregate',
    'SELECT t.Name FROM Track t WHERE t.Milliseconds > (SELECT avg(u.Milliseconds) FROM Track u WHERE u.GenreId = t.GenreId)',
    'rewrite',
  ],
  [
    'a function on a date',
    "SELECT InvoiceId FROM Invoice WHERE strftime('%Y', InvoiceDate) = '2010'",
    'rewrite',
  ],
  ['an expression on a key', 'SELECT Name FROM Track WHERE AlbumId + 0 = 141', 'rewrite'],
  [
    'an OR across tables',
    "SELECT t.TrackId FROM Track t JOIN Album a ON a.AlbumId = t.AlbumId WHERE t.Composer = 'U2' OR a.Title = 'Pop'",
    'index',
  ],
  [
    'a DISTINCT over a join',
    'SELECT DISTINCT a.ArtistId, a.Name FROM Artist a JOIN Album b ON b.ArtistId = a.ArtistId JOIN Track t ON t.AlbumId = b.AlbumId',
    'rewrite',
  ],
  ['a missing index', "SELECT TrackId, Name FROM Track WHERE Composer = 'U2'", 'index'],
];

const sampleCases: readonly Case[] = [
  [
    'a correlated count',
    'SELECT u.id, (SELECT count(*) FROM orders o WHERE o.user_id = u.id) AS n FROM users u WHERE u.id < 400',
    'rewrite',
  ],
  ['a function on a date', "SELECT id FROM events WHERE date(created_at) = '2022-03-05'", 'rewrite'],
  ['a prefix', "SELECT id FROM users WHERE substr(email, 1, 5) = 'grace'", 'rewrite'],
  [
    'an OR across tables',
    "SELECT p.id FROM posts p JOIN users u ON u.id = p.user_id WHERE p.views > 60000 OR u.email = 'nobody@example.com'",
    'index',
  ],
  [
    'a DISTINCT over a join',
    'SELECT DISTINCT u.id, u.name FROM users u JOIN comments c ON c.user_id = u.id JOIN posts p ON p.user_id = u.id',
    'rewrite',
  ],
  ['a missing index', 'SELECT id, total FROM orders WHERE user_id = 9 ORDER BY ordered_at DESC', 'index'],
];

function finds(cases: readonly Case[], open: () => { engine: Engine; database: Database }): void {
  for (const [kind, sql, expected] of cases) {
    it(`improves ${kind}`, () => {
      const { engine, database } = open();
      const options = {
        ...defaultOptions,
        databases: 100,
        mutants: 8,
        budgetMs: 6000,
        indexes: expected === 'index',
      };
      const schema = readSchema(database);
      const { suggestion, reason } = optimize({
        engine,
        database,
        schema,
        sql,
        clock: performance,
        options,
        onEvent: () => undefined,
      });
      assert.ok(suggestion, reason);
      assert.ok(suggestion.speedup >= 1.1);
      assert.ok(['survived', 'proved'].includes(suggestion.verdict.verdict));
      if (expected === 'rewrite') assert.equal(suggestion.rewritten, true);
      else assert.ok(suggestion.indexes.length > 0);
    });
  }
}

describe('the search on Chinook', function () {
  this.timeout(30_000);
  const file = path.join(process.env['QUILL_CASES'] ?? '', 'db', 'chinook.sqlite');
  let engine: Engine;
  let database: Database;
  before(async function () {
    if (process.env['QUILL_CASES'] === undefined || !existsSync(file)) this.skip();
    engine = await testEngine();
    database = engine.open(readFileSync(file));
  });
  after(() => database?.close());
  finds(chinookCases, () => ({ engine, database }));
});

describe('the search on the sample database', function () {
  this.timeout(30_000);
  let engine: Engine;
  let database: Database;
  before(async () => {
    engine = await testEngine();
    database = engine.open();
    buildSample(database, 'small', 1);
  });
  after(() => database.close());
  finds(sampleCases, () => ({ engine, database }));
});

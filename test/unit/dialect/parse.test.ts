import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExpression, parseQuery } from '../../../src/core/dialect/sqlite/parse.ts';
import { type ErrorReason, QuillError } from '../../../src/core/errors.ts';
import type { Database } from '../../../src/core/ports.ts';
import type { Expr, Query, Select } from '../../../src/core/sql/model.ts';
import { textOf } from '../../../src/core/sql/span.ts';
import { children, walk } from '../../../src/core/sql/walk.ts';
import { testEngine } from '../engine.ts';
import { caseQueries } from './cases.ts';
import { grammarSchema, laidOut, queries } from './grammar.ts';

/** Every span covers exactly its text, lies in its parent's, and overlaps no sibling's. */
function assertSpans(sql: string, query: Query): void {
  walk(query, node => {
    const text = textOf(sql, node.span);
    assert.equal(text, text.trim(), `${node.kind} has blanks around it`);
    assert.notEqual(text, '', `${node.kind} is empty`);
    assert.doesNotMatch(text, /^(?:--|\/\*)/, `${node.kind} begins with a comment`);
    let end = node.span.start;
    for (const child of children(node)) {
      assert.ok(child.span.start >= end, `${child.kind} overlaps its neighbour in ${node.kind}: ${text}`);
      assert.ok(child.span.end <= node.span.end, `${child.kind} leaves its ${node.kind}: ${text}`);
      end = child.span.end;
    }
    for (const [key, value] of Object.entries(node)) {
      if (key.endsWith('Span') && typeof value === 'object' && value !== null && 'start' in value) {
        const clause = textOf(sql, value);
        assert.equal(clause, clause.trim(), `${node.kind}.${key}`);
        assert.ok(value.start >= node.span.start && value.end <= node.span.end, `${node.kind}.${key}`);
      }
    }
    if (node.kind !== 'query' && node.kind !== 'select' && node.kind !== 'set' && node.kind !== 'values')
      return;
    assert.match(text, /^(?:SELECT|WITH|VALUES)\b/i, node.kind);
  });
}

let database: Database;

/** The query; undefined when SQLite finds the syntax wrong, too. */
function parsed(sql: string): Query | undefined {
  try {
    return parseQuery(sql);
  } catch {
    assert.throws(
      () => database.prepare(sql),
      /syntax error|incomplete|too big/,
      `only Quill refuses: ${sql}`,
    );
    return undefined;
  }
}

function expr(sql: string): Expr {
  return parseExpression(sql);
}

function select(sql: string): Select {
  const { body } = parseQuery(sql);
  assert.equal(body.kind, 'select');
  return body as Select;
}

function assertRefused(sql: string, reason: ErrorReason, message: RegExp): void {
  assert.throws(
    () => parseQuery(sql),
    error => QuillError.is(error, reason) && message.test(error.message),
    sql.slice(0, 80),
  );
}

before(async () => {
  database = (await testEngine()).open();
  database.exec(grammarSchema);
});

describe('parseQuery: spans', function () {
  this.timeout(20_000);
  it('are exact over random queries in any layout', () => {
    fc.assert(
      fc.property(laidOut(queries()), sql => {
        const query = parsed(sql);
        if (query !== undefined) assertSpans(sql, query);
      }),
      { numRuns: 200 },
    );
  });

  it('are exact over given queries', function () {
    const cases = caseQueries();
    if (cases === undefined) return this.skip();
    for (const { id, sql } of cases) {
      assert.doesNotThrow(() => assertSpans(sql, parseQuery(sql)), id);
    }
  });

  it('cover each column, item, term and clause and nothing else', () => {
    const sql = `-- before
      SELECT DISTINCT t.p , count(*) AS n /* x */, u.*
      FROM t AS "q r" , u -- y
        LEFT JOIN (v JOIN w USING (a)) AS z ON z.a = u.a
      WHERE (a IN (SELECT 1)) GROUP BY a, b HAVING n > 1
      ORDER BY p DESC NULLS LAST, 2 LIMIT 5, 10 ; -- after`;
    const query = parseQuery(sql);
    const body = query.body as Select;
    const text = (span: { start: number; end: number } | undefined) => span && textOf(sql, span);
    assert.deepEqual(
      body.columns.map(column => text(column.span)),
      ['t.p', 'count(*) AS n', 'u.*'],
    );
    assert.equal(text(body.distinct), 'DISTINCT');
    assert.equal(text(body.whereSpan), 'WHERE (a IN (SELECT 1))');
    assert.equal(text(body.groupBySpan), 'GROUP BY a, b');
    assert.equal(text(body.havingSpan), 'HAVING n > 1');
    assert.equal(text(query.orderBySpan), 'ORDER BY p DESC NULLS LAST, 2');
    assert.deepEqual(
      query.orderBy.map(term => text(term.span)),
      ['p DESC NULLS LAST', '2'],
    );
    assert.equal(text(query.limit?.span), 'LIMIT 5, 10');
    assert.equal(text(query.limit?.offset?.span), '5');
    assert.ok(body.from?.kind === 'join');
    assert.equal(text(body.from.operatorSpan), 'LEFT JOIN');
    assert.equal(text(body.from.constraintSpan), 'ON z.a = u.a');
    assert.equal(text(body.from.right.span), '(v JOIN w USING (a)) AS z');
    assert.equal(text(body.from.left.span), 't AS "q r" , u');
    assert.ok(text(query.span)?.endsWith('LIMIT 5, 10'));
  });

  it('count UTF-16 units', () => {
    const sql = `SELECT '🙂' AS a, "ü🙂" FROM t`;
    assert.deepEqual(
      select(sql).columns.map(column => textOf(sql, column.span)),
      [`'🙂' AS a`, `"ü🙂"`],
    );
  });

  it('of parseExpression refer to its own text', () => {
    const sql = ' a + /* x */ (b) ';
    const parsed = expr(sql);
    assert.equal(textOf(sql, parsed.span), 'a + /* x */ (b)');
    assert.ok(parsed.kind === 'binary' && textOf(sql, parsed.operatorSpan) === '+');
    assert.ok(parsed.kind === 'binary' && textOf(sql, parsed.right.span) === '(b)');
  });
});

describe('parseQuery: expressions', function () {
  this.timeout(20_000);
  const kinds: readonly [string, Expr['kind']][] = [
    ['a IS NOT NULL', 'is-null'],
    ['a NOT NULL', 'is-null'],
    ['a ISNULL', 'is-null'],
    ['a NOTNULL', 'is-null'],
    ['a IS NOT DISTINCT FROM b', 'binary'],
    ['(a, b)', 'row-value'],
    ['(a)', 'paren'],
    ['a IN t', 'opaque'],
    ['a IN json_each(b)', 'opaque'],
    ['a IN ()', 'in-list'],
    ['a IN (SELECT 1)', 'in-query'],
    ['NOT EXISTS (SELECT 1)', 'unary'],
    ['(SELECT 1)', 'scalar-subquery'],
    ['a -> b', 'binary'],
    ["a NOT LIKE b ESCAPE '!'", 'like'],
    ['a COLLATE nocase', 'collate'],
    ['CAST(a AS decimal(10,2))', 'cast'],
    ['RAISE(IGNORE)', 'opaque'],
    ['percentile_cont(0.5) WITHIN GROUP (ORDER BY x)', 'opaque'],
    ['count(*) FILTER (WHERE a) OVER (PARTITION BY b)', 'function'],
    ["X'ab'", 'literal'],
    ['true', 'literal'],
    ['"true"', 'column-ref'],
    ['$a::b(c)', 'parameter'],
    ['?', 'parameter'],
  ];
  for (const [sql, kind] of kinds) {
    it(`${sql} is ${kind}`, () => assert.equal(expr(sql).kind, kind));
  }

  it('tells operators by meaning', () => {
    const operator = (sql: string) => {
      const parsed = expr(sql);
      return parsed.kind === 'binary' ? parsed.operator : parsed.kind;
    };
    assert.equal(operator('a == b'), '=');
    assert.equal(operator('a != b'), '<>');
    assert.equal(operator('a IS DISTINCT FROM b'), 'is not');
    assert.equal(operator('a IS NOT DISTINCT FROM b'), 'is');
    assert.equal(operator('a ->> b'), '->>');
  });

  it('reads literals as SQLite does', () => {
    const value = (sql: string) => {
      const parsed = expr(sql);
      assert.ok(parsed.kind === 'literal');
      return [parsed.type, parsed.value];
    };
    assert.deepEqual(value('1_000'), ['integer', 1000n]);
    assert.deepEqual(value('0x1F'), ['integer', 31n]);
    assert.deepEqual(value('0xFFFFFFFFFFFFFFFF'), ['integer', -1n]);
    assert.deepEqual(value('9223372036854775809'), ['real', 2 ** 63]);
    assert.deepEqual(value('1e3'), ['real', 1000]);
    assert.deepEqual(value("'it''s'"), ['text', "it's"]);
  });

  it('says what opaque nodes mention', () => {
    const parsed = expr('a.b IN json_each(:p)');
    assert.ok(parsed.kind === 'opaque');
    assert.equal(parsed.closed, false);
    assert.equal(parsed.columns.length, 1);
    assert.equal(parsed.parameters.length, 1);
  });

  it('gives nested queries their own node, without parentheses', () => {
    const sql = 'SELECT (SELECT 1), a IN (SELECT 2), EXISTS (SELECT 3) FROM (SELECT 4) JOIN (VALUES (5))';
    const found: string[] = [];
    walk(parseQuery(sql), node => {
      if (node.kind === 'query') found.push(textOf(sql, node.span));
    });
    assert.deepEqual(found.slice(1), ['SELECT 1', 'SELECT 2', 'SELECT 3', 'SELECT 4', 'VALUES (5)']);
  });
});

describe('parseQuery: words that are keywords in places', function () {
  this.timeout(20_000);
  for (const sql of [
    'SELECT a FROM over',
    'SELECT over.a, filter FROM over',
    'SELECT over FROM window',
    'SELECT window.over FROM window',
    'SELECT a over, 1 AS filter FROM t',
    'SELECT a FROM t over',
    'SELECT count(*) filter FROM t',
    'WITH over AS (SELECT 1 a) SELECT a FROM over',
    'SELECT sum(a) OVER over FROM t WINDOW over AS (ORDER BY a)',
    'SELECT sum(a) FILTER (WHERE a) OVER (ORDER BY a) FROM t WINDOW w AS ()',
  ]) {
    it(sql, async () => {
      const own = (await testEngine()).open();
      own.exec('CREATE TABLE over (a, filter); CREATE TABLE window (over); CREATE TABLE t (a, b)');
      assert.doesNotThrow(() => own.prepare(sql));
      const query = parseQuery(sql);
      assertSpans(sql, query);
      walk(query, node => {
        if (node.kind === 'name') assert.equal(node.name, textOf(sql, node.span));
      });
      own.close();
    });
  }
});

describe('parseQuery: refusals', function () {
  this.timeout(20_000);
  it('names the line and the unexpected token', () => {
    assertRefused('SELECT a\nFROM t\nWHERE FROM x', 'syntax', /^Line 3: Syntax error: unexpected "FROM"/);
    assertRefused('SELECT a FROM', 'syntax', /^Line 1: .*the statement ends too early/);
    assertRefused("SELECT 'a", 'syntax', /unterminated string/);
    assertRefused('SELECT 1_', 'syntax', /1_/);
    assertRefused('SELECT #1', 'syntax', /#1/);
  });

  it('tells other statements, several and none apart', () => {
    assertRefused('UPDATE t SET a = 1', 'not-a-query', /UPDATE/);
    assertRefused('EXPLAIN SELECT 1', 'not-a-query', /EXPLAIN/);
    assertRefused('WITH a AS (SELECT 1) DELETE FROM t', 'not-a-query', /not a query/);
    assertRefused(' -- nothing\n;', 'not-a-query', /no statement/);
    assertRefused('SELECT 1; SELECT 2', 'several-statements', /more than one/);
    assert.doesNotThrow(() => parseQuery('SELECT 1 ;; -- end'));
  });

  it('bounds nesting instead of exhausting the stack', () => {
    const deep = (open: string, close: string, times: number) =>
      `SELECT ${open.repeat(times)}1${close.repeat(times)}`;
    for (const [open, close] of [
      ['(', ')'],
      ['- ', ''],
      ['NOT ', ''],
      ['', ' OR 1'],
      ['(SELECT ', ')'],
      ['f(', ')'],
    ] as const) {
      assertRefused(deep(open, close, 5000), 'too-complex', /1000 levels|SQLite takes 1000/);
    }
    assertRefused(`SELECT 1${' UNION SELECT 1'.repeat(5000)}`, 'too-complex', /./);
    assertRefused(`SELECT 1 FROM t${', t'.repeat(5000)}`, 'too-complex', /./);
    assert.doesNotThrow(() => parseQuery(deep('(', ')', 400)));
    assert.doesNotThrow(() => parseQuery(deep('', ' OR 1', 900)));
  });
});

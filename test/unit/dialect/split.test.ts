import assert from 'node:assert/strict';
import fc from 'fast-check';
import { looksLike } from '../../../src/core/dialect/detect.ts';
import { tokens } from '../../../src/core/dialect/sqlite/lex.ts';
import { splitStatements, statementAt } from '../../../src/core/dialect/sqlite/split.ts';
import { lineFinder, lineOf, textOf } from '../../../src/core/sql/span.ts';
import { laidOut, queries } from './grammar.ts';

const fragments = fc.constantFrom(
  "'",
  '"',
  '`',
  '[',
  ']',
  ';',
  '--',
  '/*',
  '*/',
  '\n',
  '\n\n',
  ' ',
  'SELECT',
  'BEGIN',
  'END',
  'CASE',
  'CREATE TRIGGER',
  'x',
  '(',
  ')',
  '{{',
  '}}',
  '{%',
  '%}',
  '%s',
  '${',
  '}',
  "x'0",
  '0x',
  '1_',
  '1e',
  ':',
  '?',
  '$a(',
  '@',
  '🙂',
  '\0',
  '\ufeff',
);
const noise = fc.array(fc.oneof(fragments, fc.string()), { maxLength: 40 }).map(parts => parts.join(''));

function pieces(text: string): [string, string][] {
  return splitStatements(text).map(piece => [piece.kind, textOf(text, piece.span)]);
}

describe('splitting a large file', function () {
  this.timeout(60_000);
  const texts: Readonly<Record<string, (n: number) => string>> = {
    statements: n => 'SELECT id FROM t WHERE a = 1;\n'.repeat(n),
    'statements without semicolons': n => 'SELECT id FROM t\n\n'.repeat(n),
    comments: n => `${'-- c\n'.repeat(n)}SELECT 1`,
    holes: n => "SELECT id FROM {{ ref('t') }} WHERE a = %s;\n".repeat(n),
    'holes left open': n => 'SELECT {{ a FROM {% x t;\n\n'.repeat(n),
    'quotes left open': n => "SELECT 'a FROM t;\n\n".repeat(n),
    'a quote before blank lines': n => `SELECT 'a${'\n'.repeat(n)}x`,
  };
  const msOf = (text: string): number => {
    const begin = performance.now();
    splitStatements(text);
    looksLike(text);
    const lineAt = lineFinder(text);
    for (let at = 0; at < text.length; at += 20) lineAt(at);
    return performance.now() - begin;
  };
  for (const [name, make] of Object.entries(texts))
    it(`takes time in proportion to its length: ${name}`, () => {
      msOf(make(500));
      const small = Math.min(...[1, 2, 3].map(() => msOf(make(2000))));
      const large = Math.min(...[1, 2].map(() => msOf(make(40_000))));
      // 20 times the text: a quadratic step would take 400 times as long.
      assert.ok(large < 100 * small + 300, `${small.toFixed(1)} ms, then ${large.toFixed(1)} ms`);
    });

  it('numbers lines as counting from the start does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', ' ')), parts => {
        const text = parts.join('');
        const lineAt = lineFinder(text);
        for (let at = 0; at <= text.length; at++) assert.equal(lineAt(at), lineOf(text, at));
      }),
    );
  });
});

describe('tokens', function () {
  this.timeout(20_000);
  it('never throw, keep offsets and leave out nothing but blanks', () => {
    fc.assert(
      fc.property(noise, fc.boolean(), (text, recover) => {
        let at = 0;
        for (const token of tokens(text, { recover })) {
          assert.ok(token.start >= at && token.end > token.start && token.end <= text.length);
          assert.match(text.slice(at, token.start), /^[\s\ufeff]*$/);
          at = token.end;
        }
        assert.match(text.slice(at), /^[\s\ufeff]*$/);
      }),
      { numRuns: 1000 },
    );
  });

  it('know quotes, comments, numbers, blobs and parameters', () => {
    const kinds = (text: string) => tokens(text).map(token => `${token.kind} ${textOf(text, token)}`);
    assert.deepEqual(kinds(`'a''b'"c""d"[e]\`f\``), [`string 'a''b'`, `name "c""d"`, 'name [e]', 'name `f`']);
    assert.deepEqual(kinds(`/* /* */ 1--2\n.5e-3`), [
      'comment /* /* */',
      'number 1',
      'comment --2',
      'number .5e-3',
    ]);
    assert.deepEqual(kinds(`x'0F' x'0' ?1 :a @b $c::d(e) a->>b`), [
      `blob x'0F'`,
      `bad x'0'`,
      'parameter ?1',
      'parameter :a',
      'parameter @b',
      'parameter $c::d(e)',
      'word a',
      'operator ->>',
      'word b',
    ]);
    assert.deepEqual(kinds(`1_000 1_ 0x1F 1a`), ['number 1_000', 'bad 1_', 'number 0x1F', 'bad 1a']);
  });

  it('read many megabytes a second', function () {
    this.timeout(10_000);
    const text = 'SELECT a.b, \'text\', 42 FROM "table" AS a WHERE a.c >= :p -- remark\n;\n'.repeat(30_000);
    const from = performance.now();
    splitStatements(text);
    const seconds = (performance.now() - from) / 1000;
    assert.ok(text.length / 1e6 / seconds > 1, `${(text.length / 1e6 / seconds).toFixed(1)} MB/s`);
  });
});

describe('splitStatements', function () {
  this.timeout(20_000);
  it('never throws, and its pieces never overlap', () => {
    fc.assert(
      fc.property(noise, text => {
        let at = 0;
        for (const piece of splitStatements(text)) {
          assert.ok(piece.span.start >= at && piece.span.end >= piece.span.start);
          assert.ok(piece.reach.start <= piece.span.start && piece.reach.end >= piece.span.end);
          at = piece.span.end;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('finds random statements between others', () => {
    fc.assert(
      fc.property(fc.array(laidOut(queries(1)), { minLength: 1, maxLength: 3 }), statements => {
        const text = statements.map(statement => `-- before\n${statement};`).join('\n');
        assert.deepEqual(
          pieces(text),
          statements.map(statement => ['query', statement]),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('knows semicolons in strings, names, comments, triggers and holes', () => {
    const trigger =
      'CREATE TEMP TRIGGER tr AFTER INSERT ON a WHEN CASE WHEN 1 THEN 2 END BEGIN SELECT CASE WHEN 1 THEN CASE 2 WHEN 3 THEN 4 END END; DELETE FROM b; END';
    const statements = [
      `SELECT ';', ";", [;], /* ; */ \`;\``,
      trigger,
      'BEGIN',
      'SELECT 1 -- ;\n + 2',
      'COMMIT',
      'SELECT {{ x; y }}',
    ];
    assert.deepEqual(
      splitStatements(statements.join(';\n')).map(piece => textOf(statements.join(';\n'), piece.span)),
      statements,
    );
  });

  it('tells queries from other statements', () => {
    const kinds = {
      'SELECT 1': 'query',
      'VALUES (1)': 'query',
      'WITH a AS (SELECT 1) SELECT * FROM a': 'query',
      'WITH a(x) AS (VALUES (1)) VALUES (2)': 'query',
      'WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a': 'other',
      'WITH a AS (SELECT 1) UPDATE t SET x = 1': 'other',
      'EXPLAIN SELECT 1': 'other',
      'CREATE VIEW v AS SELECT 1': 'other',
      'INSERT INTO t SELECT 1': 'other',
      ';': 'empty',
    };
    for (const [sql, kind] of Object.entries(kinds)) assert.equal(splitStatements(sql)[0]?.kind, kind, sql);
  });

  it('finds statements beside broken ones', () => {
    assert.deepEqual(pieces("SELECT 'open FROM t\n\nSELECT 'x' FROM u;\nSELECT 2"), [
      ['query', "SELECT 'open FROM t"],
      ['query', "SELECT 'x' FROM u"],
      ['query', 'SELECT 2'],
    ]);
    assert.deepEqual(pieces('SELECT a FROM\n\n-- next\nSELECT b FROM t;'), [
      ['query', 'SELECT a FROM'],
      ['query', 'SELECT b FROM t'],
    ]);
    assert.deepEqual(pieces('SELECT (a FROM t;\nSELECT b'), [
      ['query', 'SELECT (a FROM t'],
      ['query', 'SELECT b'],
    ]);
    assert.deepEqual(pieces('SELECT "open\n\nWITH a AS (SELECT 1) SELECT 2').at(-1), [
      'query',
      'WITH a AS (SELECT 1) SELECT 2',
    ]);
  });

  it('keeps what belongs together in spite of blank lines', () => {
    for (const sql of [
      'WITH a AS (\n\nSELECT 1)\n\nSELECT * FROM a\n\nUNION ALL\n\nSELECT 2',
      "SELECT 'text\n\nSELECT x', 'b'",
      'INSERT INTO t\n\nSELECT 1',
      'SELECT a,\n\nreplace(b, c, d)\n\nFROM t WHERE a IN (\n\nSELECT 1)',
    ]) {
      assert.equal(pieces(sql).length, 1, sql);
    }
  });

  it('marks what is to be ignored', () => {
    const ignored = (sql: string) => splitStatements(sql).map(piece => piece.ignored);
    assert.deepEqual(ignored('-- quill: ignore\nSELECT 1; SELECT 2'), [true, false]);
    assert.deepEqual(ignored('SELECT 1 /* quill:ignore */ + 2'), [true]);
    assert.deepEqual(ignored('SELECT 1; -- quill: ignore\nSELECT 2'), [true, false]);
    assert.deepEqual(ignored("SELECT '-- quill: ignore'; -- quill: ignored?\nSELECT 2"), [false, false]);
    assert.deepEqual(ignored('-- quill: ignore\n\nSELECT 1'), [false]);
  });
});

describe('statementAt', () => {
  const text = '-- about a\nSELECT a;\n\n\n-- about b\n/* more */ SELECT b ; -- end\nSELECT c';
  const at = (needle: string, plus = 0) => {
    const piece = statementAt(splitStatements(text), text.indexOf(needle) + plus);
    return piece && textOf(text, piece.span);
  };
  it('means the statement under the comment, at the semicolon, on the blank line after', () => {
    assert.equal(at('about a'), 'SELECT a');
    assert.equal(at('SELECT a'), 'SELECT a');
    assert.equal(at('a;', 2), 'SELECT a');
    assert.equal(at('\n\n\n', 1), 'SELECT a');
    assert.equal(at('about b'), 'SELECT b');
    assert.equal(at('more'), 'SELECT b');
    assert.equal(at('end'), 'SELECT b');
    assert.equal(at('SELECT c', 8), 'SELECT c');
  });
});

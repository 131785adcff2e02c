import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExpression, parseQuery } from '../../../src/core/dialect/sqlite/parse.ts';
import { QuillError } from '../../../src/core/errors.ts';
import type { Database } from '../../../src/core/ports.ts';
import type { BinaryOperator, Expr, Query } from '../../../src/core/sql/model.ts';
import { testEngine } from '../engine.ts';
import { caseQueries } from './cases.ts';
import { grammarSchema, laidOut, queries } from './grammar.ts';
import { printExpr, printQuery } from './print.ts';

/** The model without spans. */
function bare(node: unknown): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value) => {
      if (key === 'span' || key.endsWith('Span')) return undefined;
      // Of `x IN table`: where the table stands.
      if (key === 'table' && typeof value?.start === 'number') return undefined;
      if (key === 'distinct' || key === 'indexHint') return value !== undefined && value !== false;
      return typeof value === 'bigint' ? `${value}n` : value;
    }),
  );
}

function withoutParens(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node), (_, value) => (value?.kind === 'paren' ? value.expr : value));
}

/** The program SQLite makes of a statement; undefined when it cannot be prepared. */
function bytecode(database: Database, sql: string): string | undefined {
  try {
    const { rows } = database.query(`EXPLAIN ${sql}`);
    // The last column is a remark that quotes the text.
    return rows
      .map(row =>
        row
          .slice(0, 7)
          .map(cell => (cell instanceof Uint8Array ? 'blob' : String(cell)))
          .join(' '),
      )
      .join('\n');
  } catch (error) {
    assert.ok(QuillError.is(error));
    return undefined;
  }
}

describe('printQuery', function () {
  this.timeout(20_000);
  let database: Database;
  before(async () => {
    database = (await testEngine()).open();
    database.exec(grammarSchema);
  });

  it('prints what parses to the same model and compiles to the same program', () => {
    let prepared = 0;
    let all = 0;
    fc.assert(
      fc.property(laidOut(queries()), sql => {
        let query: Query;
        try {
          query = parseQuery(sql);
        } catch {
          return; // parse.test.ts compares refusals with SQLite's
        }
        all++;
        const printed = printQuery(query, sql);
        // A looser operand of BETWEEN or ESCAPE gets parentheses it could do without.
        assert.deepEqual(withoutParens(bare(parseQuery(printed))), withoutParens(bare(query)), printed);
        // SQLite folds 1000 but not 1_000.
        const program = bytecode(database, sql.replaceAll('1_000', '1000'));
        if (program === undefined) return;
        prepared++;
        assert.equal(bytecode(database, printed), program, printed);
      }),
      { numRuns: 250 },
    );
    assert.ok(prepared > all / 2, `only ${prepared} of ${all} random queries can be prepared`);
  });

  it('does so for given queries', async function () {
    const cases = caseQueries();
    if (cases === undefined) return this.skip();
    const engine = await testEngine();
    let schema = '';
    let own = engine.open();
    for (const { id, sql, schema: ddl } of cases) {
      if (ddl !== schema) {
        own.close();
        own = engine.open();
        own.exec(ddl);
        schema = ddl;
      }
      const printed = printQuery(parseQuery(sql), sql);
      assert.deepEqual(bare(parseQuery(printed)), bare(parseQuery(sql)), id);
      assert.equal(bytecode(own, printed), bytecode(own, sql), id);
    }
    own.close();
  });

  it('keeps the quotes of names when it has the source, and quotes where needed when not', () => {
    const sql = 'SELECT "a", [b c], `key` FROM "order" AS "x"';
    assert.equal(printQuery(parseQuery(sql), sql), sql);
    assert.equal(printQuery(parseQuery(sql)), 'SELECT a, "b c", key FROM "order" AS x');
  });

  it('asks for the source of what the model has no word for', () => {
    assert.throws(
      () => printQuery(parseQuery('SELECT a IN t')),
      error => QuillError.is(error, 'internal'),
    );
  });
});

describe('printExpr', function () {
  this.timeout(20_000);
  it('adds parentheses exactly where the model needs them', () => {
    const span = { start: 0, end: 0 };
    const leaf = fc
      .constantFrom('a', 'b')
      .map((name): Expr => ({ kind: 'column-ref', span, column: { kind: 'name', span, name } }));
    const operators: BinaryOperator[] = [
      'and',
      'or',
      '=',
      '<>',
      '<',
      '>=',
      'is',
      'is not',
      '+',
      '-',
      '*',
      '%',
      '||',
      '&',
      '<<',
      '->',
    ];
    const { tree } = fc.letrec<{ tree: Expr }>(tie => ({
      tree: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        leaf,
        fc.tuple(fc.constantFrom(...operators), tie('tree'), tie('tree')).map(
          ([operator, left, right]): Expr => ({
            kind: 'binary',
            span,
            operator,
            operatorSpan: span,
            left,
            right,
          }),
        ),
        fc
          .tuple(fc.constantFrom('not', '-', '+', '~'), tie('tree'))
          .map(([operator, operand]): Expr => ({ kind: 'unary', span, operator, operand })),
        fc
          .tuple(tie('tree'), tie('tree'), tie('tree'))
          .map(
            ([operand, low, high]): Expr => ({ kind: 'between', span, operand, low, high, negated: false }),
          ),
        fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(
          ([operand, pattern, mark]): Expr => ({
            kind: 'like',
            span,
            operator: 'like',
            operand,
            pattern,
            escape: mark,
            negated: true,
          }),
        ),
        tie('tree').map((operand): Expr => ({ kind: 'is-null', span, operand, negated: true })),
        tie('tree').map((operand): Expr => ({ kind: 'collate', span, operand, collation: 'nocase' })),
        fc
          .tuple(tie('tree'), tie('tree'))
          .map(
            ([operand, item]): Expr => ({ kind: 'in-list', span, operand, items: [item], negated: false }),
          ),
      ),
    }));
    fc.assert(
      fc.property(tree, expr => {
        const printed = printExpr(expr);
        assert.deepEqual(withoutParens(bare(parseExpression(printed))), bare(expr), printed);
      }),
      { numRuns: 2000 },
    );
  });

  it('prints values that read back the same', () => {
    const span = { start: 0, end: 0 };
    for (const text of [
      '-9223372036854775808',
      '9223372036854775808',
      '0xFFFFFFFFFFFFFFFF',
      '- -1',
      '1e300',
      '0.1',
      "''''",
      "X'00'",
    ]) {
      const expr = parseExpression(text);
      assert.deepEqual(bare(parseExpression(printExpr(expr))), bare(expr), text);
    }
    assert.equal(printExpr({ kind: 'literal', span, type: 'real', value: 3 }), '3.0');
    assert.equal(printExpr({ kind: 'literal', span, type: 'integer', value: -1n }), '0xffffffffffffffff');
  });

  it('needs no parentheses that precedence gives', () => {
    for (const text of [
      'a + b * c',
      'NOT a = b',
      'a AND b OR c',
      '(a + b) * c',
      '-a COLLATE nocase',
      'a || b -> c',
    ]) {
      assert.equal(printExpr(parseExpression(text)), text);
    }
  });
});

/** Random queries that SQLite accepts, as text, for property tests. */
import fc from 'fast-check';

/** The tables that the random queries read. */
export const grammarSchema = `
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c REAL NOT NULL, "d e" INTEGER);
CREATE TABLE u (a INTEGER, f TEXT NOT NULL, g BLOB, h INTEGER REFERENCES t (a));
CREATE TABLE "order" (k INTEGER NOT NULL, "group" TEXT, b TEXT UNIQUE);
CREATE INDEX u_h ON u (h);
`;

const TABLES: Readonly<Record<string, readonly string[]>> = {
  t: ['a', 'b', 'c', '"d e"'],
  u: ['a', 'f', 'g', 'h'],
  '"order"': ['k', '"group"', 'b'],
};

type Text = fc.Arbitrary<string>;

interface Names {
  /** Qualified columns in scope. */
  readonly columns: readonly string[];
  readonly depth: number;
}

const literals = fc.constantFrom(
  '1',
  '0',
  '42',
  '-7',
  '1.5',
  '1e3',
  '.5',
  '0x1F',
  '1_000',
  "'x'",
  "'it''s'",
  "''",
  "'-- no; comment'",
  'NULL',
  "X'0aff'",
  'TRUE',
  'FALSE',
  '9223372036854775807',
  'CURRENT_DATE',
  '?',
  '?2',
  ':p',
  '@q',
  '$r',
);
const comparisons = fc.constantFrom(
  '=',
  '==',
  '<>',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'IS',
  'IS NOT',
  'IS DISTINCT FROM',
  'IS NOT DISTINCT FROM',
);
const arithmetic = fc.constantFrom('+', '-', '*', '/', '%', '||', '&', '|', '<<', '>>', '->', '->>');

function sql(parts: TemplateStringsArray, ...values: (Text | string)[]): Text {
  const arbitraries = values.map(value => (typeof value === 'string' ? fc.constant(value) : value));
  return fc
    .tuple(...arbitraries)
    .map(texts => parts.reduce((text, part, index) => text + texts[index - 1]! + part));
}

function list(item: Text, minLength = 1, maxLength = 3): Text {
  return fc.array(item, { minLength, maxLength }).map(items => items.join(' , '));
}

function maybe(item: Text, freq = 2): Text {
  return fc.option(item, { nil: '', freq });
}

/** An expression over the columns in scope; nested ones come without parentheses, so precedence is tried. */
export function expressions(names: Names): Text {
  const column = names.columns.length > 0 ? fc.constantFrom(...names.columns) : literals;
  if (names.depth <= 0) return fc.oneof({ weight: 3, arbitrary: column }, { weight: 2, arbitrary: literals });
  const deeper = { ...names, depth: names.depth - 1 };
  // Built on demand: the tree of arbitraries would otherwise grow with every alternative.
  const e: Text = fc.constant(null).chain(() => expressions(deeper));
  const q: Text = fc.constant(null).chain(() => scalarQueries(deeper));
  return fc.oneof(
    { weight: 4, arbitrary: column },
    { weight: 2, arbitrary: literals },
    { weight: 3, arbitrary: sql`${e} ${comparisons} ${e}` },
    { weight: 3, arbitrary: sql`${e} ${arithmetic} ${e}` },
    { weight: 3, arbitrary: sql`${e} ${fc.constantFrom('AND', 'OR')} ${e}` },
    { weight: 2, arbitrary: sql`( ${e} )` },
    sql`NOT ${e}`,
    sql`${fc.constantFrom('-', '+', '~')} ${e}`,
    sql`${e} ${fc.constantFrom('IS NULL', 'ISNULL', 'NOTNULL', 'NOT NULL', 'IS NOT NULL')}`,
    sql`${e} ${fc.constantFrom('', 'NOT')} BETWEEN ${e} AND ${e}`,
    sql`${e} ${fc.constantFrom('IN', 'NOT IN')} ( ${list(e, 0)} )`,
    sql`${e} ${fc.constantFrom('IN', 'NOT IN')} ( ${q} )`,
    sql`${e} ${fc.constantFrom('LIKE', 'NOT LIKE', 'GLOB')} ${e}`,
    sql`${e} LIKE ${column} ESCAPE '\\'`,
    sql`${e} COLLATE ${fc.constantFrom('NOCASE', 'binary', '"rtrim"')}`,
    sql`CAST ( ${e} AS ${fc.constantFrom('TEXT', 'INTEGER', 'decimal ( 10 , 2 )', 'unsigned big int')} )`,
    sql`CASE ${maybe(e)} WHEN ${e} THEN ${e} ${maybe(sql`WHEN ${e} THEN ${e}`)} ${maybe(sql`ELSE ${e}`)} END`,
    sql`${fc.constantFrom('coalesce', 'ifnull', 'MAX', 'replace')} ( ${e} , ${e} )`.map(text =>
      text.startsWith('replace') ? text.replace(/\)$/, ", 'r' )") : text,
    ),
    sql`( ${e} , ${e} ) ${comparisons} ( ${e} , ${e} )`,
    sql`( ${q} )`,
    sql`${fc.constantFrom('', 'NOT')} EXISTS ( ${q} )`,
    sql`${e} IN u_list`,
  );
}

/** A query with one column, correlated at will. */
function scalarQueries(names: Names): Text {
  return froms(names).chain(({ text, columns }) => {
    const inner = { columns: [...columns, ...names.columns], depth: Math.min(names.depth, 1) };
    const e = expressions(inner);
    return sql`SELECT ${e} FROM ${text} ${maybe(sql`WHERE ${e}`)} ${maybe(sql`LIMIT 1`)}`;
  });
}

interface From {
  readonly text: string;
  readonly columns: readonly string[];
}

/** Seldom equal within one query. */
const aliases = fc
  .tuple(fc.constantFrom('x', 'y', 'z'), fc.nat(999))
  .map(([letter, number]) => `${letter}${number}`);

function sources(names: Names): fc.Arbitrary<From> {
  const tables = fc.constantFrom(...Object.keys(TABLES)).chain(table =>
    fc.tuple(fc.constantFrom('', 'AS', ' '), aliases).map(([as, alias]): From => {
      return {
        text: `${table} ${as} ${alias}`,
        columns: TABLES[table]!.map(column => `${alias}.${column}`),
      };
    }),
  );
  if (names.depth <= 0) return tables;
  const derived = fc
    .tuple(
      fc.constant(null).chain(() => selects({ columns: [], depth: names.depth - 1 }, 2)),
      aliases,
    )
    .map(([text, alias]): From => {
      return { text: `( ${text} ) AS ${alias}`, columns: [`${alias}.c1`, `${alias}.c2`] };
    });
  return fc.oneof({ weight: 4, arbitrary: tables }, { weight: 1, arbitrary: derived });
}

function froms(names: Names): fc.Arbitrary<From> {
  const joins = fc.constantFrom(
    ',',
    'JOIN',
    'INNER JOIN',
    'LEFT JOIN',
    'LEFT OUTER JOIN',
    'CROSS JOIN',
    'FULL JOIN',
    'RIGHT JOIN',
  );
  return fc
    .tuple(sources(names), fc.array(fc.tuple(joins, sources(names), fc.boolean()), { maxLength: 2 }))
    .chain(([first, rest]) => {
      const columns = [first, ...rest.map(([, item]) => item)].flatMap(item => item.columns);
      return fc
        .array(expressions({ columns, depth: 1 }), { minLength: rest.length, maxLength: rest.length })
        .map((conditions): From => {
          const text = rest.reduce(
            (so, [join, item, parens], index) =>
              `${parens && index > 0 ? `( ${so} )` : so} ${join} ${item.text}${join === ',' ? '' : ` ON ${conditions[index]!}`}`,
            first.text,
          );
          return { text, columns };
        });
    });
}

/** A SELECT of `width` columns named c1, c2 …. */
function selects(names: Names, width: number): Text {
  return froms(names).chain(({ text, columns }) => {
    const scope = { columns: [...columns, ...names.columns], depth: names.depth };
    const e = expressions(scope);
    const small = expressions({ ...scope, depth: 1 });
    const outputs = fc
      .array(e, { minLength: width, maxLength: width })
      .map(items =>
        items.map((item, index) => `${item} ${index % 2 === 0 ? 'AS ' : ''}c${index + 1}`).join(' , '),
      );
    const aggregates = fc
      .array(aggregateCalls(small), { minLength: width, maxLength: width })
      .map(items => items.map((item, index) => `${item} AS c${index + 1}`).join(' , '));
    const where = maybe(sql`WHERE ${e}`, 3);
    return fc.oneof(
      {
        weight: 3,
        arbitrary: sql`SELECT ${fc.constantFrom('', 'DISTINCT', 'ALL')} ${outputs} FROM ${text} ${where}`,
      },
      sql`SELECT ${aggregates} FROM ${text} ${where} ${maybe(sql`GROUP BY ${list(small)} ${maybe(sql`HAVING count ( * ) > ${small}`)}`)}`,
      sql`SELECT ${windowed(small, width)} FROM ${text} ${where} WINDOW win AS ( PARTITION BY ${small} )`,
    );
  });
}

function aggregateCalls(e: Text): Text {
  return fc.oneof(
    sql`count ( * )`,
    sql`sum ( ${e} )`,
    sql`COUNT ( DISTINCT ${e} )`,
    sql`group_concat ( ${e} , ', ' ORDER BY ${e} DESC )`,
    sql`max ( ${e} ) FILTER ( WHERE ${e} )`,
  );
}

function windowed(e: Text, width: number): Text {
  const frame = fc.constantFrom(
    '',
    'ROWS BETWEEN 1 PRECEDING AND CURRENT ROW',
    'RANGE UNBOUNDED PRECEDING',
    'GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 + 1 FOLLOWING EXCLUDE TIES',
  );
  const call = fc.oneof(
    sql`row_number ( ) OVER ( ORDER BY ${e} ${fc.constantFrom('', 'DESC', 'ASC NULLS LAST')} )`,
    sql`sum ( ${e} ) OVER ( win ORDER BY ${e} ${frame} )`,
    sql`lag ( ${e} , 1 ) OVER win`,
    sql`count ( * ) FILTER ( WHERE ${e} ) OVER ( )`,
  );
  return fc
    .array(call, { minLength: width, maxLength: width })
    .map(items => items.map((item, index) => `${item} AS c${index + 1}`).join(' , '));
}

const orders = fc.constantFrom(
  '',
  'ORDER BY 1',
  'ORDER BY c1 DESC NULLS LAST , 2',
  'ORDER BY c2 COLLATE NOCASE ASC',
);
const limits = fc.constantFrom('', 'LIMIT 3', 'LIMIT 10 OFFSET 2', 'LIMIT 2 , 5', 'LIMIT :p + 1');

/** Whole queries over `grammarSchema`: most of them can be prepared. Tokens are parted by blanks. */
export function queries(depth = 2): Text {
  const names = { columns: [], depth };
  const body = fc.oneof(
    { weight: 4, arbitrary: selects(names, 2) },
    sql`${selects({ columns: [], depth: 1 }, 2)} ${fc.constantFrom('UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT')} ${selects({ columns: [], depth: 1 }, 2)}`,
    sql`SELECT * FROM t NATURAL ${fc.constantFrom('', 'LEFT')} JOIN ( u JOIN "order" USING ( a ) )`.map(
      text => text.replace('USING ( a )', 'ON u.a = "order".k'),
    ),
    sql`SELECT t.* , u.a AS 'quoted' FROM t INDEXED BY u_none , u NOT INDEXED`.map(text =>
      text.replace('INDEXED BY u_none', ''),
    ),
    sql`SELECT value , key FROM json_each ( '[1]' ) AS j`,
  );
  const withs = fc.constantFrom(
    '',
    'WITH u_list AS ( SELECT a FROM u )',
    'WITH RECURSIVE u_list ( n ) AS ( VALUES ( 1 ) UNION ALL SELECT n + 1 FROM u_list WHERE n < 9 LIMIT 4 )',
    'WITH u_list ( n ) AS MATERIALIZED ( VALUES ( 1 ) , ( 2 ) ) , w2 AS NOT MATERIALIZED ( SELECT * FROM u_list )',
  );
  return sql`${withs} ${body} ${orders} ${limits}`.map(text =>
    // Statements without the list's CTE read a table in its place.
    (text.startsWith('WITH') ? text : text.replaceAll('IN u_list', 'IN ( SELECT a FROM u )')).trim(),
  );
}

/** The same statement with other blanks, line breaks, comments and case of keywords between the tokens. */
export function laidOut(statements: Text): Text {
  const gaps = fc.constantFrom(' ', '  ', '\n', '\t', ' -- remark; \'"\n', '/* ( */', '\r\n  ', ' /* 🙂 */ ');
  return fc.tuple(statements, fc.array(gaps, { minLength: 1, maxLength: 12 })).map(([text, chosen]) => {
    let gap = 0;
    return text.replace(/'(?:[^']|'')*'|"[^"]*"|\s+/g, found =>
      /^\s/.test(found) ? chosen[gap++ % chosen.length]! : found,
    );
  });
}

/** Random queries over the shop, made of the shapes that rules look for. */

/** The generator "mulberry32": numbers in [0, 1) that repeat for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` queries, the same for the same seed. */
export function shopQueries(count: number, seed: number): string[] {
  const next = random(seed);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)]!;
  const some = (text: string, probability = 0.5) => (next() < probability ? text : '');

  const onOrder = (o: string) =>
    pick([
      `${o}.qty + 0 = 2`,
      `${o}.qty * 2 >= 4`,
      `${o}.status = 'new' OR ${o}.status = 'paid'`,
      `strftime('%Y', ${o}.created_at) = '2024'`,
      `date(${o}.shipped_at) > '2024-01-01'`,
      `substr(${o}.created_at, 1, 7) = '2024-03'`,
      `coalesce(${o}.customer_id, 0) = ${pick([1, 2, 3])}`,
      `${o}.created_at LIKE '2024-%'`,
      `CASE WHEN ${o}.qty > 1 THEN 'y' ELSE 'n' END = ${pick(["'y'", "'n'"])}`,
      `${pick(['', 'NOT '])}EXISTS (SELECT 1 FROM items i WHERE i.order_id = ${o}.id${some(' AND i.price > 5')})`,
      `${o}.id ${pick(['', 'NOT '])}IN (SELECT order_id FROM items WHERE line = 2 ORDER BY price)`,
      `${o}.customer_id ${pick(['', 'NOT '])}IN (SELECT c2.id FROM customers c2${some(" WHERE c2.city = 'Oslo'")})`,
      `(SELECT COUNT(*) FROM items i WHERE i.order_id = ${o}.id) ${pick(['> 0', '= 0', '> 1'])}`,
      `${o}.total ${pick(['=', '>', '<='])} (SELECT ${pick(['MAX', 'AVG', 'MIN'])}(m.total) FROM orders m WHERE m.customer_id = ${o}.customer_id${some(" AND m.status = 'paid'")})`,
      `NOT EXISTS (SELECT 1 FROM orders n WHERE n.status = ${o}.status AND n.qty > ${o}.qty)`,
      `${o}.total > (SELECT AVG(total) FROM orders)`,
    ]);
  const column = (o: string) =>
    pick([
      `${o}.qty`,
      `${o}.total`,
      `(SELECT c3.name FROM customers c3 WHERE c3.id = ${o}.customer_id)`,
      `(SELECT SUM(i.price) FROM items i WHERE i.order_id = ${o}.id)`,
      `(SELECT COUNT(*) FROM items WHERE order_id = ${o}.id AND line > 1)`,
      `(SELECT SUM(p.qty) FROM orders p WHERE p.status = ${o}.status AND p.id <= ${o}.id)`,
      `(SELECT COUNT(*) FROM orders p WHERE p.status = ${o}.status)`,
    ]);
  const joins = (o: string) =>
    pick([
      '',
      '',
      `\nJOIN customers c ON c.id = ${o}.customer_id${some(' AND c.credit > 1')}`,
      `\nLEFT JOIN customers c ON c.id = ${o}.customer_id`,
      `\nJOIN customers c ON c.id = ${o}.customer_id\nJOIN regions r ON r.id = c.region_id`,
      `\nLEFT JOIN (SELECT order_id, COUNT(*) AS n FROM items GROUP BY order_id) t ON t.order_id = ${o}.id`,
      `\nJOIN items x ON x.order_id = ${o}.id`,
    ]);
  const rows = (o: string): string => {
    const from = joins(o);
    const across = from.includes(' c ON') ? some(`\n  AND (${o}.qty = 1 OR c.city = 'Oslo')`, 0.3) : '';
    const distinct = some('DISTINCT ', 0.3);
    const shown = distinct === '' ? [`${o}.id`, column(o)] : [`${o}.${pick(['id', 'status'])}`, `${o}.qty`];
    return `SELECT ${distinct}${shown.join(', ')}\nFROM orders ${o}${from}\nWHERE (${onOrder(o)}) AND ${o}.id > 2${across}`;
  };
  const query = (): string =>
    pick([
      () => rows('o'),
      () => rows('o'),
      () => `${rows('o')}\nORDER BY 1`,
      () => `WITH part AS (\n${rows('o')}\n)\nSELECT * FROM part`,
      () =>
        `SELECT COUNT(*), MAX(t.id) FROM (SELECT * FROM orders WHERE ${onOrder('orders')} ORDER BY total) t`,
      () =>
        `SELECT id, qty FROM orders WHERE qty = 1 UNION SELECT id, qty FROM orders WHERE qty = ${pick([1, 2])}`,
      () =>
        `SELECT (SELECT COUNT(*) FROM orders WHERE qty = 1), (SELECT SUM(total) FROM orders WHERE qty > ${pick([1, 2])})`,
      () =>
        `SELECT o.status, COUNT(DISTINCT o.id) FROM orders o${joins('o')} GROUP BY o.status HAVING o.status <> 'new'`,
    ])();
  return Array.from({ length: count }, query);
}

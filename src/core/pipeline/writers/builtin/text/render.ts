/** A query as SQL text, in its spoilt or in its good form. */
import type { FromItem, Output, Query } from './query.ts';
import type { Sql } from './sql-text.ts';
import { lowerCased, type Style } from './style.ts';

export type Form = 'spoilt' | 'good';

/** The whole statement. `comment` stands above it where the style has comments. */
export function render(query: Query, style: Style, form: Form, comment = ''): string {
  const text = new Renderer(style, form).lines(query).join(style.flat ? ' ' : '\n');
  const cased = style.lowerCase ? lowerCased(text) : text;
  if (comment === '' || style.comment === 'none') return cased;
  const safe = comment.replaceAll('*/', '').replaceAll('\n', ' ');
  return `${style.comment === 'line' ? `-- ${safe}` : `/* ${safe} */`}\n${cased}`;
}

class Renderer {
  readonly #style: Style;
  readonly #form: Form;
  readonly #pad: string;

  constructor(style: Style, form: Form) {
    this.#style = style;
    this.#form = form;
    this.#pad = ' '.repeat(style.indent);
  }

  lines(query: Query): string[] {
    const { ctes, arms, orderBy, limit, offset } = query;
    const lines: string[] = [];
    ctes.forEach((cte, i) => {
      const head = `${i === 0 ? 'WITH ' : ''}${cte.name} AS ${cte.hint ? `${cte.hint} ` : ''}`;
      lines.push(...`${head}${this.#block(cte.query, true)}${i < ctes.length - 1 ? ',' : ''}`.split('\n'));
    });
    lines.push(...this.#select(query));
    for (const arm of arms) lines.push(arm.operator, ...this.lines(arm.query));
    if (orderBy.length > 0)
      lines.push(
        ...this.#listed(
          'ORDER BY',
          orderBy.map(term => this.#text(term)),
        ),
      );
    if (limit !== undefined) lines.push(`LIMIT ${limit}${offset === undefined ? '' : ` OFFSET ${offset}`}`);
    return lines;
  }

  #select(query: Query): string[] {
    const { distinct, outputs, from, where, groupBy, having } = query;
    const head = distinct ? 'SELECT DISTINCT' : 'SELECT';
    const shown = outputs.map(output => this.#output(output));
    return [
      ...(this.#style.column && shown.length > 2 ? this.#inColumn(head, shown) : this.#listed(head, shown)),
      ...from.flatMap(item => this.#from(item).split('\n')),
      ...this.#terms('WHERE', where),
      ...(groupBy.length > 0
        ? this.#listed(
            'GROUP BY',
            groupBy.map(term => this.#text(term)),
          )
        : []),
      ...this.#terms('HAVING', having),
    ];
  }

  #output(output: Output): string {
    const text = this.#text(output.sql);
    return output.aliased ? `${text} AS ${output.name}` : text;
  }

  #from({ join, source, alias, on }: FromItem): string {
    const word = join === undefined ? 'FROM' : join === 'JOIN' && this.#style.inner ? 'INNER JOIN' : join;
    const what = typeof source === 'string' ? source : this.#block(source);
    const as =
      alias === '' ? '' : this.#style.as || typeof source !== 'string' ? ` AS ${alias}` : ` ${alias}`;
    const terms = on.map(term => this.#text(term)).join(' AND ');
    return `${word} ${what}${as}${on.length > 0 ? ` ON ${terms}` : ''}`;
  }

  #terms(word: string, terms: readonly Sql[]): string[] {
    const texts = terms.map(term => this.#text(term));
    if (texts.length === 0) return [];
    const line = `${word} ${texts.join(' AND ')}`;
    if (this.#style.flat || texts.length === 1 || (line.length < 60 && !line.includes('\n')))
      return line.split('\n');
    return texts.flatMap((text, i) => {
      const last = i === texts.length - 1;
      const begin = i === 0 ? `${word} ` : this.#style.leadingAnd ? `${this.#pad}AND ` : this.#pad;
      const end = !this.#style.leadingAnd && !last ? ' AND' : '';
      const body = i === 0 ? text : text.replaceAll('\n', `\n${this.#pad}`);
      return `${begin}${body}${end}`.split('\n');
    });
  }

  /** Filled lines. */
  #listed(head: string, items: readonly string[]): string[] {
    const { flat, width } = this.#style;
    const line = `${head} ${items.join(', ')}`;
    if (flat || (line.length <= width && !line.includes('\n'))) return line.split('\n');
    const lines: string[] = [];
    let current = head;
    items.forEach((item, i) => {
      const text = `${item}${i < items.length - 1 ? ',' : ''}`.replaceAll('\n', `\n${this.#pad}`);
      if (i > 0 && (current.length + text.length > width || text.includes('\n'))) {
        lines.push(current);
        current = `${this.#pad}${text}`;
      } else current += ` ${text}`;
    });
    return [...lines, current].flatMap(text => text.split('\n'));
  }

  #inColumn(head: string, items: readonly string[]): string[] {
    const { flat, leadingCommas } = this.#style;
    if (flat) return [`${head} ${items.join(', ')}`];
    const last = items.length - 1;
    const lines = items.map((item, i) => {
      const text = item.replaceAll('\n', `\n${this.#pad}`);
      if (leadingCommas) return `${this.#pad}${i === 0 ? '  ' : ', '}${text}`;
      return `${this.#pad}${text}${i < last ? ',' : ''}`;
    });
    return [head, ...lines.flatMap(line => line.split('\n'))];
  }

  #text({ pieces }: Sql): string {
    return pieces
      .map(piece => {
        if (typeof piece === 'string') return piece;
        return piece.kind === 'query' ? this.#block(piece) : this.#text(piece[this.#form]);
      })
      .join('');
  }

  #block(query: Query, always = false): string {
    const lines = this.lines(query);
    const flat = lines.map(line => line.trim()).join(' ');
    if (this.#style.flat || (!always && flat.length <= 64)) return `(${flat})`;
    return `(\n${lines.map(line => this.#pad + line).join('\n')}\n)`;
  }
}

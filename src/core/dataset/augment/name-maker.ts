/**
 * Other names that a schema could have: another language, synonyms, abbreviations, prefixes, another way to join words.
 */
import { isKeyword } from '../../dialect/sqlite/keywords.ts';
import type { Random } from '../../random.ts';
import { type Language, languages, otherWords, plural, singular } from './vocabulary.ts';

const casings = ['snake', 'snake', 'camel', 'pascal', 'upper'] as const;

/** How one schema names its things. */
export interface NameStyle {
  readonly language: Language;
  readonly casing: (typeof casings)[number];
  /** Words that have no other word lose their vowels: `quantity` → `qntty`. */
  readonly abbreviates: boolean;
  readonly tablePrefix: string;
  readonly number: 'singular' | 'plural' | 'kept';
}

export function chooseStyle(random: Random): NameStyle {
  return {
    language: random.chance(0.55) ? 'synonym' : random.pick(languages),
    casing: random.pick(casings),
    abbreviates: random.chance(0.4),
    tablePrefix: random.pick(['', '', '', 'tbl_', 't_', 'app_']),
    number: random.pick(['singular', 'plural', 'kept']),
  };
}

/** Never the name of anything: they mean the key of a row. */
const rowNames: readonly string[] = ['rowid', 'oid', '_rowid_'];

/** True for names that are kept as they are, since SQLite gives them a meaning of their own. */
export function isRowName(name: string): boolean {
  return rowNames.includes(name.toLowerCase());
}

/** Makes names that differ from each other and from all that is taken, whatever their case. */
export class NameMaker {
  readonly #style: NameStyle;
  readonly #random: Random;
  /** In lower case. */
  readonly #taken: Set<string>;

  constructor(style: NameStyle, random: Random, taken: Iterable<string>) {
    this.#style = style;
    this.#random = random;
    this.#taken = new Set([...taken].map(name => name.toLowerCase()));
  }

  table(name: string): string {
    const { number, tablePrefix } = this.#style;
    const words = wordsOf(name.replace(/^(?:tbl|t|app)_/i, ''));
    const last = words.pop() ?? name;
    const turned = number === 'kept' ? last : number === 'singular' ? singular(last) : plural(singular(last));
    const prefixed = (text: string): string => `${tablePrefix}${text}`;
    return this.#first([
      prefixed(this.#styled([...words, turned])),
      prefixed(this.#joined([...words, turned])),
      this.#joined([...words, turned, 'data']),
      this.#joined([...words, last, 'list']),
    ]);
  }

  column(name: string): string {
    const words = wordsOf(name);
    return this.#first([
      this.#styled(words),
      this.#styled(words),
      this.#joined(words.map(withoutVowels)),
      this.#joined([...words, words.length > 1 ? 'field' : 'col']),
    ]);
  }

  /** The alias of a relation, the name of a CTE or a window: short ones become other short ones. */
  relation(name: string): string {
    if (name.length > 3 && !/^[a-z]+\d+$/i.test(name)) return this.column(name);
    const letter = name.charAt(0).toLowerCase();
    const letters = /[a-z]/.test(letter) ? [...'abcdefghjkmnpqrstuvwxyz'] : ['t'];
    const short = this.#random.shuffle(letters);
    const long = ['src', 'cur', 'ref', 'base', 'sub', 'tmp'].map(word => `${word}_${letter}`);
    return this.#first([
      ...(this.#random.chance(0.5) ? short.slice(0, 8) : []),
      ...short.map(one => `${one}${1 + this.#random.int(3)}`),
      ...long,
    ]);
  }

  /** `idx_orders_status` of the new names. */
  index(table: string, columns: readonly string[]): string {
    const plain = [table, ...columns].map(part => part.replaceAll(/\W+/g, '_')).join('_');
    return this.#first([`idx_${plain}`, `ix_${plain}`]);
  }

  /** The first that is free and no word of SQL; else the first with a number. */
  #first(names: readonly string[]): string {
    const usable = (name: string): boolean =>
      /^[a-z_]\w*$/i.test(name) &&
      !isRowName(name) &&
      !isKeyword(name) &&
      !/^sqlite_/i.test(name) &&
      !this.#taken.has(name.toLowerCase());
    let found = names.find(usable);
    const stem = (names[0] ?? 'x').replaceAll(/\W+/g, '_').replace(/^(?=\d)|^$/, 'n');
    for (let n = 2; found === undefined; n++) if (usable(`${stem}${n}`)) found = `${stem}${n}`;
    this.#taken.add(found.toLowerCase());
    return found;
  }

  #styled(words: readonly string[]): string {
    return this.#joined(
      words.map(word => {
        const others = otherWords(word, this.#style.language);
        if (others.length > 0) return this.#random.pick(others);
        return this.#style.abbreviates ? withoutVowels(word) : word;
      }),
    );
  }

  #joined(words: readonly string[]): string {
    const parts = words.flatMap(word => word.split('_')).filter(part => part !== '');
    const capital = (part: string): string => part.charAt(0).toUpperCase() + part.slice(1);
    switch (this.#style.casing) {
      case 'snake':
        return parts.join('_');
      case 'camel':
        return parts.map((part, i) => (i === 0 ? part : capital(part))).join('');
      case 'pascal':
        return parts.map(capital).join('');
      case 'upper':
        return parts.join('_').toUpperCase();
    }
  }
}

/** `orderLineId`, `ORDER_LINE_ID` → order, line, id. */
function wordsOf(name: string): string[] {
  const parts = name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').split(/[^A-Za-z0-9]+/);
  const words = parts.filter(part => part !== '').map(part => part.toLowerCase());
  return words.length > 0 ? words : ['x'];
}

/** The first letter and the consonants: `quantity` → `qntty`. Short words stay. */
function withoutVowels(word: string): string {
  return word.length < 5 ? word : word.charAt(0) + word.slice(1).replaceAll(/[aeiou]/g, '');
}

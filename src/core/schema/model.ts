/** The schema model: what is declared about tables, as the judge, the rules and the index search need it. */

/** SQLite's column affinities; `any` is the type ANY of a STRICT table. */
export type Affinity = 'integer' | 'real' | 'numeric' | 'text' | 'blob' | 'any';

export interface Schema {
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  /** Statements that recreate the schema in an empty database, in an order that works. */
  readonly ddl: readonly string[];
  /** Ordinary tables that the DDL declares and the engine cannot create: known by their names alone. */
  readonly leftOut?: readonly { readonly name: string; readonly lacking: string }[];
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Column names of the PRIMARY KEY in key order; empty when there is none. */
  readonly primaryKey: readonly string[];
  /** An INTEGER PRIMARY KEY: the column that is the rowid. */
  readonly rowidAlias?: string;
  /**
   * Sets of columns declared UNIQUE, by constraint or by a unique index without WHERE or expressions. Without the
   * primary key.
   */
  readonly uniques: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
  /** CHECK expressions as SQL text, of the table and of its columns. */
  readonly checks: readonly string[];
  readonly indexes: readonly Index[];
  readonly strict: boolean;
  readonly withoutRowid: boolean;
  /** The module of a virtual table (`fts5`); such a table cannot be filled by the judge. */
  readonly virtualModule?: string;
  /** One sentence: why no query on the table can be run or judged here, where that is so. Binding one throws it. */
  readonly lacking?: string;
  /** The CREATE TABLE text. */
  readonly sql: string;
}

export interface Column {
  readonly name: string;
  /** As declared; '' when none. */
  readonly type: string;
  readonly affinity: Affinity;
  /**
   * NOT NULL is declared or implied (INTEGER PRIMARY KEY, WITHOUT ROWID key); Quill treats every PRIMARY KEY column so.
   */
  readonly notNull: boolean;
  /** The DEFAULT expression as SQL text. */
  readonly defaultValue?: string;
  /** BINARY when not declared. */
  readonly collation: string;
  readonly generated?: 'virtual' | 'stored';
  /** What a generated column is calculated by, as SQL text. */
  readonly expression?: string;
  readonly hidden: boolean;
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  /** The referenced columns, resolved to the parent's primary key where the declaration leaves them out. */
  readonly references: readonly string[];
  /** False when the parent or its key does not exist, so that it can hold for no rows ("foreign key mismatch"). */
  readonly valid: boolean;
}

export interface Index {
  readonly name: string;
  readonly unique: boolean;
  readonly columns: readonly IndexColumn[];
  /** The WHERE of a partial index, as SQL text. */
  readonly where?: string;
  /** `c`: CREATE INDEX, `u`: UNIQUE constraint, `pk`: primary key. */
  readonly origin: 'c' | 'u' | 'pk';
  readonly sql?: string;
}

export interface IndexColumn {
  /** Absent for an expression. */
  readonly name?: string;
  readonly expression?: string;
  readonly descending: boolean;
  readonly collation: string;
}

export interface View {
  readonly name: string;
  readonly columns: readonly string[];
  /** As of a table: what it reads cannot be read. */
  readonly lacking?: string;
  readonly sql: string;
}

/** What the judge says of a pair of queries. */
import type { Cell, ResultSet } from '../ports.ts';

export type Verdict = Refuted | Survived | Proved | Undetermined;

/** How hard the judge has tried. */
export interface Evidence {
  /** Databases on which both queries ran and were compared. */
  readonly databases: number;
  /** Of these, on how many the original returned rows. */
  readonly nonEmpty: number;
  /** Deliberate mistakes in the original, and how many of them the databases exposed. */
  readonly mutants: {
    readonly killed: number;
    readonly total: number;
    /** Present where none was asked for. */
    readonly unasked?: true;
    /** Present where the rewrite itself is one of those not exposed. */
    readonly rewriteAmong?: true;
  };
  /** The mistakes that were not exposed, in words. */
  readonly uncaught: readonly string[];
  /** Comparison on the user's own data, when there was any. */
  readonly ownData?: OwnDataCheck;
  /** A budget that should be enough, in milliseconds; present where the time ran out. */
  readonly enoughBudgetMs?: number;
  /** What a reader must know beside the verdict: LIMIT without a total order, assumptions of a proof, … */
  readonly notes: readonly string[];
}

/** Nothing was tried. */
export const noEvidence: Evidence = {
  databases: 0,
  nonEmpty: 0,
  mutants: { killed: 0, total: 0 },
  uncaught: [],
  notes: [],
};

export interface OwnDataCheck {
  /** Result rows of the original. */
  readonly rows: number;
  /** `full`: every row compared; `sampled`: all counted, and some compared; `skipped`: see why. */
  readonly extent: 'full' | 'sampled' | 'skipped';
  /** Result rows of which every cell was compared. */
  readonly compared: number;
  /**
   * Present where LIMIT leaves open which rows come, and other rows came: how many both sides returned. Every row of
   * the rewrite is one that may come.
   */
  readonly shared?: number;
  readonly why?: string;
  /** A limit for one run that may be enough, in milliseconds; present where a query ran past the one it had. */
  readonly enoughLimitMs?: number;
}

export interface Refuted extends Evidence {
  readonly verdict: 'refuted';
  readonly reason: RefutationReason;
  /** Absent for differences that no data is needed for (column count, column names) and on the user's own data. */
  readonly witness?: Witness;
  /** Rows in which the results differ on the user's own data, where they are known. */
  readonly ownRows?: DifferingRows;
  /** One sentence: what differs and why. */
  readonly explanation: string;
}

/** A few rows of each side that the other side lacks. */
export interface DifferingRows {
  readonly columns: readonly string[];
  readonly onlyOriginal: readonly (readonly Cell[])[];
  readonly onlyRewrite: readonly (readonly Cell[])[];
}

export type RefutationReason =
  | 'rows' // different bags of rows
  | 'order' // the same rows, in an order that ORDER BY does not allow
  | 'types' // values that are equal in number but of another type
  | 'column count'
  | 'column names'
  | 'error' // the rewrite raises an error where the original does not
  | 'own data'; // different rows on the user's own database

export interface Survived extends Evidence {
  readonly verdict: 'survived';
}

export interface Proved extends Evidence {
  readonly verdict: 'proved';
  /** What the normal form leaves out of account, whether these two queries differ in it or not; one alone is the proof. */
  readonly steps: readonly string[];
}

export interface Undetermined extends Evidence {
  readonly verdict: 'undetermined';
  /** One sentence. */
  readonly reason: string;
}

/** A small database on which the two queries return different rows. */
export interface Witness {
  /** INSERT statements that rebuild it under the declared schema; empty for the empty database. */
  readonly inserts: readonly string[];
  readonly tables: readonly WitnessTable[];
  /** The values bound to parameters, by the parameter's text. */
  readonly parameters: Readonly<Record<string, Cell>>;
  /** What the clock was held at, `YYYY-MM-DD HH:MM:SS.SSS` in UTC; present where a query or a view reads it. */
  readonly clock?: string;
  readonly original: ResultSet;
  /** Absent when the rewrite raised an error. */
  readonly rewrite?: ResultSet;
  /** Rows only one side returned, with how often more. */
  readonly onlyOriginal: readonly (readonly Cell[])[];
  readonly onlyRewrite: readonly (readonly Cell[])[];
}

export interface WitnessTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

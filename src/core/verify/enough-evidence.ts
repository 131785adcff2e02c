/**
 * When databases are too little evidence to call a rewrite survived: where the original returned rows on hardly any of
 * them, or where both answers were compared on hardly any of those asked for.
 */
import { counted, formatCount } from '../format.ts';

/** Fewer databases with rows than this are too few, … */
const FEWEST_WITH_ROWS = 3;
/** … unless they are at least one in so many. */
const ONE_IN = 20;
/** Of the databases asked for, so many must have been compared: one in ten, five at the least. */
const COMPARED_ONE_IN = 10;
const FEWEST_COMPARED = 5;

export interface Compared {
  /** Databases on which both answers were compared. */
  readonly databases: number;
  /** Of these, on which the original returned rows. */
  readonly nonEmpty: number;
}

/** Why the databases are too few that hold rows of the original; undefined where they are enough. */
export function tooFewWithRows({ databases, nonEmpty }: Compared): string | undefined {
  if (nonEmpty === 0) return 'No database made the original return a row';
  if (nonEmpty >= FEWEST_WITH_ROWS || nonEmpty * ONE_IN >= databases) return undefined;
  return `The original returned rows on only ${formatCount(nonEmpty)} of ${counted(databases, 'database')}, too few to tell`;
}

/** So many deliberate mistakes, of which none was exposed, say that the databases expose none. */
const BLIND = 3;

/** Why databases that exposed no deliberate mistake say nothing; undefined where there were too few to say so. */
export function exposedNothing({ killed, total }: { killed: number; total: number }): string | undefined {
  if (killed > 0 || total < BLIND) return undefined;
  return `None of ${total} deliberate mistakes was exposed, so a mistake of the rewrite would not show either`;
}

/** True where answers were compared on so few of the databases asked for that they say nothing. */
export function tooFewCompared(databases: number, wanted: number): boolean {
  return databases < Math.min(wanted, Math.max(FEWEST_COMPARED, Math.ceil(wanted / COMPARED_ONE_IN)));
}

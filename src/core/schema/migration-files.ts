/** Migration files: their order, and the parts of them that undo what another part does. */

export interface SqlFile {
  /** A path, as people know it. */
  readonly name: string;
  readonly text: string;
}

const natural = new Intl.Collator('en', { numeric: true });

/** Files in the order in which migrations run: by name, `2_x` before `10_x`. */
export function inMigrationOrder(files: readonly SqlFile[]): SqlFile[] {
  return [...files].sort((a, b) => natural.compare(a.name, b.name));
}

/**
 * True for a file that undoes a migration: `x.down.sql`, `x_down.sql`, `down.sql`, `down/x.sql`, Flyway's `U1__x.sql`.
 */
export function isDownMigration(name: string): boolean {
  return /(?:^|[./\\_-])(?:down|rollback|undo)(?:\.sql|\.ddl|[/\\])|(?:^|[/\\])U\d[\d._]*__/i.test(name);
}

/** Markers of sql-migrate, goose, dbmate, node-sqlite, MyBatis. */
const DOWN = /^\s*-{2,}\s*(?:(?:\+migrate|\+goose|migrate:)\s*down\b|down\s*-*\s*$|\/\/\s*@undo\b)/i;
const UP = /^\s*-{2,}\s*(?:(?:\+migrate|\+goose|migrate:)\s*up\b|up\s*-*\s*$)/i;

/** The text with its down sections blanked; lines keep their numbers. */
export function withoutDownSections(text: string): string {
  let down = false;
  return text
    .split('\n')
    .map(line => {
      if (DOWN.test(line)) down = true;
      else if (UP.test(line)) down = false;
      return down ? '' : line;
    })
    .join('\n');
}

/** What the optimize commands return to a caller. */
export type Outcome =
  | {
      readonly kind: 'suggestion';
      readonly answer: string;
      readonly speedup: number;
      readonly cached: boolean;
    }
  | { readonly kind: 'nothing'; readonly answer: string; readonly reason: string; readonly cached: boolean }
  | { readonly kind: 'no-database' };

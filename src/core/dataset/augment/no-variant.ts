/** Why no variant could be made of a pair. */
export const noVariantReasons = [
  'opaque', // SQL that the query model has no word for may mention names
  'unresolved', // a column whose source is not known
  'captured string', // "text" that would become a column
  'schema', // SQLite cannot rename in this schema
  'no other form', // nothing in the query has another form, or it has that one already
  'changed', // the variant would not be the same query
  'other split', // the variant's template belongs to the other split
  'refuted',
  'undetermined',
  'failed', // it does not run, or could not be judged
] as const;
export type NoVariantReason = (typeof noVariantReasons)[number];

/** What each reason means to who augments a dataset. */
export const noVariantTexts: Readonly<Record<NoVariantReason, string>> = {
  opaque: 'it holds SQL that may name tables in a way that Quill cannot read',
  unresolved: 'it names a column whose table is not known',
  'captured string': 'a text in double quotes would become a column',
  schema: 'SQLite cannot rename in this schema',
  'no other form': 'the query has no other form',
  changed: 'the variant would have been another query',
  'other split': 'its template stands on the other side of the split, so it would leak',
  refuted: 'the judge refuted it',
  undetermined: 'the judge could not decide it',
  failed: 'it does not run, or could not be judged',
};

/** Thrown where a pair has no variant of the wanted kind; the pair itself may be sound. */
export class NoVariant extends Error {
  readonly reason: NoVariantReason;

  constructor(reason: NoVariantReason, options?: ErrorOptions) {
    super(`There is no variant: ${reason}.`, options);
    this.name = 'NoVariant';
    this.reason = reason;
  }
}

/** `manifest.json`: what a dataset's files hold, and what decides its split. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Pair } from '../../core/dataset/pair.ts';
import type { SplitPlan } from '../../core/dataset/split.ts';
import { QuillError } from '../../core/errors.ts';
import { parsedJson } from '../../core/json.ts';
import { codeOf } from '../files/disk-error.ts';
import { writeWhole } from '../files/whole-file.ts';

/** Raised when older versions of Quill could misread a dataset. */
export const formatVersion = 1;

const manifestSchema = v.object({
  format: v.number(),
  /** As of the last time that a writer opened or closed the dataset; `pairs` without variants. */
  counts: v.object({
    pairs: v.number(),
    variants: v.number(),
    train: v.number(),
    heldOut: v.number(),
    rejected: v.number(),
    repairs: v.number(),
  }),
  /** SHA-256 of the DDL by schema. */
  schemas: v.record(v.string(), v.string()),
  split: v.object({ seed: v.number(), heldOutSchemas: v.array(v.string()) }),
  updatedAt: v.string(),
});
export type Manifest = v.InferOutput<typeof manifestSchema>;

export const noCounts: Manifest['counts'] = {
  pairs: 0,
  variants: 0,
  train: 0,
  heldOut: 0,
  rejected: 0,
  repairs: 0,
};

/** Of a dataset without rows. */
export function newManifest(split: SplitPlan | undefined): Manifest {
  const { seed, heldOutSchemas } = split ?? { seed: 1, heldOutSchemas: [] };
  return {
    format: formatVersion,
    counts: noCounts,
    schemas: {},
    split: { seed, heldOutSchemas: [...heldOutSchemas] },
    updatedAt: new Date().toISOString(),
  };
}

/** The counts with one pair or variant more. */
export function withPair(
  counts: Manifest['counts'],
  { split, variantOf }: Pick<Pair, 'split' | 'variantOf'>,
): Manifest['counts'] {
  if (variantOf !== null) return { ...counts, variants: counts.variants + 1 };
  const side = split === 'train' ? 'train' : 'heldOut';
  return { ...counts, pairs: counts.pairs + 1, [side]: counts[side] + 1 };
}

/** Undefined where there is none. Throws QuillError: `file` when it is no manifest, `unsupported` when it is newer. */
export async function readManifest(file: string): Promise<Manifest | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new QuillError('file', `${file} cannot be read (${codeOf(error)}); check its permissions.`, {
      cause: error,
    });
  }
  const parsed = v.safeParse(manifestSchema, parsedJson(text));
  if (!parsed.success)
    throw new QuillError(
      'file',
      `${file} is no manifest of a dataset; restore it, or choose another folder.`,
    );
  if (parsed.output.format > formatVersion)
    throw new QuillError('unsupported', `${file} was written by a newer Quill; update Quill to use it.`);
  return parsed.output;
}

/** Writes it whole or not at all. Throws QuillError `disk`. */
export async function writeManifest(file: string, manifest: Manifest): Promise<void> {
  await writeWhole(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

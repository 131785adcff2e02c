/** The dataset on disk: append-only files of JSON lines, the DDL of their schemas, and a manifest. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { hexOf } from '../../core/dataset/ids.ts';
import type { Pair, RejectedCandidate, RepairExample } from '../../core/dataset/pair.ts';
import { isSchemaId, readPair, readRejected, readRepair } from '../../core/dataset/read-pair.ts';
import type { SplitPlan } from '../../core/dataset/split.ts';
import { QuillError } from '../../core/errors.ts';
import { FirstFew } from '../../core/first-few.ts';
import { counted, formatCount } from '../../core/format.ts';
import type { DatasetSink } from '../../core/pipeline/contract.ts';
import { codeOf, diskError } from '../files/disk-error.ts';
import { jsonLines, longestLine, mendEnd } from '../files/json-lines.ts';
import { LineAppender } from '../files/line-appender.ts';
import { makeFolder } from '../files/make-folder.ts';
import { replaceByCopy, writeWhole } from '../files/whole-file.ts';
import { FolderLock } from './folder-lock.ts';
import type { Lease } from './lease.ts';
import {
  formatVersion,
  type Manifest,
  newManifest,
  noCounts,
  readManifest,
  withPair,
  writeManifest,
} from './manifest.ts';

export interface OpenOptions {
  /** True: takes the lock, mends torn files and may append; the folder is made when it is not there. */
  readonly write: boolean;
  /** Of a new dataset; one that has a manifest keeps its own, see `manifest.split`. */
  readonly split?: SplitPlan;
  /** Told one sentence for each line that is left out. */
  readonly note?: (message: string) => void;
  /** Ends the wait for the lock of a process on another machine. */
  readonly signal?: AbortSignal;
  /** How that process is watched. */
  readonly lease?: Lease;
}

/** How old the counts of the manifest may get while lines are added, in milliseconds. */
const countsEvery = 10_000;

const files = { pairs: 'pairs.jsonl', rejected: 'rejected.jsonl', repairs: 'repairs.jsonl' } as const;
type FileKey = keyof typeof files;

interface Writing {
  readonly lock: FolderLock;
  readonly appenders: Readonly<Record<FileKey, LineAppender>>;
  /** Ids of what each file holds or is about to hold, with the promise of those being written. */
  readonly known: Readonly<Record<FileKey, Map<string, Promise<void> | null>>>;
}

/** An open dataset: for its one writer, or for any reader. What it adds is on disk when the promise is fulfilled. */
export class DatasetFolder implements DatasetSink {
  readonly folder: string;
  readonly #note: (message: string) => void;
  #manifest: Manifest;
  #writing: Writing | undefined;
  /** Ends with the last write of the manifest or a schema that was begun. */
  #turn: Promise<unknown> = Promise.resolve();
  #manifestWritten = Number.NEGATIVE_INFINITY;

  private constructor(folder: string, manifest: Manifest, note: (message: string) => void) {
    this.folder = folder;
    this.#manifest = manifest;
    this.#note = note;
  }

  /**
   * Opens the dataset of a folder. Throws QuillError: `locked` where another process writes there, `disk` where the
   * folder cannot be written to, `usage` where there is nothing to read, `file` and `unsupported` for its manifest,
   * which only an empty dataset may lack.
   */
  static async open(folder: string, options: OpenOptions): Promise<DatasetFolder> {
    const note = options.note ?? (() => {});
    const manifestFile = path.join(folder, 'manifest.json');
    if (!options.write) {
      const manifest = await readManifest(manifestFile);
      if (manifest === undefined) await requireEmpty(folder);
      if (manifest === undefined && !(await isFile(path.join(folder, files.pairs))))
        throw new QuillError('usage', `${folder} holds no dataset; name a folder that has a pairs.jsonl.`);
      return new DatasetFolder(folder, manifest ?? newManifest(options.split), note);
    }
    await makeFolder(path.join(folder, 'schemas'));
    const { signal, lease } = options;
    const lock = await FolderLock.take(folder, { note, signal, lease });
    try {
      const manifest = await readManifest(manifestFile);
      if (manifest === undefined) await requireEmpty(folder);
      const dataset = new DatasetFolder(folder, manifest ?? newManifest(options.split), note);
      await dataset.#startWriting(lock);
      return dataset;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Counts are kept up to date while writing; a reader may find them some seconds old, or older after a crash. */
  get manifest(): Manifest {
    return this.#manifest;
  }

  /** All pairs and variants in the order they were written; lines that cannot be read are left out with a note. */
  pairs(): AsyncGenerator<Pair> {
    return this.#read('pairs', readPair);
  }

  rejected(): AsyncGenerator<RejectedCandidate> {
    return this.#read('rejected', readRejected);
  }

  repairs(): AsyncGenerator<RepairExample> {
    return this.#read('repairs', readRepair);
  }

  /** Ids of the schemas, in alphabetical order. */
  async schemas(): Promise<string[]> {
    const names = await readdir(path.join(this.folder, 'schemas')).catch(() => []);
    return names
      .filter(name => name.endsWith('.sql'))
      .map(name => name.slice(0, -'.sql'.length))
      .filter(isSchemaId)
      .sort();
  }

  /** The DDL of a schema. Throws QuillError `file` when it is not there. */
  async schema(id: string): Promise<string> {
    const file = this.#schemaFile(id);
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : codeOf(error);
      throw new QuillError('file', `The schema ${file} cannot be read: ${why}; restore it.`, {
        cause: error,
      });
    }
  }

  /** True for a pair that is there already, or being written. Only while writing. */
  hasPair(id: string): boolean {
    return this.#open().known.pairs.has(id);
  }

  /** A pair with a known id is there already and is not written again. Throws QuillError `disk` or `locked`. */
  async addPair(pair: Pair): Promise<void> {
    if (!(await this.#append('pairs', pair))) return;
    const { counts } = this.#manifest;
    this.#manifest = { ...this.#manifest, counts: withPair(counts, pair) };
    this.#refreshCounts();
  }

  async addRejected(rejected: RejectedCandidate): Promise<void> {
    if (await this.#append('rejected', rejected)) this.#count('rejected');
  }

  async addRepair(repair: RepairExample): Promise<void> {
    if (await this.#append('repairs', repair)) this.#count('repairs');
  }

  /** Throws QuillError `schema` when another DDL stands under that id already. */
  addSchema(id: string, ddl: string): Promise<void> {
    return this.#inTurn(() => this.#addSchema(id, ddl));
  }

  /** From now on these are held out as a whole: schemas that no row is over, where none was held out before. */
  holdOut(heldOutSchemas: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#open().lock.confirm();
      const split = { ...this.#manifest.split, heldOutSchemas: [...heldOutSchemas] };
      this.#manifest = { ...this.#manifest, split };
      await this.#writeManifest();
    });
  }

  /**
   * True where the dataset was taken over from a process of another machine that was silent, and may yet wake up: what
   * else it wrote to is to be replaced by a copy.
   */
  get isFromElsewhere(): boolean {
    return this.#open().lock.isFromElsewhere;
  }

  /** Throws QuillError `locked` or `disk` where this dataset is no longer ours to write. */
  async confirm(): Promise<void> {
    await this.#open().lock.confirm();
  }

  /** Waits for what was added, writes the manifest and gives the lock back. Does nothing for a reader. */
  async close(): Promise<void> {
    const writing = this.#writing;
    if (writing === undefined) return;
    this.#writing = undefined;
    try {
      for (const appender of Object.values(writing.appenders)) await appender.close();
      await this.#inTurn(async () => {
        await writing.lock.confirm();
        await this.#writeManifest();
      });
    } finally {
      await writing.lock.release();
    }
  }

  async #addSchema(id: string, ddl: string): Promise<void> {
    const { lock } = this.#open();
    const text = `${ddl.replace(/\r\n/g, '\n').trimEnd()}\n`;
    const file = this.#schemaFile(id);
    const hash = hexOf(text);
    const known = this.#manifest.schemas[id];
    if (known === hash && (await isFile(file))) return;
    const there = (await isFile(file)) ? hexOf(await this.schema(id)) : known;
    if (there !== undefined && there !== hash)
      throw new QuillError(
        'schema',
        `The dataset ${this.folder} has another schema named ${id}; name this one otherwise, or write to another folder.`,
      );
    await lock.confirm();
    await writeWhole(file, text);
    this.#manifest = { ...this.#manifest, schemas: { ...this.#manifest.schemas, [id]: hash } };
    await this.#writeManifest();
  }

  /** Writes of the manifest and of schemas wait for each other: each builds on what the one before it left. */
  #inTurn<T>(write: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(write);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Keeps the manifest roughly true for readers, and after a crash. */
  #refreshCounts(): void {
    if (performance.now() - this.#manifestWritten < countsEvery) return;
    this.#manifestWritten = performance.now();
    // Where this fails, so does the next line, which is waited for.
    this.#inTurn(async () => {
      if (this.#writing === undefined) return;
      await this.#writing.lock.confirm();
      await this.#writeManifest();
    }).catch(() => {});
  }

  async #startWriting(lock: FolderLock): Promise<void> {
    const confirm = (): Promise<void> => lock.confirm();
    const opened: LineAppender[] = [];
    const openFile = async (key: FileKey, read: typeof readers.pairs): Promise<LineAppender> => {
      if (lock.isFromElsewhere) await replaceByCopy(this.#file(key));
      await this.#mend(key, read);
      const appender = await LineAppender.open(this.#file(key), confirm);
      opened.push(appender);
      return appender;
    };
    try {
      const appenders = {
        pairs: await openFile('pairs', readers.pairs),
        rejected: await openFile('rejected', readers.rejected),
        repairs: await openFile('repairs', readers.repairs),
      };
      const known = { pairs: new Map(), rejected: new Map(), repairs: new Map() };
      let counts = noCounts;
      for await (const pair of this.pairs()) {
        if (!known.pairs.has(pair.id)) counts = withPair(counts, pair);
        known.pairs.set(pair.id, null);
      }
      for await (const { id } of this.rejected()) known.rejected.set(id, null);
      for await (const { id } of this.repairs()) known.repairs.set(id, null);
      counts = { ...counts, rejected: known.rejected.size, repairs: known.repairs.size };
      this.#manifest = { ...this.#manifest, counts };
      await this.#writeManifest();
      this.#writing = { lock, appenders, known };
    } catch (error) {
      for (const appender of opened) await appender.close();
      throw error;
    }
  }

  async #mend(key: FileKey, read: typeof readers.pairs): Promise<void> {
    const file = this.#file(key);
    const whole = (text: string): boolean => {
      try {
        read(text, 0);
        return true;
      } catch {
        return false;
      }
    };
    const cut = await mendEnd(file, whole).catch(error => {
      throw diskError(file, error);
    });
    if (cut > 0) this.#note(`${file}: a torn last line (${counted(cut, 'byte')}) was cut off.`);
  }

  async *#read<T>(key: FileKey, read: (text: string, line: number) => T): AsyncGenerator<T> {
    const file = this.#file(key);
    const broken = new FirstFew(sentence => this.#note(`${file}: ${sentence}`), 'more broken line');
    try {
      for await (const { text, number, ended, tooLong } of jsonLines(file)) {
        if (tooLong) {
          broken.add(`Line ${number} is longer than ${formatCount(longestLine)} bytes.`);
          continue;
        }
        let value: T;
        try {
          value = read(text, number);
        } catch (error) {
          if (!QuillError.is(error)) throw error;
          // Half a line: its writer died or is at it.
          if (ended) broken.add(error.message);
          continue;
        }
        yield value;
      }
    } catch (error) {
      if (QuillError.is(error) || codeOf(error) === undefined) throw error;
      throw new QuillError('file', `${file} cannot be read (${codeOf(error)}); check its permissions.`, {
        cause: error,
      });
    }
    broken.end();
  }

  /** False when it was there already. */
  async #append(key: FileKey, entry: { readonly id: string }): Promise<boolean> {
    const { appenders, known } = this.#open();
    const before = known[key].get(entry.id);
    if (before !== undefined) {
      await before;
      return false;
    }
    const written = appenders[key].append(JSON.stringify(entry));
    known[key].set(entry.id, written);
    await written;
    known[key].set(entry.id, null);
    return true;
  }

  #count(key: 'rejected' | 'repairs'): void {
    const { counts } = this.#manifest;
    this.#manifest = { ...this.#manifest, counts: { ...counts, [key]: counts[key] + 1 } };
    this.#refreshCounts();
  }

  async #writeManifest(): Promise<void> {
    this.#manifest = { ...this.#manifest, format: formatVersion, updatedAt: new Date().toISOString() };
    this.#manifestWritten = performance.now();
    await writeManifest(path.join(this.folder, 'manifest.json'), this.#manifest);
  }

  #open(): Writing {
    if (this.#writing === undefined)
      throw new QuillError('internal', `The dataset ${this.folder} is not open for writing.`);
    return this.#writing;
  }

  #file(key: FileKey): string {
    return path.join(this.folder, files[key]);
  }

  #schemaFile(id: string): string {
    if (!isSchemaId(id))
      throw new QuillError(
        'schema',
        `${JSON.stringify(id)} cannot name a schema; use lower-case letters, digits, - and _.`,
      );
    return path.join(this.folder, 'schemas', `${id}.sql`);
  }
}

const readers: Readonly<Record<FileKey, (text: string, line: number) => { readonly id: string }>> = {
  pairs: readPair,
  rejected: readRejected,
  repairs: readRepair,
};

/**
 * A dataset without its manifest is no new one: another split would put into training what was held out. Throws
 * QuillError `file` where there is any row.
 */
async function requireEmpty(folder: string): Promise<void> {
  for (const name of Object.values(files)) {
    const size = await stat(path.join(folder, name)).then(
      found => found.size,
      () => 0,
    );
    if (size > 0)
      throw new QuillError(
        'file',
        `${path.join(folder, 'manifest.json')} is missing, which says what is held out; restore it, or begin in another folder.`,
      );
  }
}

function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    found => found.isFile(),
    () => false,
  );
}

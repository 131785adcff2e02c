/** The dataset that an argument names. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatasetFolder } from '../../adapters/dataset/dataset-folder.ts';
import { QuillError } from '../../core/errors.ts';
import type { Session } from '../session.ts';

/** The folder itself when it holds pairs, else `dataset` or `.quill/dataset` in it. */
export function datasetFolderOf(argument: string): string {
  const folders = [argument, path.join(argument, 'dataset'), path.join(argument, '.quill', 'dataset')];
  return folders.find(folder => existsSync(path.join(folder, 'pairs.jsonl'))) ?? argument;
}

/** Opens it for reading; lines that are left out are told. Throws QuillError `usage` where there is none. */
export function readDataset(session: Session, argument: string): Promise<DatasetFolder> {
  if (existsSync(argument) && !statSync(argument).isDirectory())
    return Promise.reject(new QuillError('usage', `${argument} is a file; name the folder of a dataset.`));
  return DatasetFolder.open(datasetFolderOf(argument), { write: false, note: told(session) });
}

/** Tells each sentence once, however often the files are read. */
export function told(session: Session): (message: string) => void {
  const known = new Set<string>();
  return message => {
    if (known.has(message)) return;
    known.add(message);
    session.tell(message);
  };
}

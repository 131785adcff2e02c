import * as vscode from 'vscode';
import { entryHeading, type SummaryEntry, summaryMarkdown } from '../../core/evidence/file-summary.ts';
import { setBounded } from '../bounded.ts';
import { type DatabaseChoice, evidenceDatabase } from '../database/choice.ts';
import { pageUri, type VirtualDocuments } from '../documents.ts';

/** An entry with the id of its answer, when it got one. */
export type AnsweredEntry = SummaryEntry & { readonly answer?: string };

interface LinkedHeading {
  readonly heading: string;
  readonly answer: string;
}

/** The summary pages of "Optimize all statements". */
export class FileSummaries {
  readonly #documents: VirtualDocuments;
  readonly #pages = new Map<string, { readonly number: number; readonly links: LinkedHeading[] }>();
  #last = 0;

  constructor(documents: VirtualDocuments) {
    this.#documents = documents;
  }

  async show(file: string, entries: readonly AnsweredEntry[], database: DatabaseChoice): Promise<vscode.Uri> {
    this.#last += 1;
    const page = pageUri('summary', String(this.#last), `Summary: ${file}.md`);
    const links = entries.flatMap(entry =>
      entry.answer ? [{ heading: entryHeading(entry), answer: entry.answer }] : [],
    );
    const oldest = setBounded(this.#pages, page.toString(), { number: this.#last, links });
    if (oldest) this.#documents.deleteUnder('summary', String(oldest.number));
    this.#documents.set(page, summaryMarkdown(file, entries, evidenceDatabase(database)));
    await vscode.window.showTextDocument(page, { preview: false });
    return page;
  }

  /** The headings of a summary page that stand for an answer. */
  answersOf(page: vscode.Uri): readonly LinkedHeading[] {
    return this.#pages.get(page.toString())?.links ?? [];
  }
}

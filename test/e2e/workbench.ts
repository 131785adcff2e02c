import type { FrameLocator, Locator, Page } from 'playwright-core';

/** What a person sees and does in the workbench (selectors of Code 1.139). */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until the workbench and its explorer are on the screen. */
  async started(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor();
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** Opens a file by a double click in the explorer; a path opens its folders on the way. */
  async openFile(file: string): Promise<void> {
    const names = file.split('/');
    for (const folder of names.slice(0, -1)) {
      const row = this.explorerRow(folder);
      if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
    }
    await this.explorerRow(names.at(-1) ?? file).dblclick();
    await this.line().waitFor();
  }

  explorerRow(name: string): Locator {
    return this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).first();
  }

  /** A line of the active editor that contains `text` (spaces in the page are no-break spaces; both match). */
  line(text?: string): Locator {
    const lines = this.page.locator('.editor-instance .monaco-editor').first().locator('.view-line');
    return (text === undefined ? lines : lines.filter({ hasText: text })).first();
  }

  /** A line on either side of the diff on the screen. */
  diffLine(text: string): Locator {
    return this.page.locator('.monaco-diff-editor .view-line', { hasText: text }).first();
  }

  /** Puts the cursor at the end of the line that contains `text`. */
  async placeCursor(text: string): Promise<void> {
    await this.line(text).click();
    await this.page.keyboard.press('End');
  }

  /** Runs a command from the palette by its title, e.g. `Quill: Optimize Statement`. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput().locator('input').first().fill(`>${title}`);
    // The palette puts what was used last first, also where its title is longer than the one asked for.
    const whole = new RegExp(`^\\s*${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:…|\\.{3})?\\s*$`);
    await this.quickInput().locator('.monaco-list-row .label-name', { hasText: whole }).first().click();
  }

  quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  quickPickRow(text: string): Locator {
    return this.quickInput().locator('.monaco-list-row', { hasText: text }).first();
  }

  /** Chooses a row of the open quick pick. */
  async pick(text: string): Promise<void> {
    await this.quickPickRow(text).click();
  }

  codeLens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text }).first();
  }

  /** A lens that only says something and cannot be clicked. */
  lensNote(text: string): Locator {
    return this.page.locator('.codelens-decoration', { hasText: text }).first();
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
  }

  /** A button on a toast. */
  toastButton(text: string | RegExp, label: string): Locator {
    return this.toast(text).locator('.monaco-button', { hasText: label }).first();
  }

  /** The modal dialog; the extension host's tests never see one, so they are tested here. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: text }).first();
  }

  dialogButton(label: string): Locator {
    return this.page.locator('.monaco-dialog-box .monaco-button', { hasText: label }).first();
  }

  statusItem(text: string): Locator {
    return this.page.locator(`.statusbar-item:has-text("${text}")`).first();
  }

  activity(title: string): Locator {
    return this.page.locator(`.activitybar .action-label[aria-label^="${title}"]`).first();
  }

  /** A row of any tree view outside the explorer. */
  treeRow(text: string | RegExp): Locator {
    return this.page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  }

  /** The tab of an open editor. */
  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name }).first();
  }

  /** A button of the active editor's title bar, by its label or hint. */
  editorAction(label: string): Locator {
    return this.page
      .locator(`.editor-actions .action-item:has(.action-label[aria-label^="${label}"])`)
      .first();
  }

  /** The Restricted Mode banner. */
  trustBanner(): Locator {
    return this.page.locator('.part.banner', { hasText: 'Restricted Mode' });
  }

  /** The content of the only webview on the screen. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').first().frameLocator('#active-frame');
  }
}

// What browser tests ask of the machine that they run on: a file that the page has written, read by another program.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFilm, type ReadFilm } from './ffmpeg.ts';

declare module 'vitest/browser' {
  interface BrowserCommands { readFilm(base64: string): Promise<ReadFilm> }
}

export const filmCommands = {
  /** Its kind is told by its bytes. */
  readFilm(_context: unknown, base64: string): ReadFilm {
    const folder = mkdtempSync(join(tmpdir(), 'driftloom-film-')), path = join(folder, 'film');
    try {
      writeFileSync(path, Buffer.from(base64, 'base64'));
      return readFilm(path);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

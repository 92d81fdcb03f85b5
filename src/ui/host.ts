// What the panel is given: the document it edits, and the few verbs that are not edits. `main` implements it; tests may.

import type { Document } from '../core/document.ts';
import type { Notices } from '../core/notices.ts';
import type { Registry } from '../engine/registry.ts';
import type { Stats } from '../engine/stats.ts';

/** A small keyed text store that outlives the page (`localStorage`); may throw when full or forbidden. */
export interface TextStore {
  get(key: string): string | null;
  set(key: string, text: string): void;
}

export interface PanelHost {
  readonly document: Document;
  readonly registry: Registry;
  readonly notices: Notices;
  readonly store: TextStore;
  /** Seconds on the engine's clock. */
  time(): number;
  readonly playing: boolean;
  play(): void;
  pause(): void;
  /** Pauses and moves on by exact frames. */
  step(frames: number): Promise<void>;
  stats(): Stats;
  /** Id of the piece whose folder is open and whom the keyboard means. */
  readonly focused: string | undefined;
  focus(id: string | undefined): void;
  /** Reads a recipe from untrusted JSON, shows what was wrong in one notice, and makes it the document. */
  load(raw: unknown): Promise<void>;
  /** The recipe of this moment, compact. */
  snapshot(): unknown;
  /** A link to this moment. */
  link(): string;
  /** PNG of the scene at `scale` times the window. */
  still(scale?: number): Promise<Blob>;
}

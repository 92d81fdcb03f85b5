// What the panel is given: the document it edits, and the few verbs that are not edits. `main` implements it; tests may.

import type { Document } from '../core/document.ts';
import type { Notices } from '../core/notices.ts';
import type { SampleGrid } from '../core/sample-grid.ts';
import type { FileSource, OutsideSource } from '../core/sources.ts';
import type { Readings } from '../engine/readings.ts';
import type { Registry } from '../engine/registry.ts';
import type { Stats } from '../engine/stats.ts';
import type { TuningDesk } from './tuning/desk.ts';

/** A small keyed text store that outlives the page (`localStorage`); may throw when full or forbidden. */
export interface TextStore {
  get(key: string): string | null;
  set(key: string, text: string): void;
}

/**
 * Pictures that the plugin of a piece paints at other points of one of its latents, `[dims]` each (a shorter point ends in
 * zeros; every point is put into the set of the prior). They are painted beside the piece, within what the frame's budget
 * leaves, and never disturb it. All else is as the piece has it at the moment.
 */
export interface Samples {
  /** A canvas of `columns` x `rows` pictures of `side` pixels; `core/sample-grid.ts` says where they lie. */
  wall(piece: string, key: string, grid: SampleGrid): SampleWall;
  /** Linear light 0..1, `[points, side, side, 3]`; rejects with a sentence where the piece cannot paint or is gone, and with the signal's reason. */
  pictures(piece: string, key: string, points: readonly ArrayLike<number>[], side: number, progress?: (done: number) => void, signal?: AbortSignal): Promise<Float32Array>;
  /** Early features of points, `[points, size]`, where the plugin tells them. */
  features(piece: string, key: string, points: readonly ArrayLike<number>[]): { readonly data: Float32Array; readonly size: number } | undefined;
}

export interface SampleWall {
  /** As many pixels as `wallSize` says; its style is the panel's. */
  readonly canvas: HTMLCanvasElement;
  /** Pictures painted of the points shown last. */
  readonly painted: number;
  /** Why it paints no more, as a sentence; '' while it does. A change of the piece's params lets it try again. */
  readonly problem: string;
  /** Begins to paint these points, cell by cell; what was asked for before and is not yet painted is dropped. A cell keeps its picture until the next is painted; cells without a point are cleared. A change of the piece but for this latent paints them anew, unasked. */
  show(points: readonly ArrayLike<number>[]): void;
  dispose(): void;
}

/** A small live picture of a piece. */
export interface Glimpse {
  /** Its style is the panel's. */
  readonly canvas: HTMLCanvasElement;
  /** Paints what the piece shows now, if that is new; not within a frame. Answers whether there is anything to see. */
  update(): boolean;
  dispose(): void;
}

/** A picture that ships with Driftloom. */
export interface Still { readonly still: string; readonly title: string }

/** What can flow into pieces from outside. */
export interface SourceShelf {
  readonly stills: readonly Still[];
  /** Files kept in this browser, the newest first. */
  readonly files: readonly FileSource[];
  /** Keeps a picture or film, checked; a queue, so that hundreds at once do not hold up a frame. Rejects with a sentence for whoever brought it. */
  keep(file: File): Promise<FileSource>;
  /** Forgets a kept file. */
  forget(file: FileSource): Promise<void>;
  /** A small picture of a source as an address for an `img`; undefined where there is none. */
  preview(source: OutsideSource): Promise<string | undefined>;
  /** Why a piece's input shows nothing new, as a sentence; '' while it does. */
  problem(piece: string, input: string): string;
  /** Asks again for what a person or a device refused before. */
  retry(piece: string, input: string): void;
}

/** A print of this moment: the scene, or one piece's own picture. */
export interface PrintOrder {
  readonly piece?: string | undefined;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: 8 | 16;
  /** Pixels an inch. */
  readonly dpi: number;
  /** The upscaler may enlarge a piece that has pixels of its own. */
  readonly upscale: boolean;
}

/** What a recording becomes. */
export interface RecordFormat { readonly id: string; readonly title: string; /** With an encoder, and sound. */ readonly film: boolean; readonly alpha: boolean }

/** What is asked of a recording; whoever records checks it. */
export interface RecordChoice {
  readonly format: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly seconds: number;
  /** The first frame that is written. */
  readonly from: number;
  readonly supersampling: number;
  readonly quality: string;
  readonly loop: boolean;
  readonly alpha: boolean;
  /** What is on the window in real time, in place of exact frames. */
  readonly live: boolean;
  readonly audio?: File;
}

/** What records. */
export interface RecordDesk {
  readonly formats: readonly RecordFormat[];
  readonly qualities: readonly string[];
  /** `left` in seconds, where it can be said. */
  readonly state: { readonly phase: 'idle' | 'recording' | 'paused' | 'finishing' | 'live'; readonly done: number; readonly frames: number; readonly left: number | undefined; readonly bytes: number; readonly dropped: number };
  /** The frame to go on from, where a recording ended early; 0 where none did. */
  readonly next: number;
  /** Asks where to, and records. Resolves when it has ended, however that was; rejects with a sentence where it cannot begin. */
  start(choice: RecordChoice): Promise<void>;
  pause(): void;
  resume(): void;
  /** Ends with what is there. */
  stop(): void;
  /** Draws the last frame; answers whether there is one. */
  preview(canvas: HTMLCanvasElement): boolean;
}

export interface PanelHost {
  readonly document: Document;
  readonly registry: Registry;
  readonly notices: Notices;
  readonly store: TextStore;
  readonly samples: Samples;
  readonly sources: SourceShelf;
  readonly recording: RecordDesk;
  readonly tuning: TuningDesk;
  glimpse(piece: string): Glimpse;
  /** Seconds on the engine's clock. */
  time(): number;
  readonly playing: boolean;
  play(): void;
  pause(): void;
  /** Pauses and moves on by exact frames. */
  step(frames: number): Promise<void>;
  stats(): Stats;
  /** What a piece tells of itself; asked a few times a second of the piece whose folder is open. */
  readings(piece: string): Readings;
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
  /** Writes a print as a PNG file, piece by piece; `progress` takes 0..1. Rejects with a sentence, with what `write` rejects with, and with the signal's reason. */
  print(order: PrintOrder, write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>, watch: { progress(share: number): void; readonly signal: AbortSignal }): Promise<void>;
  /** The recipe that a picture or a film carries, unchecked; undefined where it carries none. Never rejects. */
  recipeIn(file: Blob): Promise<unknown>;
}

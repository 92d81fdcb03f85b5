// What a session is made of: the device and what else its host lends it.

import type { Notices } from './core/notices.ts';
import type { OpenFeed } from './engine/feeds.ts';
import type { Registry } from './engine/registry.ts';
import type { CostBook } from './engine/schedule/book.ts';
import type { LoadWeights } from './engine/weights.ts';
import type { FilmCrew } from './film.ts';
import type { Gpu } from './gpu/device.ts';

export interface ViewerOptions {
  readonly gpu: Gpu;
  readonly registry: Registry;
  readonly notices: Notices;
  readonly canvas: HTMLCanvasElement;
  readonly now: () => number;
  /** tfjs on this device, opened when a plugin first asks for it. */
  readonly tensors: { open(): Promise<void>; count(): number };
  readonly loadWeights: LoadWeights;
  /** Opens what flows into pieces from outside; where there is none, such inputs stay empty and say so. */
  readonly openFeed?: OpenFeed;
  /** What steps cost on earlier visits. */
  readonly book?: CostBook;
  /** Learning that is stepped with the frames of a film; undefined where none is asked for. */
  readonly lessons?: () => Promise<FilmCrew['lessons']>;
  /** For people whom motion troubles: no drift of the camera, and a recipe does not start the clock by itself. */
  readonly still: boolean;
  /** Nobody watches the window: exact frames are painted, and only `still` (and trails, which need them) render them. */
  readonly unseen?: boolean;
  /** For comparison, in the bench: while it answers true, everything is inferred before each frame, whatever it costs. */
  readonly naive?: () => boolean;
}

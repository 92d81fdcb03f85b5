// What is said of a camera or a screen that shows nothing.

import { reason } from '../core/errors.ts';

export interface CameraWords {
  /** It waits for a click of a person; browsers ask only then. */
  readonly waits: string;
  readonly asks: string;
  readonly refused: string;
  readonly missing: string;
  readonly busy: string;
  readonly unknown: string;
  readonly ended: string;
  readonly silent: string;
}

export const WEBCAM: CameraWords = {
  waits: 'The camera waits for a click on "Allow".',
  asks: 'The browser asks whether this page may see the camera.',
  refused: 'The camera was refused; let this page have it in the browser, then click "Allow".',
  missing: 'No camera was found; plug one in, then click "Allow".',
  busy: 'The camera could not be started; another program may be using it. "Allow" tries again.',
  unknown: 'No camera can be used here.',
  ended: 'The camera was unplugged, or taken back; "Allow" starts it again.',
  silent: 'The camera sends no picture at the moment.',
};

export const SCREEN: CameraWords = {
  waits: 'The screen waits for a click on "Allow".',
  asks: 'The browser asks which screen or window this page may see.',
  refused: 'The screen was refused; "Allow" asks again.',
  missing: 'No screen was found that could be shared; "Allow" asks again.',
  busy: 'The screen could not be shared; the system may not allow it. "Allow" asks again.',
  unknown: 'No screen can be used here.',
  ended: 'The screen is not shared any more; "Allow" shares it again.',
  silent: 'The shared screen sends no picture at the moment.',
};

/** What a browser's refusal means; its own words where it is a new one. */
export const refusal = (error: unknown, words: CameraWords): string => {
  switch ((error as { readonly name?: unknown } | null)?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
    case 'InvalidStateError': return words.refused;
    case 'NotFoundError':
    case 'OverconstrainedError': return words.missing;
    case 'NotReadableError':
    case 'AbortError': return words.busy;
    default: return `${words.busy} (${reason(error)})`;
  }
};

// The camera, or a screen: one stream, whoever looks at it. A browser is asked for it only while a person's click is fresh,
// or where it was allowed before; a link alone never asks. It ends a moment after the last look.

import type { Feed } from '../engine/feeds.ts';
import { refusal, SCREEN, WEBCAM } from './camera-words.ts';

/** What is asked of the browser; it has no media devices where pages may use none. */
export interface CameraHost extends Pick<Navigator, 'permissions' | 'userActivation'> { readonly mediaDevices: MediaDevices | undefined }

/** Milliseconds in which a look away is none: a connection that is made anew closes one feed and opens another. */
const LINGER = 500;

const VIDEO = { width: { ideal: 1280 }, height: { ideal: 720 } } as const;

const allowedBefore = async ({ permissions }: CameraHost): Promise<boolean> => {
  try {
    return (await permissions.query({ name: 'camera' })).state === 'granted';
  } catch {
    // Some browsers do not tell.
    return false;
  }
};

/** Opens feeds of the one stream. */
export const createCamera = (kind: 'webcam' | 'screen', host: CameraHost): (() => Feed) => {
  const words = kind === 'webcam' ? WEBCAM : SCREEN;
  const element = document.createElement('video');
  element.muted = element.playsInline = true;
  let stream: MediaStream | undefined, looking = 0, asking = false, problem = '', count = 0, starts = 0, born = 0;

  const counting = (): void => {
    count++;
    element.requestVideoFrameCallback(counting);
  };
  element.requestVideoFrameCallback(counting);

  const stop = (): void => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    element.srcObject = null;
  };
  const start = async (): Promise<void> => {
    if (asking || stream || !host.mediaDevices) return;
    asking = true;
    problem = words.asks;
    try {
      const opened = await (kind === 'webcam' ? host.mediaDevices.getUserMedia({ video: VIDEO }) : host.mediaDevices.getDisplayMedia({ video: true }));
      stream = opened;
      starts++;
      born = count;
      problem = '';
      for (const track of opened.getVideoTracks()) {
        track.onended = () => {
          if (stream !== opened) return;
          stop();
          problem = words.ended;
        };
        track.onmute = () => { if (stream === opened) problem = words.silent; };
        track.onunmute = () => { if (stream === opened) problem = ''; };
      }
      element.srcObject = opened;
      if (looking === 0) stop();
      else await element.play().catch(() => undefined);
    } catch (error) {
      problem = refusal(error, words);
    } finally {
      asking = false;
    }
  };

  return () => {
    looking++;
    if (!host.mediaDevices) problem = words.unknown;
    else if (!stream && !asking) {
      if (host.userActivation?.isActive) void start();
      else {
        problem ||= words.waits;
        if (kind === 'webcam') void allowedBefore(host).then((allowed) => { if (allowed && looking > 0) void start(); });
      }
    }
    let gone = false, seen = 0, version = 0;
    const ready = (): boolean => stream !== undefined && element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && count > born;
    const look = (newest: boolean): void => {
      // A clock that stands still holds the picture, but for the first of a stream.
      if (!ready() || (!newest && seen === starts)) return;
      seen = starts;
      version = count;
    };
    return {
      get version() { return version; },
      get picture() { return ready() && !gone ? element : undefined; },
      get width() { return element.videoWidth; },
      get height() { return element.videoHeight; },
      get problem() { return problem; },
      follow: (_, playing) => look(playing),
      seek: async () => look(true),
      dispose() {
        if (gone) return;
        gone = true;
        looking--;
        setTimeout(() => {
          if (looking > 0) return;
          stop();
          problem = '';
        }, LINGER);
      },
    };
  };
};

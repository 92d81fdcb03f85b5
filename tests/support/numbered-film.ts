// A short film made by this browser, each frame of one colour that tells its number.

import { BufferTarget, CanvasSource, Output, Quality, WebMOutputFormat } from 'mediabunny';

export const FRAMES = 20, FPS = 10, WIDTH = 96, HEIGHT = 64;
/** Steps of red and of green: far enough apart for a codec to keep. */
const RED = 60, GREEN = 80;

/** The number of the frame that has this colour, 8 bits a channel. */
export const frameOf = ([red = 0, green = 0]: readonly number[]): number => Math.round(red / RED) + 5 * Math.round(green / GREEN);

/** WebM, VP8; a whole frame every .8 seconds. */
export const numberedFilm = async (): Promise<Blob> => {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT), sheet = canvas.getContext('2d')!;
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() });
  const source = new CanvasSource(canvas, { codec: 'vp8', quality: new Quality('high'), keyFrameInterval: .8 });
  output.addVideoTrack(source, { frameRate: FPS });
  await output.start();
  for (let frame = 0; frame < FRAMES; frame++) {
    sheet.fillStyle = `rgb(${(frame % 5) * RED} ${Math.floor(frame / 5) * GREEN} 128)`;
    sheet.fillRect(0, 0, WIDTH, HEIGHT);
    await source.add(frame / FPS, 1 / FPS);
  }
  await output.finalize();
  return new Blob([output.target.buffer!], { type: 'video/webm' });
};

// `npm run render`: exact frames as PNG files. What the words mean is in render-plan.ts; here they are carried out.

import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { encode } from 'fast-png';
import { badArgument, EngineError, reason } from '../core/errors.ts';
import { command } from './command.ts';
import type { HeadlessViewer } from './headless-viewer.ts';
import { openRegistry } from './plugins.ts';
import { planRender, type RenderPlan } from './render-plan.ts';

const HELP = `
npm run render -- <plugin | recipe.json> [options]

  --size WxH         pixels; 1280x720 unless said, or the picture's own size with --texture
  --frames N         how many frames; 1 unless said
  --fps F            frames per second of the recipe's time; 60 unless said
  --start SECONDS    the recipe's time of the first frame
  --out PATTERN      file names, %05d is the frame's number from 0; out/%05d.png unless said
  --texture          the piece's own picture instead of the scene
  --preset NAME      a preset of the plugin
  --set KEY=VALUE    a param, as often as needed: scale=3, centre=.1,.2, z.speed=3, z.seed=4, z.center=.1,.2,
                     view.kind=framed, post.bloom=0
  --piece ID         the piece that --preset, --set and --texture mean, in a recipe that has several
  --gpu              the machine's graphics adapter; without it a software one, which gives the same files everywhere`;

/** The largest window; a still may be larger. */
const WINDOW = 2048;

const prepareFolder = (plan: RenderPlan): void => {
  const folder = dirname(plan.file(0));
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw badArgument(`--out: nothing can be written to ${folder} (${reason(error)}).`);
  }
};

const capture = async (viewer: HeadlessViewer, { texture, width, height }: RenderPlan): Promise<Uint8Array> => {
  if (texture === undefined) return viewer.still(width, height);
  const picture = await viewer.picture(texture);
  if (picture.width !== width || picture.height !== height) throw new EngineError('gpu', `The device paints ${picture.width}x${picture.height} at most, not ${width}x${height}.`);
  return encode({ width, height, data: picture.data, channels: 4, depth: 8 });
};

/** One line that renews itself on a terminal; elsewhere only the last word. */
const progress = (done: number, plan: RenderPlan, since: number): void => {
  const last = done === plan.frames;
  const seconds = (performance.now() - since) / 1000;
  const text = `${done} of ${plan.frames} frames, ${(seconds / done).toFixed(2)} s each, ${last ? `in ${dirname(plan.file(0))}` : `${Math.ceil((seconds / done) * (plan.frames - done))} s to go`}`;
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}${last ? '\n' : ''}`);
  else if (last) process.stderr.write(`${text}\n`);
};

/** Prints each notice once: a source that is not at hand, and the like. */
const teller = (): ((notices: readonly string[]) => void) => {
  const told = new Set<string>();
  return (notices) => {
    for (const notice of notices) if (!told.has(notice)) process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}${notice}\n`);
    for (const notice of notices) told.add(notice);
  };
};

await command(HELP, async (args) => {
  const plan = await planRender(args, openRegistry());
  prepareFolder(plan);
  for (const problem of plan.problems) process.stderr.write(`Not used: ${problem}\n`);
  // The browser's driver and the server are loaded only now, so that a wrong word is answered at once.
  const { openHeadless } = await import('./headless-viewer.ts');
  const shrink = Math.min(1, WINDOW / Math.max(plan.width, plan.height));
  const viewer = await openHeadless({ width: Math.max(1, Math.round(plan.width * shrink)), height: Math.max(1, Math.round(plan.height * shrink)), gpu: plan.gpu });
  try {
    await viewer.load(plan.recipe);
    const since = performance.now(), tell = teller();
    for (let frame = 0; frame < plan.frames; frame++) {
      tell(await viewer.step(frame === 0 ? 0 : 1, plan.fps));
      writeFileSync(plan.file(frame), await capture(viewer, plan));
      progress(frame + 1, plan, since);
    }
  } finally {
    await viewer.close();
  }
  return 0;
});

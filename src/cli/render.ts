// `npm run render`: exact frames, prints and films as files. What the words mean is in render-plan.ts; here they are
// carried out.

import { dirname } from 'node:path';
import { encode } from 'fast-png';
import { EngineError } from '../core/errors.ts';
import { embedRecipe } from '../record/embed.ts';
import { command } from './command.ts';
import type { HeadlessViewer } from './headless-viewer.ts';
import { openRegistry } from './plugins.ts';
import { isRendered, prepareFolder, writeWhole } from './render-files.ts';
import { joinPictures } from './render-join.ts';
import { line, renderOne, teller } from './render-one.ts';
import { planRender, type RenderPlan } from './render-plan.ts';

const HELP = `
npm run render -- <plugin | recipe.json> [options]

  --size WxH         pixels; 1280x720 unless said, or the picture's own size with --texture
  --frames N         how many frames; 1 unless said
  --fps F            frames per second of the recipe's time; 60 unless said
  --start SECONDS    the recipe's time of the first frame
  --out PATTERN      file names, %05d is the frame's number from 0; out/%05d.png unless said. One name with .mp4, .webm
                     or .gif writes a film
  --format NAME      of a film: mp4 or mp4-av1; webm or webm-vp8
  --loop             of a film: walks, tracks and camera close on its length
  --supersampling N  of a film: each pixel is the mean of N x N, 1 to 4
  --alpha            of a .webm or .gif: neither room nor background
  --audio FILE       of a film: sound of that file under it, from its first frame
  --quality NAME     of a film: medium, high or very-high; high unless said
  --texture          the piece's own picture instead of the scene
  --print SIZE       one picture of any size up to 32768 pixels a side, painted by tiles: A4, A3, A2, A1, A0, letter, square,
                     each also as A3-landscape; 300x200mm, 12x16in, 9000x6000 (pixels). Of a plugin, or with --texture, its
                     own picture; else the scene
  --dpi N            pixels an inch of a print; 300 unless said
  --depth 16         16 bits a channel, with --print or --texture
  --preset NAME      a preset of the plugin
  --set KEY=VALUE    a param, as often as needed: scale=3, centre=.1,.2, z.speed=3, z.seed=4, z.center=.1,.2,
                     view.kind=framed, post.bloom=0
  --piece ID         the piece that --preset, --set and --texture mean, in a recipe that has several
  --shard I/N        the I-th of N shares of the frames, from 1; auto takes it from a Slurm array, auto/N from a Kubernetes
                     indexed Job of N. Of film.mp4 it writes film-I-of-N.mp4, a film of its own
  --resume           leaves out frames, or a film, that are on disk already, whole and from this very recipe
  --join             renders nothing: looks whether the frames of all shards are there, whole and from this recipe; puts the
                     parts of a film together, as they were encoded
  --gpu              the machine's graphics adapter; without it a software one, which gives the same files everywhere`;

/** The largest window; a still may be larger. */
const WINDOW = 2048;

const collected = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
};

/** The present moment as a PNG file that carries its recipe. */
const capture = async (viewer: HeadlessViewer, { texture, width, height, depth, text }: RenderPlan, frame: number): Promise<Uint8Array> => {
  if (texture === undefined) return embedRecipe(await viewer.still(width, height), text(frame));
  if (depth === 16) return embedRecipe(await collected(await viewer.print({ piece: texture, width, height, depth, upscale: false }, () => undefined)), text(frame));
  const picture = await viewer.picture(texture);
  if (picture.width !== width || picture.height !== height) throw new EngineError('gpu', `The device paints ${picture.width}x${picture.height} at most, not ${width}x${height}.`);
  return embedRecipe(encode({ width, height, data: picture.data, channels: 4, depth: 8 }), text(frame));
};

const open = async ({ width, height, gpu }: RenderPlan): Promise<HeadlessViewer> => {
  // The browser's driver and the server are loaded only now, so that a wrong word is answered at once.
  const { openHeadless } = await import('./headless-viewer.ts');
  const shrink = Math.min(1, WINDOW / Math.max(width, height));
  return openHeadless({ width: Math.max(1, Math.round(width * shrink)), height: Math.max(1, Math.round(height * shrink)), gpu });
};

const renderPictures = async (plan: RenderPlan): Promise<void> => {
  const { share: [first, end], file, fps } = plan, of = plan.shards === undefined ? '' : ` (frames ${first} to ${end - 1} of ${plan.frames})`;
  const wanted = Array.from({ length: end - first }, (_, i) => first + i).filter((frame) => !plan.resume || !isRendered(file(frame), plan.width, plan.height, plan.text(frame)));
  if (wanted.length === 0) return line(`Nothing to render: ${end - first} of ${end - first} frames are there${of}`, true);
  // What remembers is painted from the beginning; everything else begins where it is wanted.
  const from = plan.remembers ? 0 : wanted[0]!;
  const viewer = await open(plan);
  try {
    await viewer.load({ ...plan.recipe, clock: { time: plan.moment(from), playing: false } });
    const since = performance.now(), tell = teller();
    let at = from, done = 0;
    tell(await viewer.step(0, fps));
    for (const frame of wanted) {
      if (!plan.remembers && frame > at + 1) {
        await viewer.load({ ...plan.recipe, clock: { time: plan.moment(frame), playing: false } });
        tell(await viewer.step(0, fps));
        at = frame;
      }
      for (; at < frame; at++) tell(await viewer.step(1, fps));
      writeWhole(file(frame), await capture(viewer, plan, frame));
      const seconds = (performance.now() - since) / 1000 / ++done, last = done === wanted.length;
      line(`${done} of ${wanted.length} frames, ${seconds.toFixed(2)} s each, ${last ? `in ${dirname(file(0))}${of}` : `${Math.ceil(seconds * (wanted.length - done))} s to go`}`, last);
    }
  } finally {
    await viewer.close();
  }
};

await command(HELP, async (args) => {
  const plan = await planRender(args, openRegistry(), process.env), { output, width, height, depth, texture, frames } = plan;
  for (const problem of plan.problems) process.stderr.write(`Not used: ${problem}\n`);
  if (plan.join && output.kind === 'film') {
    const parts = await (await import('./render-films.ts')).joinParts(plan);
    line(`${frames} frames of ${parts} parts, as they were encoded: ${output.whole}`, true);
    return 0;
  }
  if (plan.join) {
    const whole = joinPictures(plan.file, frames, plan.text, (path, text) => isRendered(path, width, height, text), plan.shards);
    line(`All ${whole} frames are there, whole and from this recipe: ${plan.file(0)} to ${plan.file(whole - 1)}`, true);
    return 0;
  }
  prepareFolder(plan.file(0));
  if (output.kind === 'pictures') await renderPictures(plan);
  else if (output.kind === 'print') await renderOne(plan, open, (viewer) => viewer.print({ piece: texture, width, height, depth, dpi: output.dpi }, (done) => line(`${Math.floor(100 * done)} % of ${width} x ${height} pixels`, false)));
  else await (await import('./render-films.ts')).renderFilm(plan, open);
  return 0;
});

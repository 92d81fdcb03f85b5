// Parts of a piece's picture at any size: how prints are painted, whose pictures no texture holds. The piece's own instance
// paints them, as it is at this moment, so a print shows what the piece shows; where it is changed meanwhile, the print ends.

import type { Frame, Output, Part } from '#api';
import { badArgument, EngineError, pluginFailed } from '../core/errors.ts';
import { PICTURE_FORMAT } from '../gpu/picture-format.ts';
import type { Piece } from './piece.ts';
import { upscalable, type Size } from './upscale.ts';
import type { Stage } from './upscale-stage.ts';

export interface PartPainter {
  /** Paints a part, at most as large as a tile; its pixels are the texture's upper left ones, linear light, borrowed until the next. Call it in exact frames only. */
  paint(part: Part): Promise<GPUTexture>;
  dispose(): void;
}

export interface PartOptions {
  /** Pixels of the whole picture, which may be larger than any texture. */
  readonly size: Size;
  /** The most that is painted at once. */
  readonly tile: Size;
  /** Lets the upscaler enlarge what has pixels of its own, also where the piece hangs without it. */
  readonly upscale: boolean;
}

/** Whether only the upscaler, or blur, makes more of it than its plugin paints. */
const hasPixels = ({ definition: { output }, recipe }: Piece): boolean => output.resolutionFree !== true || output.native?.(recipe.params) !== undefined;

/** Rejects with a sentence where a piece cannot be painted so. `time` in seconds; `openStage` makes the upscaler's stage. */
export const openParts = async (device: GPUDevice, piece: Piece, time: number, { size: [width, height], tile, upscale }: PartOptions, openStage: (small: Size) => Promise<Stage>): Promise<PartPainter> => {
  const { build, recipe, definition } = piece;
  if (!build || piece.state !== 'running') throw badArgument(`Piece "${piece.id}" shows nothing that could be printed.`);
  const small = upscale && hasPixels(piece) ? upscalable(definition, recipe) : undefined, hung = build.picture.upscale?.stage;
  const own = !hung && small ? await openStage(small) : undefined, stage = hung ?? own;
  if (!stage && definition.output.resolutionFree !== true) throw badArgument(`${definition.title} paints ${definition.output.width}x${definition.output.height} and no other size, and cannot be printed without the upscaler.`);

  const sides = [Math.min(tile[0], width), Math.min(tile[1], height)] as const;
  const texture = device.createTexture({ label: `${piece.id} part`, size: [...sides], format: PICTURE_FORMAT, usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_SRC });
  const view = texture.createView(), moment: Frame = { time, index: Math.round(time * 60) }, inputs = piece.inputs.look({});

  const encode = (target: Output): void => {
    let encoder = device.createCommandEncoder({ label: `${piece.id} part` });
    const painted = build.instance.infer(moment, build.values, stage?.small ?? target, inputs);
    for (const steps of [painted, stage?.steps(target) ?? []]) for (const step of steps) {
      if ('run' in step) {
        device.queue.submit([encoder.finish()]);
        step.run();
        encoder = device.createCommandEncoder({ label: `${piece.id} part` });
        continue;
      }
      const pass = encoder.beginComputePass();
      step.encode(pass);
      pass.end();
    }
    device.queue.submit([encoder.finish()]);
  };
  return {
    async paint({ x, y }) {
      if (piece.build !== build || piece.recipe !== recipe) throw new EngineError('argument', `Piece "${piece.id}" was changed while it was printed; print it again.`);
      device.pushErrorScope('validation');
      let thrown: unknown;
      try {
        encode({ view, width, height, part: { x, y, width: sides[0], height: sides[1] } });
      } catch (error) {
        thrown = error ?? new Error('it gave no reason');
      }
      const refused = await device.popErrorScope();
      if (thrown ?? refused) throw pluginFailed(definition.id, 'print', thrown ?? new Error(refused!.message));
      return texture;
    },
    dispose() {
      own?.dispose();
      texture.destroy();
    },
  };
};

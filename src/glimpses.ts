// Small live pictures of pieces for the panel: the picture on show, drawn onto a canvas of its own from one of its mip
// levels. Nothing is read back.

import type { Engine } from './engine/engine.ts';
import { createPresenter } from './gpu/present.ts';
import type { Picture } from './gpu/picture.ts';
import type { Glimpse } from './ui/host.ts';

/** Pixels of a glimpse's shorter side, and the most of its longer. */
const SIDE = 88, LONGEST = 4 * SIDE;

/** The smallest level of a picture that is not smaller than a glimpse. */
const levelOf = ({ width, height }: Picture): number => Math.max(0, Math.floor(Math.log2(Math.min(width, height) / SIDE)));

export const pageGlimpses = (engine: Pick<Engine, 'pieces'>, device: GPUDevice): ((piece: string) => Glimpse) => {
  const presenter = createPresenter(device), views = new WeakMap<GPUTexture, GPUTextureView>();
  const viewOf = (texture: GPUTexture, level: number): GPUTextureView => {
    const known = views.get(texture), view = known ?? texture.createView({ baseMipLevel: level, mipLevelCount: 1 });
    if (!known) views.set(texture, view);
    return view;
  };
  return (id) => {
    const canvas = document.createElement('canvas'), surface = presenter.surface(canvas);
    let shown: GPUTexture | undefined, count = 0;
    return {
      canvas,
      update() {
        const picture = engine.pieces.find((piece) => piece.id === id)?.picture;
        if (!picture || picture.count === 0) return false;
        const texture = picture.textures[picture.front];
        if (texture === shown && picture.count === count) return true;
        [shown, count] = [texture, picture.count];
        const { width, height } = picture, scale = SIDE / Math.min(width, height);
        const [wide, high] = [width, height].map((side) => Math.round(Math.min(LONGEST, side * scale))) as [number, number];
        if (canvas.width !== wide) canvas.width = wide;
        if (canvas.height !== high) canvas.height = high;
        const encoder = device.createCommandEncoder({ label: 'glimpse' });
        surface.show(encoder, viewOf(texture, levelOf(picture)));
        device.queue.submit([encoder.finish()]);
        return true;
      },
      dispose: () => surface.dispose(),
    };
  };
};

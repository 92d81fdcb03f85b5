// The canvas of a sample wall: an atlas of square pictures on the one device, presented whole. No picture is read back.

import { cellCorner, wallSize, WALL_GROUND, type SampleGrid } from '../core/sample-grid.ts';
import { PICTURE_FORMAT } from './picture-format.ts';
import type { Presenter, Surface } from './present.ts';

export interface Wall {
  /** Encodes the copy of a painted square, rgba16float of the grid's side, into a cell. */
  put(encoder: GPUCommandEncoder, painted: GPUTexture, cell: number): void;
  /** Encodes the cell's ground. */
  clear(encoder: GPUCommandEncoder, cell: number): void;
  /** Encodes what shows the atlas on the canvas; the canvas keeps it until the next. */
  present(encoder: GPUCommandEncoder): void;
  dispose(): void;
}

const cleared = (device: GPUDevice, label: string, [width, height]: readonly [number, number], usage: number): GPUTexture => {
  const texture = device.createTexture({ label, size: [width, height], format: PICTURE_FORMAT, usage: usage | GPUTextureUsage.RENDER_ATTACHMENT });
  const encoder = device.createCommandEncoder({ label });
  encoder.beginRenderPass({ colorAttachments: [{ view: texture.createView(), loadOp: 'clear', storeOp: 'store', clearValue: [...WALL_GROUND, 1] }] }).end();
  device.queue.submit([encoder.finish()]);
  return texture;
};

/** Sets the canvas to the wall's size and makes it a WebGPU canvas of the device. */
export const createWall = (device: GPUDevice, presenter: Presenter, canvas: HTMLCanvasElement, grid: SampleGrid): Wall => {
  const { COPY_SRC, COPY_DST, TEXTURE_BINDING } = GPUTextureUsage;
  const size = wallSize(grid);
  [canvas.width, canvas.height] = size;
  const surface: Surface = presenter.surface(canvas);
  const atlas = cleared(device, 'wall', size, COPY_DST | TEXTURE_BINDING);
  const ground = cleared(device, 'wall ground', [grid.side, grid.side], COPY_SRC);
  const view = atlas.createView();
  const put: Wall['put'] = (encoder, painted, cell) => {
    encoder.copyTextureToTexture({ texture: painted }, { texture: atlas, origin: [...cellCorner(grid, cell)] }, [grid.side, grid.side]);
  };
  return {
    put,
    clear: (encoder, cell) => put(encoder, ground, cell),
    present: (encoder) => surface.show(encoder, view),
    dispose() {
      surface.dispose();
      atlas.destroy();
      ground.destroy();
    },
  };
};

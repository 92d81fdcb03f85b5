// Types of what is used of gifenc 1.0.3, which has none of its own.

declare module 'gifenc' {
  export type Palette = number[][];
  export interface FrameOptions { palette?: Palette; first?: boolean; delay?: number; repeat?: number; transparent?: boolean; transparentIndex?: number; dispose?: number }
  export interface Encoder {
    readonly stream: { reset(): void };
    writeHeader(): void;
    writeFrame(index: Uint8Array, width: number, height: number, options: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  }
  export const GIFEncoder: (options?: { auto?: boolean; initialCapacity?: number }) => Encoder;
  export const quantize: (rgba: Uint8Array | Uint8ClampedArray, colors: number, options?: { format?: 'rgb565' | 'rgb444' | 'rgba4444'; oneBitAlpha?: boolean | number }) => Palette;
  export const applyPalette: (rgba: Uint8Array | Uint8ClampedArray, palette: Palette, format?: 'rgb565' | 'rgb444' | 'rgba4444') => Uint8Array;
}

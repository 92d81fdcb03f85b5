// Pictures decoded from bytes, off the frame: upright, and never larger than the device and the eye can use.

import { loadImage } from './image-element.ts';
import { drawSvg, isSvg } from './svg.ts';

/** Pixels of the longer side at most. */
export const LONGEST_SIDE = 4096;
/** What a browser may be asked to decode: 800 MB while it does. */
const MOST_PIXELS = 2e8;
/** Pixels of the longer side of a preview, twice those of the page. */
export const PREVIEW_SIDE = 192;

/** Upright, as EXIF says. Known without decoding; cut off bytes still tell it. */
const sizeOf = async (blob: Blob): Promise<readonly [number, number]> => {
  const { image, done } = await loadImage(blob);
  done();
  return [image.naturalWidth, image.naturalHeight];
};

/** Decodes a picture, the longer side `longest` pixels at most; the caller owns the bitmap. Rejects with a sentence that begins with `name`. */
export const decodePicture = async (blob: Blob, name: string, longest = LONGEST_SIDE): Promise<ImageBitmap> => {
  if (blob.size === 0) throw new Error(`${name} is empty.`);
  if (isSvg(blob, name)) return drawSvg(blob, name, longest);
  const unknown = (): never => { throw new Error(`${name} is damaged, or no picture that this browser knows.`); };
  const [width, height] = await sizeOf(blob).catch(unknown);
  if (width * height > MOST_PIXELS) throw new Error(`${name} is ${width} x ${height}; a picture may have ${MOST_PIXELS / 1e6} megapixels.`);
  const shrink = longest / Math.max(width, height);
  const fit = shrink < 1 ? { resizeWidth: Math.max(1, Math.round(width * shrink)), resizeHeight: Math.max(1, Math.round(height * shrink)), resizeQuality: 'high' as const } : {};
  return createImageBitmap(blob, { imageOrientation: 'from-image', ...fit }).catch(unknown);
};

/** A small JPEG of what can be drawn, on white, as a data URL. */
export const previewOf = async (picture: CanvasImageSource, width: number, height: number): Promise<string> => {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const sheet = canvas.getContext('2d', { alpha: false })!;
  sheet.fillStyle = '#ffffff';
  sheet.fillRect(0, 0, canvas.width, canvas.height);
  sheet.imageSmoothingQuality = 'high';
  sheet.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: .8 });
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new Error('A preview could not be written.'));
    reader.readAsDataURL(jpeg);
  });
};

// An image element filled from bytes: it knows the size of a picture before anything is decoded, and it draws SVG.

export interface LoadedImage {
  readonly image: HTMLImageElement;
  /** Gives the address of the bytes back; the image must not be drawn any more. */
  done(): void;
}

/** Rejects where the browser knows no such picture. */
export const loadImage = (blob: Blob): Promise<LoadedImage> => new Promise((resolve, reject) => {
  const image = new Image(), address = URL.createObjectURL(blob);
  const done = (): void => URL.revokeObjectURL(address);
  image.onload = () => resolve({ image, done });
  image.onerror = () => {
    done();
    reject(new Error('The browser knows no such picture.'));
  };
  image.src = address;
});

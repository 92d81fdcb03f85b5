// IDX, the format of MNIST and its kin (http://yann.lecun.com/exdb/mnist): two zero bytes, a type, the number of
// dimensions, the sizes as big-endian words, then the numbers. Only unsigned bytes are read; that is all there are.

const BYTES = 0x08;

export interface Idx { readonly shape: readonly number[]; readonly values: Uint8Array }

/** Shape and numbers (borrowed from `bytes`); throws a phrase that says what is wrong. */
export const readIdx = (bytes: Uint8Array): Idx => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0) throw new Error('it does not begin like an IDX file');
  if (view.getUint8(2) !== BYTES) throw new Error(`its numbers are of type ${view.getUint8(2)}, not bytes`);
  const dimensions = view.getUint8(3);
  const start = 4 + dimensions * 4;
  if (dimensions === 0 || bytes.length < start) throw new Error('it ends within its header');
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + i * 4));
  const size = shape.reduce((product, n) => product * n, 1);
  if (bytes.length - start !== size) throw new Error(`it holds ${bytes.length - start} numbers instead of ${shape.join(' x ')}`);
  return { shape, values: bytes.subarray(start) };
};

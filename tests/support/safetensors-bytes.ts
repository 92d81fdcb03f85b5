// safetensors files by hand, sound or not: any header before any body.

/** `header` as JSON, text or bytes; `body` as numbers, or so many zeros; `length` is what the file claims of its header. */
export const safetensorsOf = (header: object | string | Uint8Array, body: ArrayBufferView | number, length?: bigint): Uint8Array<ArrayBuffer> => {
  const text = header instanceof Uint8Array ? header : new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const numbers = typeof body === 'number' ? new Uint8Array(body) : new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  const bytes = new Uint8Array(8 + text.length + numbers.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(numbers, 8 + text.length);
  return bytes;
};

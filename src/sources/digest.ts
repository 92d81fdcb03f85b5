// The name of a file by what is in it: the SHA-256 of its bytes. The browser's own digest wants all of them at once, so long
// files are read piece by piece.

/** Bytes that may lie in memory at once; bytes of a piece, some milliseconds of work. */
const WHOLE = 2 ** 26, PIECE = 2 ** 20;

/** Hexadecimal. Rejects where the bytes cannot be read. */
export const digestOf = async (blob: Blob, whole = WHOLE): Promise<string> => {
  if (blob.size <= whole) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  const [{ sha256 }, { bytesToHex }] = await Promise.all([import('@noble/hashes/sha2.js'), import('@noble/hashes/utils.js')]);
  const hash = sha256.create();
  for (let at = 0; at < blob.size; at += PIECE) hash.update(new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer()));
  return bytesToHex(hash.digest());
};

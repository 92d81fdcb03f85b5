// Where a page finds the .wasm files of tfjs' backend, by their names; for `openWasm`, which wants all three and loads one.

import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';

export const WASM_ADDRESSES: Readonly<Record<string, string>> = { 'tfjs-backend-wasm-threaded-simd.wasm': threaded, 'tfjs-backend-wasm-simd.wasm': simd, 'tfjs-backend-wasm.wasm': plain };

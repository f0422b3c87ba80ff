// SPDX-License-Identifier: Apache-2.0
// LiteRT.js on the processor.
import {loadAndCompile, loadLiteRt, Tensor} from '/packages/@litertjs/core/dist/index.js';

const arrays = {float32: Float32Array, int32: Int32Array, uint8: Uint8Array, int8: Int8Array, int16: Int16Array};
const loaded = loadLiteRt('/packages/@litertjs/core/wasm/');

export async function run(bytes, inputs) {
  await loaded;
  const model = await loadAndCompile(bytes, {accelerator: 'wasm'});
  const given = inputs.map(input => new Tensor(new arrays[input.type](input.values), input.shape));
  try {
    const results = await model.run(given);
    const outputs = results.map(result => {
      const numbers = result.toTypedArray();
      return {
        type: Object.keys(arrays).find(type => numbers instanceof arrays[type]),
        shape: Array.from(result.type.layout.dimensions),
        values: Array.from(numbers),
      };
    });
    results.forEach(result => result.delete());
    return {outputs};
  } finally {
    given.forEach(tensor => tensor.delete());
    model.delete();
  }
}

// SPDX-License-Identifier: Apache-2.0
// The TFLite runtime of TensorFlow.js, whose scripts are no modules.
const script = address => new Promise((done, failed) => {
  const element = document.createElement('script');
  element.src = address;
  element.onload = done;
  element.onerror = () => failed(new Error('cannot load ' + address));
  document.head.append(element);
});

await script('/packages/@tensorflow/tfjs-core/dist/tf-core.min.js');
await script('/packages/@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.min.js');
await script('/packages/@tensorflow/tfjs-tflite/dist/tf-tflite.min.js');
tflite.setWasmPath('/packages/@tensorflow/tfjs-tflite/wasm/');

export async function run(bytes, inputs) {
  const model = await tflite.loadTFLiteModel(bytes.buffer, {numThreads: 1});
  const given = inputs.map(input =>
    tf.tensor(input.values, input.shape, input.type === 'float32' ? 'float32' : 'int32'));
  const predicted = model.predict(given.length === 1 ? given[0] : given);
  const results = predicted instanceof tf.Tensor ? [predicted] : Object.values(predicted);
  return {
    outputs: results.map(result => ({
      type: result.dtype, shape: result.shape, values: Array.from(result.dataSync()),
    })),
  };
}

// SPDX-License-Identifier: Apache-2.0
// MediaPipe's ImageClassifier on one image of bytes.
import {ImageClassifier} from '/packages/@mediapipe/tasks-vision/vision_bundle.mjs';

const wasm = '/packages/@mediapipe/tasks-vision/wasm/vision_wasm_internal';

export async function run(bytes, [image]) {
  const classifier = await ImageClassifier.createFromOptions(
    {wasmLoaderPath: wasm + '.js', wasmBinaryPath: wasm + '.wasm'},
    {baseOptions: {modelAssetBuffer: bytes}, maxResults: -1});
  try {
    const [height, width] = image.shape;
    const pixels = new ImageData(width, height);
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        pixels.data[4 * pixel + channel] = image.values[3 * pixel + channel];
      }
      pixels.data[4 * pixel + 3] = 255;
    }
    const heads = classifier.classify(pixels).classifications;
    const classes = heads[0].categories.toSorted((one, other) => one.index - other.index);
    return {
      outputs: [{type: 'float32', shape: [1, classes.length], values: classes.map(one => one.score)}],
      labels: classes.map(one => one.categoryName),
    };
  } finally {
    classifier.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
// TensorFlow.js in Node, on the processor: reads jobs from standard input, one a line, and answers each with a line.
'use strict';
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const {createRequire} = require('module');

// What it tells the console must not be taken for an answer.
for (const kind of ['log', 'warn', 'info']) {
  console[kind] = () => {};
}
const tf = createRequire(path.join(process.argv[2], 'package.json'))('@tensorflow/tfjs');

function artifacts(folder) {
  const json = JSON.parse(fs.readFileSync(path.join(folder, 'model.json')));
  const specs = json.weightsManifest.flatMap(group => group.weights);
  const bytes = Buffer.concat(json.weightsManifest.flatMap(group => group.paths)
    .map(name => fs.readFileSync(path.join(folder, name))));
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return tf.io.getModelArtifactsForJSONSync(json, specs, data);
}

function answers(model, inputs) {
  const given = inputs.map(input => tf.tensor(input.values, input.shape, 'float32'));
  const predicted = model.predict(given.length === 1 ? given[0] : given);
  const results = Array.isArray(predicted) ? predicted : [predicted];
  return results.map(result => ({type: 'float32', shape: result.shape, values: Array.from(result.dataSync())}));
}

async function load(folder) {
  const format = JSON.parse(fs.readFileSync(path.join(folder, 'model.json'))).format;
  if (format === 'graph-model') {
    return tf.loadGraphModel({load: async () => artifacts(folder)});
  }
  const model = await tf.loadLayersModel({load: async () => artifacts(folder)});
  return model;
}

// What model.save writes, as TensorFlow.js's own handler for files does it.
async function save(model, folder) {
  await model.save({save: async made => {
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'weights.bin'), Buffer.from(made.weightData));
    fs.writeFileSync(path.join(folder, 'model.json'), JSON.stringify({
      modelTopology: made.modelTopology,
      format: made.format,
      generatedBy: made.generatedBy,
      convertedBy: made.convertedBy,
      weightsManifest: [{paths: ['./weights.bin'], weights: made.weightSpecs}],
    }));
    return {modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(made)};
  }});
}

const nonZero = model => model.setWeights(model.getWeights().map((weight, i) =>
  tf.randomUniform(weight.shape, 0.05, 0.6, 'float32', i + 1)));

const own = {
  sequential() {
    const model = tf.sequential({name: 'own'});
    model.add(tf.layers.conv2d({filters: 4, kernelSize: 3, activation: 'relu', inputShape: [8, 8, 2]}));
    model.add(tf.layers.batchNormalization());
    model.add(tf.layers.depthwiseConv2d({kernelSize: 3, padding: 'same'}));
    model.add(tf.layers.leakyReLU({alpha: 0.2}));
    model.add(tf.layers.maxPooling2d({poolSize: 2}));
    model.add(tf.layers.flatten());
    model.add(tf.layers.dropout({rate: 0.5}));
    model.add(tf.layers.dense({units: 3, activation: 'softmax'}));
    return model;
  },
  recurrent() {
    const model = tf.sequential();
    model.add(tf.layers.conv1d({filters: 5, kernelSize: 2, inputShape: [6, 3], activation: 'tanh'}));
    model.add(tf.layers.bidirectional(
      {layer: tf.layers.lstm({units: 3, returnSequences: true}), mergeMode: 'concat'}));
    model.add(tf.layers.timeDistributed({layer: tf.layers.dense({units: 4})}));
    model.add(tf.layers.gru({units: 4, returnSequences: true}));
    model.add(tf.layers.simpleRNN({units: 2}));
    return model;
  },
  nested() {
    const input = tf.input({shape: [4], name: 'x'});
    const inner = tf.sequential({name: 'inner', layers: [
      tf.layers.dense({units: 3, inputShape: [4], activation: 'elu'}), tf.layers.dense({units: 3})]});
    const one = inner.apply(input);
    const sum = tf.layers.add().apply([one, tf.layers.dense({units: 3}).apply(input)]);
    return tf.model({inputs: input, outputs: [sum, tf.layers.reLU({maxValue: 1}).apply(one)]});
  },
};

async function run(job) {
  if (job.save) {
    const model = own[job.save]();
    nonZero(model);
    await save(model, job.folder);
    return {outputs: answers(model, job.inputs)};
  }
  const model = await load(job.folder);
  return {outputs: answers(model, job.inputs), names: model.inputNames};
}

(async () => {
  for await (const line of readline.createInterface({input: process.stdin})) {
    let answer;
    try {
      answer = await run(JSON.parse(line));
    } catch (error) {
      answer = {error: error && error.message ? error.message : String(error)};
    }
    process.stdout.write(JSON.stringify(answer) + '\n');
  }
})();

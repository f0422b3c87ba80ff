// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.base.EspalierException;
import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.history.TrainingException;
import io.espalier.train.library.TensorFlowLibrary;
import io.espalier.train.loss.Loss;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.lowering.WeightSource;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Gradients of a model's mean loss over the examples of a data set, of the model as it is used: a batch normalization takes the moments that it learned,
 * dropout drops nothing. One thread at a time.
 */
public final class LossGradients implements AutoCloseable {
    private final Graph graph = TensorFlowLibrary.newGraph();
    private final Model model;
    private final InputNodes input;
    private final Variables variables;
    private final Map<WeightKey, Output<TFloat32>> gradients = new LinkedHashMap<>();
    private final Session session;
    private final ExampleSource examples;
    private final int size;
    private final int batchSize;

    /**
     * Gradients by some weights, as far as the loss depends on them.
     *
     * @param dataset with labels
     * @param batchSize examples that are run at once; changes rounding alone
     * @param threads the number of threads of TensorFlow
     * @throws TrainingException if the data do not fit the model or the loss, or an operation between them has no gradient
     */
    public LossGradients(Model model, List<WeightKey> weights, Dataset dataset, Loss loss, int batchSize, int threads) {
        TrainingSession.check(model, dataset, loss);
        this.model = model;
        this.size = dataset.size();
        this.batchSize = batchSize;
        Ops tf = Ops.create(graph);
        ModelEnds ends = ModelEnds.of(model);
        this.variables = new Variables(tf, model.weights());
        this.input = new InputNodes(tf, InputNodes.Format.of(dataset, ends), ends);
        InputNodes.Batch batch = input.batch();
        WeightSource read = variables.readBy(tf);
        List<LayerOutput> outputs =
                InferencePass.of(tf, ParametrizedModel.of(model), read).inference(tf, batch.inputs());
        Operand<TFloat32> mean = LossNodes.of(tf, loss, model.outputs(), outputs, batch, ends.labels(dataset, loss))
                .loss();
        differentiate(mean, weights, read);
        this.session = Threads.session(graph, threads);
        variables.assign(session, model.weights());
        this.examples = ExampleSource.of(dataset);
    }

    private void differentiate(Operand<TFloat32> loss, List<WeightKey> weights, WeightSource read) {
        // TensorFlow refuses to differentiate what the loss does not depend on.
        Set<GraphOperation> before = graph.subgraphTo(Set.of(loss));
        List<WeightKey> keys = weights.stream()
                .filter(key -> before.contains(read.weight(key).op()))
                .toList();
        if (keys.isEmpty()) {
            return;
        }
        try {
            Output<?>[] found = graph.addGradients(
                    loss.asOutput(),
                    keys.stream().map(key -> read.weight(key).asOutput()).toArray(Output[]::new));
            for (int place = 0; place < found.length; place++) {
                if (StepNodes.isThere(found[place])) {
                    gradients.put(keys.get(place), found[place].expect(TFloat32.class));
                }
            }
        } catch (TensorFlowException e) {
            throw new TrainingException("model '" + model.name()
                    + "': TensorFlow has no gradient of one of its operations as they are used: " + e.getMessage());
        }
    }

    /** The weights that the loss depends on, of those that were asked for. */
    public Set<WeightKey> weights() {
        return Set.copyOf(gradients.keySet());
    }

    /**
     * The gradient by some weights where they have certain values, and all others those of the model.
     *
     * @param values of the weights that it is by; each one of {@link #weights}
     * @return by the weights, number for number
     * @throws EspalierException.Interrupted if the thread is interrupted
     */
    public Map<WeightKey, double[]> at(Weights values) {
        variables.assign(session, values);
        List<WeightKey> keys = List.copyOf(values.keys());
        List<double[]> sums = keys.stream()
                .map(key -> new double[values.get(key).shape().elements()])
                .toList();
        int[] sizes = BatchSizes.of(size, batchSize);
        try (ExampleSource.ChunkStream chunks =
                examples.stream(IntStream.range(0, size).toArray(), sizes)) {
            for (int some : sizes) {
                EspalierException.Interrupted.check("computing gradients");
                Session.Runner runner = session.runner();
                keys.forEach(key -> runner.fetch(gradient(key)));
                try (Chunk chunk = chunks.next();
                        Result result = input.feed(runner, chunk).run()) {
                    for (int place = 0; place < keys.size(); place++) {
                        add((TFloat32) result.get(place), (double) some / size, sums.get(place));
                    }
                }
            }
        } finally {
            variables.assign(session, original(keys));
        }
        Map<WeightKey, double[]> byKey = new LinkedHashMap<>();
        keys.forEach(key -> byKey.put(key, sums.get(byKey.size())));
        return byKey;
    }

    private Output<TFloat32> gradient(WeightKey key) {
        Output<TFloat32> gradient = gradients.get(key);
        if (gradient == null) {
            throw new IllegalArgumentException("no gradient by '" + key + "' was asked for, or the loss has none");
        }
        return gradient;
    }

    private Weights original(List<WeightKey> keys) {
        Map<WeightKey, Tensor> values = new LinkedHashMap<>();
        keys.forEach(key -> values.put(key, model.weights().get(key)));
        return Weights.of(values);
    }

    private static void add(TFloat32 gradient, double weight, double[] sums) {
        float[] values = new float[sums.length];
        gradient.asRawTensor().data().asFloats().read(values);
        for (int place = 0; place < sums.length; place++) {
            sums[place] += weight * values[place];
        }
    }

    @Override
    public void close() {
        session.close();
        graph.close();
        examples.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.lowering.WeightSource;
import io.espalier.train.parametrize.ParametrizedModel;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A model in a graph, for its predictions. */
final class PredictionNodes {
    private final InputNodes input;
    private final Operand<TFloat32> output;
    private final Shape outputShape;

    PredictionNodes(Ops tf, ParametrizedModel model, InputNodes.Format format, WeightSource variables) {
        ModelEnds ends = ModelEnds.of(model.raw());
        this.input = new InputNodes(tf, format, ends);
        this.output = InferencePass.of(tf, model, variables)
                .inference(tf, input.batch().inputs())
                .get(0)
                .values();
        this.outputShape = ends.output();
    }

    /** The outputs for the whole set, in its order. */
    Tensor predict(Session session, Dataset dataset, int batchSize) {
        int[] sizes = BatchSizes.of(dataset.size(), batchSize);
        int[] order = IntStream.range(0, dataset.size()).toArray();
        float[] outputs = new float[Math.multiplyExact(dataset.size(), outputShape.elements())];
        int filled = 0;
        try (ExampleSource examples = new StreamedExamples(dataset);
                ExampleSource.ChunkStream chunks = examples.stream(order, sizes)) {
            for (int size : sizes) {
                try (Chunk chunk = chunks.next();
                        Result result = input.feed(session.runner().fetch(output), chunk)
                                .run()) {
                    int numbers = size * outputShape.elements();
                    result.get(0).asRawTensor().data().asFloats().read(outputs, filled, numbers);
                    filled += numbers;
                }
            }
        }
        List<Integer> shape = new ArrayList<>(outputShape.dimensions());
        shape.add(0, dataset.size());
        return Tensor.of(new Shape(shape), FloatBuffer.wrap(outputs));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.lowering.LayerOutput;
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
    private final List<Operand<TFloat32>> outputs;
    private final List<Shape> shapes;

    PredictionNodes(Ops tf, ParametrizedModel model, InputNodes.Format format, WeightSource variables) {
        ModelEnds ends = ModelEnds.of(model.raw());
        this.input = new InputNodes(tf, format, ends);
        List<LayerOutput> all = InferencePass.of(tf, model, variables)
                .inference(tf, input.batch().inputs());
        // The same output may be there twice.
        this.outputs = ends.outputs().keySet().stream()
                .map(name -> all.get(model.raw().outputs().indexOf(name)).values())
                .toList();
        this.shapes = List.copyOf(ends.outputs().values());
    }

    /** Each output for the whole set, in its order. */
    List<Tensor> predict(Session session, Dataset dataset, int batchSize) {
        int[] sizes = BatchSizes.of(dataset.size(), batchSize);
        int[] order = IntStream.range(0, dataset.size()).toArray();
        List<float[]> numbers = shapes.stream()
                .map(shape -> new float[Math.multiplyExact(dataset.size(), shape.elements())])
                .toList();
        int filled = 0;
        try (ExampleSource examples = new StreamedExamples(dataset);
                ExampleSource.ChunkStream chunks = examples.stream(order, sizes)) {
            for (int size : sizes) {
                Session.Runner runner = session.runner();
                outputs.forEach(runner::fetch);
                try (Chunk chunk = chunks.next();
                        Result result = input.feed(runner, chunk).run()) {
                    read(result, numbers, filled, size);
                }
                filled += size;
            }
        }
        return IntStream.range(0, shapes.size())
                .mapToObj(output -> tensor(dataset.size(), shapes.get(output), numbers.get(output)))
                .toList();
    }

    private void read(Result result, List<float[]> numbers, int from, int count) {
        for (int output = 0; output < shapes.size(); output++) {
            int width = shapes.get(output).elements();
            result.get(output).asRawTensor().data().asFloats().read(numbers.get(output), from * width, count * width);
        }
    }

    private static Tensor tensor(int examples, Shape ofOne, float[] numbers) {
        List<Integer> shape = new ArrayList<>(ofOne.dimensions());
        shape.add(0, examples);
        return Tensor.of(new Shape(shape), FloatBuffer.wrap(numbers));
    }
}

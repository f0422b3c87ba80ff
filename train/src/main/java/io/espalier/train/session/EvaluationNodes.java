// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.train.history.Metrics;
import io.espalier.train.loss.Loss;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.lowering.WeightSource;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/** A model as it is used, in a graph, with its loss on data sets of the format of one. */
final class EvaluationNodes {
    private final InputNodes input;
    private final LossNodes loss;

    EvaluationNodes(Ops tf, ParametrizedModel model, Dataset dataset, Loss loss, WeightSource variables) {
        ModelEnds ends = ModelEnds.of(model.raw());
        this.input = new InputNodes(tf, InputNodes.Format.of(dataset, ends), ends);
        InputNodes.Batch batch = input.batch();
        List<LayerOutput> outputs = InferencePass.of(tf, model, variables).inference(tf, batch.inputs());
        this.loss = LossNodes.of(tf, loss, model.raw().outputs(), outputs, batch, ends.labels(dataset, loss));
    }

    /** Loss and accuracy over the whole set, batch after batch. */
    Metrics evaluate(Session session, Dataset dataset, ExampleSource examples, int batchSize) {
        RunningMean mean = RunningMean.NOTHING;
        int[] sizes = BatchSizes.of(dataset.size(), batchSize);
        int[] order = IntStream.range(0, dataset.size()).toArray();
        try (ExampleSource.ChunkStream chunks = examples.stream(order, sizes)) {
            for (int size : sizes) {
                Session.Runner runner = session.runner();
                loss.fetch(runner);
                try (Chunk chunk = chunks.next();
                        Result result = input.feed(runner, chunk).run()) {
                    mean = mean.plus(loss.read(result), size);
                }
            }
        }
        return mean.value();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.history.Metrics;
import io.espalier.train.library.TensorFlowLibrary;
import io.espalier.train.loss.Loss;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/** A model as it is used, in a TensorFlow session. One thread at a time. */
public final class InferenceSession implements AutoCloseable {
    private final Graph graph = TensorFlowLibrary.newGraph();
    private final Ops tf = Ops.create(graph);
    private final ParametrizedModel model;
    private final ModelEnds ends;
    private final Variables variables;
    private final Session session;
    private final Map<InputNodes.Format, PredictionNodes> predictions = new HashMap<>();
    private final Map<EvaluationKind, EvaluationNodes> evaluations = new HashMap<>();

    private record EvaluationKind(InputNodes.Format format, List<Integer> labels, Loss loss) {}

    public InferenceSession(ParametrizedModel model, int threads) {
        this.model = model;
        this.ends = ModelEnds.of(model.raw());
        this.variables = new Variables(tf, model.variables());
        this.session = Threads.session(graph, threads);
        variables.assign(session, model.variables());
    }

    public Metrics evaluate(Dataset dataset, Loss loss, int batchSize) {
        ends.check(dataset);
        List<Integer> labels = ends.labels(dataset, loss);
        EvaluationNodes nodes = evaluations.computeIfAbsent(
                new EvaluationKind(InputNodes.Format.of(dataset, ends), labels, loss),
                kind -> new EvaluationNodes(tf, model, dataset, kind.loss(), variables.readBy(tf)));
        try (ExampleSource examples = new StreamedExamples(dataset)) {
            return nodes.evaluate(session, dataset, examples, batchSize);
        }
    }

    /** The only output. */
    public Tensor predict(Dataset dataset, int batchSize) {
        ends.requireOneOutput();
        return predictAll(dataset, batchSize).values().iterator().next();
    }

    /** All outputs by their names, in the order of the model. */
    public Map<String, Tensor> predictAll(Dataset dataset, int batchSize) {
        ends.check(dataset);
        List<Tensor> answers = predictions
                .computeIfAbsent(
                        InputNodes.Format.of(dataset, ends),
                        format -> new PredictionNodes(tf, model, format, variables.readBy(tf)))
                .predict(session, dataset, batchSize);
        Map<String, Tensor> named = new LinkedHashMap<>();
        ends.outputs().keySet().forEach(output -> named.put(output, answers.get(named.size())));
        return Collections.unmodifiableMap(named);
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}

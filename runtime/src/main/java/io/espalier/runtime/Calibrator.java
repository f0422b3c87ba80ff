// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.data.Dataset;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.TensorObservation;
import java.util.List;
import java.util.Map;

/**
 * Runs a representative data set through a model, and observes the range of every float activation of its main subgraph.
 *
 * <p>One pass at the speed of the optimized kernels: a variant of the model has all activations as outputs, and observers read them
 * where they lie. What follows from constants alone is not observed, nor are the insides of subgraphs that operators call. Each sample
 * starts from fresh variables.
 */
public final class Calibrator {
    private Calibrator() {}

    /**
     * Calibrates with all examples of a data set, which have one feature tensor: for models of one input, of any type. The data set's
     * scaling is applied, and an integer input is quantized as its tensor says. Examples are run in batches where that changes nothing;
     * each of the options' threads has an interpreter of its own.
     *
     * @param name what messages call the model
     * @throws CalibrationException if the data set is empty
     * @throws InterpreterException if the runtime refuses the model, or the examples do not fit its one input
     */
    public static Calibration calibrate(
            String name, Graph graph, Dataset data, CalibrationMethod method, InterpreterOptions options) {
        if (data.size() == 0) {
            throw new CalibrationException(name + ": cannot be calibrated with " + data.name()
                    + ", which has no examples; a hundred are a good number");
        }
        ExposedGraph exposed = ExposedGraph.of(graph);
        int together = fixedBatch(graph);
        int threads = Math.min(options.threads(), (data.size() + together - 1) / together);
        ExampleParts examples = new ExampleParts(name, data.size(), together, threads);
        List<List<TensorObservation>> parts = examples.run((from, to) -> {
            try (CalibrationPass pass = new CalibrationPass(name, exposed, method, options)) {
                return new CalibrationBatches(pass, data, to - from).run(from, to);
            }
        });
        return Calibration.of(data.size(), CalibrationPass.merge(parts));
    }

    /**
     * Calibrates with samples of any number of inputs, of any type and shape that the model takes, one by one in one thread.
     *
     * @param name what messages call the model
     * @param samples each with a value for every input, by the name of its tensor or the name that a signature gives it
     * @throws CalibrationException if there are no samples, or one does not fit the model's inputs
     * @throws InterpreterException if the runtime refuses the model
     */
    public static Calibration calibrate(
            String name,
            Graph graph,
            Iterable<Map<String, SampleInput>> samples,
            CalibrationMethod method,
            InterpreterOptions options) {
        try (CalibrationPass pass = new CalibrationPass(name, ExposedGraph.of(graph), method, options)) {
            CalibrationSamples feed = new CalibrationSamples(pass, graph);
            long count = 0;
            for (Map<String, SampleInput> sample : samples) {
                feed.run(count++, sample);
            }
            if (count == 0) {
                throw new CalibrationException(name + ": cannot be calibrated with no samples");
            }
            return Calibration.of(count, pass.observations());
        }
    }

    // a model of a fixed batch may mix its examples: which of them meet must not depend on the threads
    private static int fixedBatch(Graph graph) {
        Ints inputs = graph.main().inputs();
        Ints shape = inputs.isEmpty()
                ? Ints.EMPTY
                : graph.main().tensor(inputs.get(0)).dynamicShape();
        return shape.isEmpty() ? 1 : Math.max(1, shape.get(0));
    }
}

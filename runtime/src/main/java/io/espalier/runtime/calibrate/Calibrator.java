// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.array.StoredArray;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.calibrate.observe.TensorObservation;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.calibrate.Samples.Stretch;
import io.espalier.runtime.feed.ExposedGraph;
import io.espalier.runtime.feed.SampleCount;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Runs a representative data set through models, in the TFLite runtime, and looks at their float activations. Immutable.
 *
 * <pre>{@code
 * Graph small = Quantizer.of(Recipe.named("int8")).withCalibration(Calibrator.of(data.sample(100))).quantize(graph);
 * }</pre>
 *
 * <p>One pass at the speed of the optimized kernels: a variant of the model has all activations as outputs, and they are read where
 * they lie. What follows from constants alone is not observed, nor are the insides of subgraphs that operators call. Each sample
 * starts from fresh variables.
 */
public final class Calibrator implements RepresentativeData {
    private final Samples samples;
    private final String model;
    private final InterpreterOptions options;
    private final ProgressListener progress;

    private Calibrator(Samples samples, String model, InterpreterOptions options, ProgressListener progress) {
        this.samples = samples;
        this.model = model;
        this.options = options;
        this.progress = progress;
    }

    /**
     * All examples of a data set; for a model of several inputs, each gets the part of its name. The data set's scaling is applied, and
     * a quantized input gets what its tensor says; a plain integer or BOOL input gets whole numbers as they are. Examples are run in batches
     * where the model leaves their number open and that changes nothing, else as many at once as the model fixes.
     */
    public static Calibrator of(Dataset data) {
        return of(data, Integer.MAX_VALUE);
    }

    /**
     * The same with at most so many examples, at equal distances. Those that the model takes in one run are neighbours, so that there may be
     * more by less than one run.
     */
    public static Calibrator of(Dataset data, int most) {
        return of(new DatasetSamples(data, most));
    }

    /**
     * Samples of any number of inputs, of any type and shape that the model takes, one by one.
     *
     * @param samples each with a value for every input, by the name of its tensor or the name that a signature gives it; asked for
     *     anew with every run
     */
    public static Calibrator ofSamples(Iterable<Map<String, SampleInput>> samples) {
        return of(new NamedSamples(samples));
    }

    /**
     * Samples of any number of inputs as arrays. A row of an array is a whole input, or one of the examples that the input takes in each run:
     * as many as the model fixes, else one. So an input of shape (8, 100) takes an array of shape (samples, 8, 100) or (8 * samples, 100).
     * Numbers and text are fed as they are, in the type of the input.
     *
     * @param graph the model
     * @param arrays one for each input, by one of the {@link #inputNames}
     * @param most how many samples at most, at equal distances
     * @throws CalibrationException if an input has no array, an array is for no input or does not fit it, or the arrays differ in the number
     *     of samples
     */
    public static Calibrator ofArrays(Graph graph, Map<String, ? extends StoredArray> arrays, int most) {
        return ofSamples(ArraySamples.of(graph, arrays).atMost(most));
    }

    /** The names by which the inputs of a model are known: those of their tensors, and those in signatures. */
    public static Set<String> inputNames(Graph graph) {
        return ArraySamples.inputs(graph).keySet();
    }

    private static Calibrator of(Samples samples) {
        return new Calibrator(samples, "the model", InterpreterOptions.DEFAULTS, ProgressListener.NONE);
    }

    /** What messages call the model, such as its file. */
    public Calibrator withName(String name) {
        return new Calibrator(samples, name, options, progress);
    }

    /** With other options; each of their threads has an interpreter of its own, where samples can be shared out. */
    public Calibrator withOptions(InterpreterOptions changed) {
        return new Calibrator(samples, model, changed, progress);
    }

    /** A copy that reports progress in samples, not bytes. The listener is called from any thread, one call at a time. */
    public Calibrator withProgress(ProgressListener listener) {
        return new Calibrator(samples, model, options, listener);
    }

    @Override
    public String description() {
        return samples.description();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InterpreterException if the runtime refuses the model, or a data set's examples do not fit its inputs
     */
    @Override
    public Calibration calibrate(Graph graph, CalibrationMethod method) {
        ExposedGraph exposed = ExposedGraph.of(model, graph);
        SampleCount count = new SampleCount("Calibrating", samples.size(), progress);
        List<ObservedTensors> parts =
                samples.run(new SampleRuns(graph, exposed, options, count), () -> ObservedTensors.of(exposed, method));
        return TensorObservation.summarize(count.done(), ObservedTensors.merge(parts));
    }

    /**
     * Runs one of several parts of the samples. All parts, each run once, merge into what {@link #calibrate} gives on one thread; they may
     * run on several machines.
     *
     * @param part its number, from 0 to below {@code parts}
     * @param parts how many there are; with more parts than batches, some have no samples
     * @throws IndexOutOfBoundsException if there is no such part
     * @throws CalibrationException as {@link #calibrate}, and for samples that come one after the other
     * @throws InterpreterException as {@link #calibrate}
     */
    public PartialCalibration part(Graph graph, CalibrationMethod method, int part, int parts) {
        Objects.checkIndex(part, parts);
        ExposedGraph exposed = ExposedGraph.of(model, graph);
        SampleCount count = new SampleCount("Calibrating", samples.size(), progress);
        ObservedTensors seen = ObservedTensors.of(exposed, method);
        Stretch stretch =
                samples.runPart(new SampleRuns(graph, exposed, options.withThreads(1), count), part, parts, seen);
        return PartialCalibration.of(part, parts, stretch.to() - stretch.from(), seen.observations());
    }

    /**
     * {@inheritDoc}
     *
     * @throws InterpreterException as {@link #calibrate}
     */
    @Override
    public void observe(Graph graph, Set<Integer> tensors, ActivationListener listener) {
        ExposedGraph exposed = ExposedGraph.of(
                model,
                graph,
                tensor ->
                        tensors.contains(tensor) && graph.main().tensor(tensor).type() == TensorType.FLOAT32);
        List<CalibrationPass.Sight> sights = exposed.observed().stream()
                .<CalibrationPass.Sight>map(
                        place -> (sample, shape, values) -> listener.see(place.tensor(), shape, values))
                .toList();
        SampleCount count = new SampleCount("Observing", samples.size(), progress);
        samples.run(new SampleRuns(graph, exposed, options.withThreads(1), count), () -> () -> sights);
    }

    /**
     * What one input of a model is fed.
     *
     * @param shape all dimensions, the batch included
     * @param values as many elements of the input's type as the shape says, in native order, from the buffer's position to its limit
     */
    public record SampleInput(List<Integer> shape, ByteBuffer values) {
        public SampleInput {
            shape = List.copyOf(shape);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.base.internal.NearestName;
import io.espalier.data.Dataset;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.history.TrainingException;
import io.espalier.train.library.TensorFlowLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Signature.TensorDescription;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * A model in TensorFlow's own form, whoever made it, run by one of its signatures. One thread at a time; holds a session until it is closed.
 *
 * <pre>{@code
 * try (SavedModel model = SavedModel.open(Path.of("saved_model"))) {
 *     Tensor answers = model.predict(test);
 * }
 * }</pre>
 *
 * @see <a href="https://www.tensorflow.org/guide/saved_model">the SavedModel format</a>
 */
public final class SavedModel implements AutoCloseable {
    private static final int BATCH_SIZE = 256;
    static final String FILE = "saved_model.pb";

    private final Path folder;
    private final SavedModelBundle bundle;
    private final SortedMap<String, SavedInput> inputs = new TreeMap<>();
    private final SortedMap<String, TensorDescription> outputs;

    private SavedModel(Path folder, SavedModelBundle bundle, Signature signature) {
        this.folder = folder;
        this.bundle = bundle;
        this.outputs = new TreeMap<>(signature.getOutputs());
        signature.getInputs().forEach((name, tensor) -> inputs.put(name, SavedInput.of(folder, name, tensor)));
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw broken("signature '" + signature.key() + "' has the inputs " + inputs.keySet() + " and the outputs "
                    + outputs.keySet() + "; one of each is the least");
        }
        outputs.forEach((name, tensor) -> {
            if (tensor.dataType != DataType.DT_FLOAT) {
                throw broken("its output '" + name + "' is " + tensor.dataType + "; only float32 is supported");
            }
        });
    }

    /** The names of its inputs, sorted: a signature has no order. */
    public List<String> inputs() {
        return List.copyOf(inputs.keySet());
    }

    /** The names of its outputs, sorted. */
    public List<String> outputs() {
        return List.copyOf(outputs.keySet());
    }

    /** Whether a folder holds a SavedModel. */
    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    /** By the signature that is meant for use, {@code serving_default}. */
    public static SavedModel open(Path folder) {
        return open(folder, Signature.DEFAULT_KEY);
    }

    /**
     * By a signature of inputs that are float32 or uint8, and outputs that are float32.
     *
     * @throws TrainingException if the folder holds no SavedModel that can be loaded, or the signature is not there or of another kind
     */
    public static SavedModel open(Path folder, String signature) {
        if (!isIn(folder)) {
            throw new TrainingException(folder + ": not a SavedModel; the folder of a SavedModel contains " + FILE);
        }
        SavedModelBundle bundle = load(folder);
        try {
            return new SavedModel(folder, bundle, find(folder, bundle.signatures(), signature));
        } catch (RuntimeException | Error e) {
            bundle.close();
            throw e;
        }
    }

    private static SavedModelBundle load(Path folder) {
        TensorFlowLibrary.load();
        try {
            return SavedModelBundle.loader(folder.toString())
                    .withConfigProto(Threads.config(Runtime.getRuntime().availableProcessors()))
                    .withTags(SavedModelBundle.DEFAULT_TAG)
                    .load();
        } catch (TensorFlowException e) {
            throw new TrainingException(folder + ": TensorFlow cannot load this SavedModel: " + e.getMessage(), e);
        }
    }

    private static Signature find(Path folder, List<Signature> signatures, String wanted) {
        List<String> keys = signatures.stream().map(Signature::key).toList();
        return signatures.stream()
                .filter(signature -> signature.key().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new TrainingException(folder + ": no signature '" + wanted + "'"
                        + NearestName.suggestion(wanted, keys) + "; it has " + keys));
    }

    private TrainingException broken(String what) {
        return new TrainingException(folder + ": " + what);
    }

    /**
     * The only output of the model for each example; else as {@link #predictAll}.
     *
     * @return of shape (examples, shape of the output...)
     * @throws TrainingException also if there are several outputs
     */
    public Tensor predict(Dataset dataset) {
        if (outputs.size() > 1) {
            throw broken("it has the outputs " + outputs.keySet() + "; predictAll gives all of them");
        }
        return predictAll(dataset).values().iterator().next();
    }

    /**
     * The outputs of the model for each example, in order. A float32 input gets the features scaled, as an {@link io.espalier.train.Evaluator}
     * does it; a uint8 input gets the bytes as they are stored. Of several inputs each gets the part of its name.
     *
     * @return by the names of the outputs, each of shape (examples, shape of the output...)
     * @throws TrainingException if the data do not fit the inputs, or an output has no row for each example
     */
    public Map<String, Tensor> predictAll(Dataset dataset) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((name, input) -> shapes.put(name, input.shape(dataset, inputs.size() == 1)));
        ModelEnds ends = new ModelEnds(folder.toString(), shapes, Map.of());
        ends.check(dataset);
        // What is needed of the graph more than is there: examples gathered, scaled and in the inputs' shapes and
        // types.
        Ops tf = Ops.create(bundle.graph());
        InputNodes nodes = new InputNodes(tf, format(dataset, ends), ends);
        Map<String, Operand<TFloat32>> values = nodes.batch().inputs();
        List<Operand<? extends TNumber>> batch = new ArrayList<>();
        inputs.forEach((name, input) -> batch.add(input.typed(tf, Objects.requireNonNull(values.get(name), name))));
        return predict(dataset, nodes, batch);
    }

    private Map<String, Tensor> predict(Dataset dataset, InputNodes nodes, List<Operand<? extends TNumber>> batch) {
        int fixed = fixedBatch();
        int batchSize = fixed > 0 ? fixed : BATCH_SIZE;
        int last = dataset.size() - 1;
        // A batch of fixed size that is not full ends in copies of the last example.
        int rows = fixed > 0 ? (last / fixed + 1) * fixed : dataset.size();
        int[] sizes = BatchSizes.of(rows, batchSize);
        int[] order = IntStream.range(0, rows).map(row -> Math.min(row, last)).toArray();
        Map<String, SavedAnswers> answers = new LinkedHashMap<>();
        outputs.keySet().forEach(output -> answers.put(output, new SavedAnswers(folder, output, dataset.size())));
        try (ExampleSource examples = new StreamedExamples(dataset);
                ExampleSource.ChunkStream chunks = examples.stream(order, sizes)) {
            for (int size : sizes) {
                try (Chunk chunk = chunks.next();
                        Result fed = fed(nodes, batch, chunk);
                        Result result = run(fed)) {
                    int place = 0;
                    for (SavedAnswers some : answers.values()) {
                        some.add(result.get(place++), size);
                    }
                }
            }
        }
        Map<String, Tensor> all = new LinkedHashMap<>();
        answers.forEach((output, some) -> all.put(output, some.tensor()));
        return Collections.unmodifiableMap(all);
    }

    private Result fed(InputNodes nodes, List<Operand<? extends TNumber>> batch, Chunk chunk) {
        Session.Runner runner = bundle.session().runner();
        batch.forEach(runner::fetch);
        return nodes.feed(runner, chunk).run();
    }

    private Result run(Result fed) {
        Session.Runner runner = bundle.session().runner();
        int place = 0;
        for (SavedInput input : inputs.values()) {
            runner.feed(input.tensor(), fed.get(place++));
        }
        outputs.values().forEach(output -> runner.fetch(output.name));
        return runner.run();
    }

    /** How many examples the inputs fix; -1 if any number will do. */
    private int fixedBatch() {
        List<Integer> fixed = inputs.values().stream()
                .map(SavedInput::batch)
                .filter(size -> size > 0)
                .distinct()
                .toList();
        if (fixed.size() > 1) {
            throw broken("its inputs take different numbers of examples at once: " + fixed);
        }
        return fixed.isEmpty() ? -1 : fixed.get(0);
    }

    /** Bytes for inputs that take bytes stay as they are stored. */
    private InputNodes.Format format(Dataset dataset, ModelEnds ends) {
        InputNodes.Format format = InputNodes.Format.of(dataset, ends);
        List<Dataset.Part> parts = new ArrayList<>(format.parts());
        int place = 0;
        for (SavedInput input : inputs.values()) {
            int part = format.inputs().get(place++);
            parts.set(part, input.stored(dataset, parts.get(part)));
        }
        return new InputNodes.Format(parts, format.inputs(), format.targets(), format.labels());
    }

    @Override
    public void close() {
        bundle.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.base.Scaling;
import io.espalier.base.internal.NearestName;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.history.TrainingException;
import io.espalier.train.library.TensorFlowLibrary;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
import org.tensorflow.types.TUint8;
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
    private final TensorDescription input;
    private final TensorDescription output;

    private SavedModel(Path folder, SavedModelBundle bundle, Signature signature) {
        this.folder = folder;
        this.bundle = bundle;
        this.input = only("input", signature, signature.getInputs());
        this.output = only("output", signature, signature.getOutputs());
        if (output.dataType != DataType.DT_FLOAT) {
            throw broken("its output is " + output.dataType + "; only float32 is supported");
        }
        if (input.dataType != DataType.DT_FLOAT && input.dataType != DataType.DT_UINT8) {
            throw broken("its input is " + input.dataType + "; only float32 and uint8 are supported");
        }
        if (input.shape.isUnknown() || input.shape.numDimensions() == 0) {
            throw broken("its input's shape is " + input.shape
                    + "; its rank must be known, and its first dimension must be the batch");
        }
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
     * By a signature of one input, float32 or uint8, and one output, float32.
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

    private TensorDescription only(String kind, Signature signature, Map<String, TensorDescription> tensors) {
        if (tensors.size() != 1) {
            throw broken("signature '" + signature.key() + "' has " + tensors.size() + " " + kind + "s "
                    + tensors.keySet() + "; exactly one is required");
        }
        return tensors.values().iterator().next();
    }

    private TrainingException broken(String what) {
        return new TrainingException(folder + ": " + what);
    }

    /**
     * The output of the model for each example, in order. A float32 input gets the features scaled, as an {@link io.espalier.train.Evaluator}
     * does it; a uint8 input gets the bytes as they are stored.
     *
     * @return of shape (examples, shape of the output...)
     * @throws TrainingException if the data do not fit the input, or the output has no row for each example
     */
    public Tensor predict(Dataset dataset) {
        Shape inputShape = inputShape(dataset);
        ModelEnds ends = new ModelEnds(folder.toString(), Map.of(input.name, inputShape), Map.of());
        ends.check(dataset);
        // What is needed of the graph more than is there: examples gathered, scaled and in the input's shape and type.
        Ops tf = Ops.create(bundle.graph());
        InputNodes nodes = new InputNodes(tf, format(dataset, ends), ends);
        Operand<? extends TNumber> batch = takesBytes() ? tf.dtypes.cast(values(nodes), TUint8.class) : values(nodes);
        return predict(dataset, nodes, batch);
    }

    private Tensor predict(Dataset dataset, InputNodes nodes, Operand<? extends TNumber> batch) {
        int fixed = Math.toIntExact(input.shape.get(0));
        int batchSize = fixed > 0 ? fixed : BATCH_SIZE;
        int last = dataset.size() - 1;
        // A batch of fixed size that is not full ends in copies of the last example.
        int rows = fixed > 0 ? (last / fixed + 1) * fixed : dataset.size();
        int[] sizes = BatchSizes.of(rows, batchSize);
        int[] order = IntStream.range(0, rows).map(row -> Math.min(row, last)).toArray();
        Answers answers = new Answers(dataset.size());
        try (ExampleSource examples = new StreamedExamples(dataset);
                ExampleSource.ChunkStream chunks = examples.stream(order, sizes)) {
            for (int size : sizes) {
                try (Chunk chunk = chunks.next();
                        Result fed = nodes.feed(session().runner().fetch(batch), chunk)
                                .run();
                        Result result = session()
                                .runner()
                                .feed(input.name, fed.get(0))
                                .fetch(output.name)
                                .run()) {
                    answers.add(result.get(0), size);
                }
            }
        }
        return answers.tensor();
    }

    private Session session() {
        return bundle.session();
    }

    /** The input's shape for one example; what it leaves open is as the data set has it. */
    private Shape inputShape(Dataset dataset) {
        long[] dimensions = input.shape.tail().asArray();
        List<Integer> examples = dataset.features().shape();
        boolean open = LongStream.of(dimensions).anyMatch(dimension -> dimension < 0);
        if (open && examples.size() != dimensions.length) {
            throw broken("its input is " + input.shape + ", but examples of '" + dataset.name() + "' have shape "
                    + new Shape(examples).batched());
        }
        return new Shape(IntStream.range(0, dimensions.length)
                .mapToObj(axis -> dimensions[axis] < 0 ? examples.get(axis) : Integer.valueOf((int) dimensions[axis]))
                .toList());
    }

    private Operand<TFloat32> values(InputNodes nodes) {
        return Objects.requireNonNull(nodes.batch().inputs().get(input.name));
    }

    private InputNodes.Format format(Dataset dataset, ModelEnds ends) {
        if (!takesBytes()) {
            return InputNodes.Format.of(dataset, ends);
        }
        if (dataset.features().type() != ElementType.UINT8) {
            throw broken("its input takes bytes, but '" + dataset.name() + "' has features of type "
                    + dataset.features().type());
        }
        return InputNodes.Format.of(dataset.scaled(Scaling.IDENTITY), ends);
    }

    private boolean takesBytes() {
        return input.dataType == DataType.DT_UINT8;
    }

    @Override
    public void close() {
        bundle.close();
    }

    /** Rows of answers, as they come. */
    private final class Answers {
        private final int examples;
        private float[] values = new float[0];
        private int[] shape = new int[0];
        private int filled;

        Answers(int examples) {
            this.examples = examples;
        }

        void add(org.tensorflow.Tensor batch, int size) {
            long[] dimensions = batch.shape().asArray();
            if (dimensions.length == 0 || dimensions[0] != size) {
                throw broken("its output has shape " + batch.shape() + " for a batch of " + size
                        + "; the first dimension must be the batch");
            }
            int width = Math.toIntExact(batch.shape().size() / size);
            if (filled == 0) {
                shape = LongStream.of(dimensions).mapToInt(Math::toIntExact).toArray();
                shape[0] = examples;
                values = new float[Math.multiplyExact(examples, width)];
            }
            int numbers = Math.min(size * width, values.length - filled);
            batch.asRawTensor().data().asFloats().read(values, filled, numbers);
            filled += numbers;
        }

        Tensor tensor() {
            return Tensor.of(new Shape(Arrays.stream(shape).boxed().toList()), FloatBuffer.wrap(values));
        }
    }
}

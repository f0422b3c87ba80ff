// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Examples;
import io.espalier.train.history.TrainingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

class SavedModelTest {
    private static final int EXAMPLES = 600;

    @TempDir
    Path folder;

    /** A fixed batch that the examples do not fill, a single one, and any. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 256})
    void everyExampleIsAnsweredInOrderWhateverTheBatch(int batch) throws IOException {
        save(TFloat32.class, Shape.of(batch, 2, 1));

        try (SavedModel model = SavedModel.open(folder)) {
            Tensor answers = model.predict(bytes(Scaling.UNIT));

            assertThat(answers.shape()).isEqualTo(io.espalier.model.tensor.Shape.of(EXAMPLES, 2));
            for (int i = 0; i < EXAMPLES; i++) {
                assertThat(answers.get(2 * i)).as("example %d", i).isEqualTo(2 * Scaling.UNIT.apply(i % 256));
            }
        }
    }

    @Test
    void aModelThatTakesBytesGetsThemAsTheyAreStored() throws IOException {
        save(TUint8.class, Shape.of(-1, 2));

        try (SavedModel model = SavedModel.open(folder)) {
            assertThat(model.predict(bytes(Scaling.UNIT)).get(2 * 255)).isEqualTo(2 * 255);
            assertThatExceptionOfType(TrainingException.class)
                    .isThrownBy(() -> model.predict(Examples.rows(new float[] {1, 2}, new float[] {0})))
                    .withMessageContaining("its input 'x' takes bytes, but 'examples' has features of type FLOAT32");
        }
    }

    @Test
    void examplesOfAnotherShapeAreRefused() throws IOException {
        save(TFloat32.class, Shape.of(-1, 3));

        try (SavedModel model = SavedModel.open(folder)) {
            assertThatExceptionOfType(TrainingException.class)
                    .isThrownBy(() -> model.predict(bytes(Scaling.UNIT)))
                    .withMessageContaining("'examples' has examples of shape (None, 2)")
                    .withMessageContaining("' is (None, 3)");
        }
    }

    @Test
    void whatAnInputLeavesOpenIsAsTheDataHaveIt() throws IOException {
        save(TFloat32.class, Shape.of(-1, -1));

        try (SavedModel model = SavedModel.open(folder)) {
            assertThat(model.predict(bytes(Scaling.IDENTITY)).get(2 * 7)).isEqualTo(14);
        }
    }

    @Test
    void theNearestSignatureIsOffered() throws IOException {
        save(TFloat32.class, Shape.of(-1, 2));

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> SavedModel.open(folder, "serving_defualt"))
                .withMessageContaining("did you mean 'serving_default'?");
    }

    @Test
    void aFolderThatIsNoSavedModelIsRefused() throws IOException {
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> SavedModel.open(folder))
                .withMessageContaining("not a SavedModel; the folder of a SavedModel contains saved_model.pb");

        Files.writeString(folder.resolve("saved_model.pb"), "no protocol buffer");
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> SavedModel.open(folder))
                .withMessageContaining("TensorFlow cannot load this SavedModel");
    }

    @Test
    void inputsGetThePartsOfTheirNamesAndOutputsAreAnsweredByName() throws IOException {
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> left = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
            Placeholder<TUint8> right = tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(4, 2)));
            Operand<TFloat32> numbers = tf.dtypes.cast(right, TFloat32.class);
            export(
                    session,
                    Signature.builder()
                            .input("left", left)
                            .input("right", right)
                            .output("sum", tf.math.add(left, numbers))
                            .output("square", tf.math.square(numbers)));
        }
        Map<String, NumericArray> parts = new LinkedHashMap<>();
        parts.put("right", new NumericArray(ElementType.UINT8, List.of(5, 2), bytes(5)));
        parts.put("left", new NumericArray(ElementType.UINT8, List.of(5, 2), bytes(5)));
        Dataset examples = ArrayDataset.of(
                "pairs",
                parts,
                new NumericArray(ElementType.INT32, List.of(5), Examples.ints(new int[5])),
                Scaling.UNIT,
                List.of());

        try (SavedModel model = SavedModel.open(folder)) {
            Map<String, Tensor> answers = model.predictAll(examples);

            assertThat(model.inputs()).containsExactly("left", "right");
            assertThat(answers).containsOnlyKeys("square", "sum");
            Tensor square = Objects.requireNonNull(answers.get("square"));
            Tensor sum = Objects.requireNonNull(answers.get("sum"));
            for (int i = 0; i < 5; i++) {
                assertThat(square.get(2 * i)).isEqualTo(i * i);
                assertThat(sum.get(2 * i)).isEqualTo(Scaling.UNIT.apply(i) + i);
            }
            assertThatExceptionOfType(TrainingException.class)
                    .isThrownBy(() -> model.predict(examples))
                    .withMessageContaining("it has the outputs [square, sum]; predictAll gives all of them");
            assertThatExceptionOfType(TrainingException.class)
                    .isThrownBy(() -> model.predictAll(bytes(Scaling.UNIT)))
                    .withMessageContaining("has the inputs [left, right]; give it a part for each input, by its name");
        }
    }

    /** Saves a model that doubles its input. */
    private <T extends TNumber> void save(Class<T> type, Shape shape) throws IOException {
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            Placeholder<T> input = tf.placeholder(type, Placeholder.shape(shape));
            Operand<TFloat32> numbers =
                    tf.reshape(tf.dtypes.cast(input, TFloat32.class), tf.constant(new int[] {-1, 2}));
            export(session, Signature.builder().input("x", input).output("twice", tf.math.add(numbers, numbers)));
        }
    }

    private void export(Session session, Signature.Builder signature) throws IOException {
        SavedModelBundle.exporter(folder.toString())
                .withSession(session)
                .withSignature(signature.key(Signature.DEFAULT_KEY).build())
                .export();
    }

    /** The first byte of an example is its number. */
    private static Dataset bytes(Scaling scaling) {
        return Examples.of(
                new NumericArray(ElementType.UINT8, List.of(EXAMPLES, 2), bytes(EXAMPLES)),
                new NumericArray(ElementType.INT32, List.of(EXAMPLES), Examples.ints(new int[EXAMPLES])),
                scaling);
    }

    private static ByteBuffer bytes(int examples) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * examples);
        for (int i = 0; i < examples; i++) {
            bytes.put(2 * i, (byte) i);
        }
        return bytes;
    }
}

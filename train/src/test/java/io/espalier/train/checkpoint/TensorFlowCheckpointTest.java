// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import io.espalier.model.tensorflow.checkpoint.Checkpoint;
import io.espalier.model.tensorflow.checkpoint.CheckpointWriter;
import io.espalier.train.library.TensorFlowLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Checkpoints between TensorFlow and Espalier. */
class TensorFlowCheckpointTest {
    @TempDir
    private Path folder;

    @Test
    void whatTensorFlowWritesIsRead() throws IOException {
        Path prefix = folder.resolve("model.ckpt");
        try (EagerSession session = session()) {
            Ops tf = Ops.create(session);
            save(
                    tf,
                    prefix,
                    Map.of(
                            "kernel", tf.constant(new float[][] {{1, 2}, {3, -4}}),
                            "step", tf.constant(123L),
                            "flags", tf.constant(new boolean[] {true, false}),
                            "words", tf.array(new String[] {"", "ä", "b".repeat(300)})));
        }

        Checkpoint read = Checkpoint.open(prefix);

        assertThat(read.keys()).containsExactly("flags", "kernel", "step", "words");
        assertThat(read.tensor("kernel")).contains(floats(TensorShape.of(2, 2), 1, 2, 3, -4));
        assertThat(read.tensor("step").orElseThrow().values().getLong()).isEqualTo(123);
        assertThat(read.tensor("flags"))
                .contains(ConstantTensor.of(DataType.BOOL, TensorShape.of(2), ByteBuffer.wrap(new byte[] {1, 0})));
        assertThat(read.tensor("words").orElseThrow().strings().stream().map(AttrValue.Bytes::text))
                .containsExactly("", "ä", "b".repeat(300));
    }

    /** The places of parts are numbers of one, two and three bytes in keys. */
    @Test
    void theShardsOfAVariableAreJoined() throws IOException {
        Path prefix = folder.resolve("parts");
        float[] rows = new float[9000];
        IntStream.range(0, rows.length).forEach(i -> rows[i] = i);
        try (EagerSession session = session()) {
            Ops tf = Ops.create(session);
            Operand<TFloat32> whole = tf.reshape(tf.constant(rows), tf.constant(new int[] {9000, 1}));
            List<Operand<?>> parts = List.of(
                    tf.slice(whole, tf.constant(new int[] {0, 0}), tf.constant(new int[] {70, 1})),
                    tf.slice(whole, tf.constant(new int[] {70, 0}), tf.constant(new int[] {8130, 1})),
                    tf.slice(whole, tf.constant(new int[] {8200, 0}), tf.constant(new int[] {800, 1})));
            tf.train.save(
                    tf.constant(prefix.toString()),
                    tf.array(new String[] {"v", "v", "v"}),
                    tf.array(new String[] {"9000 1 0,70:-", "9000 1 70,8130:-", "9000 1 8200,800:-"}),
                    parts);
        }

        Checkpoint read = Checkpoint.open(prefix);

        assertThat(read.keys()).containsExactly("v");
        assertThat(read.tensor("v")).contains(floats(TensorShape.of(9000, 1), rows));
        assertThat(read.tensor("v", "9000 1 8199,2:-")).contains(floats(TensorShape.of(2, 1), 8199, 8200));
    }

    @Test
    void tensorFlowReadsWhatIsWritten() throws IOException {
        Path prefix = folder.resolve("deep/variables");
        Map<String, ConstantTensor> tensors = new LinkedHashMap<>();
        tensors.put("ö/kernel", floats(TensorShape.of(2, 1), 1.5f, -2));
        tensors.put("a", floats(TensorShape.of(), 7));
        tensors.put(
                "words",
                ConstantTensor.ofStrings(
                        TensorShape.of(2), List.of(AttrValue.Bytes.of(""), AttrValue.Bytes.of("wörd"))));
        CheckpointWriter.write(prefix, tensors);

        try (EagerSession session = session()) {
            Ops tf = Ops.create(session);
            List<Output<?>> restored = tf.train
                    .restore(
                            tf.constant(prefix.toString()),
                            tf.array(new String[] {"ö/kernel", "a", "words"}),
                            tf.array(new String[] {"", "", ""}),
                            List.of(TFloat32.class, TFloat32.class, TString.class))
                    .tensors();

            assertThat(((TFloat32) restored.get(0).asTensor()).getFloat(1, 0)).isEqualTo(-2);
            assertThat(((TFloat32) restored.get(1).asTensor()).getFloat()).isEqualTo(7);
            assertThat(((TString) restored.get(2).asTensor()).getObject(1)).isEqualTo("wörd");
        }
    }

    private static EagerSession session() {
        TensorFlowLibrary.load();
        return EagerSession.create();
    }

    private static void save(Ops tf, Path prefix, Map<String, Operand<? extends TType>> tensors) {
        List<String> names = List.copyOf(tensors.keySet());
        String[] whole = new String[names.size()];
        Arrays.fill(whole, "");
        tf.train.save(
                tf.constant(prefix.toString()),
                tf.array(names.toArray(String[]::new)),
                tf.array(whole),
                names.stream().<Operand<?>>map(tensors::get).toList());
    }

    private static ConstantTensor floats(TensorShape shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return ConstantTensor.of(DataType.FLOAT, shape, bytes);
    }
}

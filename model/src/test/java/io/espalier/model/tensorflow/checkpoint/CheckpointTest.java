// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.espalier.model.ModelFormatException;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.ProtoOutput;
import io.espalier.model.tensorflow.TensorShape;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    @TempDir
    private Path folder;

    private Path prefix;
    private Path index;
    private Path data;

    @BeforeEach
    void names() {
        prefix = folder.resolve("variables");
        index = folder.resolve("variables.index");
        data = folder.resolve("variables.data-00000-of-00001");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Map<String, ConstantTensor> tensors = tensors(2000);

        CheckpointWriter.write(prefix, tensors);
        Checkpoint read = Checkpoint.open(prefix);

        assertThat(read.keys()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
        for (Map.Entry<String, ConstantTensor> tensor : tensors.entrySet()) {
            assertThat(read.tensor(tensor.getKey())).contains(tensor.getValue());
        }
        assertThat(read.tensor("nothing")).isEmpty();
        assertThat(read.description("kernel").orElseThrow())
                .isEqualTo(new Checkpoint.Description(DataType.FLOAT, TensorShape.of(2, 3), 24));
    }

    @Test
    void aPartOfATensorIsCutOut() throws IOException {
        CheckpointWriter.write(prefix, tensors(0));
        Checkpoint read = Checkpoint.open(prefix);

        assertThat(read.tensor("kernel", "2 3 -:1,2")).contains(floats(TensorShape.of(2, 2), 1, 2, 4, 5));
        assertThat(read.tensor("kernel", "")).isEqualTo(read.tensor("kernel"));
        for (String part : List.of("2 3 -:2,2", "2 3 -", "2 3 -:a,b", "2 3 1:1")) {
            assertThatExceptionOfType(ModelFormatException.class)
                    .isThrownBy(() -> read.tensor("kernel", part))
                    .withMessageContaining("the tensor 'kernel' has no part '" + part + "'");
        }
    }

    @Test
    void missingAndCutFilesAreNamed() throws IOException {
        assertRefused(index + ": is missing");
        CheckpointWriter.write(prefix, tensors(0));
        byte[] whole = Files.readAllBytes(data);

        Files.write(data, Arrays.copyOf(whole, whole.length - 1));
        assertRefused(data + ": is cut: it has " + (whole.length - 1) + " bytes");
        Files.delete(data);
        assertRefused(data + ": is missing");
        byte[] table = Files.readAllBytes(index);
        for (int length = 0; length < table.length; length++) {
            Files.write(index, Arrays.copyOf(table, length));
            assertRefused(index + ": ");
        }
    }

    @Test
    void theTensorWhoseBytesAreWrongIsNamed() throws IOException {
        CheckpointWriter.write(prefix, tensors(0));
        byte[] whole = Files.readAllBytes(data);
        Checkpoint.Description kernel =
                Checkpoint.open(prefix).description("kernel").orElseThrow();
        whole[whole.length - 1] ^= 1; // the last tensor
        Files.write(data, whole);
        Checkpoint read = Checkpoint.open(prefix);

        assertThat(kernel.bytes()).isEqualTo(24);
        assertThat(read.tensor("kernel")).isPresent();
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read.tensor("wörter"))
                .withMessageStartingWith(index + ": the tensor 'wörter' has a wrong checksum (CRC)");
    }

    @Test
    void newerVersionsOtherMachinesAndSnappyAreRefused() throws IOException {
        CheckpointWriter.write(prefix, tensors(0));
        header(ProtoOutput.message(out ->
                out.whole(1, 1).message(3, version -> version.whole(1, 9).whole(2, 2))));
        assertRefused("it needs a reader of version 2 of the format");
        header(ProtoOutput.message(out -> out.whole(1, 1).message(3, version -> version.whole(3, 1))));
        assertRefused("it refuses readers of version 1");
        header(ProtoOutput.message(out -> out.whole(1, 1).whole(2, 1)));
        assertRefused("highest byte first");
        header(ProtoOutput.message(out -> out.whole(1, 0)));
        assertRefused("is in shard 0, but there are 0 shards");

        CheckpointWriter.write(prefix, tensors(0));
        byte[] table = Files.readAllBytes(index);
        int size = blockBytes(table);
        table[size] = 1;
        Files.write(index, withCrc(table, size));
        assertRefused("is compressed with Snappy");
    }

    /** Checksums would hide most of what can be wrong inside a block, so they are made to fit. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedBlocksWithGoodChecksumsAreReadOrRefused(long seed) throws IOException {
        CheckpointWriter.write(prefix, tensors(3));
        byte[] sound = Files.readAllBytes(index);
        int size = blockBytes(sound);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] table = sound.clone();
            table[random.nextInt(size)] = (byte) random.nextInt();
            Files.write(index, withCrc(table, size));
            try {
                Checkpoint read = Checkpoint.open(prefix);
                for (String key : read.keys()) {
                    read.tensor(key);
                }
            } catch (ModelFormatException e) {
                assertThat(e).hasMessageStartingWith(folder.toString());
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    @Tag("conformance")
    void theWeightsOfKeywordSpottingAreRead() throws IOException {
        Checkpoint read = Checkpoint.open(
                Assets.file("mlperf_tiny/keyword_spotting/trained_models/kws_ref_model/variables/variables.index")
                        .resolveSibling("variables"));

        long parameters = 0;
        for (String key : read.keys()) {
            ConstantTensor tensor = read.tensor(key).orElseThrow();
            boolean isWeight = key.startsWith("layer_with_weights") && !key.contains("OPTIMIZER_SLOT");
            parameters +=
                    isWeight && tensor.type() == DataType.FLOAT ? tensor.shape().elements() : 0;
        }
        assertThat(parameters).isEqualTo(24908);
    }

    private static int blockBytes(byte[] table) throws IOException {
        ByteBuffer footer = ByteBuffer.wrap(table, table.length - TableReader.FOOTER_BYTES, 40);
        // The only data block begins the file and ends where the meta index begins, behind its trailer.
        return (int) Varint.read(footer) - TableReader.TRAILER_BYTES;
    }

    private static byte[] withCrc(byte[] table, int size) {
        ByteBuffer.wrap(table)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(size + 1, MaskedCrc.of(ByteBuffer.wrap(table, 0, size + 1)));
        return table;
    }

    private void header(ByteString header) throws IOException {
        SortedMap<String, ByteBuffer> table = TableReader.read(ByteBuffer.wrap(Files.readAllBytes(index)));
        SortedMap<String, ByteString> changed = new TreeMap<>();
        table.forEach((key, value) -> changed.put(key, ByteString.copyFrom(value)));
        changed.put("", header);
        Files.write(index, TableWriter.write(changed));
    }

    private void assertRefused(String message) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> Checkpoint.open(prefix))
                .withMessageContaining(message);
    }

    private static Map<String, ConstantTensor> tensors(int more) {
        Map<String, ConstantTensor> tensors = new LinkedHashMap<>();
        tensors.put("kernel", floats(TensorShape.of(2, 3), 0, 1, 2, 3, 4, 5));
        tensors.put("empty", floats(TensorShape.of(0, 3)));
        tensors.put("no words", ConstantTensor.ofStrings(TensorShape.of(0), List.of()));
        tensors.put(
                "wörter",
                ConstantTensor.ofStrings(
                        TensorShape.of(2), List.of(AttrValue.Bytes.of(""), AttrValue.Bytes.of("ä".repeat(100)))));
        for (int i = 0; i < more; i++) {
            tensors.put(
                    "a/rather/long/name/of/a/layer_with_weights-" + i + "/kernel/.ATTRIBUTES/"
                            + "x".repeat(200 + i % 7),
                    floats(TensorShape.of(), i));
        }
        return tensors;
    }

    private static ConstantTensor floats(TensorShape shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return ConstantTensor.of(DataType.FLOAT, shape, bytes);
    }
}

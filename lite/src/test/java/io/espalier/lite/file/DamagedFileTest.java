// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.SmallGraphs;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFileTest {

    private static final byte[] SOUND = GraphWriter.toBytes(SmallGraphs.withEveryFeature());

    @TempDir
    Path folder;

    @Test
    void aTruncatedFileIsRefusedWithItsNameAndOffset() throws IOException {
        Path file = folder.resolve("cut.tflite");
        Files.write(file, Arrays.copyOf(SOUND, SOUND.length / 2));

        assertThatThrownBy(() -> GraphReader.read(file))
                .isInstanceOf(LiteFormatException.class)
                .hasMessageContaining("cut.tflite, byte ")
                .hasMessageContaining("but the file has " + SOUND.length / 2)
                .hasMessageContaining("truncated");
    }

    @Test
    void anotherKindOfFileIsRefusedByItsIdentifier() {
        assertThatThrownBy(() -> GraphReader.read(
                        ByteBuffer.wrap("PK\3\4 a zip file, no model".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(LiteFormatException.class)
                .hasMessageContaining("its identifier should be 'TFL3' but is ' a z'");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.tflite"));

        assertThatThrownBy(() -> GraphReader.read(file))
                .isInstanceOf(LiteFormatException.class)
                .hasMessageContaining("this file has 0");
    }

    @Test
    void aFileCutAtAnyLengthIsRefusedUnlessOnlyPaddingIsMissing() {
        for (int length = 0; length < SOUND.length; length++) {
            byte[] cut = Arrays.copyOf(SOUND, length);

            Throwable problem = problem(cut);

            if (problem == null) {
                assertThat(length).isGreaterThan(SOUND.length - 16);
                assertThat(GraphReader.read(ByteBuffer.wrap(cut))).isEqualTo(SmallGraphs.withEveryFeature());
            } else {
                assertThat(problem).as("cut to %d bytes", length).isInstanceOf(LiteFormatException.class);
            }
        }
    }

    @Test
    void aFlippedBitGivesATypedErrorOrAModelThatCanBeWritten() {
        for (int place = 0; place < SOUND.length; place++) {
            // Of each byte its lowest and its highest bit, and one of those between, in turn.
            for (int bit : new int[] {0, 1 + place % 6, 7}) {
                byte[] damaged = SOUND.clone();
                damaged[place] ^= (byte) (1 << bit);

                assertThat(problem(damaged))
                        .as("bit %d of byte %d flipped", bit, place)
                        .matches(problem -> problem == null || problem instanceof LiteFormatException);
            }
        }
    }

    @Test
    void severalRandomBytesGiveATypedErrorOrAModelThatCanBeWritten() {
        long seed = Long.getLong("seed", 42);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = SOUND.clone();
            for (int change = 0; change < 4; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }

            assertThat(problem(damaged))
                    .as("seed %d, round %d", seed, round)
                    .matches(problem -> problem == null || problem instanceof LiteFormatException);
        }
    }

    @Test
    void manyTablesWithOverlappingVectorsCostNoMoreThanTheFileIsLong() {
        Tensor[] tensors = new Tensor[2000];
        Arrays.setAll(tensors, index -> Tensor.activation("t" + index, TensorType.FLOAT32, Ints.filled(40, index)));
        byte[] written = GraphWriter.toBytes(new Graph(
                "",
                List.of(new Subgraph("", Arrays.asList(tensors), Ints.EMPTY, Ints.EMPTY, List.of())),
                List.of(),
                List.of()));
        ByteBuffer damaged = ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN);
        for (int place = 0; place + 4 <= written.length; place += 4) {
            if (damaged.getInt(place) == 40) {
                damaged.putInt(place, (written.length - place) / 8);
            }
        }

        assertThatThrownBy(() -> GraphReader.read(damaged))
                .isInstanceOf(LiteFormatException.class)
                .hasMessageContaining("overlap");
    }

    @Test
    void anUnknownFieldIsRefusedRatherThanLost() {
        FlatWriter writer = new FlatWriter(64);
        int root =
                writer.table(new FlatFields().int32(Slots.Model.VERSION, 3, 0).int32(Slots.Model.COUNT, 1, 0));

        assertThatThrownBy(() -> GraphReader.read(writer.finish(root, "TFL3")))
                .isInstanceOf(LiteFormatException.class)
                .hasMessageContaining("a field in slot 10")
                .hasMessageContaining("newer than this version");
    }

    private static @Nullable Throwable problem(byte[] file) {
        return catchThrowable(() -> GraphWriter.toBytes(GraphReader.read(ByteBuffer.wrap(file))));
    }
}

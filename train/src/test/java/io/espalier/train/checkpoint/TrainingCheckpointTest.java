// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.ElementType;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Examples;
import io.espalier.train.history.History;
import io.espalier.train.history.Metrics;
import io.espalier.train.history.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingCheckpointTest {
    private static final WeightKey KERNEL = new WeightKey("bl\u00f6ck/dense", "kernel");
    private static final WeightKey THRESHOLD = new WeightKey("dense", "kernel/mask/threshold");

    @TempDir
    private Path folder;

    private Path file;
    private final TrainingCheckpoint checkpoint = new TrainingCheckpoint(
            new TrainingIdentity(Map.of("the seed", "1", "'dense/kernel'", "(2, 3)")),
            TrainingPosition.start(1_000_000_000_000L)
                    .plus(new Metrics(0.1, OptionalDouble.of(1 / 3.0)), 32)
                    .plus(new History.Epoch(
                            1,
                            new Metrics(Math.PI, OptionalDouble.of(0.7)),
                            Optional.of(new Metrics(Double.POSITIVE_INFINITY, OptionalDouble.empty())),
                            1e-9,
                            0.001f))
                    .plus(new History.Epoch(
                            2, new Metrics(Double.MIN_VALUE, OptionalDouble.empty()), Optional.empty(), 2, 1e-38f))
                    .plus(new Metrics(1e-7f, OptionalDouble.empty()), 7)
                    .lasting(0.3),
            weights(1),
            weights(2),
            Map.of("best val_loss by 0.0", weights(3)));

    private static Weights weights(float first) {
        return Weights.of(Map.of(
                KERNEL,
                Tensor.of(Shape.of(2, 3), first, -0f, Float.MIN_VALUE, Float.NaN, Float.MAX_VALUE, 1 / 3f),
                THRESHOLD,
                Tensor.filled(Shape.of(), first)));
    }

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("checkpoint.npz");
        checkpoint.write(file);
    }

    @Test
    void everyBitIsReadAgain() {
        assertThat(TrainingCheckpoint.read(file)).isEqualTo(checkpoint);
    }

    @Test
    void itIsAFileOfNumpyArrays() {
        try (NpzFile arrays = NpzFile.open(file)) {
            assertThat(arrays.names())
                    .contains(
                            "head", "variables/" + KERNEL, "slots/" + THRESHOLD, "kept/best val_loss by 0.0/" + KERNEL);
            assertThat(arrays.read("variables/" + KERNEL).shape()).containsExactly(2, 3);
        }
    }

    @Test
    void theSameIsWrittenToTheSameBytesInPlaceOfWhatWasThere() throws IOException {
        byte[] first = Files.readAllBytes(file);

        checkpoint.write(file);

        assertThat(file).hasBinaryContent(first);
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFlippedBitIsEitherNoticedOrHarmless(long seed) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(seed);
        int noticed = 0;

        for (int trial = 0; trial < 200; trial++) {
            byte[] flipped = whole.clone();
            int place = random.nextInt(whole.length);
            flipped[place] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            Optional<TrainingCheckpoint> read = tryRead();
            assertThat(read.orElse(checkpoint))
                    .as("seed %d, byte %d", seed, place)
                    .isEqualTo(checkpoint);
            noticed += read.isPresent() ? 0 : 1;
        }
        assertThat(noticed).as("seed %d", seed).isPositive();
    }

    private Optional<TrainingCheckpoint> tryRead() {
        try {
            return Optional.of(TrainingCheckpoint.read(file));
        } catch (TrainingException e) {
            assertThat(e).hasMessageContaining(file.toString());
            return Optional.empty();
        }
    }

    @Test
    void aFileThatIsCutAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length += 37) {
            Files.write(file, Arrays.copyOf(whole, length));
            refusal().hasMessageContaining("cannot resume: " + file + ": not an npz file, or truncated");
        }
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Files.writeString(file, "{\"head\": 1}");
        refusal().hasMessageContaining("not an npz file");
        writeArrays("x", new NumericArray(ElementType.FLOAT32, List.of(1), Examples.floats(1)));
        refusal().hasMessageContaining("is an npz file, but not a training checkpoint");
        writeArrays("head", new NumericArray(ElementType.INT32, List.of(2), Examples.ints(1, 2)));
        refusal().hasMessageContaining("is not a checkpoint that this version of Espalier can read");
        Files.delete(file);
        refusal().hasMessageContaining("no such checkpoint");
        Files.createDirectory(file);
        refusal().hasMessageContaining("no such checkpoint");
    }

    private void writeArrays(String name, NumericArray array) throws IOException {
        try (NpzFile.Writer arrays = new NpzFile.Writer(Files.newOutputStream(file))) {
            arrays.write(name, array);
        }
    }

    private AbstractThrowableAssert<?, ?> refusal() {
        return assertThatThrownBy(() -> TrainingCheckpoint.read(file))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(file.toString());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Sparsity;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.sparse.SparseLayout.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparseEncoderTest {
    private static final float[] VALUES = {6, 0, 9, 8, 0, 0, 0, 0, 5, 0, 0, 7};

    /**
     * LiteRT's sparsity_format_converter_test.cc. The formats are those of the tensor's dimensions, D for dense and S for compressed;
     * segments and indices are those of the compressed levels in the order of storage.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 4   | 0 1   | D D | 6 0 9 8 0 0 0 0 5 0 0 7 |",
                "3 4   | 0 1   | D S | 6 9 8 5 7             | 0 3 3 5; 0 2 3 0 3",
                "3 4   | 0 1   | S D | 6 0 9 8 5 0 0 7       | 0 2; 0 2",
                "3 4   | 0 1   | S S | 6 9 8 5 7             | 0 2; 0 2; 0 3 5; 0 2 3 0 3",
                "3 4   | 1 0   | D D | 6 0 5 0 0 0 9 0 0 8 0 7 |",
                "3 4   | 1 0   | D S | 6 0 5 9 0 0 8 0 7     | 0 3; 0 2 3",
                "3 4   | 1 0   | S D | 6 5 9 8 7             | 0 2 2 3 5; 0 2 0 0 2",
                "3 4   | 1 0   | S S | 6 5 9 8 7             | 0 3; 0 2 3; 0 2 3 5; 0 2 0 0 2",
                "3 2 2 | 0 1 2 | S D S | 6 9 8 5 7           | 0 2; 0 2; 0 1 3 4 5; 0 0 1 0 1",
                "3 2 2 | 0 1 2 | D D S | 6 9 8 5 7           | 0 1 3 3 3 4 5; 0 0 1 0 1"
            })
    void theRuntimesOwnExamplesAreStoredAsItStoresThem(
            String shape, String order, String formats, String data, String metadata) {
        List<Boolean> compressed =
                Stream.of(formats.split(" ")).map("S"::equals).toList();
        Tensor dense = floats(ints(shape), VALUES);

        Tensor sparse = SparseEncoder.encode(dense, new SparseLayout(ints(order), compressed, List.of()));

        assertThat(sparse.buffer()).isEqualTo(floats(ints(shape), values(data)).buffer());
        assertThat(metadataOf(sparse)).isEqualTo(metadata == null ? "" : metadata);
        assertThat(SparseDecoder.decode(sparse)).isEqualTo(dense);
    }

    @Test
    void blocksAreStoredWholeWithTheIndexOfTheBlock() {
        Tensor dense = floats(Ints.of(2, 8), 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);

        Tensor sparse = SparseEncoder.encode(dense, SparseLayout.blocksInRows(2, 4));

        Sparsity sparsity = sparse.sparsity().orElseThrow();
        assertThat(sparsity.traversalOrder()).isEqualTo(Ints.of(0, 1, 2));
        assertThat(sparsity.blockMap()).isEqualTo(Ints.of(1));
        assertThat(sparsity.dimensions().get(2)).isEqualTo(Sparsity.Dimension.dense(4));
        assertThat(metadataOf(sparse)).isEqualTo("0 1 2; 1 1");
        assertThat(sparse.buffer()).isEqualTo(Buffer.ofFloats(1, 0, 0, 0, 0, 0, 0, 2));
        assertThat(SparseDecoder.decode(sparse)).isEqualTo(dense);
    }

    @ParameterizedTest
    @CsvSource({"256, UINT8, UINT8", "257, UINT8, UINT16", "65537, UINT8, INT32"})
    void indicesHaveTheNarrowestTypeThatHoldsThem(
            int columns, Sparsity.IndexWidth segments, Sparsity.IndexWidth indices) {
        float[] values = new float[columns];
        values[columns - 1] = 1;

        Sparsity sparsity = SparseEncoder.encode(floats(Ints.of(1, columns), values), SparseLayout.rows(2))
                .sparsity()
                .orElseThrow();

        Sparsity.Dimension last = sparsity.dimensions().get(1);
        assertThat(last.segments().orElseThrow().width()).isEqualTo(segments);
        assertThat(last.indices().orElseThrow().width()).isEqualTo(indices);
    }

    static List<SparseLayout> layouts() {
        return List.of(
                SparseLayout.rows(4),
                SparseLayout.blocksInRows(4, 4),
                SparseLayout.blocksInRows(4, 16),
                new SparseLayout(Ints.of(3, 1, 0, 2), List.of(true, false, true, true), List.of()),
                new SparseLayout(
                        Ints.of(0, 3, 1, 2, 4, 5),
                        List.of(true, true, false, true),
                        List.of(new Block(0, 2), new Block(3, 8))));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void whateverIsStoredComesBack(SparseLayout layout) {
        for (long seed = 0; seed < 20; seed++) {
            for (TensorType type : List.of(TensorType.FLOAT32, TensorType.FLOAT16, TensorType.INT8)) {
                Tensor dense = random(type, seed, Ints.of(6, 2, 3, 16));

                Tensor sparse = SparseEncoder.encode(dense, layout);

                assertThat(SparseDecoder.decode(sparse))
                        .as("%s, seed %d", type, seed)
                        .isEqualTo(dense);
            }
        }
    }

    @Test
    void aNegativeZeroIsAZero() {
        Tensor sparse = SparseEncoder.encode(floats(Ints.of(1, 3), -0f, 1, -0f), SparseLayout.rows(2));

        assertThat(sparse.buffer()).isEqualTo(Buffer.ofFloats(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 16})
    void blocksMustDivideTheLastDimension(int block) {
        Tensor dense = floats(Ints.of(1, 6), 1, 0, 0, 0, 0, 0);

        assertThatExceptionOfType(InvalidGraphException.class)
                .isThrownBy(() -> SparseEncoder.encode(dense, SparseLayout.blocksInRows(2, block)))
                .withMessageContainingAll("'w'", "[1, 6]");
    }

    @Test
    void nothingButZerosCannotBeStored() {
        assertThatExceptionOfType(InvalidGraphException.class)
                .isThrownBy(() -> SparseEncoder.encode(floats(Ints.of(1, 2), 0, 0), SparseLayout.rows(2)))
                .withMessageContaining("only zeros");
    }

    @Test
    void damagedIndicesAreRefusedByName() {
        Tensor sound = SparseEncoder.encode(floats(Ints.of(3, 4), VALUES), SparseLayout.rows(2));
        List<Sparsity.Dimension> damaged = List.of(
                last(Ints.of(0, 3, 3, 5), Ints.of(0, 2, 4, 0, 3)),
                last(Ints.of(0, 3, 3, 5), Ints.of(0, 2, -1, 0, 3)),
                last(Ints.of(0, 9, 3, 5), Ints.of(0, 2, 3, 0, 3)),
                last(Ints.of(0, 3, 5), Ints.of(0, 2, 3, 0, 3)),
                last(Ints.of(0, 3, 3, 4), Ints.of(0, 2, 3, 0)),
                Sparsity.Dimension.dense(4));
        for (Sparsity.Dimension dimension : damaged) {
            Sparsity sparsity =
                    new Sparsity(Ints.of(0, 1), Ints.EMPTY, List.of(Sparsity.Dimension.dense(3), dimension));

            assertThatExceptionOfType(InvalidGraphException.class)
                    .as(dimension.toString())
                    .isThrownBy(() -> SparseDecoder.decode(sound.withSparsity(sparsity)))
                    .withMessageContaining("'w'");
        }
    }

    private static Sparsity.Dimension last(Ints segments, Ints indices) {
        return Sparsity.Dimension.compressed(
                new Sparsity.Indices(Sparsity.IndexWidth.INT32, segments),
                new Sparsity.Indices(Sparsity.IndexWidth.INT32, indices));
    }

    private static Tensor random(TensorType type, long seed, Ints shape) {
        SplittableRandom random = new SplittableRandom(seed);
        int width = type.bits() / Byte.SIZE;
        byte[] bytes = new byte[shape.stream().reduce(width, Math::multiplyExact)];
        random.nextBytes(bytes);
        for (int place = 0; place < bytes.length; place += width) {
            boolean zero = random.nextInt(10) < 8 || bytes[place] == 0;
            Arrays.fill(bytes, place, place + width, zero ? 0 : bytes[place]);
        }
        return Tensor.constant("w", type, shape, Buffer.ofBytes(bytes));
    }

    private static Tensor floats(Ints shape, float... values) {
        return Tensor.constant("w", TensorType.FLOAT32, shape, Buffer.ofFloats(values));
    }

    private static String metadataOf(Tensor sparse) {
        List<String> numbers = new ArrayList<>();
        for (Sparsity.Dimension dimension : sparse.sparsity().orElseThrow().dimensions()) {
            Stream.of(dimension.segments(), dimension.indices())
                    .flatMap(present -> present.stream())
                    .map(present -> present.values().toString().replaceAll("[\\[\\],]", ""))
                    .forEach(numbers::add);
        }
        return String.join("; ", numbers);
    }

    private static Ints ints(String numbers) {
        return Ints.of(Stream.of(numbers.split(" ")).mapToInt(Integer::parseInt).toArray());
    }

    private static float[] values(String numbers) {
        String[] words = numbers.split(" ");
        float[] values = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            values[i] = Float.parseFloat(words[i]);
        }
        return values;
    }
}

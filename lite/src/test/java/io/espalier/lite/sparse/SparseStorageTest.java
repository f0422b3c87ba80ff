// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.constant.DynamicRangeQuantizer;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import io.espalier.lite.verify.GraphVerifier;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseStorageTest {
    private static final long SEED = 4;

    @Test
    void aFullyConnectedOperatorTakesItsWeightsAsTheyAre() {
        Graph sparse = SparseStorage.atLeast(0.5).apply(fullyConnected(0.8));

        assertThat(kinds(sparse)).containsExactly(BuiltinOperator.FULLY_CONNECTED);
        assertThat(sparse.main().operators().get(0).code().version()).isEqualTo(8);
        assertThat(weights(sparse).sparsity()).isPresent();
        assertThat(sparse.metadata(Metadata.MIN_RUNTIME_VERSION).orElseThrow().asText())
                .isEqualTo("2.3.0");
    }

    @Test
    void weightsThatNoKernelTakesAreUnpackedOnceForAllWhoUseThem() {
        Graph sparse = SparseStorage.atLeast(0.5).apply(twoConvolutions(0.8));

        List<Operator> operators = sparse.main().operators();
        assertThat(kinds(sparse))
                .containsExactly(
                        BuiltinOperator.DENSIFY, BuiltinOperator.CONV_2D, BuiltinOperator.CONV_2D, BuiltinOperator.ADD);
        int unpacked = operators.get(0).outputs().get(0);
        assertThat(operators.subList(1, 3)).allMatch(user -> user.inputs().get(1) == unpacked);
        assertThat(sparse.main().tensor(unpacked).name()).isEqualTo("w/dense");
        assertThat(sparse.main().tensor(unpacked).shape())
                .isEqualTo(weights(sparse).shape());
    }

    @Test
    void everythingCanBeUnpacked() {
        Graph sparse = SparseStorage.atLeast(0.5).densifyEverywhere().apply(fullyConnected(0.8));

        assertThat(kinds(sparse)).containsExactly(BuiltinOperator.DENSIFY, BuiltinOperator.FULLY_CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3, 0.5, 0.6, 0.7, 0.9, 0.99, 1})
    void theFileNeverGetsLargerAndTheWeightsComeBack(double share) {
        for (Graph dense : List.of(fullyConnected(share), twoConvolutions(share))) {
            Graph sparse = SparseStorage.atLeast(0).apply(dense);

            byte[] before = GraphWriter.toBytes(dense);
            byte[] after = GraphWriter.toBytes(sparse);
            assertThat(sparse.equals(dense) || after.length < before.length)
                    .as("seed %d", SEED)
                    .isTrue();
            assertThat(GraphVerifier.problems(sparse)).isEmpty();
            assertThat(SparseDecoder.decode(weights(sparse))).isEqualTo(weights(dense));
            assertThat(GraphReader.read(ByteBuffer.wrap(after))).isEqualTo(sparse);
        }
    }

    @Test
    void weightsOfTheSameBytesAreStoredSparseTogether() {
        Graph dense = twins(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED);

        Graph sparse = SparseStorage.atLeast(0.5).apply(dense);

        assertThat(sparse.main().tensors())
                .filteredOn(tensor -> tensor.sparsity().isPresent())
                .extracting(Tensor::name)
                .containsExactly("w", "v");
        assertThat(GraphWriter.size(sparse)).isLessThan(GraphWriter.size(dense) / 2);
    }

    @Test
    void weightsWhoseBytesAreNeededDenseAnywayStayAsTheyAre() {
        Graph dense = twins(BuiltinOperator.ADD, OptionsTable.ADD);

        assertThat(SparseStorage.atLeast(0.5).apply(dense)).isSameAs(dense);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void bytesAreKnownBeforeEncoding(int block) {
        Tensor dense = weights(twoConvolutions(0.7));
        SparseLayout layout = block == 1 ? SparseLayout.rows(4) : SparseLayout.blocksInRows(4, block);

        long known = NonZeroBlocks.count(Elements.nonZero(dense), dense.shape(), block)
                .bytes(Float.BYTES);

        Tensor sparse = SparseEncoder.encode(dense, layout);
        assertThat(sparse.buffer().size() + sparse.sparsity().orElseThrow().indexBytes())
                .as("seed %d", SEED)
                .isEqualTo(known);
    }

    @Test
    void weightsBelowTheSparsityStayAsTheyAre() {
        Graph dense = fullyConnected(0.8);

        assertThat(SparseStorage.atLeast(0.81).apply(dense)).isSameAs(dense);
        assertThat(SparseStorage.atLeast(0.79).apply(dense)).isNotEqualTo(dense);
    }

    @Test
    void int8WeightsOfFloatInputsStayAsTheyAre() {
        Graph hybrid = DynamicRangeQuantizer.USUAL.quantize(fullyConnected(0.8));

        assertThat(SparseStorage.atLeast(0.5).apply(hybrid)).isSameAs(hybrid);
    }

    @Test
    void weightsThatAreAnOutputStayAsTheyAre() {
        Graph graph = fullyConnected(0.8);
        Graph shown = graph.withMain(graph.main()
                .with(
                        graph.main().tensors(),
                        graph.main().inputs(),
                        Ints.of(1, 2),
                        graph.main().operators()));

        assertThat(SparseStorage.atLeast(0.5).apply(shown)).isSameAs(shown);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aSparsityIsAShare(double share) {
        assertThatIllegalArgumentException().isThrownBy(() -> SparseStorage.atLeast(share));
    }

    @Test
    void anUnsoundTraversalOrderIsRefused() {
        assertThatExceptionOfType(InvalidGraphException.class)
                .isThrownBy(() -> new SparseLayout(Ints.of(0, 0), List.of(false, true), List.of()))
                .withMessageContaining("traversal order");
    }

    private static Graph fullyConnected(double share) {
        return new Sketch()
                .input("x", 1, 64)
                .floats("w", Ints.of(32, 64), values(32 * 64, share))
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", Ints.of(1, 32), "x", "w")
                .build("y");
    }

    /** Two operators with weights of their own that have the same bytes. */
    private static Graph twins(BuiltinOperator second, OptionsTable options) {
        float[] values = values(32 * 32, 0.8);
        return new Sketch()
                .input("x", 1, 32)
                .floats("w", Ints.of(32, 32), values)
                .floats("v", Ints.of(32, 32), values)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "a", Ints.of(1, 32), "x", "w")
                .operator(second, options, "y", Ints.of(1, 32), "a", "v")
                .build("y");
    }

    private static Graph twoConvolutions(double share) {
        return new Sketch()
                .input("x", 1, 4, 4, 32)
                .floats("w", Ints.of(32, 1, 1, 32), values(32 * 32, share))
                .operator(
                        BuiltinOperator.CONV_2D,
                        Sketch.convolution(Padding.SAME, 1),
                        "a",
                        Ints.of(1, 4, 4, 32),
                        "x",
                        "w")
                .operator(
                        BuiltinOperator.CONV_2D,
                        Sketch.convolution(Padding.SAME, 1),
                        "b",
                        Ints.of(1, 4, 4, 32),
                        "a",
                        "w")
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", Ints.of(1, 4, 4, 32), "a", "b")
                .build("y");
    }

    /** Exactly the share of them zero. */
    private static float[] values(int count, double share) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] order = random.ints(count).toArray();
        int limit = (int) Math.round(share * count);
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = limit > 0 && order[i] <= sorted[limit - 1] ? 0 : 1 + i;
        }
        return values;
    }

    private static Tensor weights(Graph graph) {
        return graph.main().tensors().stream()
                .filter(tensor -> tensor.name().equals("w"))
                .findFirst()
                .orElseThrow();
    }

    private static List<BuiltinOperator> kinds(Graph graph) {
        return graph.main().operators().stream()
                .map(operator -> operator.code().builtin())
                .toList();
    }
}

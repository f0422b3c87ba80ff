// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.domain.AllowedValues.Fault;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What inputs may hold, told from graphs in memory. The input is tensor 0. */
class InputLimitsTest {
    private static final Tensor TABLE = floats("table", 4, 3);

    @Test
    void anIndexLiesInItsTable() {
        Graph graph = one(BuiltinOperator.GATHER, option(OptionsTable.GATHER, "axis", 1), ints(2), 1, TABLE);

        assertThat(allowed(graph)).isEqualTo("[0 to 2]");
        assertThat(fault(graph, 0, 2)).isEmpty();
        assertThat(fault(graph, 0, 3)).contains(new Fault(1, 3, "0 to 2"));
        assertThat(fault(graph, -1, 0)).contains(new Fault(0, -1, "0 to 2"));
    }

    @Test
    void aNegativeAxisCountsFromBehind() {
        Graph graph = one(BuiltinOperator.GATHER, option(OptionsTable.GATHER, "axis", -2), ints(2), 1, TABLE);

        assertThat(allowed(graph)).isEqualTo("[0 to 3]");
    }

    @Test
    void rowsOfAnEmbeddingAreIndices() {
        assertThat(allowed(one(BuiltinOperator.EMBEDDING_LOOKUP, Options.NONE, ints(2), 0, TABLE)))
                .isEqualTo("[0 to 3]");
    }

    @Test
    void coordinatesLieInTheirDimensions() {
        Graph graph = one(BuiltinOperator.GATHER_ND, Options.NONE, ints(5, 2), 1, TABLE);

        assertThat(allowed(graph)).isEqualTo("[0 to 3, 0 to 2]");
        assertThat(fault(graph, 3, 2, 3, 3)).contains(new Fault(3, 3, "0 to 2"));
    }

    @Test
    void coordinatesLieInAShapeThatIsAConstant() {
        Tensor shape = Tensor.constant("shape", TensorType.INT32, Ints.of(1), Buffer.ofInts(7));
        Tensor values = floats("values", 5);

        assertThat(allowed(one(BuiltinOperator.SCATTER_ND, Options.NONE, ints(5, 1), 0, values, shape)))
                .isEqualTo("[0 to 6]");
        assertThat(allowed(one(BuiltinOperator.SPARSE_TO_DENSE, Options.NONE, ints(5), 0, shape, values, values)))
                .isEqualTo("[0 to 6]");
    }

    @Test
    void moreThanTheRowHasCannotBeItsLargest() {
        assertThat(allowed(one(BuiltinOperator.TOPK_V2, Options.NONE, ints(), 1, TABLE)))
                .isEqualTo("[0 to 3]");
    }

    @Test
    void segmentsRiseOneByOne() {
        Graph graph = one(BuiltinOperator.SEGMENT_SUM, Options.NONE, ints(4), 1, TABLE);

        assertThat(fault(graph, 0, 0, 1, 2)).isEmpty();
        assertThat(fault(graph, 1, 1, 1, 2)).contains(new Fault(0, 1, "0 first"));
        assertThat(fault(graph, 0, 2, 2, 2)).contains(new Fault(1, 2, "0 to 1 there"));
        assertThat(fault(graph, 0, 1, 0, 1)).contains(new Fault(2, 0, "1 to 2 there"));
    }

    @Test
    void aPermutationNamesEachDimensionOnce() {
        Graph graph = one(BuiltinOperator.TRANSPOSE, Options.NONE, ints(2), 1, TABLE);

        assertThat(fault(graph, 1, -2)).isEmpty();
        assertThat(fault(graph, 0, -2)).contains(new Fault(1, -2, "each dimension once"));
        assertThat(fault(graph, 0, 2)).contains(new Fault(1, 2, "-2 to 1"));
    }

    @Test
    void anAxisIsOneOfTheDimensions() {
        assertThat(allowed(one(BuiltinOperator.ARG_MAX, Options.NONE, ints(1), 1, TABLE)))
                .isEqualTo("[-2 to 1]");
        assertThat(allowed(one(BuiltinOperator.EXPAND_DIMS, Options.NONE, ints(1), 1, TABLE)))
                .isEqualTo("[-3 to 2]");
    }

    @Test
    void aSliceLiesInsideWhatItIsCutFrom() {
        assertThat(allowed(one(BuiltinOperator.SLICE, Options.NONE, ints(2), 1, TABLE, TABLE)))
                .isEqualTo("[0 to 4, 0 to 3]");
        assertThat(allowed(one(BuiltinOperator.SLICE, Options.NONE, ints(2), 2, TABLE, TABLE)))
                .isEqualTo("[-1 to 4, -1 to 3]");
    }

    @Test
    void sizesAndPaddingsAreNotNegativeAndNoWholeNumberIsDividedByZero() {
        assertThat(allowed(one(BuiltinOperator.TILE, Options.NONE, ints(2), 1, TABLE)))
                .isEqualTo("[0 or more]");
        assertThat(allowed(one(BuiltinOperator.PAD, Options.NONE, ints(2, 2), 1, TABLE)))
                .isEqualTo("[0 or more]");
        assertThat(allowed(one(BuiltinOperator.FILL, Options.NONE, ints(2), 0, TABLE)))
                .isEqualTo("[0 or more]");
        assertThat(allowed(one(BuiltinOperator.RESHAPE, Options.NONE, ints(2), 1, TABLE)))
                .isEqualTo("[-1 or more]");
        Graph division = one(BuiltinOperator.FLOOR_DIV, Options.NONE, ints(2), 1, TABLE);
        assertThat(fault(division, 1, 0)).contains(new Fault(1, 0, "any number but 0"));
    }

    @Test
    void aTransposedConvolutionMakesTheSizesThatAConvolutionWouldTurnBack() {
        Options options = Options.of(OptionsTable.TRANSPOSE_CONV)
                .with("padding", Padding.SAME)
                .with("stride_w", 2)
                .with("stride_h", 2);

        assertThat(allowed(one(
                        BuiltinOperator.TRANSPOSE_CONV,
                        options,
                        ints(4),
                        0,
                        floats("w", 8, 3, 3, 5),
                        floats("p", 1, 6, 4, 5))))
                .isEqualTo("[only 1, 11 to 12, 7 to 8, only 8]");
    }

    @Test
    void whatIsNoNumberIsNoIndex() {
        Graph graph = afterCast(floats("ids", 2));

        assertThat(fault(graph, 2.9, 0)).isEmpty();
        assertThat(fault(graph, 4, 0)).contains(new Fault(0, 4, "0 to 3"));
        assertThat(fault(graph, 0, Double.NaN)).contains(new Fault(1, Double.NaN, "0 to 3"));
        assertThat(fault(graph, 0, Double.POSITIVE_INFINITY)).isPresent();
    }

    @Test
    void aQuantizedIndexIsMeantAsItIsStored() {
        Quantization halves = new Quantization(Floats.EMPTY, Floats.EMPTY, Floats.of(0.5f), Longs.of(-1), 0, null);
        Tensor quantized = Tensor.activation("q", TensorType.INT8, Ints.of(2)).withQuantization(halves);
        Graph graph = new Graph(
                "",
                List.of(new Subgraph(
                        "main",
                        List.of(floats("x", 2), quantized, ints(2), TABLE, floats("y", 2, 3)),
                        Ints.of(0),
                        Ints.of(4),
                        List.of(
                                operator(BuiltinOperator.QUANTIZE, Options.NONE, Ints.of(0), 1),
                                operator(BuiltinOperator.CAST, Options.NONE, Ints.of(1), 2),
                                operator(BuiltinOperator.EMBEDDING_LOOKUP, Options.NONE, Ints.of(2, 3), 4)))),
                List.of(),
                List.of());

        assertThat(fault(graph, 0.5, 2)).isEmpty();
        assertThat(fault(graph, 0.5, 2.5)).contains(new Fault(1, 2.5, "0 to 3"));
        assertThat(fault(graph, 0, 2)).contains(new Fault(0, 0, "0 to 3"));
    }

    @Test
    void whatIsComputedOfAnInputIsNotFollowed() {
        Graph graph = new Graph(
                "",
                List.of(new Subgraph(
                        "main",
                        List.of(ints(2), ints(2), TABLE, floats("y", 2, 3)),
                        Ints.of(0),
                        Ints.of(3),
                        List.of(
                                operator(BuiltinOperator.ABS, Options.NONE, Ints.of(0), 1),
                                operator(BuiltinOperator.EMBEDDING_LOOKUP, Options.NONE, Ints.of(1, 2), 3)))),
                List.of(),
                List.of());

        assertThat(InputLimits.of(graph, 0)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = BuiltinOperator.class,
            names = {"TRANSPOSE", "REVERSE_V2", "TILE", "PAD", "RESHAPE"})
    void indicesAreFollowedThroughOperatorsThatOnlyMoveThem(BuiltinOperator moving) {
        Tensor parameter = Tensor.constant("parameter", TensorType.INT32, Ints.of(1), Buffer.ofInts(1));
        Graph graph = new Graph(
                "",
                List.of(new Subgraph(
                        "main",
                        List.of(ints(2), parameter, ints(2), TABLE, floats("y", 2, 3)),
                        Ints.of(0),
                        Ints.of(4),
                        List.of(
                                operator(moving, Options.NONE, Ints.of(0, 1), 2),
                                operator(BuiltinOperator.EMBEDDING_LOOKUP, Options.NONE, Ints.of(2, 3), 4)))),
                List.of(),
                List.of());

        assertThat(allowed(graph)).isEqualTo("[0 to 3]");
    }

    @Test
    void elementsThatAreJoinedWithOthersKeepOnlyWhatHoldsForAll() {
        assertThat(allowed(joined(BuiltinOperator.FILL, 0))).isEqualTo("[0 or more]");
        assertThat(allowed(joined(BuiltinOperator.SLICE, 1))).isEqualTo("[numbers]");
    }

    /** An operator that reads the input, cast to whole numbers, as rows of a table. */
    private static Graph afterCast(Tensor input) {
        return new Graph(
                "",
                List.of(new Subgraph(
                        "main",
                        List.of(input, ints(2), TABLE, floats("y", 2, 3)),
                        Ints.of(0),
                        Ints.of(3),
                        List.of(
                                operator(BuiltinOperator.CAST, Options.NONE, Ints.of(0), 1),
                                operator(BuiltinOperator.EMBEDDING_LOOKUP, Options.NONE, Ints.of(1, 2), 3)))),
                List.of(),
                List.of());
    }

    /** An operator that takes the input packed with a constant. */
    private static Graph joined(BuiltinOperator user, int position) {
        Tensor other = Tensor.constant("other", TensorType.INT32, Ints.EMPTY, Buffer.ofInts(1));
        int[] operands = {3, 3, 3};
        operands[position] = 2;
        return new Graph(
                "",
                List.of(new Subgraph(
                        "main",
                        List.of(ints(), other, ints(2), TABLE, floats("y", 1, 1)),
                        Ints.of(0),
                        Ints.of(4),
                        List.of(
                                operator(BuiltinOperator.PACK, Options.NONE, Ints.of(0, 1), 2),
                                operator(user, Options.NONE, Ints.of(operands), 4)))),
                List.of(),
                List.of());
    }

    /** One operator whose operand at the position is the input, with the others around it. */
    private static Graph one(BuiltinOperator kind, Options options, Tensor input, int position, Tensor... others) {
        List<Tensor> tensors = new ArrayList<>(List.of(input));
        tensors.addAll(List.of(others));
        tensors.add(Tensor.activation("y", TensorType.FLOAT32, Ints.of(-1)));
        int[] operands = new int[others.length + 1];
        for (int i = 0, other = 1; i < operands.length; i++) {
            operands[i] = i == position ? 0 : other++;
        }
        Operator operator = operator(kind, options, Ints.of(operands), tensors.size() - 1);
        return new Graph(
                "",
                List.of(new Subgraph("main", tensors, Ints.of(0), Ints.of(tensors.size() - 1), List.of(operator))),
                List.of(),
                List.of());
    }

    private static Operator operator(BuiltinOperator kind, Options options, Ints inputs, int output) {
        return Operator.of(OperatorCode.of(kind, 1), inputs, Ints.of(output), options);
    }

    private static Options option(OptionsTable table, String name, int value) {
        return Options.of(table).with(name, value);
    }

    private static Tensor ints(int... shape) {
        return Tensor.activation("i", TensorType.INT32, Ints.of(shape));
    }

    private static Tensor floats(String name, int... shape) {
        return Tensor.activation(name, TensorType.FLOAT32, Ints.of(shape));
    }

    private static String allowed(Graph graph) {
        InputLimit limit = InputLimits.of(graph, 0).get(0);
        return limit.allowed(graph.main().tensors().stream().map(Tensor::shape).toList()::get)
                .intervals()
                .toString();
    }

    private static Optional<Fault> fault(Graph graph, double... values) {
        InputLimit limit = InputLimits.of(graph, 0).get(0);
        AllowedValues allowed =
                limit.allowed(graph.main().tensors().stream().map(Tensor::shape).toList()::get);
        return limit.fault(allowed, values.length, element -> values[element]);
    }
}

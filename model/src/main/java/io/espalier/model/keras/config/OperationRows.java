// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.function.AnyOrAll;
import io.espalier.model.layer.function.ApproximateGelu;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.Clip;
import io.espalier.model.layer.function.ComposedFunction;
import io.espalier.model.layer.function.CumulativeSum;
import io.espalier.model.layer.function.Deviation;
import io.espalier.model.layer.function.Einsum;
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.function.FloorDivision;
import io.espalier.model.layer.function.FullLike;
import io.espalier.model.layer.function.Glu;
import io.espalier.model.layer.function.IndexOf;
import io.espalier.model.layer.function.LogSoftmax;
import io.espalier.model.layer.function.LogSumExp;
import io.espalier.model.layer.function.Logical;
import io.espalier.model.layer.function.MatrixProduct;
import io.espalier.model.layer.function.Norm;
import io.espalier.model.layer.function.Reduce;
import io.espalier.model.layer.function.ScaledSwish;
import io.espalier.model.layer.function.SquaredDifference;
import io.espalier.model.layer.function.Threshold;
import io.espalier.model.layer.function.Where;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which layers are written as operations, and how. {@link OperationConfigs} reads them. */
final class OperationRows {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<OperationRow<?>> ROWS = List.of(
            new OperationRow<>(Arithmetic.class, OperationRows::arithmetic),
            new OperationRow<>(
                    Elementwise.class,
                    layer -> OperationName.written(OperationName.UNARY, layer.function())
                            .tensor("x")),
            new OperationRow<>(ComposedFunction.class, OperationRows::composed),
            new OperationRow<>(
                    Logical.class,
                    layer -> OperationName.written(OperationName.CONNECTIVES, layer.connective())
                            .tensor("x")
                            .tensor("y")),
            new OperationRow<>(
                    FloorDivision.class,
                    layer -> operands(
                            layer.isRemainder()
                                    ? WrittenOperation.of("math.floormod", "numpy.Mod")
                                    : WrittenOperation.of("math.floordiv", "numpy.FloorDivide"),
                            layer.quotient())),
            new OperationRow<>(
                    SquaredDifference.class,
                    layer -> operands(
                            WrittenOperation.of("math.squared_difference", WrittenOperation.NONE), layer.difference())),
            new OperationRow<>(Where.class, OperationRows::where),
            new OperationRow<>(
                    FullLike.class,
                    layer -> (layer.isOne()
                                    ? WrittenOperation.of("ones_like", "numpy.OnesLike")
                                    : WrittenOperation.of("zeros_like", "numpy.ZerosLike"))
                            .tensor("input")),
            new OperationRow<>(
                    Clip.class,
                    layer -> WrittenOperation.of("clip_by_value", "numpy.Clip")
                            .tensor("t")
                            .setting("clip_value_min", "x_min", JSON.numberNode(layer.least()))
                            .setting("clip_value_max", "x_max", JSON.numberNode(layer.most()))),
            new OperationRow<>(
                    ApproximateGelu.class,
                    layer -> WrittenOperation.of("nn.gelu", "nn.Gelu")
                            .tensor("features")
                            .setting("approximate", true)),
            new OperationRow<>(
                    ScaledSwish.class,
                    layer -> WrittenOperation.of("nn.silu", WrittenOperation.NONE)
                            .tensor("features")
                            .argument("beta", JSON.numberNode(layer.beta()))),
            new OperationRow<>(
                    LogSoftmax.class,
                    layer -> WrittenOperation.of("nn.log_softmax", "nn.LogSoftmax")
                            .tensor("logits")
                            .axis(layer.axis())),
            new OperationRow<>(
                    Reduce.class,
                    layer -> along(
                            OperationName.written(OperationName.REDUCTIONS, layer.reduction()),
                            layer.axes(),
                            layer.keepDimensions())),
            new OperationRow<>(
                    AnyOrAll.class,
                    layer -> along(
                            layer.isAll()
                                    ? WrittenOperation.of("math.reduce_all", "numpy.All")
                                    : WrittenOperation.of("math.reduce_any", "numpy.Any"),
                            layer.axes(),
                            layer.keepDimensions())),
            new OperationRow<>(Einsum.class, OperationRows::einsum),
            new OperationRow<>(
                    Glu.class,
                    layer -> WrittenOperation.of(WrittenOperation.NONE, "nn.Glu")
                            .tensor("x")
                            .axis(layer.axis())),
            new OperationRow<>(
                    Threshold.class,
                    layer -> WrittenOperation.of(WrittenOperation.NONE, "nn.Threshold")
                            .tensor("x")
                            .ofKeras3("threshold_value", JSON.numberNode(layer.threshold()))
                            .ofKeras3("value", JSON.numberNode(layer.otherwise()))),
            new OperationRow<>(
                    LogSumExp.class,
                    layer -> along(
                            WrittenOperation.of("math.reduce_logsumexp", "math.Logsumexp"),
                            layer.axes(),
                            layer.keepDimensions())),
            new OperationRow<>(
                    Deviation.class,
                    layer -> along(
                            layer.isRoot()
                                    ? WrittenOperation.of("math.reduce_std", "numpy.Std")
                                    : WrittenOperation.of("math.reduce_variance", "numpy.Var"),
                            layer.axes(),
                            layer.keepDimensions())),
            new OperationRow<>(Norm.class, OperationRows::norm),
            new OperationRow<>(
                    IndexOf.class,
                    layer -> (layer.isSmallest()
                                    ? WrittenOperation.of("math.argmin", "numpy.Argmin")
                                    : WrittenOperation.of("math.argmax", "numpy.Argmax"))
                            .tensor("input")
                            .axis(layer.axis())
                            .ofKeras3("keepdims", JSON.booleanNode(layer.keepDimension()))),
            new OperationRow<>(
                    CumulativeSum.class,
                    layer -> WrittenOperation.of("math.cumsum", "numpy.Cumsum")
                            .tensor("x")
                            .axis(layer.axis())
                            .argument("exclusive", JSON.booleanNode(layer.isExclusive()))
                            .argument("reverse", JSON.booleanNode(layer.isReverse()))),
            new OperationRow<>(
                    MatrixProduct.class,
                    layer -> WrittenOperation.of("linalg.matmul", "numpy.Matmul")
                            .tensor("a")
                            .tensor("b")
                            .argument("transpose_a", JSON.booleanNode(layer.transposeLeft()))
                            .argument("transpose_b", JSON.booleanNode(layer.transposeRight()))));

    private OperationRows() {}

    private static Stream<OperationRow<?>> rows() {
        return Stream.concat(ROWS.stream(), MovingOperationRows.ROWS.stream());
    }

    /** Whether a layer is one of these, in at least one version of Keras. */
    static boolean has(Layer layer) {
        return rows().anyMatch(row -> row.type().isInstance(layer));
    }

    /** Empty if it is none of these. */
    static Optional<WrittenOperation> of(Layer layer) {
        return rows().filter(row -> row.type().isInstance(layer)).findFirst().map(row -> row.of(layer));
    }

    /** Of numbers that are no floats. */
    static WrittenOperation cast(String type) {
        return WrittenOperation.of("cast", "core.Cast").tensor("x").setting("dtype", type);
    }

    private static WrittenOperation arithmetic(Arithmetic layer) {
        return operands(OperationName.written(OperationName.BINARY, layer.function()), layer);
    }

    private static WrittenOperation operands(WrittenOperation operation, Arithmetic layer) {
        if (layer.constant().isEmpty()) {
            return operation.tensor("x").tensor("y");
        }
        return layer.constantFirst()
                ? operation.constant("x", layer.constant().get()).tensor("y")
                : operation.tensor("x").constant("y", layer.constant().get());
    }

    private static WrittenOperation composed(ComposedFunction layer) {
        return switch (layer.function()) {
            case TRUNCATE -> cast("int32");
            case IS_NOT_ZERO -> cast("bool");
            default ->
                OperationName.written(OperationName.COMPOSED, layer.function()).tensor("x");
        };
    }

    private static WrittenOperation einsum(Einsum layer) {
        WrittenOperation einsum = WrittenOperation.of(WrittenOperation.NONE, "numpy.Einsum")
                .ofKeras3("subscripts", TextNode.valueOf(layer.equation()))
                .tensor("x");
        if (layer.constant().isPresent()) {
            return einsum.constant("y", layer.constant().get());
        }
        return layer.equation().contains(",") ? einsum.tensor("y") : einsum;
    }

    private static WrittenOperation where(Where layer) {
        WrittenOperation where = WrittenOperation.of("where", "numpy.Where").tensor("condition");
        layer.yes().ifPresentOrElse(yes -> where.constant("x", yes), () -> where.tensor("x"));
        layer.no().ifPresentOrElse(no -> where.constant("y", no), () -> where.tensor("y"));
        return where;
    }

    private static WrittenOperation along(WrittenOperation operation, List<Integer> axes, boolean keep) {
        return operation.tensor("input_tensor").axes(axes).setting("keepdims", keep);
    }

    private static WrittenOperation norm(Norm layer) {
        boolean isEuclidean = layer.order() == Norm.Order.EUCLIDEAN;
        return WrittenOperation.of("norm", "linalg.Norm")
                .tensor("tensor")
                .axes(layer.axes())
                .setting("keepdims", layer.keepDimensions())
                .argument("ord", isEuclidean ? TextNode.valueOf("euclidean") : IntNode.valueOf(1))
                .ofKeras3("ord", isEuclidean ? NullNode.getInstance() : IntNode.valueOf(1));
    }
}

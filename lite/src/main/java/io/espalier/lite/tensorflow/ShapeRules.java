// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Options;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Operators that tell shapes, and those that give the same elements another shape or type. */
final class ShapeRules {
    private ShapeRules() {}

    /** The rule of an operator of this family; null for another. */
    static @Nullable NodeRule of(String operator) {
        return switch (operator) {
            case "CheckNumerics",
                    "EnsureShape",
                    "Identity",
                    "PlaceholderWithDefault",
                    "PreventGradient",
                    "Snapshot",
                    "StopGradient" -> NodeRule.of(call -> call.input(0));
            case "IdentityN" -> NodeCall::inputs;
            case "Cast" -> NodeRule.of(ShapeRules::cast);
            case "Const" -> NodeRule.of(ShapeRules::constant);
            case "ExpandDims" -> NodeRule.of(ShapeRules::expandDims);
            case "Fill" -> NodeRule.of(ShapeRules::fill);
            case "OnesLike" -> NodeRule.of(ShapeRules::onesLike);
            case "Range" -> NodeRule.of(ShapeRules::range);
            case "Rank" ->
                NodeRule.of(call -> SubgraphAssembly.ints(
                        call.name(), TensorShape.of(), call.shape(0).size()));
            case "Reshape" -> NodeRule.of(ShapeRules::reshape);
            case "Shape" -> NodeRule.of(ShapeRules::shape);
            case "ShapeN" ->
                call -> call.inputs().stream().map(input -> shape(call, input)).toList();
            case "Size" -> NodeRule.of(ShapeRules::size);
            case "Squeeze" -> NodeRule.of(ShapeRules::squeeze);
            default -> null;
        };
    }

    private static Value constant(NodeCall call) {
        return call.node()
                .attribute("value", AttrValue.Constant.class)
                .<Value>map(constant -> new Value.Known(call.name(), constant.value()))
                .orElseThrow(() -> new LoweringException(
                        "it has no value: among the weights of its file there is none of its name"));
    }

    private static Value cast(NodeCall call) {
        DataType type = call.node().type("DstT");
        if (type == call.type(0)) {
            return call.input(0);
        }
        Optional<Longs> elements = Counting.counts(type) ? call.elements(0) : Optional.empty();
        Options options = Options.of(OptionsTable.CAST)
                .with("in_data_type", SubgraphAssembly.tensorType(call.type(0)))
                .with("out_data_type", SubgraphAssembly.tensorType(type));
        return Counting.value(
                call,
                type,
                call.shape(0),
                elements,
                () -> call.operator(CAST, options, type, call.shape(0), call.input(0)));
    }

    private static Value shape(NodeCall call) {
        return shape(call, call.input(0));
    }

    private static Value shape(NodeCall call, Value input) {
        DataType type = call.node().type("out_type") == DataType.INT64 ? DataType.INT64 : DataType.INT32;
        Longs elements = Longs.of(input.shape().stream()
                .mapToLong(size -> size == Dims.OPEN ? Value.OPEN : size)
                .toArray());
        Options options = Options.of(OptionsTable.SHAPE).with("out_type", SubgraphAssembly.tensorType(type));
        Ints shape = Ints.of(input.shape().size());
        return Counting.value(
                call, type, shape, Optional.of(elements), () -> call.operator(SHAPE, options, type, shape, input));
    }

    private static Value size(NodeCall call) {
        int size = Dims.product(call.shape(0));
        if (size == Dims.OPEN) {
            throw new LoweringException("the size of the shape " + call.shape(0) + " is not known");
        }
        return SubgraphAssembly.ints(call.name(), TensorShape.of(), size);
    }

    private static Value reshape(NodeCall call) {
        Value input = call.input(0);
        Optional<Longs> wanted = call.elements(1);
        if (wanted.isEmpty()) {
            throw new LoweringException("the shape is computed in a way that is not followed");
        }
        Ints shape = completed(Dims.of(wanted.get()), input.shape());
        Optional<Longs> elements = NodeCall.elements(input);
        boolean isOneOpen = shape.stream().filter(size -> size == Dims.OPEN).count() <= 1;
        return Counting.value(call, input.type(), shape, elements, () -> {
            Value operand = isOneOpen ? call.ints("shape", shape.toArray()) : asInt32(call, call.input(1));
            return reshaped(call, call.name(), input, shape, operand);
        });
    }

    /** What TFLite takes as a shape. */
    static Value asInt32(NodeCall call, Value list) {
        if (list.type() == DataType.INT32) {
            return list;
        }
        Options options = Options.of(OptionsTable.CAST)
                .with("in_data_type", SubgraphAssembly.tensorType(list.type()))
                .with("out_data_type", SubgraphAssembly.tensorType(DataType.INT32));
        return call.step("int32", CAST, options, DataType.INT32, list.shape(), list);
    }

    private static Value.Computed reshaped(NodeCall call, String name, Value input, Ints shape, Value operand) {
        return call.assembly()
                .operator(RESHAPE, Options.of(OptionsTable.RESHAPE), name, input.type(), shape, input, operand);
    }

    /** Reshapes a value to a shape with at most one open dimension. */
    static Value.Computed reshaped(NodeCall call, String part, Value input, Ints shape) {
        Value operand = call.ints(part + "/shape", shape.toArray());
        return reshaped(call, part.isEmpty() ? call.name() : call.named(part), input, shape, operand);
    }

    /** A shape in which the one open dimension is told by the number of elements, if that is known. */
    private static Ints completed(Ints shape, Ints from) {
        int elements = Dims.product(from);
        List<Integer> open = IntStream.range(0, shape.size())
                .filter(axis -> shape.get(axis) == Dims.OPEN)
                .boxed()
                .toList();
        if (open.size() != 1 || elements == Dims.OPEN) {
            return shape;
        }
        int rest = Dims.product(Dims.without(shape, open.get(0)));
        if (rest == 0 || elements % rest != 0) {
            throw new LoweringException(from + " cannot be reshaped to " + shape);
        }
        return shape.with(open.get(0), elements / rest);
    }

    private static Value expandDims(NodeCall call) {
        int rank = call.shape(0).size();
        int axis = Dims.axis(call.knownNumber(1, "axis"), rank + 1);
        return withShape(call, Dims.inserted(call.shape(0), axis, 1));
    }

    private static Value squeeze(NodeCall call) {
        Ints shape = call.shape(0);
        List<Long> given = call.node().wholes("squeeze_dims").isEmpty()
                ? call.node().wholes("axis")
                : call.node().wholes("squeeze_dims");
        int[] axes = given.isEmpty()
                ? IntStream.range(0, shape.size())
                        .filter(axis -> shape.get(axis) == 1)
                        .toArray()
                : given.stream().mapToInt(axis -> Dims.axis(axis, shape.size())).toArray();
        return withShape(call, Dims.without(shape, axes));
    }

    private static Value withShape(NodeCall call, Ints shape) {
        Value input = call.input(0);
        return Counting.value(call, input.type(), shape, NodeCall.elements(input), () -> {
            if (shape.stream().filter(size -> size == Dims.OPEN).count() > 1) {
                throw new LoweringException("the shape " + shape + " has several open dimensions; fix them");
            }
            return reshaped(call, "", input, shape);
        });
    }

    private static Value fill(NodeCall call) {
        Longs sizes = call.elements(0)
                .orElseThrow(() -> new LoweringException("the shape is computed in a way that is not followed"));
        Ints shape = Dims.of(sizes);
        Optional<Longs> elements = call.elements(1)
                .filter(value -> !shape.contains(Dims.OPEN) && value.size() == 1)
                .map(value -> Longs.filled(Dims.product(shape), value.get(0)));
        return Counting.value(
                call,
                call.type(1),
                shape,
                elements,
                () -> call.operator(
                        FILL, OptionsTable.FILL, call.type(1), shape, asInt32(call, call.input(0)), call.input(1)));
    }

    private static Value onesLike(NodeCall call) {
        Value zeros = call.step(
                "zeros", ZEROS_LIKE, Options.of(OptionsTable.ZEROS_LIKE), call.type(0), call.shape(0), call.input(0));
        return call.operator(ADD, OptionsTable.ADD, call.type(0), call.shape(0), zeros, call.real("one", 1));
    }

    private static Value range(NodeCall call) {
        if (Counting.counts(call.type(0))
                && IntStream.range(0, 3).allMatch(i -> call.elements(i).isPresent())) {
            int start = call.knownNumber(0, "start");
            int limit = call.knownNumber(1, "limit");
            int delta = call.knownNumber(2, "delta");
            long[] values = delta == 0
                    ? new long[0]
                    : LongStream.iterate(
                                    start, value -> delta > 0 ? value < limit : value > limit, value -> value + delta)
                            .toArray();
            return Counting.constant(call.name(), call.type(0), Ints.of(values.length), Longs.of(values));
        }
        return call.operator(
                RANGE,
                OptionsTable.RANGE,
                call.type(0),
                Ints.of(Dims.OPEN),
                call.input(0),
                call.input(1),
                call.input(2));
    }
}

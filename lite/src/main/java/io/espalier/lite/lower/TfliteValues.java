// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of one layer that is being lowered: tensors of the graph, and constants that become some where they are used. Names are the
 * layer's, and differ.
 */
final class TfliteValues {
    /**
     * A tensor of the graph, or a constant that becomes one where it is used.
     *
     * @param shape without the batch
     * @param isBatched whether each example has its own; one that depends on weights alone has no batch
     * @param tensor its index; none for a constant
     * @param constant its values and its name; none for what is computed
     */
    record Value(Shape shape, boolean isBatched, Optional<Integer> tensor, Optional<Constant> constant) {
        static Value computed(Shape shape, int tensor) {
            return new Value(shape, true, Optional.of(tensor), Optional.empty());
        }

        /** How many dimensions its tensor has before those of the shape. */
        int batchDimensions() {
            return isBatched ? 1 : 0;
        }

        Tensor values() {
            return constant.orElseThrow(() -> new IllegalArgumentException("expected a constant, not a computed value"))
                    .values();
        }
    }

    /** @param weight of the model that it is, or is a part of */
    record Constant(String name, Tensor values, Optional<WeightKey> weight) {}

    private final String layer;
    private final SubgraphBuilder builder;
    private final Set<String> names = new HashSet<>();
    private int nextNumber = 1;
    private final Map<Tensor, Value> unnamed = new HashMap<>();
    private final ConstantTensors constants;

    TfliteValues(String layer, SubgraphBuilder builder) {
        this.layer = layer;
        this.builder = builder;
        this.constants = new ConstantTensors(builder);
    }

    SubgraphBuilder builder() {
        return builder;
    }

    /** The tensor that holds a value. */
    int tensor(Value value) {
        return value.tensor().orElseGet(() -> stored(value, ConstantTensors.Layout.PLAIN));
    }

    /** The tensor that holds a constant in the order that an operator wants. */
    int stored(Value value, ConstantTensors.Layout layout) {
        Constant constant = value.constant().orElseThrow();
        return constants.stored(constant, layout);
    }

    int ints(String name, Ints shape, int... values) {
        return constants.ints(() -> unique(name), shape, values);
    }

    // A bias of zeros rather than none: an operator without that operand needs a newer runtime.
    int zeros(int channels) {
        return builder.floats(unique("bias"), Ints.of(channels), Buffer.ofFloats(new float[channels]));
    }

    /** A constant of truths: false for each 0. */
    int flags(Tensor values) {
        byte[] flags = new byte[values.shape().elements()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = (byte) (values.get(i) == 0 ? 0 : 1);
        }
        return builder.flags(unique("flags"), Ints.of(values.shape().toArray()), Buffer.ofBytes(flags));
    }

    /** A constant that has no name of its own. */
    Value constant(Tensor value) {
        return unnamed.computeIfAbsent(value, key -> constant(unique("constant"), value, Optional.empty()));
    }

    static Value constant(String name, Tensor values, Optional<WeightKey> weight) {
        return new Value(values.shape(), false, Optional.empty(), Optional.of(new Constant(name, values, weight)));
    }

    // Numbers for all but the first of a kind: a recurrent layer has a thousand tensors, and a file holds each name.
    String unique(String name) {
        return layer + "/" + (names.add(name) ? name : String.valueOf(nextNumber++));
    }

    /** The output of one more operator. */
    Value computed(BuiltinOperator operator, Options options, Shape shape, int... inputs) {
        boolean isBatched = !builder.dependOnWeightsAlone(inputs);
        int output = builder.activation(named(operator), shape, isBatched);
        return appended(operator, options, shape, isBatched, output, inputs);
    }

    /** As {@link #computed}, but true or false. */
    Value flags(BuiltinOperator operator, Options options, Shape shape, int... inputs) {
        boolean isBatched = !builder.dependOnWeightsAlone(inputs);
        int output = builder.flags(named(operator), shape, isBatched);
        return appended(operator, options, shape, isBatched, output, inputs);
    }

    private Value appended(
            BuiltinOperator operator, Options options, Shape shape, boolean isBatched, int output, int... inputs) {
        builder.operator(operator, options, output, inputs);
        return new Value(shape, isBatched, Optional.of(output), Optional.empty());
    }

    private String named(BuiltinOperator operator) {
        return unique(operator.name().toLowerCase(Locale.ROOT));
    }
}

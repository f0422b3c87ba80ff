// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.Reduce;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Operations on tensors, in the form of {@link OperationCalls}, as layers. */
final class OperationConfigs {
    private static final Map<String, Binary> BINARY = Map.of(
            "add", Binary.ADD,
            "subtract", Binary.SUBTRACT,
            "sub", Binary.SUBTRACT,
            "multiply", Binary.MULTIPLY,
            "mul", Binary.MULTIPLY,
            "divide", Binary.DIVIDE,
            "truediv", Binary.DIVIDE,
            "true_divide", Binary.DIVIDE,
            "maximum", Binary.MAXIMUM,
            "minimum", Binary.MINIMUM);

    private static final Map<String, Unary> UNARY = Map.of(
            "abs", Unary.ABS,
            "absolute", Unary.ABS,
            "log", Unary.LOG,
            "negative", Unary.NEGATE,
            "neg", Unary.NEGATE,
            "rsqrt", Unary.RSQRT,
            "sqrt", Unary.SQRT,
            "square", Unary.SQUARE);

    private static final Map<String, ActivationFunction> ACTIVATIONS = Map.ofEntries(
            Map.entry("elu", ActivationFunction.ELU),
            Map.entry("exp", ActivationFunction.EXPONENTIAL),
            Map.entry("hard_sigmoid", ActivationFunction.HARD_SIGMOID),
            Map.entry("hard_silu", ActivationFunction.HARD_SWISH),
            Map.entry("relu", ActivationFunction.RELU),
            Map.entry("relu6", ActivationFunction.RELU6),
            Map.entry("selu", ActivationFunction.SELU),
            Map.entry("sigmoid", ActivationFunction.SIGMOID),
            Map.entry("silu", ActivationFunction.SWISH),
            Map.entry("swish", ActivationFunction.SWISH),
            Map.entry("softplus", ActivationFunction.SOFTPLUS),
            Map.entry("softsign", ActivationFunction.SOFTSIGN),
            Map.entry("tanh", ActivationFunction.TANH));

    private static final Map<String, Reduction> REDUCTIONS = Map.of(
            "max", Reduction.MAXIMUM,
            "mean", Reduction.MEAN,
            "min", Reduction.MINIMUM,
            "sum", Reduction.SUM,
            "reduce_max", Reduction.MAXIMUM,
            "reduce_mean", Reduction.MEAN,
            "reduce_min", Reduction.MINIMUM,
            "reduce_sum", Reduction.SUM);

    private final LayerConfig config;
    private final JsonNode names;
    private final JsonNode operands;

    private OperationConfigs(LayerConfig config) {
        this.config = config;
        this.names = config.required("names");
        this.operands = config.required("operands");
    }

    /** @throws ModelFormatException if the operation is none of ours, or has an argument that ours cannot have */
    static Layer read(LayerConfig config) {
        return new OperationConfigs(config).layer();
    }

    private Layer layer() {
        String whole = config.text("function");
        String function = whole.substring(whole.lastIndexOf('.') + 1);
        if (BINARY.containsKey(function)) {
            return arithmetic(BINARY.get(function));
        }
        if (UNARY.containsKey(function)) {
            return new Elementwise(UNARY.get(function));
        }
        if (ACTIVATIONS.containsKey(function)) {
            return Activation.of(ACTIVATIONS.get(function));
        }
        if (REDUCTIONS.containsKey(function)) {
            return reduce(REDUCTIONS.get(function));
        }
        return switch (function) {
            case "concat", "concatenate" -> concatenated();
            case "expand_dims" -> expanded();
            case "getitem", "get_item" -> sliced();
            case "identity", "stop_gradient" -> new Identity();
            case "permute_dims", "transpose" -> new Permute(axes("perm", "axes", "1"));
            case "reshape" -> reshaped();
            case "softmax" -> softmax();
            case "squeeze" -> squeezed();
            default -> throw unsupported(function);
        };
    }

    private ModelFormatException unsupported(String function) {
        TreeSet<String> supported = new TreeSet<>(BINARY.keySet());
        supported.addAll(UNARY.keySet());
        supported.addAll(ACTIVATIONS.keySet());
        supported.addAll(REDUCTIONS.keySet());
        supported.addAll(
                List.of("concat", "expand_dims", "getitem", "identity", "reshape", "softmax", "squeeze", "transpose"));
        return config.error("the operation '" + function + "' is not supported; supported: " + supported);
    }

    private Layer arithmetic(Binary function) {
        if (config.inputs().size() == 2) {
            return Arithmetic.of(function);
        }
        int constant = operands.path(0).isNull() ? 1 : 0;
        boolean isSame = operands.path(1).isMissingNode();
        if (isSame) {
            throw config.error("needs two operands, but has " + operands);
        }
        Tensor value = Tensor.of(shape(operands.get(constant)), numbers(operands.get(constant)));
        return Arithmetic.with(function, value).constantFirst(constant == 0);
    }

    private Shape shape(JsonNode constant) {
        List<Integer> dimensions = new ArrayList<>();
        for (JsonNode part = constant; part.isArray(); part = part.path(0)) {
            dimensions.add(part.size());
        }
        return new Shape(dimensions);
    }

    private float[] numbers(JsonNode constant) {
        List<Float> numbers = new ArrayList<>();
        collect(constant, numbers);
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        return values;
    }

    private void collect(JsonNode constant, List<Float> numbers) {
        if (constant.isArray()) {
            constant.forEach(part -> collect(part, numbers));
        } else if (constant.isNumber()) {
            numbers.add(constant.floatValue());
        } else {
            throw config.error("has the operand " + constant + "; expected a number or lists of numbers");
        }
    }

    /** An argument by one of its names; a missing node if it has none of them. */
    private JsonNode argument(String... wanted) {
        for (int i = 0; i < names.size(); i++) {
            if (!operands.get(i).isNull()
                    && List.of(wanted).contains(names.get(i).asText())) {
                return operands.get(i);
            }
        }
        return operands.path(operands.size());
    }

    private List<Integer> integers(JsonNode argument) {
        JsonNode list = argument.has("items") ? argument.get("items") : argument;
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode number : list.isArray() ? list : List.of(list)) {
            if (!number.isInt()) {
                throw config.error("has the argument " + argument + "; expected integers");
            }
            numbers.add(number.intValue());
        }
        return numbers;
    }

    /** As Keras counts, with the batch; here without. */
    private List<Integer> axes(String... wanted) {
        JsonNode argument = argument(wanted);
        if (argument.isMissingNode()) {
            throw config.error("missing argument '" + wanted[0] + "'");
        }
        List<Integer> axes = new ArrayList<>(integers(argument));
        if (wanted[0].equals("perm") && axes.get(0) == 0) {
            axes.remove(0);
        }
        if (axes.contains(0)) {
            throw config.error(
                    "works along dimension 0, " + argument + "; that is the batch, which cannot be used" + " here");
        }
        return axes.stream().map(axis -> axis < 0 ? axis : axis - 1).toList();
    }

    private Layer reduce(Reduction reduction) {
        boolean keep = argument("keepdims", "2").asBoolean(false);
        return new Reduce(reduction, axes("axis", "1"), keep);
    }

    private Layer concatenated() {
        int axis =
                argument("axis", "1").isMissingNode() ? -1 : axes("axis", "1").get(0);
        int last = config.inputs().get(0).rank() - 1;
        return axis == -1 || axis == last ? new Concatenate() : new ConcatenateAlong(axis);
    }

    private Layer softmax() {
        JsonNode axis = argument("axis", "1");
        int last = config.inputs().get(0).rank();
        if (!axis.isMissingNode() && axis.intValue() != -1 && axis.intValue() != last) {
            throw config.error("is a softmax along dimension " + axis + "; only the last dimension is supported");
        }
        return Activation.of(ActivationFunction.SOFTMAX);
    }

    private Layer reshaped() {
        List<Integer> shape = integers(argument("shape", "newshape", "1"));
        if (shape.size() < 2 || shape.get(0) != -1) {
            throw config.error("reshapes to " + shape + "; the first dimension must be -1, for the batch");
        }
        return new Reshape(shape.subList(1, shape.size()));
    }

    private Layer expanded() {
        Shape input = config.inputs().get(0);
        int axis = axes("axis", "1").get(0);
        List<Integer> dimensions = new ArrayList<>(input.dimensions());
        dimensions.add(axis < 0 ? input.rank() + 1 + axis : axis, 1);
        return new Reshape(dimensions);
    }

    private Layer squeezed() {
        Shape input = config.inputs().get(0);
        List<Integer> places = axes("axis", "1").stream()
                .map(axis -> axis < 0 ? input.rank() + axis : axis)
                .toList();
        return new Reshape(IntStream.range(0, input.rank())
                .filter(axis -> !places.contains(axis))
                .mapToObj(input::dimension)
                .toList());
    }

    private Layer sliced() {
        JsonNode spec = argument("slice_spec", "key", "1");
        JsonNode items = spec.has("items") ? spec.get("items") : spec;
        List<Slice.Part> parts = new ArrayList<>();
        for (JsonNode item : items.isArray() ? items : List.of(items)) {
            parts.add(part(item));
        }
        if (parts.isEmpty() || !parts.get(0).equals(Slice.Part.WHOLE)) {
            throw config.error("slices the batch dimension, " + spec + "; the first dimension must stay whole");
        }
        return new Slice(parts.subList(1, parts.size()));
    }

    private Slice.Part part(JsonNode item) {
        if (item.isInt()) {
            return Slice.Part.only(item.intValue());
        }
        // Keras 3 has the three in the config of an object of class slice.
        JsonNode slice = item.has("config") ? item.get("config") : item;
        boolean isSlice = slice.isObject() && (slice.has("start") || slice.has("stop"));
        if (!isSlice || (slice.hasNonNull("step") && slice.get("step").intValue() != 1)) {
            throw config.error("has the slice " + item + "; expected a number or a slice with step 1");
        }
        return new Slice.Part(end(slice.path("start")), end(slice.path("stop")), false);
    }

    private static OptionalInt end(JsonNode value) {
        return value.isInt() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }
}

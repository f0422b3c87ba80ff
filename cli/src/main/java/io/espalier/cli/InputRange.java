// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.preprocessing.Rescaling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model that is made for inputs far above 1, such as bytes, as it shows by what it does with them first.
 *
 * @param evidence what it does: {@code layer 're' multiplies its input by 0.00392}
 */
record InputRange(String evidence) {
    /** Data that were scaled to 0..1 or -1..1, with room for what augmentation and resizing do. */
    private static final float SMALL = 1.5f;

    /** A factor that leaves values from 0 to 1 nearly constant is there for larger ones. */
    private static final float LEAST_FACTOR = 1 / 50f;

    private static final int EXAMPLES = 100;

    /** Such a model, if its first layer is a Rescaling of that kind. */
    static Optional<InputRange> of(Model model) {
        return model.nodes().stream()
                .filter(node -> node.layer() instanceof Rescaling
                        && node.inputs().stream()
                                .allMatch(input -> model.node(input).layer() instanceof Input))
                .flatMap(node -> of(node).stream())
                .findFirst();
    }

    private static Optional<InputRange> of(Node node) {
        return node.layer() instanceof Rescaling layer
                        && layer.scale().stream().allMatch(scale -> scale != 0 && Math.abs(scale) <= LEAST_FACTOR)
                ? Optional.of(multiplying(
                        "layer '" + node.name() + "' (Rescaling)", layer.scale().get(0)))
                : Optional.empty();
    }

    private static InputRange multiplying(String what, float factor) {
        return new InputRange(String.format(Locale.US, "%s multiplies its input by %.3g", what, factor));
    }

    /** Such a graph, if its first input is quantized for large values, or multiplied by a small constant. */
    static Optional<InputRange> of(Graph graph) {
        Subgraph main = graph.main();
        if (main.inputs().isEmpty()) {
            return Optional.empty();
        }
        int input = main.inputs().get(0);
        return quantized(main.tensor(input))
                .or(() -> main.operators().stream()
                        .filter(operator -> operator.inputs().stream().anyMatch(tensor -> tensor == input))
                        .flatMap(operator -> of(main, operator, input).stream())
                        .findFirst());
    }

    private static Optional<InputRange> of(Subgraph main, Operator operator, int input) {
        if (operator.is(BuiltinOperator.QUANTIZE)) {
            return quantized(main.tensor(operator.outputs().get(0)));
        }
        return operator.is(BuiltinOperator.MUL)
                ? operator.inputs().stream()
                        .filter(tensor -> tensor != input)
                        .mapToObj(main::tensor)
                        .flatMap(factor -> multiplied(main, operator, factor).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<InputRange> multiplied(Subgraph main, Operator operator, Tensor factor) {
        if (!factor.isConstant() || factor.type() != TensorType.FLOAT32 || factor.elements() == 0) {
            return Optional.empty();
        }
        FloatBuffer values = factor.buffer().asFloats();
        boolean small = IntStream.range(0, values.remaining())
                .allMatch(i -> values.get(i) != 0 && Math.abs(values.get(i)) <= LEAST_FACTOR);
        return small
                ? Optional.of(multiplying(
                        "its first operator, '"
                                + main.tensor(operator.outputs().get(0)).name() + "',",
                        values.get(0)))
                : Optional.empty();
    }

    private static Optional<InputRange> quantized(Tensor tensor) {
        Quantization quantization = tensor.quantization();
        if (quantization.scales().size() != 1
                || (tensor.type() != TensorType.INT8 && tensor.type() != TensorType.UINT8)) {
            return Optional.empty();
        }
        long largest = tensor.type() == TensorType.INT8 ? Byte.MAX_VALUE : 255;
        float most = quantization.scales().get(0)
                * (largest - quantization.zeroPoints().get(0));
        return most * LEAST_FACTOR < 1
                ? Optional.empty()
                : Optional.of(new InputRange(String.format(
                        Locale.US, "input '%s' is quantized for values up to %.4g", tensor.name(), most)));
    }

    /** A remark if examples are far smaller than the model takes them to be. */
    Optional<String> compare(Dataset examples) {
        float largest = largest(examples);
        if (!(largest <= SMALL)) {
            return Optional.empty();
        }
        String advice = examples.features().type() == ElementType.UINT8
                ? "if it was trained on bytes from 0 to 255, add --scale none"
                : "if it was trained on bytes from 0 to 255, give it such data";
        return Optional.of(String.format(
                Locale.US,
                "%s has values up to %.3g as the model gets them, but the model seems to expect larger ones: %s; %s",
                examples.name(),
                largest,
                evidence,
                advice));
    }

    private static float largest(Dataset examples) {
        if (examples.features().type() == ElementType.UINT8) {
            return Math.max(
                    Math.abs(examples.scaling().apply(0)),
                    Math.abs(examples.scaling().apply(255)));
        }
        if (examples.features().type() != ElementType.FLOAT32 || examples.size() == 0) {
            return Float.POSITIVE_INFINITY;
        }
        int count = Math.min(EXAMPLES, examples.size());
        ByteBuffer features = buffer(count * examples.features().bytes());
        examples.sample(count)
                .read(
                        IntStream.range(0, count).toArray(),
                        0,
                        count,
                        features,
                        buffer(count * examples.targets().bytes()));
        FloatBuffer values = features.flip().order(ByteOrder.nativeOrder()).asFloatBuffer();
        float largest = 0;
        while (values.hasRemaining()) {
            largest = Math.max(largest, Math.abs(values.get()));
        }
        return largest;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }
}

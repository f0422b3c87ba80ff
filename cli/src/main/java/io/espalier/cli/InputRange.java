// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.check.ValueRange;
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
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The values that a model's input is made for, as the model shows by what it does with them first, or as its file records.
 *
 * @param most about the largest magnitude among them
 * @param evidence what shows it: {@code layer 're' multiplies its input by 0.00392}
 */
record InputRange(float most, String evidence) {
    /** Data that were scaled to 0..1 or -1..1, with room for what augmentation and resizing do. */
    private static final float SMALL = 1.5f;

    /** A factor that leaves values from 0 to 1 nearly constant is there for larger ones. */
    private static final float LEAST_FACTOR = 1 / 50f;

    /** Values so many times as large as expected are of another kind. */
    private static final float FAR = 10;

    private static final float LARGEST_BYTE = 255;

    /** The range of a model whose first layer is a Rescaling of large values. */
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
        return new InputRange(
                1 / Math.abs(factor), String.format(Locale.US, "%s multiplies its input by %.3g", what, factor));
    }

    /** The range of a graph whose first input is quantized, or multiplied by a small constant. */
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
        float scale = quantization.scales().get(0);
        long zeroPoint = quantization.zeroPoints().get(0);
        long least = tensor.type() == TensorType.INT8 ? Byte.MIN_VALUE : 0;
        float most = scale * Math.max(Math.abs(least - zeroPoint), Math.abs(least + 255 - zeroPoint));
        return Optional.of(new InputRange(
                most, String.format(Locale.US, "input '%s' is quantized for values up to %.4g", tensor.name(), most)));
    }

    /** The range of what bytes become by the record of a model's file; empty if it has none. */
    static Optional<InputRange> recorded(InputScale bytes) {
        if (bytes.reason() != InputScale.Reason.RECORDED) {
            return Optional.empty();
        }
        Scaling scaling = bytes.used().scaling();
        float most = Math.max(Math.abs(scaling.apply(0)), Math.abs(scaling.apply(LARGEST_BYTE)));
        return Optional.of(new InputRange(
                most, String.format(Locale.US, "its file records inputs made of bytes, up to %.4g", most)));
    }

    /** A remark if examples cannot be what the model is made for, or look like bytes without being stored as such. */
    static Optional<String> compare(Optional<InputRange> expected, Dataset examples) {
        ValueRange range = ValueRange.of(examples);
        return expected.isPresent() ? expected.get().compare(examples, range) : likeBytes(examples, range);
    }

    private Optional<String> compare(Dataset examples, ValueRange range) {
        boolean bytes = examples.features().type() == ElementType.UINT8;
        float largest = range.largest();
        if (largest <= SMALL && most * LEAST_FACTOR >= 1) {
            return remark(
                    examples,
                    largest,
                    "larger",
                    bytes
                            ? "if it was trained on bytes from 0 to 255, add --scale none"
                            : "if it was trained on bytes from 0 to 255, give it such data");
        }
        return largest > FAR * most
                ? remark(
                        examples,
                        largest,
                        "smaller",
                        bytes
                                ? "if it was trained on values from 0 to 1, add --scale 0..1"
                                : "scale the data as those of its training, or save bytes as uint8 to have them scaled")
                : Optional.empty();
    }

    private Optional<String> remark(Dataset examples, float largest, String expected, String advice) {
        return Optional.of(String.format(
                Locale.US,
                "%s has values up to %.3g as the model gets them, but the model seems to expect %s ones: %s; %s",
                examples.name(),
                largest,
                expected,
                evidence,
                advice));
    }

    private static Optional<String> likeBytes(Dataset examples, ValueRange range) {
        boolean like = examples.features().type() != ElementType.UINT8
                && examples.features().shape().size() >= 2
                && range.whole()
                && range.least() >= 0
                && range.most() > 1 / LEAST_FACTOR
                && range.most() <= LARGEST_BYTE;
        return like
                ? Optional.of(examples.name() + " holds whole numbers up to " + (int) range.most()
                        + ", like bytes, but not as uint8, so they are not scaled; if the model expects 0..1, save them as"
                        + " uint8")
                : Optional.empty();
    }
}

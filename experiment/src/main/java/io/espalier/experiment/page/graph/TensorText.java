// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Quantization;
import io.espalier.lite.Quantization.Details;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Tensors in a few words. */
final class TensorText {
    private static final int MOST_VALUES = 6;
    private static final String TIMES = "\u00d7";

    private TensorText() {}

    /** Such as {@code 1x28x28} with real crosses; a question mark for a size that is open. */
    static String shape(Tensor tensor) {
        Ints shape = tensor.dynamicShape();
        if (shape.isEmpty()) {
            return tensor.isRankKnown() ? "scalar" : "any shape";
        }
        return shape.stream()
                .mapToObj(size -> size < 0 ? "?" : Integer.toString(size))
                .collect(Collectors.joining(TIMES));
    }

    /** As types are written in code, such as {@code int8}. */
    static String type(Tensor tensor) {
        return tensor.type().name().toLowerCase(Locale.ROOT);
    }

    /** The shape and the type. */
    static String form(Tensor tensor) {
        return shape(tensor) + " " + type(tensor);
    }

    /** The values of a small constant of numbers in brackets, such as axes or a new shape; else its form. */
    static String content(Tensor tensor) {
        long elements = tensor.elements();
        TensorType type = tensor.type();
        boolean isReadable = type == TensorType.INT32 || type == TensorType.INT64 || type == TensorType.FLOAT32;
        if (!isReadable
                || elements < 1
                || elements > MOST_VALUES
                || tensor.shape().size() > 1
                || tensor.sparsity().isPresent()
                || tensor.buffer().size() != type.bytes(elements)) {
            return form(tensor);
        }
        String values = IntStream.range(0, (int) elements)
                .mapToObj(index -> value(tensor.buffer(), type, index))
                .collect(Collectors.joining(", "));
        return tensor.shape().isEmpty() ? values : "[" + values + "]";
    }

    private static String value(Buffer buffer, TensorType type, int index) {
        ByteBuffer bytes = buffer.asByteBuffer();
        return switch (type) {
            case INT32 -> Integer.toString(bytes.getInt(4 * index));
            case INT64 -> Long.toString(bytes.getLong(8 * index));
            default -> number(bytes.getFloat(4 * index));
        };
    }

    /** Scales and zero points; empty for a tensor without. */
    static String quantization(Quantization quantization) {
        StringBuilder text = new StringBuilder();
        int scales = quantization.scales().size();
        if (scales == 1) {
            text.append("scale ").append(number(quantization.scales().get(0)));
        } else if (scales > 1) {
            OptionalDouble least = values(quantization).min();
            OptionalDouble most = values(quantization).max();
            text.append(scales)
                    .append(" scales from ")
                    .append(number(least.orElseThrow()))
                    .append(" to ")
                    .append(number(most.orElseThrow()))
                    .append(" along dimension ")
                    .append(quantization.quantizedDimension());
        }
        zeroPoints(quantization.zeroPoints(), text);
        if (quantization.details() instanceof Details.Blockwise blockwise) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append("scales in T#")
                    .append(blockwise.scales())
                    .append(" for blocks of ")
                    .append(blockwise.blockSize());
        } else if (quantization.details() instanceof Details.Custom custom) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append("custom quantization of ")
                    .append(custom.bytes().size())
                    .append(" bytes");
        }
        return text.toString();
    }

    private static DoubleStream values(Quantization quantization) {
        return IntStream.range(0, quantization.scales().size())
                .mapToDouble(channel -> quantization.scales().get(channel));
    }

    private static void zeroPoints(Longs zeroPoints, StringBuilder text) {
        if (zeroPoints.isEmpty()) {
            return;
        }
        long[] different = zeroPoints.stream().distinct().limit(2).toArray();
        text.append(text.isEmpty() ? "" : ", ");
        if (different.length == 1) {
            text.append("zero point ").append(different[0]);
        } else {
            text.append("zero points from ")
                    .append(zeroPoints.stream().min().orElseThrow())
                    .append(" to ")
                    .append(zeroPoints.stream().max().orElseThrow());
        }
    }

    /** With four significant digits, and without those that are zero. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e7) {
            return Long.toString((long) value);
        }
        String text = String.format(Locale.US, "%.4g", value);
        if (text.indexOf('e') >= 0 || text.indexOf('.') < 0) {
            return text;
        }
        return text.replaceFirst("\\.?0+$", "");
    }
}

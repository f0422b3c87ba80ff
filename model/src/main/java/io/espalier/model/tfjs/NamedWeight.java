// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import io.espalier.base.internal.HalfFloat;
import io.espalier.model.ModelFormatException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A weight of a model.json: what its manifest says of it, and its bytes.
 *
 * @param type what TensorFlow.js makes of it: {@code float32}, {@code int32}, {@code bool}, {@code string} or {@code complex64}
 * @param stored how the numbers are stored, if otherwise
 * @param group {@code optimizer} for the state of one; empty for weights of the model
 * @param bytes little-endian; must not be changed
 */
public record NamedWeight(
        Path file,
        String name,
        Shape shape,
        String type,
        Optional<Quantization> stored,
        Optional<String> group,
        ByteBuffer bytes) {

    /**
     * How numbers are stored.
     *
     * @param type {@code uint8}, {@code uint16} or {@code float16}
     * @param scale 1 for {@code float16}
     * @param min 0 for {@code float16}
     */
    public record Quantization(String type, double scale, double min) {}

    /** The numbers as floats; true is 1. */
    public Tensor floats() {
        ByteBuffer from = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = stored.isPresent() ? restored(from, stored.get()) : plain(from);
        }
        return Tensor.of(shape, values);
    }

    /** The numbers as whole ones; true is 1. */
    public int[] integers() {
        ByteBuffer from = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int[] values = new int[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            if (stored.isPresent()) {
                values[i] = (int) Math.floor(number(from, stored.get()) + 0.5);
            } else {
                values[i] = type.equals("bool") ? from.get() & 0xff : from.getInt();
            }
        }
        return values;
    }

    /** Texts, each as its bytes. */
    public List<byte[]> texts() {
        ByteBuffer from = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> texts = new ArrayList<>();
        for (int i = 0; i < shape.elements(); i++) {
            byte[] text = new byte[from.getInt()];
            from.get(text);
            texts.add(text);
        }
        return texts;
    }

    private float plain(ByteBuffer from) {
        return switch (type) {
            case "float32" -> from.getFloat();
            case "int32" -> from.getInt();
            case "bool" -> from.get();
            default ->
                throw new ModelFormatException(
                        file,
                        "weight '" + name + "' is of type " + type + ", which is no type of a layer's weights;"
                                + " supported: float32, int32 and bool");
        };
    }

    private float restored(ByteBuffer from, Quantization how) {
        double value = number(from, how);
        return type.equals("int32") ? (float) Math.floor(value + 0.5) : (float) value;
    }

    private static double number(ByteBuffer from, Quantization how) {
        return switch (how.type()) {
            case "uint8" -> (from.get() & 0xff) * how.scale() + how.min();
            case "uint16" -> (from.getShort() & 0xffff) * how.scale() + how.min();
            default -> HalfFloat.value(from.getShort());
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.HalfFloat;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A weight as it is written: its entry in the manifest, its bytes, and what storing it cost.
 *
 * @param isExact whether each number is read back as it was
 * @param largestError the greatest difference between a number and what is read back
 */
public record StoredWeight(
        String name,
        Tensor value,
        WeightStorage.Type type,
        Optional<AffineScale> scale,
        boolean isExact,
        double largestError) {

    /** What whole numbers are multiplied by, and what is then added. */
    public record AffineScale(double scale, double min) {}

    /** @throws ModelException if the type cannot hold a number of the weight; names both */
    static StoredWeight of(String name, Tensor value, WeightStorage.Type type) {
        if (type == WeightStorage.Type.FLOAT32) {
            return new StoredWeight(name, value, type, Optional.empty(), true, 0);
        }
        float[] values = value.toArray();
        Optional<AffineGrid> grid = Optional.empty();
        if (type.isInteger()) {
            requireFinite(name, value, type);
            grid = Optional.of(AffineGrid.of(values, type.largest()));
        }
        double error = 0;
        for (float each : values) {
            float read = grid.isPresent()
                    ? grid.get().value(grid.get().nearest(each, type.largest()))
                    : HalfFloat.value(half(name, each));
            error = Math.max(error, Math.abs((double) each - read));
        }
        return new StoredWeight(
                name, value, type, grid.map(each -> new AffineScale(each.scale(), each.min())), error == 0, error);
    }

    private static void requireFinite(String name, Tensor value, WeightStorage.Type type) {
        if (!value.isFinite()) {
            throw new ModelException("weight '" + name + "' has numbers that are not finite, which " + type.id()
                    + " cannot hold; train the model again, or store float32");
        }
    }

    private static short half(String name, float value) {
        if (HalfFloat.clamps(value)) {
            throw new ModelException("weight '" + name + "' has the number " + value
                    + ", which is beyond the largest of float16, 65504; store uint16 or float32");
        }
        return HalfFloat.bits(value);
    }

    int bytes() {
        return Math.multiplyExact(value.shape().elements(), type.bytes());
    }

    void write(ByteBuffer to) {
        to.order(ByteOrder.LITTLE_ENDIAN);
        for (float each : value.toArray()) {
            switch (type) {
                case FLOAT32 -> to.putFloat(each);
                case FLOAT16 -> to.putShort(HalfFloat.bits(each));
                case UINT8 -> to.put((byte) number(each));
                case UINT16 -> to.putShort((short) number(each));
            }
        }
    }

    private int number(float each) {
        AffineScale known = scale.orElseThrow();
        return new AffineGrid(known.scale(), known.min(), false).nearest(each, type.largest());
    }

    ObjectNode manifest() {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("name", name);
        var shape = entry.putArray("shape");
        value.shape().dimensions().forEach(shape::add);
        entry.put("dtype", "float32");
        if (type != WeightStorage.Type.FLOAT32) {
            ObjectNode quantization = entry.putObject("quantization").put("dtype", type.id());
            scale.ifPresent(known -> quantization.put("min", known.min()).put("scale", known.scale()));
            quantization.put("original_dtype", "float32");
        }
        return entry;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.Floats;
import io.espalier.lite.schema.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The stored numbers of a tensor.
 *
 * @param type FLOAT32, INT8, UINT8, INT16 or INT32
 * @param shape with the batch
 * @param numbers one for each element; integers are not scaled
 */
record Values(TensorType type, List<Integer> shape, Floats numbers) {
    Values {
        shape = List.copyOf(shape);
    }

    /** Random floats from a range. */
    static Values random(long seed, float least, float greatest, Integer... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[elements(List.of(shape))];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (least + (greatest - least) * random.nextDouble());
        }
        return new Values(TensorType.FLOAT32, List.of(shape), Floats.of(numbers));
    }

    /** Random bytes, all of them equally often. */
    static Values bytes(long seed, Integer... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[elements(List.of(shape))];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextInt(256);
        }
        return new Values(TensorType.UINT8, List.of(shape), Floats.of(numbers));
    }

    /** As floats, each scaled. */
    Values scaled(float multiplier, float offset) {
        float[] scaled = numbers.toArray();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = scaled[i] * multiplier + offset;
        }
        return new Values(TensorType.FLOAT32, shape, Floats.of(scaled));
    }

    /** The same numbers in another shape. */
    Values shaped(Integer... other) {
        return new Values(type, List.of(other), numbers);
    }

    /** The greatest difference from others of as many elements; NaN if there is one on either side. */
    double differenceFrom(Values other) {
        if (other.numbers.size() != numbers.size()) {
            throw new AssertionError("shapes " + shape + " and " + other.shape + " have other numbers of elements");
        }
        double greatest = 0;
        for (int i = 0; i < numbers.size(); i++) {
            greatest = Math.max(greatest, Math.abs((double) numbers.get(i) - other.numbers.get(i)));
        }
        return greatest;
    }

    /** The bytes as tensors hold them. */
    ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * numbers.size()).order(ByteOrder.nativeOrder());
        for (float number : numbers.toArray()) {
            switch (type) {
                case FLOAT32 -> bytes.putFloat(number);
                case INT8, UINT8 -> bytes.put((byte) (int) number);
                case INT16 -> bytes.putShort((short) number);
                case INT32 -> bytes.putInt((int) number);
                default -> throw new IllegalArgumentException("no numbers of type " + type);
            }
        }
        return bytes.flip();
    }

    /** What the bytes of a tensor hold. */
    static Values of(TensorType type, List<Integer> shape, ByteBuffer bytes) {
        float[] numbers = new float[elements(shape)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (type) {
                case FLOAT32 -> bytes.getFloat();
                case INT8 -> bytes.get();
                case UINT8 -> bytes.get() & 0xff;
                case INT16 -> bytes.getShort();
                case INT32 -> bytes.getInt();
                default -> throw new IllegalArgumentException("no numbers of type " + type);
            };
        }
        return new Values(type, shape, Floats.of(numbers));
    }

    ObjectNode toJson() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("type", type.name().toLowerCase(Locale.ROOT));
        shape.forEach(json.putArray("shape")::add);
        ArrayNode values = json.putArray("values");
        for (float number : numbers.toArray()) {
            values.add(number);
        }
        return json;
    }

    static Values fromJson(JsonNode json) {
        List<Integer> shape = new ArrayList<>();
        json.path("shape").forEach(size -> shape.add(size.asInt()));
        float[] numbers = new float[json.path("values").size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = json.path("values").get(i);
            numbers[i] = number.isNull() ? Float.NaN : (float) number.asDouble();
        }
        return new Values(
                TensorType.valueOf(json.path("type").asText().toUpperCase(Locale.ROOT)), shape, Floats.of(numbers));
    }

    private static int elements(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}

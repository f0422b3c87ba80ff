// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A tensor without the elements that stand for zero.
 *
 * @param mask a bit for each element, the highest first: whether it is among the values
 * @param values of the elements that do not stand for zero, in order
 */
record PruningMask(Buffer mask, Buffer values) {
    /** Empty if the kernel cannot know what stands for zero: a zero point that is not 0 of a type other than int8. */
    static Optional<PruningMask> of(Tensor tensor, Channels channels) {
        TensorType type = tensor.type();
        if (!zeroIsKnown(tensor)) {
            return Optional.empty();
        }
        ByteBuffer bytes = tensor.buffer().asByteBuffer();
        int[] kept = IntStream.range(0, channels.elements())
                .filter(element -> Elements.get(type, bytes, element) != zero(tensor, channels.of(element)))
                .toArray();
        long[] values = IntStream.of(kept)
                .mapToLong(element -> Elements.get(type, bytes, element))
                .toArray();
        Buffer mask = BitPacking.pack(
                channels.elements(),
                1,
                element -> Elements.get(type, bytes, element) == zero(tensor, channels.of(element)) ? 0 : 1);
        return Optional.of(new PruningMask(mask, Elements.of(type, values)));
    }

    /**
     * The elements that it stands for.
     *
     * @param tensor whose zero points count; it has no data
     * @throws InvalidGraphException if the mask or the values are too short, or the zero point is one that the kernel refuses
     */
    Buffer decoded(Tensor tensor, Channels channels) {
        TensorType type = tensor.type();
        require(zeroIsKnown(tensor), "a zero point that is not 0, of type " + type);
        require(
                mask.size() >= BitPacking.bytes(channels.elements(), 1),
                "a mask of " + mask.size() + " bytes for " + channels.elements() + " elements");
        int held = values.size() / (type.bits() / 8);
        ByteBuffer known = values.asByteBuffer();
        ByteBuffer bytes = Elements.allocate(type, channels.elements());
        int used = 0;
        for (int element = 0; element < channels.elements(); element++) {
            long value = zero(tensor, channels.of(element));
            if (BitPacking.get(mask, 1, element) == 1) {
                require(used < held, "more bits set than its " + held + " values");
                value = Elements.get(type, known, used++);
            }
            Elements.put(type, bytes, element, value);
        }
        return Buffer.view(bytes);
    }

    private static boolean zeroIsKnown(Tensor tensor) {
        return tensor.type() == TensorType.INT8
                || tensor.quantization().zeroPoints().stream().limit(1).allMatch(zero -> zero == 0);
    }

    private static long zero(Tensor tensor, int channel) {
        Quantization quantization = tensor.quantization();
        return tensor.type() != TensorType.INT8 || quantization.zeroPoints().isEmpty()
                ? 0
                : quantization.zeroPoints().get(channel);
    }

    private static void require(boolean isTrue, String problem) {
        if (!isTrue) {
            throw new InvalidGraphException("A pruning mask has " + problem);
        }
    }
}

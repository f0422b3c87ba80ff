// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.check;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/**
 * The range of a data set's features after scaling: for bytes all that there may be, otherwise what a sample of examples holds.
 *
 * @param whole whether they are whole numbers before scaling
 */
public record ValueRange(float least, float most, boolean whole) {
    /** The largest number of examples that are looked at. */
    public static final int EXAMPLES = 100;

    private static final int LARGEST_BYTE = 255;

    /** The range of the data's features; 0 to 0 if there are none. */
    public static ValueRange of(Dataset data) {
        Scaling scaling = data.scaling();
        if (data.features().type() == ElementType.UINT8) {
            float zero = scaling.apply(0);
            float full = scaling.apply(LARGEST_BYTE);
            return new ValueRange(Math.min(zero, full), Math.max(zero, full), true);
        }
        int count = Math.min(EXAMPLES, data.size());
        ByteBuffer features = buffer(count, data.features());
        data.sample(count).read(IntStream.range(0, count).toArray(), 0, count, features, buffer(count, data.targets()));
        return of(
                features.flip(),
                count * data.features().elements(),
                data.features().type(),
                scaling);
    }

    private static ValueRange of(ByteBuffer stored, int count, ElementType type, Scaling scaling) {
        if (count == 0) {
            return new ValueRange(0, 0, true);
        }
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        boolean whole = true;
        for (int i = 0; i < count; i++) {
            float number = switch (type) {
                case UINT8 -> stored.get() & LARGEST_BYTE;
                case INT32 -> stored.getInt();
                case INT64 -> stored.getLong();
                case FLOAT32 -> stored.getFloat();
            };
            whole &= number == Math.rint(number);
            float input = scaling.apply(number);
            least = Math.min(least, input);
            most = Math.max(most, input);
        }
        return new ValueRange(least, most, whole);
    }

    /** The largest magnitude. */
    public float largest() {
        return Math.max(Math.abs(least), Math.abs(most));
    }

    private static ByteBuffer buffer(int examples, ElementSpec spec) {
        return ByteBuffer.allocate(examples * spec.bytes()).order(ByteOrder.nativeOrder());
    }
}

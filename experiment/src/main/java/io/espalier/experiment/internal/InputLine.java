// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.check.ValueRange;
import java.math.BigDecimal;
import java.math.MathContext;

/** Says in one line how the stored values of a data set become a model's inputs, and why. */
public final class InputLine {
    private static final MathContext DIGITS = new MathContext(4);

    private InputLine() {}

    /**
     * The line for a model whose inputs are real numbers.
     *
     * @param why the reason for the scaling of bytes, such as {@code as --scale says}
     */
    public static String of(Dataset data, String why) {
        ValueRange range = ValueRange.of(data);
        if (data.features().type() != ElementType.UINT8) {
            return data.name() + ": numbers are used as they are, " + text(range) + " in "
                    + Math.min(ValueRange.EXAMPLES, data.size()) + " of " + data.size()
                    + " examples; only bytes (uint8) are scaled";
        }
        return data.name()
                + (data.scaling().equals(Scaling.IDENTITY)
                        ? ": bytes stay 0..255, "
                        : ": bytes 0..255 become " + text(range) + ", ")
                + why;
    }

    /** The line for a model whose inputs are plain integers. */
    public static String asStored(Dataset data) {
        return data.name() + ": whole numbers are used as they are, since the model takes integers";
    }

    /** A range as {@code 0..1}. */
    public static String text(ValueRange range) {
        return text(range.least()) + ".." + text(range.most());
    }

    private static String text(float number) {
        return Float.isFinite(number)
                ? new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString()
                : Float.toString(number);
    }
}

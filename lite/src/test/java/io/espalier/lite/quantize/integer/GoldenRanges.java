// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.tensor.ValueRange;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ranges that Google's quantizer must have seen, read off the scales and zero points of what it made of the same graph. */
public final class GoldenRanges {
    private GoldenRanges() {}

    /** Both graphs have the same operators, in the same order. */
    public static TensorRanges of(Graph floatGraph, Graph quantized) {
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        for (int index = 0; index < floatGraph.main().operators().size(); index++) {
            Operator before = floatGraph.main().operators().get(index);
            Operator after = quantized.main().operators().get(index);
            for (int position = 0; position < before.inputs().size(); position++) {
                add(
                        floatGraph,
                        before.inputs().get(position),
                        quantized,
                        after.inputs().get(position),
                        ranges);
            }
            for (int position = 0; position < before.outputs().size(); position++) {
                add(
                        floatGraph,
                        before.outputs().get(position),
                        quantized,
                        after.outputs().get(position),
                        ranges);
            }
        }
        return new TensorRanges(ranges);
    }

    private static void add(Graph floatGraph, int before, Graph quantized, int after, Map<String, ValueRange> ranges) {
        Tensor tensor = floatGraph.main().tensor(before);
        if (tensor.type() == TensorType.FLOAT32 && !tensor.isConstant()) {
            Tensor twin = quantized.main().tensor(after);
            ranges.put(
                    tensor.name(),
                    range(
                            twin.quantization().scales().get(0),
                            twin.quantization().zeroPoints().get(0)));
        }
    }

    /** A range of floats from which this very scale comes: one of those next to (q - zero point) * scale. */
    private static ValueRange range(float scale, long zeroPoint) {
        float min = (float) ((-128.0 - zeroPoint) * scale);
        float max = (float) ((127.0 - zeroPoint) * scale);
        for (int step = -4; step <= 4; step++) {
            float nearMax = max + step * Math.ulp(max);
            float nearMin = min - step * Math.ulp(min);
            if ((float) (((double) nearMax - min) / 255) == scale) {
                return new ValueRange(min, nearMax);
            }
            if ((float) (((double) max - nearMin) / 255) == scale) {
                return new ValueRange(nearMin, max);
            }
        }
        throw new AssertionError("no floats have the scale " + scale + " and zero point " + zeroPoint);
    }
}

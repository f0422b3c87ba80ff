// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Ints;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** What goes into a layer on average, place by place. */
final class MeanInput {
    private final DoubleUnaryOperator change;

    /** For each shape that inputs had, the sum of all and how many there were. */
    private final Map<Ints, Sum> byShape = new LinkedHashMap<>();

    private static final class Sum {
        private final double[] values;
        private long count;

        Sum(int places) {
            this.values = new double[places];
        }
    }

    /** @param change of each value before it counts */
    MeanInput(DoubleUnaryOperator change) {
        this.change = change;
    }

    void see(Ints shape, FloatBuffer values) {
        int places = values.remaining();
        Sum sum = byShape.computeIfAbsent(shape, unused -> new Sum(places));
        for (int place = 0; place < places; place++) {
            sum.values[place] += change.applyAsDouble(values.get(values.position() + place));
        }
        sum.count++;
    }

    /** For each group of output channels what its window sees on average over all positions; not a number where nothing was seen. */
    double[][] patches(Patches patches) {
        double[][] means = new double[patches.groups()][patches.columns()];
        double[] patch = new double[patches.columns()];
        long positions = 0;
        for (Map.Entry<Ints, Sum> seen : byShape.entrySet()) {
            FloatBuffer values = FloatBuffer.allocate(seen.getValue().values.length);
            for (double value : seen.getValue().values) {
                values.put((float) value);
            }
            values.flip();
            int here = patches.positions(seen.getKey());
            positions += here * seen.getValue().count;
            for (int group = 0; group < means.length; group++) {
                for (int position = 0; position < here; position++) {
                    patches.read(values, seen.getKey(), position, group, patch);
                    for (int column = 0; column < patch.length; column++) {
                        means[group][column] += patch[column];
                    }
                }
            }
        }
        for (double[] mean : means) {
            for (int column = 0; column < mean.length; column++) {
                mean[column] /= positions;
            }
        }
        return means;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Quantization;
import io.espalier.lite.quantize.integer.TensorEncoding;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoundedLayerTest {
    private static final long SEED = 8;

    /** More than the longest row that is rounded as a whole, and no multiple of a part. */
    private static final int LONG = 4999;

    private static final float SCALE = 0.01f;

    @Test
    void aLongRowIsRoundedInPartsAndStillComesOutNearer() {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] weights = floats(LONG, random);
        Graph graph = new Sketch()
                .input("x", 1, LONG)
                .floats("w", Ints.of(1, LONG), weights)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", Ints.of(1, 1), "x", "w")
                .build("y");
        Patches patches = Patches.of(
                WeightedLayer.of(graph.main(), 0).orElseThrow(),
                graph.main().operators().get(0));
        RoundedLayer layer = new RoundedLayer(patches);
        List<float[]> inputs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            inputs.add(floats(LONG, random));
            layer.see(Ints.of(1, LONG), FloatBuffer.wrap(inputs.get(i)));
        }

        FloatBuffer rounded = layer.rounded(new TensorEncoding(TensorType.INT8, Quantization.perTensor(SCALE, 0)))
                .buffer()
                .asFloats();

        float[] together = new float[LONG];
        rounded.get(together);
        float[] nearest = new float[LONG];
        for (int i = 0; i < LONG; i++) {
            nearest[i] = Math.round(weights[i] / SCALE) * SCALE;
            assertThat(together[i]).isEqualTo(Math.round(together[i] / SCALE) * SCALE);
            assertThat(Math.abs(together[i])).isLessThanOrEqualTo(127 * SCALE);
        }
        assertThat(error(weights, together, inputs))
                .as("seed " + SEED)
                .isLessThan(error(weights, nearest, inputs) / 10);
    }

    private static float[] floats(int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private static double error(float[] weights, float[] rounded, List<float[]> inputs) {
        double squares = 0;
        for (float[] input : inputs) {
            double error = 0;
            for (int i = 0; i < weights.length; i++) {
                error += ((double) weights[i] - rounded[i]) * input[i];
            }
            squares += error * error;
        }
        return squares;
    }
}

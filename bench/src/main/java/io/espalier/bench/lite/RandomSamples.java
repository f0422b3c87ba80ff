// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random numbers for the float inputs of a graph, the same each time. */
final class RandomSamples {
    private static final int SAMPLES = 4;

    private RandomSamples() {}

    /** A few samples with numbers between these. */
    static List<Map<String, SampleInput>> between(double least, double most, Graph graph) {
        SplittableRandom random = new SplittableRandom(1);
        List<Map<String, SampleInput>> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            Map<String, SampleInput> sample = new LinkedHashMap<>();
            graph.main().inputs().stream()
                    .mapToObj(graph.main()::tensor)
                    .forEach(input -> sample.put(input.name(), numbers(input, random, least, most)));
            samples.add(sample);
        }
        return samples;
    }

    private static SampleInput numbers(Tensor input, SplittableRandom random, double least, double most) {
        ByteBuffer values = ByteBuffer.allocateDirect(Math.toIntExact(input.elements()) * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        while (values.hasRemaining()) {
            values.putFloat((float) random.nextDouble(least, most));
        }
        return new SampleInput(input.shape().stream().boxed().toList(), values.flip());
    }
}

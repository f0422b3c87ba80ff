// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.rewrite.Stages;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs that nobody made, before and after our rewrites. */
class RandomGraphsTest {
    private static final int GRAPHS = 100;
    private static final float TOLERANCE = 2e-5f;

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 200})
    void optimizingChangesNothingButRounding(long firstSeed) {
        int operatorsBefore = 0;
        int operatorsAfter = 0;
        for (long seed = firstSeed; seed < firstSeed + GRAPHS; seed++) {
            Graph graph = RandomGraph.of(seed);
            Graph optimized = Stages.run(Stages.OPTIMIZE, graph);

            List<float[]> batches = List.of(input(graph, seed));
            assertClose(
                    Running.run(optimized, InterpreterOptions.DEFAULTS, batches),
                    Running.run(graph, InterpreterOptions.DEFAULTS.withXnnpack(false), batches),
                    seed);
            assertThat(GraphWriter.toBytes(optimized).length)
                    .as("bytes, seed " + seed)
                    .isLessThanOrEqualTo(GraphWriter.toBytes(graph).length + 256);
            operatorsBefore += graph.main().operators().size();
            operatorsAfter += optimized.main().operators().size();
        }
        assertThat(operatorsAfter).isLessThan(operatorsBefore * 3 / 4);
    }

    private static float[] input(Graph graph, long seed) {
        var tensor = graph.main().tensor(graph.main().inputs().get(0));
        int batch = tensor.dynamicShape().get(0) < 0 ? 2 : 1;
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[batch * (int) tensor.elements()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-2, 2);
        }
        return x;
    }

    private static void assertClose(List<float[]> actual, List<float[]> expected, long seed) {
        for (int output = 0; output < expected.size(); output++) {
            float[] wanted = expected.get(output);
            float[] values = actual.get(output);
            assertThat(values).as("output " + output + ", seed " + seed).hasSameSizeAs(wanted);
            for (int place = 0; place < wanted.length; place++) {
                assertThat(Math.abs(values[place] - wanted[place]))
                        .as(
                                "output %d, place %d, seed %d: %s against %s",
                                output, place, seed, values[place], wanted[place])
                        .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(wanted[place])));
            }
        }
    }
}

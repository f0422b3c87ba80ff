// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensor.ValueRange;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BiasCorrectionTest {
    private static final IntegerOptions OPTIONS = IntegerOptions.INT8.withWeights(Granularity.PER_TENSOR);

    /** Weights 127 and 0.4 become 127 and 0 at a scale of 1: what 0.4 would give for a mean of 10 is missing. */
    @Test
    void theBiasGetsWhatRoundedWeightsMissOnAverage() {
        Graph graph = sketch().build("y");

        Graph corrected = corrected(graph, new Rows(new float[] {0, 8}, new float[] {0, 12}));

        assertThat(bias(corrected, 0)[0]).isCloseTo(1 + 4, within(1e-3f));
        assertThat(corrected.main().operators()).isEqualTo(graph.main().operators());
    }

    /** The range ends at 25.5, so 40 is taken for that, and 127 times the difference is missing. */
    @Test
    void clippedInputsCountToo() {
        Graph corrected = corrected(sketch().build("y"), new Rows(new float[] {40, 0}));

        assertThat(bias(corrected, 0)[0]).isCloseTo(1 + 127 * 14.5f, within(0.1f));
    }

    @Test
    void aBiasThatAnotherOperatorSharesStaysForThat() {
        Graph graph = sketch().operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        OptionsTable.FULLY_CONNECTED,
                        "z",
                        Ints.of(1, 1),
                        "x",
                        "v",
                        "b")
                .build("y", "z");

        Graph corrected = corrected(graph, new Rows(new float[] {0, 8}, new float[] {0, 12}));

        assertThat(bias(corrected, 0)[0]).isCloseTo(5, within(1e-3f));
        assertThat(bias(corrected, 1)[0]).isCloseTo(1, within(1e-3f));
    }

    @Test
    void dataThatDoNotReachALayerLeaveItsBiasAsItIs() {
        Graph graph = sketch().build("y");

        assertThat(corrected(graph, new Rows())).isEqualTo(graph);
    }

    private static Sketch sketch() {
        return new Sketch()
                .input("x", 1, 2)
                .floats("w", Ints.of(1, 2), 127, 0.4f)
                .floats("v", Ints.of(1, 2), 127, 0)
                .floats("b", Ints.of(1), 1)
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        OptionsTable.FULLY_CONNECTED,
                        "y",
                        Ints.of(1, 1),
                        "x",
                        "w",
                        "b");
    }

    private static Graph corrected(Graph graph, RepresentativeData data) {
        TensorRanges ranges = new TensorRanges(
                Map.of("x", new ValueRange(0, 25.5f), "y", new ValueRange(0, 3300), "z", new ValueRange(0, 3300)));
        QuantizationPlan plan = IntegerQuantizer.of(OPTIONS).plan(graph, ranges);
        return new BiasCorrection(graph).adjust(graph, plan, data);
    }

    private static float[] bias(Graph graph, int operator) {
        Operator of = graph.main().operators().get(operator);
        FloatBuffer values = graph.main().tensor(of.inputs().get(2)).buffer().asFloats();
        float[] bias = new float[values.remaining()];
        values.get(bias);
        return bias;
    }

    /** Samples for the input x, which is all that is asked for. */
    private record Rows(List<float[]> samples) implements RepresentativeData {
        Rows(float[]... samples) {
            this(List.of(samples));
        }

        @Override
        public String description() {
            return samples.size() + " rows";
        }

        @Override
        public Calibration calibrate(Graph graph, CalibrationMethod method) {
            throw new UnsupportedOperationException("the ranges are given");
        }

        @Override
        public void observe(Graph graph, Set<Integer> tensors, ActivationListener listener) {
            int x = graph.main().inputs().get(0);
            assertThat(tensors).containsExactly(x);
            samples.forEach(sample -> listener.see(x, Ints.of(1, 2), FloatBuffer.wrap(sample)));
        }
    }
}

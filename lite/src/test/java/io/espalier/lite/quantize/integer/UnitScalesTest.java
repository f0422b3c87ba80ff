// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.ValueRange;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitScalesTest {
    /** Units of the same range; one far wider than the others; few units of many inputs, whose scales weigh little. */
    @ParameterizedTest
    @CsvSource({
        "128, 128, 1, INT8, false",
        "128, 128, 4, INT8, false",
        "128, 128, 40, INT8, true",
        "128, 128, 1, INT16, false",
        "128, 128, 20, INT16, true",
        "128, 8, 40, INT8, false",
        "10, 1000, 1, INT8, true",
        "1, 64, 1, INT8, true"
    })
    void scalesPayWhereTheyLowerTheNoiseByMoreThanTheirBytesWould(
            int units, int inputs, float widest, ActivationType activations, boolean expected) {
        Random random = new Random(7);
        float[] weights = new float[units * inputs];
        for (int place = 0; place < weights.length; place++) {
            weights[place] = (float) random.nextGaussian() * (place < inputs ? widest : 1);
        }
        Tensor tensor = Tensor.constant("w", TensorType.FLOAT32, Ints.of(units, inputs), Buffer.ofFloats(weights));

        assertThat(UnitScales.of(tensor, 0, activations).pay()).isEqualTo(expected);
    }

    @Test
    void weightsThatAreAllZeroHaveOneScale() {
        Tensor zeros = Tensor.constant("w", TensorType.FLOAT32, Ints.of(8, 8), Buffer.ofFloats(new float[64]));

        assertThat(UnitScales.of(zeros, 0, ActivationType.INT8).pay()).isFalse();
    }

    /** The anomaly detector of MLPerf Tiny; Google's int8 file, with one scale for each dense layer, has 276,976 bytes. */
    @Test
    void anAutoencoderOfDenseLayersIsSmallerThanGooglesFile() {
        SequentialBuilder builder = Model.sequential().input(640);
        for (int units : new int[] {128, 128, 128, 128, 8, 128, 128, 128, 128}) {
            builder = builder.add(Dense.of(units))
                    .add(BatchNormalization.defaults())
                    .add(new Activation(ActivationFunction.RELU));
        }
        Model untrained = builder.add(Dense.of(640)).build(1);
        // Biases that are not zero, so that no two are stored as one.
        Random random = new Random(3);
        Model model = untrained.withWeights(untrained.weights().map((key, value) -> {
            float[] values = value.toArray();
            for (int i = 0; i < values.length && key.weight().matches("beta|bias"); i++) {
                values[i] = (float) random.nextGaussian();
            }
            return io.espalier.model.tensor.Tensor.of(value.shape(), values);
        }));

        Quantized automatic = quantized(model, Recipe.named("int8"));

        assertThat(GraphWriter.size(automatic.graph())).isLessThan(276_976 - 1500);
        assertThat(automatic.plan().operators())
                .allSatisfy(operator ->
                        assertThat(operator.reason()).startsWith("one scale for all weights: one for each of the"));
        assertThat(automatic.notes())
                .singleElement()
                .asString()
                .startsWith("10 operators have one scale for all weights");
    }

    @Test
    void convolutionsKeepAScaleForEachChannel() {
        Model model = Model.sequential()
                .input(8, 8, 2)
                .add(Conv2D.of(4, 3))
                .add(new Flatten())
                .add(Dense.of(10))
                .build(1);

        Graph graph = quantized(model, Recipe.named("int8")).graph();

        assertThat(scales(graph, "conv2d/kernel")).isEqualTo(4);
        assertThat(scales(graph, "dense/kernel")).isEqualTo(1);
    }

    private static int scales(Graph graph, String name) {
        return graph.main().tensors().stream()
                .filter(tensor -> tensor.isConstant() && tensor.name().equals(name))
                .findFirst()
                .orElseThrow()
                .quantization()
                .scales()
                .size();
    }

    private static Quantized quantized(Model model, Recipe recipe) {
        Graph graph = Converter.convert(model);
        Map<String, ValueRange> ranges = new HashMap<>();
        graph.main().tensors().forEach(tensor -> ranges.put(tensor.name(), new ValueRange(-4, 4)));
        return Quantizer.of(recipe).withCalibration(new TensorRanges(ranges)).run(graph);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.merging.Minimum;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SharedScalesTest {
    private static final int SIDE = 8;
    private static final int CHANNELS = 4;
    private static final int SAMPLES = 20;
    private static final float WIDE = 1000;

    /** What gives a narrow tensor the scale of a wide one if they share it. */
    private enum Sharing {
        CONCATENATED_POOLING {
            @Override
            SymbolicTensor join(FunctionalBuilder graph, SymbolicTensor narrow, SymbolicTensor wide) {
                Layer pooling = MaxPooling2D.of(3).withStrides(1).withPadding(Padding.SAME);
                return graph.apply(new Concatenate(), wide, graph.apply(pooling, narrow));
            }
        },
        CONCATENATED_ROWS {
            @Override
            SymbolicTensor join(FunctionalBuilder graph, SymbolicTensor narrow, SymbolicTensor wide) {
                return graph.apply(
                        new Concatenate(), graph.apply(new Flatten(), wide), graph.apply(new Flatten(), narrow));
            }
        },
        MINIMUM {
            @Override
            SymbolicTensor join(FunctionalBuilder graph, SymbolicTensor narrow, SymbolicTensor wide) {
                return graph.apply(new Minimum(), wide, narrow);
            }
        },
        MAXIMUM {
            @Override
            SymbolicTensor join(FunctionalBuilder graph, SymbolicTensor narrow, SymbolicTensor wide) {
                return graph.apply(new Maximum(), wide, narrow);
            }
        };

        abstract SymbolicTensor join(FunctionalBuilder graph, SymbolicTensor narrow, SymbolicTensor wide);
    }

    @ParameterizedTest
    @EnumSource
    void aTensorKeepsItsRangeForItsOtherUsers(Sharing sharing) {
        Graph floats = Converter.of(network(sharing)).convert();
        float[] x = numbers();
        TensorRanges ranges = Calibrator.ofSamples(samples(
                        floats.main().tensor(floats.main().inputs().get(0)).name(), x))
                .calibrate(floats, new MinMax())
                .ranges();

        Graph integers = Quantizer.of(Recipe.named("int8"))
                .withCalibration(ranges)
                .run(floats)
                .graph();

        List<List<float[]>> expected = RealNumbers.run(floats, x);
        List<List<float[]>> actual = RealNumbers.run(integers, x);
        assertThat(relativeError(expected, actual, 0)).as("narrow").isLessThan(0.03);
        assertThat(relativeError(expected, actual, 1)).as("joined").isLessThan(0.03);
    }

    private static Model network(Sharing sharing) {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(SIDE, SIDE, CHANNELS);
        SymbolicTensor narrow = graph.apply("narrow", Conv2D.of(CHANNELS, new Size(3, 3)), input);
        SymbolicTensor wide = graph.apply("wide", Conv2D.of(CHANNELS, new Size(1, 1)), input);
        Model model = graph.build(3, narrow, sharing.join(graph, input, wide));
        return model.withWeights(
                model.weights().map((key, value) -> key.layer().equals("wide") ? times(value, WIDE) : value));
    }

    private static float[] numbers() {
        SplittableRandom random = new SplittableRandom(5);
        float[] numbers = new float[SAMPLES * SIDE * SIDE * CHANNELS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    private static List<Map<String, SampleInput>> samples(String input, float[] x) {
        int size = SIDE * SIDE * CHANNELS;
        return IntStream.range(0, SAMPLES)
                .mapToObj(sample -> {
                    ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.nativeOrder());
                    bytes.asFloatBuffer().put(x, sample * size, size);
                    return Map.of(input, new SampleInput(List.of(1, SIDE, SIDE, CHANNELS), bytes));
                })
                .toList();
    }

    /** The largest error of an output, as a share of its largest value. */
    private static double relativeError(List<List<float[]>> expected, List<List<float[]>> actual, int output) {
        double largest = 0;
        double error = 0;
        for (int example = 0; example < expected.size(); example++) {
            float[] wanted = expected.get(example).get(output);
            float[] found = actual.get(example).get(output);
            for (int i = 0; i < wanted.length; i++) {
                largest = Math.max(largest, Math.abs(wanted[i]));
                error = Math.max(error, Math.abs(wanted[i] - found[i]));
            }
        }
        return error / largest;
    }

    private static Tensor times(Tensor tensor, float factor) {
        float[] scaled = new float[tensor.shape().elements()];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = tensor.get(i) * factor;
        }
        return Tensor.of(tensor.shape(), scaled);
    }
}

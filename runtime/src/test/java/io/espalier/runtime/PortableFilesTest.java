// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import io.espalier.runtime.interpreter.FixedBatch;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortableFilesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aPortableFileComputesTheSame(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Graph graph = FixedBatch.of("net", RandomNets.any(random), 1);
        float[] x = new float[RandomNets.EXAMPLE];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }

        Graph plain = Quantizer.of(Recipe.named("none")).quantize(graph);
        Graph portable = Quantizer.of(Recipe.named("none").withPortable()).quantize(graph);

        assertThat(Running.run(portable, x)).containsExactly(Running.run(plain, x), within(1e-4f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist_softmax", "mnist_keras", "mobile_big"})
    void filesOfGooglesConverterBecomePortable(String name) throws IOException {
        Graph graph = FixedBatch.of(name, GraphReader.read(Golden.file(name + "/float.tflite")), 1);

        Graph portable = Quantizer.of(Recipe.named("none").withPortable()).quantize(graph);

        assertThat(portable.main().tensors())
                .allMatch(tensor -> tensor.shapeSignature().isEmpty());
        assertThat(Target.ARMNN.verdict(portable)).isEqualTo(Verdict.RUNS);
        assertThat(Target.OPENCV.verdict(portable)).isEqualTo(Verdict.RUNS);
    }

    @Test
    void dynamicRangeStoresNothingBehindDequantize() throws IOException {
        Graph graph = FixedBatch.of("net", GraphReader.read(Golden.file("mobile_big/float.tflite")), 1);

        Graph portable = Quantizer.of(Recipe.named("dynamic").withPortable()).quantize(graph);

        assertThat(portable.main().operators())
                .noneMatch(operator -> operator.code().name().equals("DEQUANTIZE"));
        assertThat(portable.main().tensors().stream()
                        .filter(tensor -> tensor.quantization().isPresent()))
                .isNotEmpty()
                .map(Tensor::type)
                .allMatch(type -> type.bits() == 8);
    }

    @Test
    void openShapesAreRefused() throws IOException {
        Graph graph = GraphReader.read(Golden.file("mobile_big/float.tflite"));

        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(
                        () -> Quantizer.of(Recipe.named("none").withPortable()).quantize(graph))
                .withMessageContaining("a portable file has fixed shapes");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Int4 weights beside int8 activations in the real runtime. */
class Int4WeightsTest {
    /** Kernels of XNNPACK and plain ones round sums differently now and then, and the softmax passes that on. */
    private static final float STEPS = 3 / 256f;

    private static Tensor widened(Tensor tensor) {
        if (tensor.type() != TensorType.INT4) {
            return tensor;
        }
        byte[] integers = new byte[Math.toIntExact(tensor.elements())];
        for (int place = 0; place < integers.length; place++) {
            int two = tensor.buffer().get(place / 2);
            integers[place] = (byte) (place % 2 == 0 ? (byte) (two << 4) >> 4 : two >> 4);
        }
        return tensor.withType(TensorType.INT8).withBuffer(Buffer.ofBytes(integers));
    }

    private static Predictions answers(Graph graph, Dataset examples, boolean xnnpack) {
        return Inference.predict(
                TfliteModel.of("the graph", graph), examples, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack));
    }

    @ParameterizedTest
    @CsvSource({"RESIDUAL, true", "RESIDUAL, false", "DEPTHWISE, true", "DEPTHWISE, false"})
    void theyAnswerAsTheSameIntegersInInt8(TinyNetworks network, boolean xnnpack) {
        Dataset examples = network.examples(40);
        Recipe recipe = Recipe.named("int8").withRule(Rule.of(".", null, Method.INT8X4));

        Graph small =
                Quantizer.of(recipe).withCalibration(Calibrator.of(examples)).quantize(network.graph());
        Graph wide = small.withMain(small.main()
                .withTensors(small.main().tensors().stream()
                        .map(Int4WeightsTest::widened)
                        .toList()));

        assertThat(small.main().tensors().stream()
                        .filter(tensor -> tensor.type() == TensorType.INT4)
                        .count())
                .isEqualTo(4);
        assertThat(answers(small, examples, xnnpack).maxDifference(answers(wide, examples, xnnpack)))
                .isLessThanOrEqualTo(STEPS);
    }
}

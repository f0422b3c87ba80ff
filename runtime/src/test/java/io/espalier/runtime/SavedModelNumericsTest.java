// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.tensorflow.TensorFlowLowering;
import io.espalier.lite.tensorflow.Variables;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.SavedModelFile;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedModelNumericsTest {
    @ParameterizedTest
    @ValueSource(strings = {"mnist_keras", "mnist_softmax", "mobile_big"})
    void savedModelsAnswerAsGooglesConverterMakesThem(String name) throws IOException {
        float[] x = Golden.floats(name + "/x.npy");
        Graph google = GraphReader.read(Golden.file(name + "/float.tflite"));

        Graph ours = Converter.of(lowered(name)).convert();

        assertThat(Running.run(ours, x)).containsExactly(Running.run(google, x), within(1e-6f));
        assertThat(Running.run(ours, x)).containsExactly(Golden.floats(name + "/y.npy"), within(1e-5f));
        assertThat((long) GraphWriter.toBytes(ours).length).isLessThan(Files.size(Golden.file(name + "/float.tflite")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist_logits_qat", "mobile_qat"})
    void fakeQuantizationStaysInFloatFiles(String name) throws IOException {
        float[] x = inputs(name);
        Graph google = GraphReader.read(Golden.file(name + "/float_fakequant.tflite"));

        Graph ours = Converter.of(lowered(name)).convert();

        assertThat(Running.run(ours, x)).containsExactly(Running.run(google, x), within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist_logits_qat", "mobile_qat"})
    void fakeQuantizationBecomesGooglesIntegers(String name) throws IOException {
        float[] x = inputs(name);
        Graph google = GraphReader.read(Golden.file(name + "/qat_fio.tflite"));

        Graph ours =
                Converter.of(lowered(name)).withRecipe(Recipe.named("int8")).convert();

        List<Tensor> weights = weights(ours);
        List<Tensor> theirs = weights(google);
        assertThat(weights).hasSameSizeAs(theirs);
        for (int i = 0; i < weights.size(); i++) {
            assertThat(weights.get(i).buffer()).isEqualTo(theirs.get(i).buffer());
            // One last digit of float32: behind a batch normalization, Google's converter takes the inverse of a square
            // root from the
            // processor's approximation, so that its own scales differ from one machine to another.
            float[] scales = theirs.get(i).quantization().scales().toArray();
            assertThat(weights.get(i).quantization().scales().toArray())
                    .containsExactly(scales, within(scales[0] * 2e-7f));
        }
        float[] answers = Running.run(ours, x);
        float[] expected = Running.run(google, x);
        int equal = 0;
        for (int i = 0; i < answers.length; i++) {
            equal += answers[i] == expected[i] ? 1 : 0;
        }
        assertThat((double) equal / answers.length).isGreaterThanOrEqualTo(0.99);
    }

    /** Both networks for images of 32x32 have the same inputs. */
    private static float[] inputs(String name) throws IOException {
        return Golden.floats(name.replace("mobile_qat", "mobile_big") + "/x.npy");
    }

    private static Graph lowered(String name) throws IOException {
        MetaGraph graph = SavedModelFile.serving(Objects.requireNonNull(
                Golden.file(name + "/saved_model/saved_model.pb").getParent()));
        return TensorFlowLowering.lower(graph.graph(), Variables.NONE, graph.signatures());
    }

    /** The second operand of each operator that has weights, in the order in which they run. */
    private static List<Tensor> weights(Graph graph) {
        return graph.main().operators().stream()
                .filter(operator -> operator.code().name().contains("CONV")
                        || operator.code().name().equals("FULLY_CONNECTED"))
                .map(Operator::inputs)
                .map(inputs -> graph.main().tensor(inputs.get(1)))
                .toList();
    }
}

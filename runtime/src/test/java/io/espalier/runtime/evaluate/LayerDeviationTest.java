// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Dataset;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.Examples;
import io.espalier.runtime.evaluate.Inference.LayerDeviation;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerDeviationTest {
    @ParameterizedTest
    @ValueSource(strings = {"dynamic.tflite", "float16.tflite", "int8.tflite", "int8_fio.tflite"})
    void theWorstLayerOfAQuantizedModelComesFirst(String quantized) throws IOException {
        TfliteModel floats = TfliteModel.read(Golden.file("mobile_big/float.tflite"));
        Dataset data = Examples.golden("mobile_big", 32, 32, 3);

        List<LayerDeviation> layers =
                Inference.layerDeviations(floats, TfliteModel.read(Golden.file("mobile_big/" + quantized)), data);

        assertThat(layers).hasSizeGreaterThanOrEqualTo(4);
        assertThat(layers)
                .extracting(layer -> layer.deviation().signalToNoise())
                .isSorted();
        assertThat(layers).allSatisfy(layer -> {
            assertThat(layer.deviation().signalToNoiseDecibels()).isGreaterThan(10);
            assertThat(layer.deviation().cosine()).isGreaterThan(0.95);
        });
        assertThat(layers.get(0).deviation().noise()).isPositive();
    }

    @Test
    void aModelIsItsOwnTwin() throws IOException {
        TfliteModel floats = TfliteModel.read(Golden.file("mobile_big/float.tflite"));

        List<LayerDeviation> layers =
                Inference.layerDeviations(floats, floats, Examples.golden("mobile_big", 32, 32, 3));

        assertThat(layers).isNotEmpty().allMatch(layer -> layer.deviation().noise() == 0);
    }

    @Test
    void aTensorThatIsAllZeroInTheReferenceComesLast() {
        TfliteModel reference = TfliteModel.of("reference", positivePart(BuiltinOperator.NEG));
        TfliteModel other = TfliteModel.of("other", positivePart(BuiltinOperator.ABS));

        List<LayerDeviation> layers = Inference.layerDeviations(reference, other, Examples.bytes(10, 28, 28));

        assertThat(layers).extracting(LayerDeviation::tensor).containsExactly("signed", "positive");
        assertThat(layers.get(1).deviation().signal()).isZero();
    }

    private static Graph positivePart(BuiltinOperator first) {
        Tensor x = Tensor.activation("x", TensorType.FLOAT32, Ints.of(1, 28, 28));
        return new Graph(
                "",
                List.of(new Subgraph(
                        "main",
                        List.of(x, x.withName("signed"), x.withName("positive")),
                        Ints.of(0),
                        Ints.of(2),
                        List.of(
                                Operator.of(OperatorCode.of(first, 1), Ints.of(0), Ints.of(1), Options.NONE),
                                Operator.of(
                                        OperatorCode.of(BuiltinOperator.RELU, 1),
                                        Ints.of(1),
                                        Ints.of(2),
                                        Options.NONE)))),
                List.of(),
                List.of());
    }

    @Test
    void modelsOfAFixedBatchAreFedWholeBatches() {
        Tensor x = Tensor.activation("x", TensorType.FLOAT32, Ints.of(3, 28, 28));
        Operator abs = Operator.of(OperatorCode.of(BuiltinOperator.ABS, 1), Ints.of(0), Ints.of(1), Options.NONE);
        Subgraph main = new Subgraph("main", List.of(x, x.withName("y")), Ints.of(0), Ints.of(1), List.of(abs));
        TfliteModel model = TfliteModel.of("abs", new Graph("", List.of(main), List.of(), List.of()));

        List<LayerDeviation> layers = Inference.layerDeviations(model, model, Examples.bytes(10, 28, 28));

        assertThat(layers).singleElement().satisfies(layer -> {
            assertThat(layer.tensor()).isEqualTo("y");
            assertThat(layer.deviation().noise()).isZero();
        });
    }
}

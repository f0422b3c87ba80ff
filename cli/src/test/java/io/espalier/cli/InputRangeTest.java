// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.preprocessing.Rescaling;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.runtime.calibrate.Calibrator;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputRangeTest {
    private static final DatasetSplit DIGITS = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);

    private final Dataset unit = DIGITS.test().sample(50);
    private final Dataset bytes = unit.scaled(Scaling.IDENTITY);
    private final Model model = Model.sequential()
            .input(28, 28)
            .add("bytes", Rescaling.of(1 / 255f, 0))
            .add(Reshape.to(28, 28, 1))
            .add(Conv2D.of(2, 3))
            .build(1);

    @Test
    void scaledDataForAModelThatScalesThemItselfAreNoted() {
        assertThat(InputRange.compare(InputRange.of(model), unit))
                .get()
                .asString()
                .contains(
                        "has values up to 1.00",
                        "layer 'bytes' (Rescaling) multiplies its input by 0.00392",
                        "--scale none");
        assertThat(InputRange.compare(InputRange.of(model), bytes)).isEmpty();
    }

    @Test
    void soItIsForTheTfliteFileFloatOrNot() {
        Graph inFloat = Converter.convert(model);
        Graph quantized = Quantizer.of(Recipe.named("int8"))
                .withCalibration(Calibrator.of(bytes))
                .quantize(inFloat);

        assertThat(remark(inFloat, unit)).get().asString().contains("its first operator, 'bytes', multiplies");
        assertThat(remark(inFloat, bytes)).isEmpty();
        assertThat(remark(quantized, unit)).get().asString().contains("is quantized for values up to 255");
        assertThat(remark(quantized, bytes)).isEmpty();
    }

    @Test
    void otherModelsAreNotSuspected() {
        Model plain = Model.sequential().input(28, 28, 1).add(Conv2D.of(2, 3)).build(1);
        Model widening = Model.sequential()
                .input(28, 28, 1)
                .add(Rescaling.of(2, -1))
                .add(Conv2D.of(2, 3))
                .build(1);

        assertThat(InputRange.of(plain)).isEmpty();
        assertThat(InputRange.of(widening)).isEmpty();
        assertThat(InputRange.of(Converter.convert(widening))).isEmpty();
    }

    private static Optional<String> remark(Graph graph, Dataset examples) {
        return InputRange.compare(InputRange.of(graph), examples);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.Dense;
import io.espalier.runtime.interpreter.FixedBatch;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrippedFilesTest {
    private static final Recipe STRIPPED = Recipe.parse("{quantize: dynamic, strip: true}");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aStrippedFileIsSmallerAndComputesTheSame(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Graph graph = FixedBatch.of("net", RandomNets.any(random), 1);
        float[] x = new float[RandomNets.EXAMPLE];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }

        Graph plain = Quantizer.of(Recipe.named("dynamic")).quantize(graph);
        Graph stripped = Quantizer.of(STRIPPED).quantize(graph);

        assertThat(stripped.main().tensors()).allMatch(tensor -> tensor.name().isEmpty());
        assertThat(GraphWriter.size(stripped)).isLessThan(GraphWriter.size(plain));
        assertThat(Running.run(stripped, x)).containsExactly(Running.run(plain, x));
    }

    @Test
    void namesThatTellInputsOrOutputsApartStay() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor image = builder.input(4);
        Model model =
                builder.build(1, builder.apply("kind", Dense.of(3), image), builder.apply("size", Dense.of(1), image));
        Provenance origin = Provenance.here("train", "data", 1L, List.of());

        Graph stripped =
                Converter.of(model).withRecipe(STRIPPED).withProvenance(origin).convert();

        assertThat(stripped.outputNames()).containsExactly("kind", "size");
        assertThat(stripped.signatures()).hasSize(1);
        assertThat(stripped.metadata()).isEmpty();
    }
}

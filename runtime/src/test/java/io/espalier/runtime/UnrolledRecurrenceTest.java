// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Profile;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnrolledRecurrenceTest {
    private static final long SEED = 17;
    private static final int STEPS = 5;
    private static final int FEATURES = 6;

    static Stream<RecurrentLayer> layers() {
        return Stream.of(LSTM.of(64), GRU.of(96));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void xnnpackTakesTheStepsInOnePartAndTheyComputeWhatSlicesCompute(RecurrentLayer layer) {
        Model model = Model.sequential().input(STEPS, FEATURES).add(layer).build(2);
        Graph graph = Converter.convert(model);
        float[] x = new float[3 * STEPS * FEATURES];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int place = 0; place < x.length; place++) {
            x[place] = (float) random.nextDouble(-2, 2);
        }

        float[] sliced = Running.run(
                        ModelLowering.lower(model), InterpreterOptions.DEFAULTS.withXnnpack(false), List.of(x))
                .get(0);

        for (Graph form : List.of(graph, Quantizer.of(Recipe.named("dynamic")).quantize(graph))) {
            Profile profile = Profile.run(TfliteModel.of("steps", form), InterpreterOptions.DEFAULTS, 1, 1);
            assertThat(profile.parts())
                    .singleElement()
                    .satisfies(part -> assertThat(part.operators())
                            .hasSameSizeAs(form.main().operators()));
        }
        for (boolean xnnpack : new boolean[] {true, false}) {
            assertThat(Running.run(graph, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack), List.of(x))
                            .get(0))
                    .as("XNNPACK %s, seed %d", xnnpack, SEED)
                    .containsExactly(sliced, Offset.offset(1e-6f));
        }
    }
}

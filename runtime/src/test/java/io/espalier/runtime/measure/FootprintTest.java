// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.layer.Dense;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FootprintTest {
    private static final int WIDTH = 1024;
    private static final long COPY = (long) WIDTH * WIDTH * Float.BYTES;
    private static final long ROUGHLY = COPY / 4;

    /** Where the system does not tell, the figures are absent, not 0. */
    @Test
    void theMemoryIsKnownWhereTheSystemTellsIt() {
        Footprint footprint = Footprint.of(TfliteModel.of("dense", dense("none")), InterpreterOptions.DEFAULTS);

        assertThat(footprint.loadedBytes().isPresent())
                .isEqualTo(ResidentMemory.bytes().isPresent());
        assertThat(footprint.runBytes().isPresent())
                .isEqualTo(ResidentMemory.bytes().isPresent());
        assertThat(footprint.loadMillis()).isPositive();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void xnnpackCopiesFloatWeightsOnceAndInt8WeightsThatItExpandsTwice() {
        Footprint floats = footprint("none");
        Footprint expanded = footprint("weight_only_int8");
        Footprint hybrid = footprint("dynamic");

        assertThat(floats.loadedBytes().orElseThrow()).isBetween(COPY - ROUGHLY, COPY + ROUGHLY);
        assertThat(expanded.loadedBytes().orElseThrow()).isBetween(2 * COPY - ROUGHLY, 2 * COPY + ROUGHLY);
        assertThat(hybrid.loadedBytes().orElseThrow()).isBetween(COPY / 4 - ROUGHLY, COPY / 4 + ROUGHLY);
    }

    private static Footprint footprint(String recipe) {
        return Footprint.of(TfliteModel.of(recipe, dense(recipe)), InterpreterOptions.DEFAULTS);
    }

    private static Graph dense(String recipe) {
        Model model = Model.sequential().input(WIDTH).add(Dense.of(WIDTH)).build(1);
        return Converter.of(model).withRecipe(Recipe.named(recipe)).convert();
    }
}

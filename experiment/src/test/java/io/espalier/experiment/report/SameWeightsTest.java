// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Provenance;
import io.espalier.compress.prune.Pruning;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.lite.tensorflow.TfjsGraphFormat;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tfjs.TfjsLayersFormat;
import io.espalier.model.tfjs.WeightStorage;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameWeightsTest {
    private static final Model MODEL = network(1);

    @TempDir
    Path folder;

    @Test
    void aRoundTripThroughOtherFormatsKeepsThem() throws IOException {
        Model layers = (Model) written(TfjsLayersFormat.TFJS_LAYERS, MODEL, "web");
        Model again = (Model) written(KerasFormat.KERAS, layers, "again.keras");
        Graph operators = (Graph) written(SavedModelFormat.SAVED_MODEL, again, "saved");

        assertThat(areSame(Converter.of(again))).isTrue();
        assertThat(areSame(Converter.of(operators))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"float16", "dynamic", "weight_only_int8"})
    void roundingKeepsThem(String recipe) {
        assertThat(areSame(Converter.of(MODEL).withRecipe(Recipe.named(recipe))))
                .isTrue();
    }

    @Test
    void theTwinInFloatOfIntegersHasTheirWeights() throws IOException {
        Graph integers = Converter.of(MODEL).withRecipe(Recipe.named("dynamic")).convert();

        assertThat(areSame(Converter.of((Graph) written(SavedModelFormat.SAVED_MODEL, integers, "twin"))))
                .isTrue();
        assertThat(areSame(Converter.of((Graph) written(TfjsGraphFormat.TFJS_GRAPH, integers, "web"))))
                .isTrue();
    }

    @Test
    void weightsOfABrowserInOneByteAreRounded() throws IOException {
        TfjsLayersFormat bytes = TfjsLayersFormat.TFJS_LAYERS.withStorage(WeightStorage.of(WeightStorage.Type.UINT8));

        assertThat(areSame(Converter.of((Model) written(bytes, MODEL, "web")))).isTrue();
    }

    @Test
    void anotherNetworkHasOthersAlsoWhereBothWereQuantized() throws IOException {
        Model larger = Model.sequential()
                .input(8, 8, 1)
                .add(new Flatten())
                .add(Dense.of(9))
                .add(Dense.of(3))
                .build(1);

        assertThat(areSame(Converter.of(larger))).isFalse();
        assertThat(SameWeights.in(quantized(MODEL), "", quantized(larger), "", false))
                .isFalse();
    }

    private static TfliteModel quantized(Model model) {
        return TfliteModel.of(
                "quantized",
                Converter.of(model)
                        .withProvenance(
                                Provenance.here("quantize none", null, null, List.of("model " + "e".repeat(64))))
                        .convert());
    }

    @Test
    void whatWasPrunedOrTrainedAnewHasOthers() {
        assertThat(areSame(Converter.of(Pruning.oneShot(0.3).apply(MODEL)))).isFalse();
        assertThat(areSame(Converter.of(network(2)))).isFalse();
        assertThat(SameWeights.in(file(MODEL), "", file(network(2)), "", false)).isFalse();
    }

    /** Of files whose provenance tells no common source. */
    private static boolean areSame(Converter other) {
        return SameWeights.in(
                TfliteModel.of(
                        "first", Converter.of(MODEL).withProvenance(origin("a")).convert()),
                "c",
                TfliteModel.of("other", other.withProvenance(origin("b")).convert()),
                "d",
                false);
    }

    private static TfliteModel file(Model model) {
        return TfliteModel.of("model", Converter.convert(model));
    }

    private static Provenance origin(String digit) {
        return Provenance.here("convert none", null, null, List.of("model " + digit.repeat(64)));
    }

    private <T> Object written(ModelFormat<T> format, T model, String name) throws IOException {
        Path file = folder.resolve(name);
        format.write(model, null, file);
        try (ModelSource source = ModelSource.open(file)) {
            return format.read(source, ReadOptions.NONE).content();
        }
    }

    private static Model network(long seed) {
        return Model.sequential()
                .input(8, 8, 1)
                .add(Conv2D.of(4, 3))
                .add(BatchNormalization.defaults())
                .add(new Flatten())
                .add(Dense.of(3).withActivation(ActivationFunction.SOFTMAX))
                .build(seed);
    }
}

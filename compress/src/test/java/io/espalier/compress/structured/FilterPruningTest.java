// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.compress.CompressionException;
import io.espalier.compress.structured.FilterPruning.Ranking;
import io.espalier.model.Model;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPruningTest {
    /** Ten filters, their batch normalization, twelve units, and three outputs. */
    private static final Model MODEL = Model.sequential("small")
            .input(4, 4, 2)
            .add(Conv2D.of(10, 3))
            .add(BatchNormalization.defaults())
            .add(new Flatten())
            .add(Dense.of(12))
            .add("classes", Dense.of(3))
            .build(1);

    @ParameterizedTest
    @CsvSource({"0, 10, 12", "0.29, 8, 9", "0.5, 5, 6", "0.7, 3, 4", "0.99, 1, 1", "0.9999999999, 1, 1"})
    void theShareOfEveryGroupGoesRoundedDown(double share, int filters, int units) {
        Model smaller = FilterPruning.of(share).apply(MODEL);

        assertThat(smaller.weights().get("conv2d", "kernel").shape()).isEqualTo(Shape.of(3, 3, 2, filters));
        assertThat(smaller.weights()
                        .get("batch_normalization", "moving_variance")
                        .shape())
                .isEqualTo(Shape.of(filters));
        assertThat(smaller.weights().get("dense", "kernel").shape()).isEqualTo(Shape.of(2 * 2 * filters, units));
        assertThat(smaller.weights().get("classes", "kernel").shape()).isEqualTo(Shape.of(units, 3));
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 6", "4, 8, 8", "8, 8, 8", "16, 10, 12"})
    void whatStaysIsAMultipleWhereThereAreSoMany(int multiple, int filters, int units) {
        Model smaller = FilterPruning.of(0.5).withMultipleOf(multiple).apply(MODEL);

        assertThat(smaller.outputShape("conv2d").channels()).isEqualTo(filters);
        assertThat(smaller.outputShape("dense").channels()).isEqualTo(units);
    }

    @Test
    void nothingToRemoveLeavesTheWeightsAsTheyAre() {
        assertThat(FilterPruning.of(0).apply(MODEL).weights()).isEqualTo(MODEL.weights());
    }

    @Test
    void theFiltersOfLeastNormGo() {
        // As columns: sums 3, 2, 4 and square sums 9, 4, 6.
        Model model = withKernel(3, 0, 1, 0, 1, 1, 0, 1, 2);

        assertThat(keptColumn(FilterPruning.of(0.67).apply(model))).containsExactly(1, 1, 2);
        assertThat(keptColumn(
                        FilterPruning.of(0.67).withRanking(Ranking.L2_NORM).apply(model)))
                .containsExactly(3, 0, 0);
    }

    @Test
    void ofEqualFiltersTheLastGo() {
        Model model = withKernel(1, 0, 0, 0, 1, 0, 0, 0, 1);

        assertThat(keptColumn(FilterPruning.of(0.67).apply(model))).containsExactly(1, 0, 0);
    }

    @Test
    void theScaleOfBatchNormalizationDecidesWhereItIsAsked() {
        Model model = MODEL.withWeights(MODEL.weights().map((key, value) -> {
            if (!key.weight().equals("gamma")) {
                return value;
            }
            return Tensor.of(value.shape(), 0.1f, -5, 0.2f, 0.3f, -0.4f, 0.5f, 4, 0.6f, 0.7f, 0.8f);
        }));

        Model smaller = FilterPruning.of(0.8)
                .withRanking(Ranking.BATCH_NORMALIZATION_SCALE)
                .apply(model);

        assertThat(smaller.weights().get("batch_normalization", "gamma").toArray())
                .containsExactly(-5, 4);
        assertThat(smaller.outputShape("dense").channels())
                .as("units that are not normalized")
                .isEqualTo(12);
    }

    @Test
    void globallyTheGroupOfLittleUseLosesMore() {
        // Units that are all alike except for three that are nearly nothing; filters that are all alike.
        Model model = MODEL.withWeights(MODEL.weights().map((key, value) -> {
            float[] ones = new float[value.shape().elements()];
            Arrays.fill(ones, 1);
            for (int i = 0;
                    i < ones.length
                            && key.layer().equals("dense")
                            && key.weight().equals("kernel");
                    i++) {
                ones[i] = i % 12 < 3 ? 1e-3f : 1;
            }
            return Tensor.of(value.shape(), ones);
        }));

        Model smaller = FilterPruning.of(3 / 22.0).withGlobalRanking().apply(model);

        assertThat(smaller.outputShape("conv2d").channels()).isEqualTo(10);
        assertThat(smaller.outputShape("dense").channels()).isEqualTo(9);
        assertThat(smaller.weights().get("dense", "kernel").toArray()).containsOnly(1);
    }

    @Test
    void globallyTheLastOfAGroupStays() {
        Model smaller = FilterPruning.of(0.99).withGlobalRanking().apply(MODEL);

        assertThat(smaller.outputShape("conv2d").channels()).isEqualTo(1);
        assertThat(smaller.outputShape("dense").channels()).isEqualTo(1);
    }

    @Test
    void layersThatAreKeptByNameOrKindKeepTheirChannels() {
        assertThat(FilterPruning.of(0.5)
                        .withKeptLayers("flatten")
                        .apply(MODEL)
                        .outputShape("conv2d")
                        .channels())
                .isEqualTo(10);
        Model smaller = FilterPruning.of(0.5)
                .withKeptLayers(node -> node.layer() instanceof Dense)
                .apply(MODEL);
        assertThat(smaller.outputShape("conv2d").channels()).isEqualTo(5);
        assertThat(smaller.outputShape("dense").channels()).isEqualTo(12);
    }

    @Test
    void aPlanSaysWhichLayersBecomeSmallerTogether() {
        assertThat(FilterPruning.of(0.5).plan(MODEL))
                .hasToString("conv2d, batch_normalization, flatten: 10 -> 5\ndense: 12 -> 6");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
    void aShareOutOfRangeIsRefused(double share) {
        assertThatThrownBy(() -> FilterPruning.of(share))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("at least 0 and less than 1, not " + share);
    }

    @Test
    void aMultipleBelowOneIsRefused() {
        assertThatThrownBy(() -> FilterPruning.of(0.5).withMultipleOf(0))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("a multiple of 1 or more, not 0");
    }

    @Test
    void aLayerThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> FilterPruning.of(0.5).withKeptLayers("conv9").apply(MODEL))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("model 'small' has no layer 'conv9' to keep")
                .hasMessageContaining("conv2d, batch_normalization, flatten, dense, classes");
    }

    @Test
    void aModelOfOutputsOnlyIsRefused() {
        Model model = Model.sequential("linear").input(4).add(Dense.of(3)).build(1);

        assertThatThrownBy(() -> FilterPruning.of(0.5).apply(model))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("model 'linear' has no filters that can be removed");
    }

    @Test
    void keepingAllIsRefusedWithWhatCouldBeRemoved() {
        assertThatThrownBy(() ->
                        FilterPruning.of(0.5).withKeptLayers("conv2d", "dense").apply(MODEL))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("are kept")
                .hasMessageContaining("filters could be removed from conv2d, dense");
    }

    /** Three 1 by 1 filters of three inputs, their mean, and one output. */
    private static Model withKernel(float... kernel) {
        Model model = Model.sequential()
                .input(2, 2, 3)
                .add(Conv2D.of(3, 1))
                .add(new GlobalAveragePooling2D())
                .add(Dense.of(1))
                .build(1);
        return model.withWeights(model.weights()
                .map((key, value) ->
                        key.toString().equals("conv2d/kernel") ? Tensor.of(value.shape(), kernel) : value));
    }

    private static float[] keptColumn(Model model) {
        return model.weights().get("conv2d", "kernel").toArray();
    }

    @Test
    void layersThatLoseNoFilterAreNamed() {
        assertThat(FilterPruning.of(0.09).plan(MODEL).notes())
                .singleElement()
                .asString()
                .startsWith("layer 'conv2d' is left with all filters: ");
        assertThat(FilterPruning.of(0.5).plan(MODEL).notes()).isEmpty();
    }
}

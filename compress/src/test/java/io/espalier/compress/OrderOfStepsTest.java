// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.compress.cluster.Clustering;
import io.espalier.compress.preserve.Preserved;
import io.espalier.compress.prune.ConstantSparsity;
import io.espalier.compress.prune.Pruning;
import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.compress.structured.FilterPruning;
import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.ValueRange;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.Parametrization;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which steps may follow which: what makes zeros lies below what shares values, and both below what rounds. */
class OrderOfStepsTest {
    private static final WeightKey CONVOLUTION = new WeightKey("conv2d", "kernel");
    private static final WeightKey DENSE = new WeightKey("dense", "kernel");
    private static final Pruning PRUNING = Pruning.lowMagnitude(ConstantSparsity.of(0.5));
    private static final Clustering CLUSTERING = Clustering.of(4);
    private static final QuantizationAware AWARE = QuantizationAware.int8();

    private final Model model = Model.sequential()
            .input(6, 6, 1)
            .add(Conv2D.of(4, 3).withActivation(ActivationFunction.RELU))
            .add(new Flatten())
            .add(Dense.of(3))
            .build(1);

    private static Stream<String> on(ParametrizedModel model, WeightKey key) {
        return model.parametrizations(key).stream().map(Parametrization::name);
    }

    @Test
    void stepsThatFollowEachOtherRightlyLieOnEachOther() {
        ParametrizedModel all = AWARE.apply(CLUSTERING.apply(PRUNING.apply(model)));

        assertThat(on(all, CONVOLUTION)).containsExactly("mask", "cluster", "fakeQuant");
        assertThat(on(all, DENSE)).containsExactly("mask", "cluster", "fakeQuant");
    }

    @Test
    void stepsOnDifferentLayersMayComeInAnyOrder() {
        ParametrizedModel each = PRUNING.withLayers("conv2d")
                .apply(AWARE.withLayers("dense")
                        .apply(CLUSTERING.withLayers("dense").apply(model)));

        assertThat(on(each, CONVOLUTION)).containsExactly("mask");
        assertThat(on(each, DENSE)).containsExactly("cluster", "fakeQuant");
    }

    @Test
    void differentLayersMayBePrunedDifferently() {
        ParametrizedModel pruned = Pruning.lowMagnitude(ConstantSparsity.of(0.9))
                .withLayers("dense")
                .apply(PRUNING.withLayers("conv2d").apply(model));

        assertThat(on(pruned, CONVOLUTION)).containsExactly("mask");
        assertThat(on(pruned, DENSE)).containsExactly("mask");
    }

    static Stream<Arguments> refusedSteps() {
        return Stream.of(
                refused(
                        "cluster after quantizing",
                        "the parametrization 'fakeQuant', which clustering would undo",
                        model -> CLUSTERING.apply(AWARE.apply(model))),
                refused(
                        "cluster twice",
                        "the parametrization 'cluster'",
                        model -> CLUSTERING.apply(CLUSTERING.apply(model))),
                refused(
                        "prune after quantizing",
                        "the parametrization 'fakeQuant', which pruning would undo",
                        model -> PRUNING.apply(AWARE.apply(model))),
                refused(
                        "prune after clustering",
                        "the parametrization 'cluster', which pruning would undo",
                        model -> PRUNING.apply(CLUSTERING.apply(model))),
                refused(
                        "prune twice",
                        "the parametrization 'mask', which already creates zeros",
                        model -> PRUNING.apply(PRUNING.apply(model))),
                refused("quantize twice", "is already quantized", model -> AWARE.apply(AWARE.apply(model))),
                refused(
                        "quantize the rest later",
                        "choose all layers at once",
                        model -> AWARE.withLayers("conv2d")
                                .apply(AWARE.withLayers("dense").apply(model))),
                refused(
                        "preserve after quantizing",
                        "'conv2d/kernel' is already quantized",
                        model -> Preserved.in(AWARE.apply(Pruning.oneShot(0.5).apply(model)))),
                refused(
                        "prune a file of integers",
                        "undone if the model were pruned now",
                        model -> PRUNING.apply(Observed.strip(AWARE.apply(model)))),
                refused(
                        "prune a file of integers at once",
                        "undone if the model were pruned now",
                        model -> Pruning.global(0.5).apply(Observed.strip(AWARE.apply(model)))),
                refused(
                        "remove filters of a file of integers",
                        "undone if the model were pruned now",
                        model -> FilterPruning.of(0.5).apply(Observed.strip(AWARE.apply(model)))),
                refused(
                        "cluster a file of integers",
                        "model.withoutQuantization()",
                        model -> CLUSTERING.apply(Observed.strip(AWARE.apply(model)))));
    }

    private static Arguments refused(String name, String message, Function<Model, Object> steps) {
        return Arguments.of(name, message, steps);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedSteps")
    void stepsThatWouldUndoEarlierOnesAreRefused(String name, String message, Function<Model, Object> steps) {
        assertThatThrownBy(() -> steps.apply(model))
                .as(name)
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whoeverWantsToMayGoOnFromTheFloatModel() {
        Model aware = Observed.strip(AWARE.apply(model));

        ParametrizedModel pruned = PRUNING.apply(aware.withoutQuantization());

        assertThat(on(pruned, DENSE)).containsExactly("mask");
        assertThat(pruned.strip().quantization()).isEmpty();
    }

    @Test
    void quantizingAModelOfAFileAnewGoesOnFromItsRanges() {
        Model aware = Observed.strip(AWARE.apply(model));
        Map<ActivationKey, ValueRange> found =
                new LinkedHashMap<>(aware.quantization().orElseThrow().ranges());
        found.put(ActivationKey.output("conv2d"), new ValueRange(-0.5f, 1.5f));
        TrainedQuantization trained = new TrainedQuantization(
                found, aware.quantization().orElseThrow().grids());

        ParametrizedModel again = AWARE.apply(aware.withQuantization(trained));

        assertThat(again.strip().quantization()).contains(trained);
    }

    @Test
    void whatLiesOnAGridIsNotTakenForClusters() {
        Model grid = Observed.strip(
                AWARE.apply(Model.sequential().input(64).add(Dense.of(64)).build(3)));

        assertThat(on(Preserved.in(grid), DENSE)).doesNotContain("cluster");
    }
}

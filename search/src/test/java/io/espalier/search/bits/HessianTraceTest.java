// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.ProgressListener;
import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.Tasks;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.recipe.Method;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.Dense;
import io.espalier.train.loss.MeanSquaredError;
import io.espalier.train.task.ModelOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the loss bends along the kernels of a model. */
class HessianTraceTest {
    private static final int EXAMPLES = 60;
    private static final int INPUTS = 6;
    private static final int OUTPUTS = 3;
    private static final long SEED = 7;

    private static NumericArray floats(SplittableRandom random, Integer... shape) {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        ByteBuffer values = ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int place = 0; place < count; place++) {
            values.putFloat((float) random.nextGaussian());
        }
        return new NumericArray(ElementType.FLOAT32, List.of(shape), values.flip());
    }

    /** Examples of a tiny network with classes as labels. */
    private static Dataset labelled(TinyNetworks network) {
        Dataset examples = network.examples(EXAMPLES);
        ByteBuffer features = ByteBuffer.allocateDirect(
                        EXAMPLES * examples.features().bytes())
                .order(ByteOrder.nativeOrder());
        int[] all = new int[EXAMPLES];
        ByteBuffer labels = ByteBuffer.allocateDirect(EXAMPLES * Integer.BYTES).order(ByteOrder.nativeOrder());
        for (int place = 0; place < EXAMPLES; place++) {
            all[place] = place;
            labels.putInt(place % TinyNetworks.CLASSES);
        }
        examples.read(all, 0, EXAMPLES, features, ByteBuffer.allocate(0));
        List<Integer> shape = new ArrayList<>(examples.features().shape());
        shape.add(0, EXAMPLES);
        return ArrayDataset.of(
                "examples",
                new NumericArray(ElementType.FLOAT32, shape, features.flip()),
                new NumericArray(ElementType.INT32, List.of(EXAMPLES), labels.flip()),
                Scaling.IDENTITY,
                List.of("a", "b", "c", "d"));
    }

    @Test
    void ofALinearModelWithSquaredErrorItIsThatOfTheSecondMomentsOfTheInputs() {
        FunctionalBuilder builder = Model.functional();
        Model model = builder.build(1, builder.apply("sum", Dense.of(OUTPUTS), builder.input(INPUTS)));
        SplittableRandom random = new SplittableRandom(SEED);
        NumericArray features = floats(random, EXAMPLES, INPUTS);
        Dataset examples =
                ArrayDataset.of("numbers", features, floats(random, EXAMPLES, OUTPUTS), Scaling.IDENTITY, List.of());
        double squares = 0;
        for (int place = 0; place < EXAMPLES * INPUTS; place++) {
            squares += Math.pow(features.data().getFloat(place * Float.BYTES), 2);
        }
        // the loss is the mean over examples and outputs, so each output's block is 2 / outputs of the mean of x x'
        double exact = 2 * squares / EXAMPLES;
        WeightKey kernel = new WeightKey("sum", "kernel");

        HessianTrace trace = Objects.requireNonNull(
                HessianTrace.of(model, List.of(kernel), examples, new MeanSquaredError(), 1, ProgressListener.NONE)
                        .get(kernel));

        assertThat(trace.weights()).isEqualTo(INPUTS * OUTPUTS);
        assertThat(trace.trace()).isEqualTo(exact, within(Math.max(4 * trace.error(), 0.002 * exact)));
        assertThat(trace.error()).isLessThan(0.3 * exact);
    }

    @ParameterizedTest
    @EnumSource(names = {"SEQUENTIAL", "RESIDUAL", "DEPTHWISE"})
    void everyLayerOfTheGraphHasOneAndFewerBitsRaiseTheLossMore(TinyNetworks network) {
        Model model = network.model();
        Graph graph = Converter.convert(model);
        Dataset examples = labelled(network);
        List<Layer> layers = Layer.of(graph, Sensitivity.optimized(graph));
        Tasks tasks = Tasks.of(ModelOutput.all(model, Optional.empty()), Tasks.Choices.NONE, examples);

        Curvature curvature =
                Curvature.of(new Curvature.Source(model, tasks, examples), graph, layers, 1, ProgressListener.NONE);
        Curvature again =
                Curvature.of(new Curvature.Source(model, tasks, examples), graph, layers, 1, ProgressListener.NONE);

        assertThat(curvature.without(layers)).isEmpty();
        assertThat(again).isEqualTo(curvature);
        // the loss of a network that was not trained may bend down
        List<Layer> bent = layers.stream()
                .filter(layer -> curvature.trace(layer).orElseThrow().trace() > 0)
                .toList();
        assertThat(bent).isNotEmpty();
        for (Layer layer : bent) {
            double fine = curvature.rise(layer, WeightChange.of(Method.INT8));
            assertThat(fine).as(layer.name()).isGreaterThan(0);
            assertThat(curvature.rise(layer, WeightChange.of(Method.INT8X4))).isGreaterThan(20 * fine);
        }
    }
}

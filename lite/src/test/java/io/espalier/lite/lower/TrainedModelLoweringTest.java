// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.ValueRange;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainedModelLoweringTest {
    private static final ValueRange INPUT = new ValueRange(-1, 2);
    private static final ValueRange SUMS = new ValueRange(-5, 6);
    private static final ValueRange SUM = new ValueRange(-3, 4);
    private static final WeightGrid GRID = new WeightGrid(4, true);

    private final Map<String, TrainedValues> lowered = valuesByTensor(ModelLowering.lower(trained()));

    /** Two views of one input, and a dense layer, added up. */
    private static Model trained() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(2, 2);
        SymbolicTensor flat = graph.apply(new Flatten(), input);
        SymbolicTensor dense = graph.apply(Dense.of(4).withActivation(ActivationFunction.SIGMOID), flat);
        Model model = graph.build(1, graph.apply(new Add(), flat, dense, flat));
        return model.withQuantization(new TrainedQuantization(
                Map.of(
                        ActivationKey.output(model.inputs().get(0).name()), INPUT,
                        ActivationKey.beforeFunction("dense"), SUMS,
                        ActivationKey.output("add"), SUM),
                Map.of(new WeightKey("dense", "kernel"), GRID)));
    }

    private static Map<String, TrainedValues> valuesByTensor(io.espalier.lite.Graph graph) {
        Map<String, TrainedValues> values = new HashMap<>();
        for (Tensor tensor : graph.main().tensors()) {
            values.put(tensor.name(), tensor.trained());
        }
        return values;
    }

    @Test
    void tensorsHaveTheRangesThatTrainingFound() {
        assertThat(lowered).containsEntry("dense/BiasAdd", TrainedValues.of(SUMS));
        assertThat(lowered).containsEntry("add", TrainedValues.of(SUM));
    }

    @Test
    void weightsHaveTheGridsThatTrainingLeftThemOn() {
        assertThat(lowered).containsEntry("dense/kernel", TrainedValues.of(GRID));
        assertThat(lowered).containsEntry("dense/bias", TrainedValues.NONE);
    }
}

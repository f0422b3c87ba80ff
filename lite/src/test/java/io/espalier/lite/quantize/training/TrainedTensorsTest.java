// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.schema.BuiltinOperator;
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
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.ValueRange;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainedTensorsTest {
    private static final ValueRange INPUT = new ValueRange(-1, 2);
    private static final ValueRange SUMS = new ValueRange(-5, 6);
    private static final ValueRange JOINED = new ValueRange(-3, 4);

    private final Graph graph = ModelLowering.lower(trained());
    private final TrainedTensors tensors = TrainedTensors.of(graph.main());

    /** A flat view of the input and two dense layers are joined, and another sum was not rounded. */
    private static Model trained() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor input = builder.input(2, 2);
        SymbolicTensor flat = builder.apply(new Flatten(), input);
        SymbolicTensor shares = builder.apply("shares", Dense.of(4).withActivation(ActivationFunction.SIGMOID), flat);
        SymbolicTensor linear = builder.apply("linear", Dense.of(4), flat);
        SymbolicTensor joined = builder.apply(new Concatenate(), shares, linear);
        Model model = builder.build(1, joined, builder.apply(new Add(), shares, flat));
        WeightGrid grid = new WeightGrid(8, false);
        return model.withQuantization(new TrainedQuantization(
                Map.of(
                        ActivationKey.output(model.inputs().get(0).name()), INPUT,
                        ActivationKey.beforeFunction("shares"), SUMS,
                        ActivationKey.output("concatenate"), JOINED),
                Map.of(new WeightKey("shares", "kernel"), grid, new WeightKey("linear", "kernel"), grid)));
    }

    private Optional<ValueRange> range(String name) {
        return tensors.ranges().of(name);
    }

    @Test
    void whatOnlyMovesHasTheRangeOfWhatItCameFrom() {
        assertThat(range("flatten")).contains(INPUT);
    }

    @Test
    void whatIsJoinedHasTheRangeOfTheJoin() {
        assertThat(range("linear")).contains(JOINED);
    }

    @Test
    void aKernelWithABuiltInScaleHasTheRangeOfThat() {
        assertThat(range("shares")).contains(new ValueRange(0, 255 / 256f));
    }

    @Test
    void whatWasNotRoundedHasNoRangeAndItsOperatorIsNotCovered() {
        Operator sum = operator(BuiltinOperator.ADD);

        assertThat(range("add")).isEmpty();
        assertThat(tensors.cover(sum)).isFalse();
        assertThat(tensors.cover(operator(BuiltinOperator.CONCATENATION))).isTrue();
        assertThat(tensors.cover(operator(BuiltinOperator.FULLY_CONNECTED))).isTrue();
    }

    private Operator operator(BuiltinOperator kind) {
        return graph.main().operators().stream()
                .filter(operator -> operator.is(kind))
                .findFirst()
                .orElseThrow();
    }
}

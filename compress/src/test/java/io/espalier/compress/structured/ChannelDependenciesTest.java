// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelDependenciesTest {
    private final FunctionalBuilder graph = Model.functional();
    private final SymbolicTensor input = graph.input(2, 3, 4);

    @Test
    void whatIsAddedGoesTogether() {
        SymbolicTensor one = graph.apply("one", Conv2D.of(8, 1), input);
        SymbolicTensor other =
                graph.apply("other", BatchNormalization.defaults(), graph.apply("conv", Conv2D.of(8, 1), input));
        SymbolicTensor sum = graph.apply("sum", new Add(), one, other);

        List<FilterPlan.ChannelGroup> groups =
                groups(graph.apply(Dense.of(3), graph.apply("mean", new GlobalAveragePooling2D(), sum)));

        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).layers()).containsExactly("one", "conv", "other", "sum", "mean");
        assertThat(groups.get(0).tied().get(5).channels())
                .containsExactly(
                        new FilterPlan.Channel("one", 5),
                        new FilterPlan.Channel("conv", 5),
                        new FilterPlan.Channel("other", 5),
                        new FilterPlan.Channel("sum", 5),
                        new FilterPlan.Channel("mean", 5));
    }

    @Test
    void whatIsAddedToTheInputStays() {
        SymbolicTensor conv = graph.apply("conv", Conv2D.of(4, 1), input);

        assertThat(groups(graph.apply(Conv2D.of(2, 1), graph.apply(new Add(), conv, input))))
                .isEmpty();
    }

    @Test
    void whatIsMultipliedGoesTogetherButNotWithAFactorOfAllChannels() {
        SymbolicTensor conv = graph.apply("conv", Conv2D.of(8, 1), input);
        SymbolicTensor mean = graph.apply("mean", new GlobalAveragePooling2D(), conv);
        SymbolicTensor gate = graph.apply("gate", Dense.of(8), mean);
        SymbolicTensor pixels = graph.apply("pixels", Conv2D.of(1, 1), input);
        SymbolicTensor product = graph.apply("product", new Multiply(), gate, conv, pixels);

        List<FilterPlan.ChannelGroup> groups = groups(graph.apply(Conv2D.of(2, 1), product));

        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).layers()).containsExactly("conv", "mean", "gate", "product");
        assertThat(groups.get(0).tied()).hasSize(8);
    }

    @Test
    void whatIsJoinedGoesByItselfAndIsShifted() {
        SymbolicTensor one = graph.apply("one", Conv2D.of(3, 1), input);
        SymbolicTensor other = graph.apply("other", Conv2D.of(2, 1), input);
        SymbolicTensor joined = graph.apply("joined", new Concatenate(), one, input, other);

        List<FilterPlan.ChannelGroup> groups = groups(graph.apply(Conv2D.of(2, 1), joined));

        assertThat(groups)
                .extracting(FilterPlan.ChannelGroup::layers)
                .containsExactly(List.of("one", "joined"), List.of("other", "joined"));
        assertThat(groups.get(1).tied().get(1).channels())
                .containsExactly(new FilterPlan.Channel("other", 1), new FilterPlan.Channel("joined", 8));
    }

    @Test
    void aDepthwiseFilterGoesWithAllOthersOfItsInput() {
        SymbolicTensor conv = graph.apply("conv", Conv2D.of(3, 1), input);
        SymbolicTensor depthwise =
                graph.apply("depthwise", DepthwiseConv2D.of(1).withDepthMultiplier(2), conv);

        List<FilterPlan.ChannelGroup> groups = groups(graph.apply(Conv2D.of(2, 1), depthwise));

        assertThat(groups.get(0).tied().get(1).channels())
                .containsExactly(
                        new FilterPlan.Channel("conv", 1),
                        new FilterPlan.Channel("depthwise", 2),
                        new FilterPlan.Channel("depthwise", 3));
    }

    @Test
    void aDepthwiseFilterOfTheInputStays() {
        assertThat(groups(graph.apply(Conv2D.of(2, 1), graph.apply(DepthwiseConv2D.of(1), input))))
                .isEmpty();
    }

    @Test
    void aChannelIsEverySoManyNumbersOfARow() {
        SymbolicTensor row = graph.apply("row", new Flatten(), graph.apply("conv", Conv2D.of(2, 1), input));

        List<FilterPlan.ChannelGroup> groups = groups(graph.apply(Dense.of(3), row));

        assertThat(groups.get(0).tied().get(1).channels())
                .containsExactly(
                        new FilterPlan.Channel("conv", 1),
                        new FilterPlan.Channel("row", 1),
                        new FilterPlan.Channel("row", 3),
                        new FilterPlan.Channel("row", 5),
                        new FilterPlan.Channel("row", 7),
                        new FilterPlan.Channel("row", 9),
                        new FilterPlan.Channel("row", 11));
    }

    @Test
    void channelsThatAReshapeScattersStay() {
        SymbolicTensor scattered = graph.apply(
                Reshape.to(6, 3),
                graph.apply(
                        Conv2D.of(2, 1),
                        graph.apply(Reshape.to(3, 3, 1), graph.apply(Dense.of(9), graph.apply(new Flatten(), input)))));

        assertThat(groups(graph.apply(Dense.of(2), scattered)))
                .extracting(FilterPlan.ChannelGroup::size)
                .containsOnly(1);
    }

    @Test
    void channelsThatShareASoftmaxStay() {
        SymbolicTensor attention =
                graph.apply(Activation.of(ActivationFunction.SOFTMAX), graph.apply("before", Conv2D.of(6, 1), input));

        assertThat(groups(graph.apply(Conv2D.of(2, 1), attention))).isEmpty();
    }

    @Test
    void whatTheModelPutsOutStaysThoughOthersReadItToo() {
        SymbolicTensor features = graph.apply("features", Conv2D.of(6, 1), input);
        SymbolicTensor classes = graph.apply("classes", Conv2D.of(2, 1), features);

        assertThat(ChannelDependencies.groups(graph.build(1, features, classes)))
                .isEmpty();
    }

    private List<FilterPlan.ChannelGroup> groups(SymbolicTensor output) {
        return ChannelDependencies.groups(graph.build(1, output));
    }
}

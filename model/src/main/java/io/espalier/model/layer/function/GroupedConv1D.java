// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Kernels;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Keras's Conv1D with {@code groups} above 1, as {@link GroupedConv2D} is for pictures. With one group it is {@link Conv1D}.
 *
 * <p>Weights: {@code kernel} of shape (steps, input channels / groups, filters) and, unless left out, {@code bias} of shape (filters).
 *
 * @param convolution what is done in all groups together
 */
public record GroupedConv1D(int groups, Conv1D convolution) implements ComposedLayer {
    public GroupedConv1D {
        GroupedConv2D.checkGroups(groups, convolution.filters());
    }

    @Override
    public String kind() {
        return "Conv1D";
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        int channels = GroupedConv2D.channelsEach(Inputs.sequence(inputs), groups);
        Shape kernel = Shape.of(convolution.kernelSize(), channels, convolution.filters());
        return WeightSpec.withBias(convolution.useBias(), convolution.filters(), WeightSpec.kernel("kernel", kernel));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T sequence = Inputs.single(inputs);
        int channels = GroupedConv2D.channelsEach(Inputs.sequence(on.shape(sequence)), groups);
        int filters = convolution.filters() / groups;
        T picture = Kernels.picture(on, Kernels.causal(on, sequence, convolution.padding(), convolution.zerosBefore()));
        Conv2D each = convolution.overPicture();
        List<T> sums = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            sums.add(on.convolve(
                    on.slice(picture, -1, group * channels, channels),
                    Kernels.flat(on, on.weight("kernel", group * filters, (group + 1) * filters)),
                    each.strides(),
                    each.padding(),
                    each.dilation()));
        }
        T steps = Kernels.sequence(on, on.concatenate(sums, -1));
        return Kernels.activated(on, steps, convolution.useBias(), convolution.activation());
    }

    @Override
    public List<String> kernels() {
        return List.of("kernel");
    }
}

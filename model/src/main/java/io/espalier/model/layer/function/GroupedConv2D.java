// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Kernels;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Keras's Conv2D with {@code groups} above 1: channels are split into this number of groups, and each is convolved by itself with its share of the
 * filters. With one group it is {@link Conv2D}.
 *
 * <p>Weights: {@code kernel} of shape (height, width, input channels / groups, filters) and, unless left out, {@code bias} of shape (filters).
 *
 * @param convolution what is done in all groups together
 */
public record GroupedConv2D(int groups, Conv2D convolution) implements ComposedLayer {
    public GroupedConv2D {
        checkGroups(groups, convolution.filters());
    }

    static void checkGroups(int groups, int filters) {
        if (groups < 2 || filters % groups != 0) {
            throw new ModelException("a grouped convolution needs at least 2 groups, and a multiple of that number of"
                    + " filters; there are " + groups + " groups and " + filters + " filters");
        }
    }

    @Override
    public String kind() {
        return "Conv2D";
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape kernel = Shape.of(
                convolution.kernelSize().height(),
                convolution.kernelSize().width(),
                channelsEach(Inputs.picture(Inputs.single(inputs)), groups),
                convolution.filters());
        return WeightSpec.withBias(convolution.useBias(), convolution.filters(), WeightSpec.kernel("kernel", kernel));
    }

    static int channelsEach(Shape input, int groups) {
        if (input.channels() % groups != 0) {
            throw new ModelException("splits " + input.channels() + " channels into " + groups
                    + " groups; the channels must be a multiple of the groups");
        }
        return input.channels() / groups;
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T picture = Inputs.single(inputs);
        int channels = channelsEach(Inputs.picture(on.shape(picture)), groups);
        int filters = convolution.filters() / groups;
        List<T> sums = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            sums.add(on.convolve(
                    on.slice(picture, -1, group * channels, channels),
                    on.weight("kernel", group * filters, (group + 1) * filters),
                    convolution.strides(),
                    convolution.padding(),
                    convolution.dilation()));
        }
        return Kernels.activated(on, on.concatenate(sums, -1), convolution.useBias(), convolution.activation());
    }

    @Override
    public List<String> kernels() {
        return List.of("kernel");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Kernels;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Volume;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Keras's Conv3D with {@code groups} or {@code dilation_rate}. Without both it is {@link Conv3D}.
 *
 * <p>Weights: {@code kernel} of shape (depth, height, width, input channels / groups, filters) and, unless left out, {@code bias} of shape (filters).
 *
 * @param convolution what is done in all groups together
 * @param groups into which the channels are split; each is convolved with its share of the filters
 * @param dilation how far apart the elements are that the window sees
 */
public record GeneralConv3D(Conv3D convolution, int groups, Volume dilation) implements ComposedLayer {
    public GeneralConv3D {
        if (groups < 1 || convolution.filters() % groups != 0) {
            throw new ModelException("has " + convolution.filters() + " filters in " + groups
                    + " groups; the filters must be a multiple of the groups");
        }
        if (!dilation.equals(Volume.ONE) && !convolution.strides().equals(Volume.ONE)) {
            throw new ModelException("strides and dilation cannot both differ from 1; choose one");
        }
    }

    @Override
    public String kind() {
        return "Conv3D";
    }

    private int channelsEach(Shape volume) {
        if (volume.channels() % groups != 0) {
            throw new ModelException("splits " + volume.channels() + " channels into " + groups
                    + " groups; the channels must be a multiple of the groups");
        }
        return volume.channels() / groups;
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Volume window = convolution.kernelSize();
        Shape kernel = Shape.of(
                window.depth(),
                window.height(),
                window.width(),
                channelsEach(Inputs.volume(Inputs.single(inputs))),
                convolution.filters());
        return WeightSpec.withBias(convolution.useBias(), convolution.filters(), WeightSpec.kernel("kernel", kernel));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T volume = Inputs.single(inputs);
        int channels = channelsEach(Inputs.volume(on.shape(volume)));
        int filters = convolution.filters() / groups;
        List<T> sums = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            T kernel = on.weight("kernel", group * filters, (group + 1) * filters);
            sums.add(on.convolveVolume(
                    groups == 1 ? volume : on.slice(volume, -1, group * channels, channels),
                    dilated(on, kernel),
                    convolution.strides(),
                    convolution.padding()));
        }
        T all = groups == 1 ? sums.get(0) : on.concatenate(sums, -1);
        return Kernels.activated(on, all, convolution.useBias(), convolution.activation());
    }

    /** A kernel with the zeros in it that dilation stands for. */
    <T> T dilated(Operations<T> on, T kernel) {
        T high = Spread.between(on, kernel, 0, dilation.depth());
        return Spread.between(on, Spread.between(on, high, 1, dilation.height()), 2, dilation.width());
    }

    @Override
    public List<String> kernels() {
        return List.of("kernel");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;

/**
 * Long short-term memory over pictures (height, width, channels): {@link ConvLstm} with two dimensions.
 *
 * @param convolution of each picture: its filters, window and bias; the activation is the cell's
 * @param channelsFirst whether pictures, taken and put out, are (channels, height, width)
 */
public record ConvLSTM2D(
        Conv2D convolution,
        ActivationFunction recurrentActivation,
        boolean unitForgetBias,
        boolean channelsFirst,
        Recurrence recurrence)
        implements ConvLstm {
    @Override
    public int filters() {
        return convolution.filters();
    }

    @Override
    public List<Integer> window() {
        return List.of(
                convolution.kernelSize().height(), convolution.kernelSize().width());
    }

    @Override
    public ActivationFunction activation() {
        return convolution.activation();
    }

    @Override
    public boolean useBias() {
        return convolution.useBias();
    }

    @Override
    public ConvLSTM2D withRecurrence(Recurrence recurrence) {
        return new ConvLSTM2D(convolution, recurrentActivation, unitForgetBias, channelsFirst, recurrence);
    }

    @Override
    public <T> T convolve(Operations<T> on, T input, T kernel) {
        return on.convolve(input, kernel, convolution.strides(), convolution.padding(), convolution.dilation());
    }

    @Override
    public <T> T convolveOutput(Operations<T> on, T output, T kernel) {
        return on.convolve(output, kernel, Size.ONE, Padding.SAME, Size.ONE);
    }
}

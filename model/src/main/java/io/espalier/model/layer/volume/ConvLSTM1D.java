// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Kernels;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;

/**
 * Long short-term memory over rows (length, channels): {@link ConvLstm} with one dimension.
 *
 * @param convolution of each row: its filters, window and bias; the activation is the cell's
 * @param channelsFirst whether rows, taken and put out, are (channels, length)
 */
public record ConvLSTM1D(
        Conv1D convolution,
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
        return List.of(convolution.kernelSize());
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
    public ConvLSTM1D withRecurrence(Recurrence recurrence) {
        return new ConvLSTM1D(convolution, recurrentActivation, unitForgetBias, channelsFirst, recurrence);
    }

    @Override
    public <T> T convolve(Operations<T> on, T input, T kernel) {
        Conv2D picture = convolution.overPicture();
        T padded = convolution.zerosBefore() == 0
                ? input
                : on.pad(input, List.of(0, convolution.zerosBefore(), 0), List.of(0, 0, 0));
        return on.convolve(padded, Kernels.flat(on, kernel), picture.strides(), picture.padding(), picture.dilation());
    }

    @Override
    public <T> T convolveOutput(Operations<T> on, T output, T kernel) {
        return on.convolve(output, Kernels.flat(on, kernel), Size.ONE, Padding.SAME, Size.ONE);
    }
}

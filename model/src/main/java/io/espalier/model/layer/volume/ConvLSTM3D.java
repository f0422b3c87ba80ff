// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Volume;
import java.util.List;

/**
 * Long short-term memory over volumes (depth, height, width, channels): {@link ConvLstm} with three dimensions.
 *
 * @param convolution of each volume, in one group: its filters, window and bias; the activation is the cell's
 * @param channelsFirst whether volumes, taken and put out, are (channels, depth, height, width)
 */
public record ConvLSTM3D(
        GeneralConv3D convolution,
        ActivationFunction recurrentActivation,
        boolean unitForgetBias,
        boolean channelsFirst,
        Recurrence recurrence)
        implements ConvLstm {
    public ConvLSTM3D {
        if (convolution.groups() != 1) {
            throw new ModelException(
                    "a ConvLSTM3D convolves all channels together, not in " + convolution.groups() + " groups");
        }
    }

    private Conv3D plain() {
        return convolution.convolution();
    }

    @Override
    public int filters() {
        return plain().filters();
    }

    @Override
    public List<Integer> window() {
        Volume window = plain().kernelSize();
        return List.of(window.depth(), window.height(), window.width());
    }

    @Override
    public ActivationFunction activation() {
        return plain().activation();
    }

    @Override
    public boolean useBias() {
        return plain().useBias();
    }

    @Override
    public ConvLSTM3D withRecurrence(Recurrence recurrence) {
        return new ConvLSTM3D(convolution, recurrentActivation, unitForgetBias, channelsFirst, recurrence);
    }

    @Override
    public <T> T convolve(Operations<T> on, T input, T kernel) {
        return on.convolveVolume(input, convolution.dilated(on, kernel), plain().strides(), plain().padding());
    }

    @Override
    public <T> T convolveOutput(Operations<T> on, T output, T kernel) {
        return on.convolveVolume(output, kernel, Volume.ONE, Padding.SAME);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.LstmCell;
import io.espalier.model.layer.compute.LstmCell.State;
import io.espalier.model.layer.recurrent.RecurrentLayer.Course;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Long short-term memory over pictures, whose products are convolutions.
 *
 * <p>Weights, each with the input gate, the forget gate, the cell and the output gate side by side: {@code kernel} of shape (height, width,
 * channels, 4 * filters), {@code recurrent_kernel} of shape (height, width, filters, 4 * filters) and, unless left out, {@code bias} of shape (4
 * * filters).
 *
 * @param convolution of each picture: its filters, window and bias; the activation is the cell's
 * @param channelsFirst whether pictures, taken and put out, are (channels, height, width)
 * @see <a href="https://arxiv.org/abs/1506.04214">Shi and others, 2015</a>
 */
public record ConvLSTM2D(
        Conv2D convolution,
        ActivationFunction recurrentActivation,
        boolean unitForgetBias,
        boolean channelsFirst,
        Recurrence recurrence)
        implements ComposedLayer {
    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape sequence = sequence(Inputs.single(inputs));
        int filters = convolution.filters();
        Size window = convolution.kernelSize();
        int channels = sequence.dimension(channelsFirst ? 1 : 3);
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.trainable(
                "kernel",
                Shape.of(window.height(), window.width(), channels, 4 * filters),
                Initializer.GLOROT_UNIFORM));
        weights.add(WeightSpec.trainable(
                "recurrent_kernel",
                Shape.of(window.height(), window.width(), filters, 4 * filters),
                Initializer.ORTHOGONAL));
        if (convolution.useBias()) {
            Initializer initial = unitForgetBias ? Initializer.UNIT_FORGET_BIAS : Initializer.ZEROS;
            weights.add(WeightSpec.trainable("bias", Shape.of(4 * filters), initial));
        }
        return List.copyOf(weights);
    }

    private static Shape sequence(Shape shape) {
        return Inputs.ofRank(shape, 4, "of a sequence of pictures");
    }

    @Override
    public List<String> kernels() {
        return List.of("kernel", "recurrent_kernel");
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return compute(on, Course.of(Inputs.single(inputs)), "").get(0);
    }

    /**
     * Computes the output for a sequence of pictures, and the states after its last step.
     *
     * @param course the states to start from are pictures of filters: the output and the cell
     * @param prefix of the names of the weights
     * @return the output, then the states
     */
    public <T> List<T> compute(Operations<T> on, Course<T> course, String prefix) {
        sequence(on.shape(course.sequence()));
        T sequence = channelsFirst ? on.transpose(course.sequence(), 0, 2, 3, 1) : course.sequence();
        List<T> initial = course.initial().stream()
                .map(state -> channelsFirst ? on.transpose(state, 1, 2, 0) : state)
                .toList();
        Shape shape = on.shape(sequence);
        Shape picture = Shape.of(1, shape.dimension(1), shape.dimension(2), shape.channels());
        List<T> results = recurrence.over(
                on,
                on.dropout(sequence, picture, recurrence.dropout()),
                new Course<>(sequence, initial, course.mask(), course.zeroesSkipped()),
                (input, before) -> next(on, input, before, prefix));
        return channelsFirst ? channelsFirst(on, results) : results;
    }

    private <T> List<T> next(Operations<T> on, T picture, List<T> before, String prefix) {
        T sums = on.convolve(
                picture,
                on.weight(prefix + "kernel"),
                convolution.strides(),
                convolution.padding(),
                convolution.dilation());
        if (convolution.useBias()) {
            sums = on.add(sums, on.weight(prefix + "bias"));
        }
        if (!before.isEmpty()) {
            T seen = on.dropout(before.get(0), recurrence.recurrentDropout());
            sums = on.add(
                    sums, on.convolve(seen, on.weight(prefix + "recurrent_kernel"), Size.ONE, Padding.SAME, Size.ONE));
        }
        LstmCell lstm = new LstmCell(convolution.activation(), recurrentActivation, convolution.filters());
        State<T> next = lstm.next(on, sums, before.stream().skip(1).findFirst());
        return List.of(next.output(), next.cell());
    }

    private <T> List<T> channelsFirst(Operations<T> on, List<T> results) {
        List<T> turned = new ArrayList<>();
        for (T result : results) {
            turned.add(on.shape(result).rank() == 4 ? on.transpose(result, 0, 3, 1, 2) : on.transpose(result, 2, 0, 1));
        }
        return turned;
    }
}

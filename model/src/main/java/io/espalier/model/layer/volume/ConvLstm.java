// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.LstmCell;
import io.espalier.model.layer.compute.LstmCell.State;
import io.espalier.model.layer.recurrent.RecurrentLayer.Course;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Long short-term memory over rows, pictures or volumes, whose products are convolutions.
 *
 * <p>Weights, each with the input gate, the forget gate, the cell and the output gate side by side: {@code kernel} of shape (window, channels, 4 *
 * filters), {@code recurrent_kernel} of shape (window, filters, 4 * filters) and, unless left out, {@code bias} of shape (4 * filters).
 *
 * @see <a href="https://arxiv.org/abs/1506.04214">Shi and others, 2015</a>
 */
public sealed interface ConvLstm extends ComposedLayer permits ConvLSTM1D, ConvLSTM2D, ConvLSTM3D {
    int filters();

    /** The length of the window along each dimension of what it goes over: one for rows, two for pictures, three for volumes. */
    List<Integer> window();

    /** Of the cell. */
    ActivationFunction activation();

    boolean useBias();

    /** Of the gates. */
    ActivationFunction recurrentActivation();

    boolean unitForgetBias();

    /** Whether what is taken and put out has the channels in front of the other dimensions of a step. */
    boolean channelsFirst();

    Recurrence recurrence();

    ConvLstm withRecurrence(Recurrence recurrence);

    /** The sums of a step's input, without the bias; rows are pictures of height 1. */
    <T> T convolve(Operations<T> on, T input, T kernel);

    /** The sums of the output before, which keep its size. */
    <T> T convolveOutput(Operations<T> on, T output, T kernel);

    @Override
    default List<WeightSpec> weights(List<Shape> inputs) {
        Shape sequence = sequence(Inputs.single(inputs));
        int channels = channelsFirst() ? sequence.dimension(1) : sequence.channels();
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.trainable("kernel", kernel(channels), Initializer.GLOROT_UNIFORM));
        weights.add(WeightSpec.trainable("recurrent_kernel", kernel(filters()), Initializer.ORTHOGONAL));
        if (useBias()) {
            Initializer initial = unitForgetBias() ? Initializer.UNIT_FORGET_BIAS : Initializer.ZEROS;
            weights.add(WeightSpec.trainable("bias", Shape.of(4 * filters()), initial));
        }
        return List.copyOf(weights);
    }

    private Shape kernel(int channels) {
        return new Shape(Stream.concat(window().stream(), Stream.of(channels, 4 * filters()))
                .toList());
    }

    private Shape sequence(Shape shape) {
        String dimensions =
                List.of("length", "height, width", "depth, height, width").get(window().size() - 1);
        return Inputs.ofRank(
                shape,
                window().size() + 2,
                channelsFirst() ? "(steps, channels, " + dimensions + ")" : "(steps, " + dimensions + ", channels)");
    }

    @Override
    default List<String> kernels() {
        return List.of("kernel", "recurrent_kernel");
    }

    @Override
    default <T> T compute(Operations<T> on, List<T> inputs) {
        return compute(on, Course.of(Inputs.single(inputs)), "").get(0);
    }

    /**
     * Computes the output for a sequence, and the states after its last step.
     *
     * @param course the states to start from have the shape of one output: the output and the cell
     * @param prefix of the names of the weights
     * @return the output, then the states
     */
    default <T> List<T> compute(Operations<T> on, Course<T> course, String prefix) {
        sequence(on.shape(course.sequence()));
        T sequence = taken(on, course.sequence());
        List<T> initial =
                course.initial().stream().map(state -> taken(on, state)).toList();
        List<Integer> each = new ArrayList<>(on.shape(sequence).dimensions());
        each.set(0, 1);
        return recurrence()
                .over(
                        on,
                        on.dropout(sequence, new Shape(each), recurrence().dropout()),
                        new Course<>(sequence, initial, course.mask(), course.zeroesSkipped()),
                        (input, before) -> next(on, input, before, prefix))
                .stream()
                .map(result -> given(on, result))
                .toList();
    }

    private <T> List<T> next(Operations<T> on, T input, List<T> before, String prefix) {
        T sums = convolve(on, input, on.weight(prefix + "kernel"));
        if (useBias()) {
            sums = on.add(sums, on.weight(prefix + "bias"));
        }
        if (!before.isEmpty()) {
            T output = on.dropout(before.get(0), recurrence().recurrentDropout());
            sums = on.add(sums, convolveOutput(on, output, on.weight(prefix + "recurrent_kernel")));
        }
        LstmCell lstm = new LstmCell(activation(), recurrentActivation(), filters());
        State<T> next = lstm.next(on, sums, before.stream().skip(1).findFirst());
        return List.of(next.output(), next.cell());
    }

    /** With the channels last, and rows as pictures of height 1. */
    private <T> T taken(Operations<T> on, T value) {
        T last = channelsFirst() ? on.transpose(value, order(on.shape(value).rank(), true)) : value;
        List<Integer> dimensions = new ArrayList<>(on.shape(last).dimensions());
        if (window().size() > 1) {
            return last;
        }
        dimensions.add(dimensions.size() - 2, 1);
        return on.reshape(last, new Shape(dimensions));
    }

    /** The opposite of {@link #taken}. */
    private <T> T given(Operations<T> on, T value) {
        T result = value;
        if (window().size() == 1) {
            List<Integer> dimensions = new ArrayList<>(on.shape(value).dimensions());
            dimensions.remove(dimensions.size() - 3);
            result = on.reshape(value, new Shape(dimensions));
        }
        return channelsFirst() ? on.transpose(result, order(on.shape(result).rank(), false)) : result;
    }

    /** Moves the channels behind the other dimensions of a step, or in front of them. */
    private int[] order(int rank, boolean toEnd) {
        int first = rank - window().size() - 1;
        IntStream before = IntStream.range(0, first);
        return toEnd
                ? IntStream.concat(before, IntStream.concat(IntStream.range(first + 1, rank), IntStream.of(first)))
                        .toArray()
                : IntStream.concat(before, IntStream.concat(IntStream.of(rank - 1), IntStream.range(first, rank - 1)))
                        .toArray();
    }
}

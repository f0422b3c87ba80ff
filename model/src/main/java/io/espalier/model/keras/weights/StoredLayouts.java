// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How a file's values become those of the layers here, as Keras does when it loads files of its older versions.
 *
 * @param kernels how the kernel of each convolution lies in files
 * @param channelsLast what changes where channels come first
 */
public record StoredLayouts(Map<WeightKey, Form> kernels, ChannelsLast channelsLast) {
    /** How a kernel lies in a file. */
    public interface Form {
        /** The kernel as it lies here. */
        Tensor read(Tensor stored, Shape shape, Origin origin);
    }

    /** A convolution's kernel. */
    public record Kernel(String kind, boolean channelsFirst) implements Form {
        @Override
        public Tensor read(Tensor stored, Shape shape, Origin origin) {
            Tensor value = origin.isKeras1() ? keras1(this, stored, shape) : stored;
            return origin.isTheano() ? Axes.flipped(value) : value;
        }
    }

    public StoredLayouts {
        kernels = Map.copyOf(kernels);
    }

    /**
     * Which Keras a file of weights is of.
     *
     * @param isKeras1 says {@code keras_version}, or its absence
     * @param isTheano whose convolutions slide over kernels in reverse
     */
    public record Origin(boolean isKeras1, boolean isTheano) {
        public static final Origin CURRENT = new Origin(false, false);

        static Origin of(String kerasVersion, String backend) {
            return new Origin(kerasVersion.startsWith("1") || kerasVersion.startsWith("0"), backend.equals("theano"));
        }
    }

    /** One weight's value. */
    public Tensor value(WeightKey key, Tensor stored, Shape shape, Origin origin) {
        Form form = kernels.get(key);
        Tensor value = form == null ? stored : form.read(stored, shape, origin);
        return channelsLast.changed(key, value);
    }

    private static Tensor keras1(Kernel kernel, Tensor stored, Shape shape) {
        return switch (kernel.kind()) {
            case "Conv1D" -> sequence(stored, shape);
            case "Conv2DTranspose" ->
                kernel.channelsFirst() ? Axes.transposed(stored, 2, 3, 0, 1) : Axes.transposed(stored, 0, 1, 3, 2);
            default -> kernel.channelsFirst() ? Axes.transposed(stored, 2, 3, 1, 0) : stored;
        };
    }

    // (length, 1, inputs, filters), or before Keras 1.1 (filters, inputs, length, 1).
    private static Tensor sequence(Tensor stored, Shape shape) {
        if (stored.shape().rank() != 4) {
            return stored;
        }
        Tensor kernel = stored.shape().dimension(1) == 1 && stored.shape().dimension(3) == shape.dimension(-1)
                ? stored
                : Axes.transposed(stored, 2, 3, 1, 0);
        return kernel.shape().dimension(1) == 1
                ? Tensor.of(
                        Shape.of(
                                kernel.shape().dimension(0),
                                kernel.shape().dimension(2),
                                kernel.shape().dimension(3)),
                        kernel.buffer())
                : stored;
    }

    /** Keras 1 has a kernel, a recurrent kernel and a bias for each gate of a recurrent layer; here each is one. */
    static List<Tensor> gatesJoined(String kind, List<Tensor> stored, Origin origin) {
        if (!origin.isKeras1()) {
            return stored;
        }
        if (kind.equals("Bidirectional") && (stored.size() == 24 || stored.size() == 18)) {
            int half = stored.size() / 2;
            List<Tensor> both = new ArrayList<>(gatesJoined(stored.subList(0, half)));
            both.addAll(gatesJoined(stored.subList(half, stored.size())));
            return both;
        }
        boolean isOfGates = (kind.equals("LSTM") && stored.size() == 12) || (kind.equals("GRU") && stored.size() == 9);
        return isOfGates ? gatesJoined(stored) : stored;
    }

    /** Of an LSTM, which has four gates, or a GRU, which has three. */
    private static List<Tensor> gatesJoined(List<Tensor> stored) {
        // Keras 1 has the gates of an LSTM in the order i, c, f, o; Keras 2 in the order i, f, c, o.
        int[] gates = stored.size() == 12 ? new int[] {0, 2, 1, 3} : new int[] {0, 1, 2};
        List<Tensor> joined = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            List<Tensor> parts = new ArrayList<>();
            for (int gate : gates) {
                parts.add(stored.get(3 * gate + part));
            }
            joined.add(joinedAtLast(parts));
        }
        return joined;
    }

    private static Tensor joinedAtLast(List<Tensor> parts) {
        Shape shape = parts.get(0).shape();
        if (shape.rank() == 0 || parts.stream().anyMatch(part -> !part.shape().equals(shape))) {
            return parts.get(0);
        }
        int width = shape.channels();
        int rows = shape.elements() / Math.max(1, width);
        float[] values = new float[rows * width * parts.size()];
        for (int row = 0; row < rows; row++) {
            for (int part = 0; part < parts.size(); part++) {
                float[] from = Arrays.copyOfRange(parts.get(part).toArray(), row * width, (row + 1) * width);
                System.arraycopy(from, 0, values, (row * parts.size() + part) * width, width);
            }
        }
        return Tensor.of(shape.withChannels(width * parts.size()), values);
    }
}

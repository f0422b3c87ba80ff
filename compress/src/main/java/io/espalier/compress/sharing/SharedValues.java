// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.sharing;

import io.espalier.model.Node;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The values that a weight shares, for example after clustering. */
public final class SharedValues {
    private static final int MOST = 1024;

    private SharedValues() {}

    /**
     * Its values, as centroids are kept: (clusters), or (channels, clusters) for a convolution whose channels each have others; nothing where there
     * are too many.
     */
    public static Optional<Tensor> of(Tensor weight, Node node) {
        float[] all = distinct(weight.toArray());
        if (mayBePerChannel(node)) {
            Optional<Tensor> channels = ofChannels(weight);
            if (channels.isPresent()
                    && (all.length == 0
                            || all.length > 2 * channels.get().shape().channels())) {
                return channels;
            }
        }
        return all.length == 0 ? Optional.empty() : Optional.of(Tensor.of(Shape.of(all.length), all));
    }

    /** Whether the output channels of a layer may each have values of their own. */
    public static boolean mayBePerChannel(Node node) {
        return node.layer() instanceof Conv1D || node.layer() instanceof Conv2D;
    }

    private static Optional<Tensor> ofChannels(Tensor weight) {
        int channels = weight.shape().channels();
        List<float[]> rows = new ArrayList<>();
        int clusters = 0;
        for (int channel = 0; channel < channels; channel++) {
            float[] row = distinct(channel(weight, channel));
            if (row.length == 0) {
                return Optional.empty();
            }
            rows.add(row);
            clusters = Math.max(clusters, row.length);
        }
        float[] centroids = new float[channels * clusters];
        for (int channel = 0; channel < channels; channel++) {
            System.arraycopy(filled(rows.get(channel), clusters), 0, centroids, channel * clusters, clusters);
        }
        return Optional.of(Tensor.of(Shape.of(channels, clusters), centroids));
    }

    /** The different values in order, or none where they are not few enough. */
    private static float[] distinct(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        float[] distinct = new float[sorted.length];
        int count = 0;
        int nonzero = 0;
        int nonzeroDistinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            nonzero += sorted[i] == 0 ? 0 : 1;
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                distinct[count++] = sorted[i];
                nonzeroDistinct += sorted[i] == 0 ? 0 : 1;
            }
        }
        boolean few = count >= 2 && count <= MOST && 4 * nonzeroDistinct <= 3 * nonzero;
        return few ? Arrays.copyOf(distinct, count) : new float[0];
    }

    /** The values of one output channel. */
    public static float[] channel(Tensor weight, int channel) {
        int channels = weight.shape().channels();
        float[] values = new float[weight.shape().elements() / channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = weight.get(i * channels + channel);
        }
        return values;
    }

    /** As many centroids as asked for. Copies of the last have no members, as it comes before them, and so stay as they are. */
    public static float[] filled(float[] found, int clusters) {
        float[] filled = Arrays.copyOf(found, clusters);
        Arrays.fill(filled, found.length, clusters, found[found.length - 1]);
        return filled;
    }
}

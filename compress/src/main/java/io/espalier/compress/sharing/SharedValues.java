// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.sharing;

import io.espalier.model.Clusters;
import io.espalier.model.Node;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The values that a weight shares, for example after clustering. */
public final class SharedValues {
    private static final int MOST = 1024;
    private static final float FAR = 1000;

    private SharedValues() {}

    /**
     * Its values, as centroids are kept: (clusters), or (channels, clusters) for a convolution whose channels each have others; nothing where there
     * are too many.
     */
    public static Optional<Tensor> of(Tensor weight, Node node) {
        float[] all = few(weight.toArray());
        if (mayBePerChannel(node)) {
            Optional<Tensor> channels = ofChannels(weight);
            if (channels.isPresent()
                    && (all.length == 0
                            || all.length > 2 * channels.get().shape().channels())) {
                return channels;
            }
        }
        return all.length == 0 ? Optional.empty() : Optional.of(asCentroids(all));
    }

    /** The values of a weight that is known to be clustered, in the same form; empty if it has more by now. */
    public static Optional<Tensor> of(Tensor weight, Clusters known) {
        Tensor values = known.perChannel()
                ? inRows(channels(weight).stream().map(SharedValues::different).toList())
                : asCentroids(different(weight.toArray()));
        return Optional.of(values).filter(found -> found.shape().channels() <= known.most());
    }

    private static Tensor asCentroids(float... all) {
        return Tensor.of(Shape.of(all.length), all);
    }

    private static List<float[]> channels(Tensor weight) {
        return IntStream.range(0, weight.shape().channels())
                .mapToObj(channel -> channel(weight, channel))
                .toList();
    }

    private static float[] different(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (float value : sorted) {
            if (count == 0 || value != sorted[count - 1]) {
                sorted[count++] = value;
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    /** Whether the output channels of a layer may each have values of their own. */
    public static boolean mayBePerChannel(Node node) {
        return node.layer() instanceof Conv1D || node.layer() instanceof Conv2D;
    }

    private static Optional<Tensor> ofChannels(Tensor weight) {
        List<float[]> rows = channels(weight).stream().map(SharedValues::few).toList();
        return rows.stream().anyMatch(row -> row.length == 0) ? Optional.empty() : Optional.of(inRows(rows));
    }

    /** Rows of fewer values than others end with one so large that no value comes to it in training. */
    private static Tensor inRows(List<float[]> rows) {
        int clusters = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
        float far = FAR * largest(rows);
        float[] centroids = new float[rows.size() * clusters];
        for (int channel = 0; channel < rows.size(); channel++) {
            Arrays.fill(centroids, channel * clusters, (channel + 1) * clusters, far);
            System.arraycopy(rows.get(channel), 0, centroids, channel * clusters, rows.get(channel).length);
        }
        return Tensor.of(Shape.of(rows.size(), clusters), centroids);
    }

    private static float largest(List<float[]> rows) {
        float largest = 0;
        for (float[] row : rows) {
            largest = Math.max(largest, Math.max(-row[0], row[row.length - 1]));
        }
        return largest;
    }

    /** The different values in order, or none where they are not few enough. */
    private static float[] few(float[] values) {
        float[] different = different(values);
        long nonzero = count(values);
        boolean few = different.length >= 2 && different.length <= MOST && 4 * count(different) <= 3 * nonzero;
        return few ? different : new float[0];
    }

    private static long count(float[] values) {
        long nonzero = 0;
        for (float value : values) {
            nonzero += value == 0 ? 0 : 1;
        }
        return nonzero;
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
}

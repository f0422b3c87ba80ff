// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import io.espalier.compress.CompressionException;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.compress.sharing.ClusteredWeight;
import io.espalier.compress.sharing.SharedValues;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.GradientAggregation;
import io.espalier.train.technique.LayerWrapping;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Weight clustering: the weights of each layer share a few values, the centroids, which are trained, as with tfmot's {@code cluster_weights}.
 *
 * <pre>{@code
 * ParametrizedModel clustered = Clustering.of(16).apply(model);
 * Model small = trainer.fit(clustered, mnist).model().strip();
 * }</pre>
 *
 * <p>Start from a trained model and fine-tune with a small learning rate. Zeros of a pruned model are preserved: one of the centroids is then zero
 * and stays zero, and so do all weights that are zero.
 *
 * <p>Immutable: each setting returns a new object.
 */
public final class Clustering {
    private final int clusters;
    private final CentroidInitialization initialization;
    private final long seed;
    private final GradientAggregation aggregation;
    private final boolean perChannel;
    private final KernelLayers layers;

    private Clustering(
            int clusters,
            CentroidInitialization initialization,
            long seed,
            GradientAggregation aggregation,
            boolean perChannel,
            KernelLayers layers) {
        this.clusters = clusters;
        this.initialization = initialization;
        this.seed = seed;
        this.aggregation = aggregation;
        this.perChannel = perChannel;
        this.layers = layers;
    }

    /**
     * Clusters the kernels of all convolutions and dense layers. Centroids are initialized by k-means; the gradient of a centroid is the sum over its
     * weights.
     *
     * @param clusters the number of values per kernel, at least 2
     * @throws CompressionException if the number is less than 2
     */
    public static Clustering of(int clusters) {
        if (clusters < 2) {
            throw new CompressionException("clustering needs 2 clusters or more, not " + clusters);
        }
        return new Clustering(
                clusters,
                CentroidInitialization.LLOYD,
                0,
                GradientAggregation.SUM,
                false,
                KernelLayers.all("clustered"));
    }

    /** Sets how centroids are initialized. The default is {@link CentroidInitialization#LLOYD}. */
    public Clustering withInitialization(CentroidInitialization chosen) {
        return new Clustering(clusters, chosen, seed, aggregation, perChannel, layers);
    }

    /** Sets the seed of random initializations. The default is 0. */
    public Clustering withSeed(long number) {
        return new Clustering(clusters, initialization, number, aggregation, perChannel, layers);
    }

    /** Uses the mean gradient of a centroid's weights instead of the sum, so that all centroids move at the same pace. */
    public Clustering withAveragedGradients() {
        return new Clustering(clusters, initialization, seed, GradientAggregation.AVERAGE, perChannel, layers);
    }

    /** Clusters each output channel of a convolution separately. Dense layers still have one set of centroids. */
    public Clustering withCentroidsPerChannel() {
        return new Clustering(clusters, initialization, seed, aggregation, true, layers);
    }

    /** Clusters only the layers with these names. */
    public Clustering withLayers(String... names) {
        return new Clustering(clusters, initialization, seed, aggregation, perChannel, layers.named(names));
    }

    /** Clusters only the layers that pass this test. */
    public Clustering withLayers(Predicate<Node> chosen) {
        return new Clustering(clusters, initialization, seed, aggregation, perChannel, layers.where(chosen));
    }

    /**
     * Adds centroids to the model's weights. Train the result.
     *
     * @throws io.espalier.model.tensor.ModelException if the model has no layer of a given name
     * @throws CompressionException if there is nothing to cluster; if a named layer, or each layer, has fewer values than there are clusters; if the
     *     model was trained quantization-aware, which clustering would undo
     */
    public ParametrizedModel apply(Model model) {
        return apply(ParametrizedModel.of(model));
    }

    /**
     * Adds centroids to a parametrized model, after masks if it has any.
     *
     * @throws CompressionException as {@link #apply(Model)}, and if a weight is clustered or already quantized
     */
    public ParametrizedModel apply(ParametrizedModel model) {
        Model plain = model.strip();
        ParametrizedModel clustered = model;
        Set<WeightKey> small = tooSmall(model.raw());
        for (Node node : layers.of(model.raw())) {
            int indices = 0;
            for (WeightKey key : KernelLayers.kernels(node)) {
                if (small.contains(key)) {
                    continue;
                }
                Tensor value = plain.weights().get(key);
                clustered = clustered(clustered, key, value, isByChannel(node));
                indices += value.shape().elements();
            }
            // tfmot's layer keeps the number of each value's centroid.
            clustered = clustered.wrapped(
                    node.name(), new LayerWrapping("cluster_*", "ClusterWeights", indices, Long.BYTES));
        }
        return clustered;
    }

    /**
     * Clusters a model at once, without training: each weight becomes its centroid.
     *
     * @throws io.espalier.model.tensor.ModelException as {@link #apply(Model)}
     * @throws CompressionException as {@link #apply(Model)}
     */
    public Model once(Model model) {
        return apply(model).strip();
    }

    /**
     * Says which layers with kernels clustering leaves as they are, and why: those with depthwise kernels, and those with fewer values than there
     * are clusters.
     *
     * @throws io.espalier.model.tensor.ModelException as {@link #apply(Model)}
     * @throws CompressionException if there is nothing to cluster
     */
    public List<String> notes(Model model) {
        List<String> small = tooSmall(model).stream()
                .map(WeightKey::layer)
                .distinct()
                .sorted()
                .toList();
        Stream<String> notes = small.isEmpty()
                ? Stream.empty()
                : Stream.of(KernelLayers.note(
                        small,
                        "not clustered",
                        "fewer than " + clusters + " values" + (perChannel ? " per channel" : "")));
        return Stream.concat(layers.notes(model).stream(), notes).toList();
    }

    /** The kernels that are left as they are, unless that would be all. */
    private Set<WeightKey> tooSmall(Model model) {
        Set<WeightKey> small = layers.of(model).stream()
                .filter(node -> !layers.names().contains(node.name()))
                .flatMap(node -> KernelLayers.kernels(node).stream()
                        .filter(key -> sharing(model.weights().get(key), isByChannel(node)) < clusters))
                .collect(Collectors.toUnmodifiableSet());
        return small.size() == layers.kernels(model).size() ? Set.of() : small;
    }

    private boolean isByChannel(Node node) {
        return perChannel && SharedValues.mayBePerChannel(node);
    }

    private static int sharing(Tensor value, boolean byChannel) {
        return byChannel
                ? value.shape().elements() / value.shape().channels()
                : value.shape().elements();
    }

    private ParametrizedModel clustered(ParametrizedModel model, WeightKey key, Tensor value, boolean byChannel) {
        ClusteredWeight weight = ClusteredWeight.of(model, key, value);
        int sharing = sharing(value, byChannel);
        if (clusters > sharing) {
            throw new CompressionException((byChannel ? "each channel of weight '" : "weight '") + key + "' has "
                    + sharing + " values, fewer than " + clusters
                    + " clusters; use fewer clusters, or exclude the layer");
        }
        if (weight.zeros() && clusters < 3) {
            throw new CompressionException(
                    "weight '" + key + "' has zeros to preserve, which needs one cluster in addition to 2 or"
                            + " more, but there are only " + clusters);
        }
        return weight.with(
                new InitialCentroids(initialization, clusters, byChannel, weight.zeros(), seed), aggregation);
    }
}

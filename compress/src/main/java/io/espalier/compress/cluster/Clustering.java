// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import io.espalier.compress.CompressionException;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.GradientAggregation;
import io.espalier.train.technique.LayerWrapping;
import java.util.function.Predicate;

/**
 * Lets the weights of each layer share a few values, which are trained, as tfmot's {@code cluster_weights} does.
 *
 * <pre>{@code
 * ParametrizedModel clustered = Clustering.of(16).apply(model);
 * Model small = trainer.fit(clustered, mnist).model().strip();
 * }</pre>
 *
 * <p>Start from a trained model, and train on with a small learning rate. Zeros of a model that was pruned, before or elsewhere, are seen and
 * kept: one of the centroids is then zero and stays zero, and what is zero stays zero.
 *
 * <p>Immutable: each setting makes another.
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
     * At most that many values in the kernel of each convolution and dense layer. Centroids start where k-means puts them, and their gradients are
     * added up.
     *
     * @throws CompressionException if there are fewer than 2
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

    public Clustering initialization(CentroidInitialization chosen) {
        return new Clustering(clusters, chosen, seed, aggregation, perChannel, layers);
    }

    /** What an initialization that draws at random follows from. */
    public Clustering seed(long number) {
        return new Clustering(clusters, initialization, number, aggregation, perChannel, layers);
    }

    public Clustering aggregation(GradientAggregation chosen) {
        return new Clustering(clusters, initialization, seed, chosen, perChannel, layers);
    }

    /** Gives each output channel of a convolution centroids of its own. Other layers go on sharing them. */
    public Clustering perChannel() {
        return new Clustering(clusters, initialization, seed, aggregation, true, layers);
    }

    /** Clusters only the layers of these names. */
    public Clustering layers(String... names) {
        return new Clustering(clusters, initialization, seed, aggregation, perChannel, layers.named(names));
    }

    /** Clusters only layers that this holds for. */
    public Clustering layers(Predicate<Node> chosen) {
        return new Clustering(clusters, initialization, seed, aggregation, perChannel, layers.where(chosen));
    }

    /**
     * The model with centroids on its weights, to be trained.
     *
     * @throws io.espalier.model.tensor.ModelException if a layer is named that the model does not have
     * @throws CompressionException if there is nothing to cluster, or a weight has fewer values than there are clusters; if the model was
     *     trained quantization-aware, which clustering would undo
     */
    public ParametrizedModel apply(Model model) {
        return apply(ParametrizedModel.of(model));
    }

    /**
     * The same for a model that something lies on already, such as the masks of pruning.
     *
     * @throws CompressionException also if a weight is clustered already, or what lies on it would have to lie on its centroids
     */
    public ParametrizedModel apply(ParametrizedModel model) {
        Model plain = model.strip();
        ParametrizedModel clustered = model;
        for (Node node : layers.of(model.raw())) {
            int indices = 0;
            for (WeightKey key : KernelLayers.kernels(node)) {
                Tensor value = plain.weights().get(key);
                clustered = clustered(clustered, key, value, perChannel && SharedValues.mayBePerChannel(node));
                indices += value.shape().elements();
            }
            // tfmot's layer keeps the number of each value's centroid.
            clustered = clustered.wrapped(
                    node.name(), new LayerWrapping("cluster_*", "ClusterWeights", indices, Long.BYTES));
        }
        return clustered;
    }

    /**
     * The model with each weight at its centroid, without training.
     *
     * @throws CompressionException as {@link #apply(Model)} does
     */
    public Model once(Model model) {
        return apply(model).strip();
    }

    private ParametrizedModel clustered(ParametrizedModel model, WeightKey key, Tensor value, boolean byChannel) {
        ClusteredWeight weight = ClusteredWeight.of(model, key, value);
        int sharing = byChannel
                ? value.shape().elements() / value.shape().channels()
                : value.shape().elements();
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

// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.espalier.compress.cluster.CentroidInitialization;
import io.espalier.compress.cluster.Clustering;
import io.espalier.model.Model;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.GradientAggregation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the weights of each layer share a few values, which are trained.
 *
 * @param clusters how many values, 2 or more
 * @param initialization where they start
 * @param aggregation what a value's gradient is
 * @param perChannel whether each output channel of a convolution has values of its own
 * @param layers the names of the layers that are clustered; all where it is empty
 */
@JsonPropertyOrder({"cluster", "initialization", "aggregation", "per_channel", "layers", "train"})
record ClusterStep(
        @JsonProperty("cluster") int clusters,
        CentroidInitialization initialization,
        GradientAggregation aggregation,
        boolean perChannel,
        List<String> layers,
        Training train)
        implements TrainingStep {
    private static final float USUAL_RATE = 0.0002f;

    public ClusterStep {
        layers = List.copyOf(layers);
        KeyCheck.of("cluster", () -> Clustering.of(clusters));
    }

    @JsonCreator
    static ClusterStep read(
            @JsonProperty("cluster") int clusters,
            @JsonProperty("initialization") @Nullable CentroidInitialization initialization,
            @JsonProperty("aggregation") @Nullable GradientAggregation aggregation,
            @JsonProperty("per_channel") @Nullable Boolean perChannel,
            @JsonProperty("layers") @Nullable List<String> layers,
            @JsonProperty("train") Training.@Nullable Said train) {
        return new ClusterStep(
                clusters,
                initialization == null ? CentroidInitialization.LLOYD : initialization,
                aggregation == null ? GradientAggregation.SUM : aggregation,
                perChannel != null && perChannel,
                NamedLayers.of(layers),
                Training.Said.or(train, USUAL_RATE));
    }

    @Override
    public StepKind kind() {
        return StepKind.CLUSTER;
    }

    @Override
    public ParametrizedModel apply(Model model, StepContext context) {
        return clustering(context).apply(model);
    }

    @Override
    public List<String> notes(Model model, StepContext context) {
        return clustering(context).notes(model);
    }

    private Clustering clustering(StepContext context) {
        Clustering clustering =
                Clustering.of(clusters).withInitialization(initialization).withSeed(context.seed());
        clustering = aggregation == GradientAggregation.AVERAGE ? clustering.withAveragedGradients() : clustering;
        clustering = perChannel ? clustering.withCentroidsPerChannel() : clustering;
        return layers.isEmpty() ? clustering : clustering.withLayers(layers.toArray(String[]::new));
    }
}

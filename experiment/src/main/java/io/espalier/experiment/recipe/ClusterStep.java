// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.compress.cluster.CentroidInitialization;
import io.espalier.compress.cluster.Clustering;
import io.espalier.compress.preserve.Preserved;
import io.espalier.model.Model;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.GradientAggregation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the weights of each layer share a few values, which are trained.
 *
 * @param clusters how many values, 2 or more; of all layers, or of each
 * @param initialization where they start
 * @param aggregation what a value's gradient is
 * @param perChannel whether each output channel of a convolution has values of its own
 * @param layers the names of the layers that are clustered; all where it is empty
 */
@JsonPropertyOrder({"cluster", "initialization", "aggregation", "per_channel", "layers", "train"})
record ClusterStep(
        @JsonProperty("cluster") LayerValues<Integer> clusters,
        CentroidInitialization initialization,
        GradientAggregation aggregation,
        boolean perChannel,
        List<String> layers,
        Training train)
        implements TrainingStep {
    private static final float USUAL_RATE = 0.0002f;

    public ClusterStep {
        layers = List.copyOf(layers);
        clusters.values().forEach(number -> KeyCheck.of("cluster", () -> Clustering.of(number)));
        clusters.checkLayers("cluster", layers);
    }

    @JsonCreator
    static ClusterStep read(
            @JsonProperty("cluster") JsonNode clusters,
            @JsonProperty("initialization") @Nullable CentroidInitialization initialization,
            @JsonProperty("aggregation") @Nullable GradientAggregation aggregation,
            @JsonProperty("per_channel") @Nullable Boolean perChannel,
            @JsonProperty("layers") @Nullable List<String> layers,
            @JsonProperty("train") Training.@Nullable Said train) {
        return new ClusterStep(
                LayerValues.wholeNumbers("cluster", clusters),
                initialization == null ? CentroidInitialization.LLOYD : initialization,
                aggregation == null ? GradientAggregation.SUM : aggregation,
                perChannel != null && perChannel,
                LayerNames.of(layers),
                Training.Said.or(train, USUAL_RATE));
    }

    @Override
    public StepKind kind() {
        return StepKind.CLUSTER;
    }

    @Override
    public List<String> names() {
        return clusters.names(layers);
    }

    @Override
    public ParametrizedModel apply(Model model, StepContext context) {
        ParametrizedModel clustered = ParametrizedModel.of(model);
        for (Clustering clustering : clusterings(model, context)) {
            clustered = clustering.apply(clustered);
        }
        return Preserved.in(clustered);
    }

    @Override
    public List<String> notes(Model model, StepContext context) {
        return clusterings(model, context).stream()
                .flatMap(clustering -> clustering.notes(model).stream())
                .toList();
    }

    private List<Clustering> clusterings(Model model, StepContext context) {
        return clusters.inGroups(model, layers, (number, names) -> {
            Clustering clustering =
                    Clustering.of(number).withInitialization(initialization).withSeed(context.seed());
            clustering = aggregation == GradientAggregation.AVERAGE ? clustering.withAveragedGradients() : clustering;
            clustering = perChannel ? clustering.withCentroidsPerChannel() : clustering;
            return names.length == 0 ? clustering : clustering.withLayers(names);
        });
    }
}

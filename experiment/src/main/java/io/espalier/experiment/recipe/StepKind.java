// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The steps that there are, and how each is read. */
enum StepKind {
    PRUNE(PruneStep.class),
    PRUNE_FILTERS(PruneFiltersStep.class),
    CLUSTER(ClusterStep.class),
    QUANTIZE_AWARE(QuantizeAwareStep.class),
    DISTIL(DistilStep.class),
    FINE_TUNE(FineTuneStep.class),
    QUANTIZE(QuantizeStep.class),
    EXPORT(ExportStep.class);

    private final Class<? extends Step> type;

    StepKind(Class<? extends Step> type) {
        this.type = type;
    }

    Class<? extends Step> type() {
        return type;
    }

    /** The key in recipes, such as {@code fine_tune}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(StepKind::key).toList();
    }
}

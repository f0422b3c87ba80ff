// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.NearestName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a search for numbers orders layers by. */
final class RankingOption {
    private static final String NAME = "--ranking";
    private static final String NOISE = "noise";
    private static final String HESSIAN = "hessian";

    private final Argument<String> ranking;

    RankingOption(Arguments arguments) {
        ranking = arguments.option(
                String.class,
                Arguments.named(
                                NAME,
                                "NAME",
                                "With --max-drop, what orders layers: noise, measured with each alone (default), or hessian, how the loss bends:"
                                        + " for a Keras model and data with labels.")
                        .completionCandidates(List.of(NOISE, HESSIAN)));
    }

    Argument<String> argument() {
        return ranking;
    }

    /**
     * Whether layers are ordered by how the loss bends.
     *
     * @throws UsageException if there is no such ranking
     */
    boolean byHessian() {
        String named = Optional.ofNullable(ranking.orNull()).orElse(NOISE);
        if (!named.equals(NOISE) && !named.equals(HESSIAN)) {
            throw new UsageException(NAME + " " + named + ": must be one of " + NOISE + ", " + HESSIAN
                    + NearestName.suggestion(named, List.of(NOISE, HESSIAN)));
        }
        return named.equals(HESSIAN);
    }

    /**
     * Makes sure that there can be gradients, if the Hessian is asked for.
     *
     * @throws UsageException if the model has no layers
     * @throws TrainingPart.MissingException if TensorFlow is missing
     */
    void requireLayers(boolean hasLayers, Path model) {
        if (byHessian() && !hasLayers) {
            throw new UsageException(noLayers(NAME + " " + HESSIAN, model) + ", to convert");
        }
        if (byHessian()) {
            TrainingPart.require();
        }
    }

    /** @throws UsageException if the Hessian is asked for, and the data have no labels */
    void requireLabels(boolean labelled, String data) {
        if (byHessian() && !labelled) {
            throw new UsageException(noLabels(NAME + " " + HESSIAN, data));
        }
    }

    /** Why there is no Hessian of a graph. */
    static String noLayers(String option, Path model) {
        return option + ": the Hessian is found by gradients of TensorFlow, for which layers are needed, but " + model
                + " is a graph of operators; give the Keras model that it was made of";
    }

    /** Why there is no Hessian without labels. */
    static String noLabels(String option, String data) {
        return option + ": the Hessian is that of the loss, for which labels are needed, but " + data + " has none";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.nio.file.Path;

/** What a search for numbers orders layers by. */
final class RankingOption {
    private static final String NAME = "--ranking";
    private final Choice<By> by;

    /** What the option names. */
    private enum By {
        NOISE,
        HESSIAN
    }

    RankingOption(Arguments arguments) {
        by = new Choice<>(
                arguments,
                NAME,
                "NAME",
                "With --max-drop, what orders layers: noise, measured with each alone, or hessian, how the loss bends:"
                        + " for a Keras model and data with labels (default: ${DEFAULT-VALUE}).",
                By.values(),
                By.NOISE);
    }

    Argument<String> argument() {
        return by.argument();
    }

    /**
     * Whether layers are ordered by how the loss bends.
     *
     * @throws UsageException if there is no such ranking
     */
    boolean byHessian() {
        return by.get() == By.HESSIAN;
    }

    /**
     * Makes sure that there can be gradients, if the Hessian is asked for.
     *
     * @throws UsageException if the model has no layers
     * @throws TrainingPart.MissingException if TensorFlow is missing
     */
    void requireLayers(boolean hasLayers, Path model) {
        if (byHessian() && !hasLayers) {
            throw new UsageException(noLayers(NAME + " " + by.id(), model) + ", to convert");
        }
        if (byHessian()) {
            TrainingPart.require();
        }
    }

    /** @throws UsageException if the Hessian is asked for, and the data have no labels */
    void requireLabels(boolean labelled, String data) {
        if (byHessian() && !labelled) {
            throw new UsageException(noLabels(NAME + " " + by.id(), data));
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
